namespace WasmRun.Daemon.Forwarding;

/// <summary>A guest's port and the port of 127.0.0.1 that leads to it.</summary>
/// <param name="GuestPort">The number that the program listens on.</param>
/// <param name="HostPort">The number on 127.0.0.1; another one when the program's own was taken on the host.</param>
/// <param name="Pid">The process that listens; 0 when it is the daemon.</param>
public sealed record ForwardedPort(ushort GuestPort, ushort HostPort, int Pid);
