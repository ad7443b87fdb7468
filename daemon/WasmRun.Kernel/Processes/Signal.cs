namespace WasmRun.Kernel.Processes;

/// <summary>Signals, with the numbers of WASI preview1's <c>signal</c> (which are Linux's).</summary>
public enum Signal : byte
{
    None = 0,
    HangUp = 1, // SIGHUP
    Interrupt = 2, // SIGINT
    Quit = 3, // SIGQUIT
    Abort = 6, // SIGABRT
    Kill = 9, // SIGKILL
    User1 = 10, // SIGUSR1
    User2 = 12, // SIGUSR2
    BrokenPipe = 13, // SIGPIPE
    Alarm = 14, // SIGALRM
    Terminate = 15, // SIGTERM
    Child = 17, // SIGCHLD
    Continue = 18, // SIGCONT
    Stop = 19, // SIGSTOP
    WindowChange = 28, // SIGWINCH
}
