using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel.Terminals;

/// <summary>
/// One direction of a terminal that somebody else drives: a pipe's end that says it is a terminal. Line editing and echo are
/// the host terminal's.
/// </summary>
public sealed class TerminalFile : OpenFile
{
    private readonly OpenFile _pipeEnd;

    /// <param name="pipeEnd">Whose reference the terminal takes over.</param>
    /// <param name="size">The window.</param>
    public TerminalFile(OpenFile pipeEnd, TerminalSize size)
    {
        _pipeEnd = pipeEnd;
        Size = size;
        Flags = pipeEnd.Flags;
    }

    public TerminalSize Size { get; }

    public override FileType Type => FileType.CharacterDevice;

    public override bool IsTerminal => true;

    public override WaitQueue? WaitQueue => _pipeEnd.WaitQueue;

    public override ulong BytesAvailable => _pipeEnd.BytesAvailable;

    public override PollEvents Poll() => _pipeEnd.Poll();

    public override Errno Read(Span<byte> buffer, out int count) => _pipeEnd.Read(buffer, out count);

    public override Errno Write(ReadOnlySpan<byte> buffer, out int count) => _pipeEnd.Write(buffer, out count);

    protected override void OnClose() => _pipeEnd.Release();
}
