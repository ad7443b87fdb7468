using WasmRun.Kernel;
using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Daemon.Stdio;

/// <summary>
/// Standard input that the host delivers only once the guest asks for it, so that a program that reads nothing takes nothing
/// from whoever shares the host's input.
/// </summary>
internal sealed class OnDemandInput : OpenFile
{
    private readonly OpenFile _pipeReader;
    private readonly Action _onFirstUse;
    private bool _isUsed;

    /// <param name="pipeReader">Whose reference this takes over.</param>
    /// <param name="isTerminal">Whether the host's input is a terminal.</param>
    /// <param name="onFirstUse">Starts the delivery; called once, on the guest's thread.</param>
    public OnDemandInput(OpenFile pipeReader, bool isTerminal, Action onFirstUse)
    {
        _pipeReader = pipeReader;
        _onFirstUse = onFirstUse;
        IsTerminal = isTerminal;
        Flags = OpenFlags.Read;
    }

    public override FileType Type => IsTerminal ? FileType.CharacterDevice : FileType.Pipe;

    public override bool IsTerminal { get; }

    public override WaitQueue? WaitQueue => _pipeReader.WaitQueue;

    public override PollEvents Poll()
    {
        Use();
        return _pipeReader.Poll();
    }

    public override Errno Read(Span<byte> buffer, out int count)
    {
        Use();
        return _pipeReader.Read(buffer, out count);
    }

    protected override void OnClose() => _pipeReader.Release();

    private void Use()
    {
        if (!_isUsed)
        {
            _isUsed = true;
            _onFirstUse();
        }
    }
}
