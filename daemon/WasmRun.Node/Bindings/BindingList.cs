namespace WasmRun.Node.Bindings;

/// <summary>All native bindings, in the order that numbers their host functions.</summary>
internal static class BindingList
{
    public static Binding[] Create(NodeHost host) =>
    [
        new EngineBinding(host),
        new ErrorsBinding(host),
        new PositionsBinding(host),
        new TypesBinding(host),
        new UtilBinding(host),
        new TimersBinding(host),
        new TaskQueueBinding(host),
        new AsyncContextFrameBinding(host),
        new ProcessBinding(host),
        new PerformanceBinding(host),
        new OsBinding(host),
        new BufferBinding(host),
        new EncodingBinding(host),
        new StringDecoderBinding(host),
        new IcuBinding(host),
        new UrlBinding(host),
        new ContextifyBinding(host),
        new ModuleWrapBinding(host),
        new ModulesBinding(host),
        new CjsLexerBinding(host),
        new MessagingBinding(host),
        new FsBinding(host),
        new FsEventBinding(host),
        new StreamBinding(host),
        new TcpBinding(host),
        new TtyBinding(host),
        new SignalBinding(host),
        new DnsBinding(host),
        new HttpParserBinding(host),
        new LlhttpBinding(host),
        new ZlibBinding(host),
        new CryptoHashBinding(host),
        new CryptoJobsBinding(host),
    ];
}
