namespace WasmRun.Kernel.Processes;

/// <summary>Signals, with Linux's numbers. WASI preview1's are the same up to 15 and one lower from 17 on.</summary>
public enum Signal : byte
{
    None = 0,
    HangUp = 1, // SIGHUP
    Interrupt = 2, // SIGINT
    Quit = 3, // SIGQUIT
    Illegal = 4, // SIGILL
    Trap = 5, // SIGTRAP
    Abort = 6, // SIGABRT
    Bus = 7, // SIGBUS
    FloatingPoint = 8, // SIGFPE
    Kill = 9, // SIGKILL
    User1 = 10, // SIGUSR1
    Segmentation = 11, // SIGSEGV
    User2 = 12, // SIGUSR2
    BrokenPipe = 13, // SIGPIPE
    Alarm = 14, // SIGALRM
    Terminate = 15, // SIGTERM
    Child = 17, // SIGCHLD
    Continue = 18, // SIGCONT
    Stop = 19, // SIGSTOP
    TerminalStop = 20, // SIGTSTP
    TerminalInput = 21, // SIGTTIN
    TerminalOutput = 22, // SIGTTOU
    Urgent = 23, // SIGURG
    WindowChange = 28, // SIGWINCH
}
