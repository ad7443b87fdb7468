namespace WasmRun.Kernel.Processes;

/// <summary>POSIX names and default actions of signals.</summary>
public static class SignalNames
{
    /// <summary>The POSIX name, for example <c>SIGTERM</c>.</summary>
    public static string PosixName(this Signal signal) => signal switch
    {
        Signal.HangUp => "SIGHUP",
        Signal.Interrupt => "SIGINT",
        Signal.Quit => "SIGQUIT",
        Signal.Illegal => "SIGILL",
        Signal.Trap => "SIGTRAP",
        Signal.Abort => "SIGABRT",
        Signal.Bus => "SIGBUS",
        Signal.FloatingPoint => "SIGFPE",
        Signal.Kill => "SIGKILL",
        Signal.User1 => "SIGUSR1",
        Signal.Segmentation => "SIGSEGV",
        Signal.User2 => "SIGUSR2",
        Signal.BrokenPipe => "SIGPIPE",
        Signal.Alarm => "SIGALRM",
        Signal.Terminate => "SIGTERM",
        Signal.Child => "SIGCHLD",
        Signal.Continue => "SIGCONT",
        Signal.Stop => "SIGSTOP",
        Signal.TerminalStop => "SIGTSTP",
        Signal.TerminalInput => "SIGTTIN",
        Signal.TerminalOutput => "SIGTTOU",
        Signal.Urgent => "SIGURG",
        Signal.WindowChange => "SIGWINCH",
        _ => "SIG" + (byte)signal,
    };

    /// <summary>True when a process that does not handle the signal goes on as if nothing came (POSIX default action "ignore").</summary>
    public static bool IsIgnoredByDefault(this Signal signal) =>
        signal is Signal.Child or Signal.Continue or Signal.Urgent or Signal.WindowChange or Signal.None;

    /// <summary>Reads <c>SIGTERM</c>, <c>TERM</c> or <c>15</c>.</summary>
    public static bool TryParse(string text, out Signal signal)
    {
        signal = Signal.None;
        if (byte.TryParse(text, out var number))
        {
            signal = (Signal)number;
            return Enum.IsDefined(signal) && signal != Signal.None;
        }

        var name = text.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? text : "SIG" + text;
        foreach (var candidate in Enum.GetValues<Signal>())
        {
            if (candidate != Signal.None && string.Equals(candidate.PosixName(), name, StringComparison.OrdinalIgnoreCase))
            {
                signal = candidate;
                return true;
            }
        }

        return false;
    }
}
