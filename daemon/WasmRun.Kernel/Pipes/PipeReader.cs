using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel.Pipes;

/// <summary>The end of a pipe that is read from.</summary>
internal sealed class PipeReader(Pipe pipe) : OpenFile
{
    public override FileType Type => FileType.Pipe;

    public override WaitQueue WaitQueue => pipe.Changed;

    public override PollEvents Poll() => pipe.PollReader();

    public override ulong BytesAvailable => pipe.BytesQueued;

    public override Errno GetStatus(out FileStatus status)
    {
        base.GetStatus(out status);
        status.Size = pipe.BytesQueued;
        return Errno.Success;
    }

    public override Errno Read(Span<byte> buffer, out int count) => pipe.Read(buffer, out count);

    protected override void OnClose() => pipe.CloseReader();
}
