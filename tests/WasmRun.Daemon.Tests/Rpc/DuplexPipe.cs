using System.IO.Pipelines;

namespace WasmRun.Daemon.Tests.Rpc;

/// <summary>Two ends of a connection within the test.</summary>
internal sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe
{
    public static (DuplexPipe Server, DuplexPipe Client) CreatePair()
    {
        var toServer = new Pipe();
        var toClient = new Pipe();
        return (new DuplexPipe(toServer.Reader, toClient.Writer), new DuplexPipe(toClient.Reader, toServer.Writer));
    }
}
