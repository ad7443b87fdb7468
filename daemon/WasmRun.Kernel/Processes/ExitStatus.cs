namespace WasmRun.Kernel.Processes;

/// <summary>How a process ended: by itself with a code, or by a signal.</summary>
/// <param name="Code">0 to 255; 128 plus the signal's number where a signal ended it, as shells report it.</param>
/// <param name="Signal"><see cref="Signal.None"/> when it ended by itself.</param>
public readonly record struct ExitStatus(int Code, Signal Signal)
{
    public static ExitStatus FromCode(int code) => new(code & 0xFF, Signal.None);

    public static ExitStatus FromSignal(Signal signal) => new(128 + (int)signal, signal);

    public override string ToString() => Signal == Signal.None ? $"exit {Code}" : Signal.PosixName();
}
