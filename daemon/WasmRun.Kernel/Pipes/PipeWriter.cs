using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel.Pipes;

/// <summary>The end of a pipe that is written to.</summary>
internal sealed class PipeWriter(Pipe pipe) : OpenFile
{
    public override FileType Type => FileType.Pipe;

    public override WaitQueue WaitQueue => pipe.Changed;

    public override PollEvents Poll() => pipe.PollWriter();

    public override Errno Write(ReadOnlySpan<byte> buffer, out int count) => pipe.Write(buffer, out count);

    protected override void OnClose() => pipe.CloseWriter();
}
