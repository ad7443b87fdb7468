using System.Diagnostics.CodeAnalysis;
using WasmRun.Kernel.Scheduling;

namespace WasmRun.Kernel.Net;

/// <summary>Connections that wait to be accepted on one port.</summary>
internal sealed class Backlog(int limit)
{
    private readonly Lock _lock = new();
    private readonly Queue<StreamSocket> _waiting = new();

    public WaitQueue Changed { get; } = new();

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count == 0;
            }
        }
    }

    /// <summary>False when the backlog is full.</summary>
    public bool TryAdd(StreamSocket socket)
    {
        lock (_lock)
        {
            if (_waiting.Count >= limit)
            {
                return false;
            }

            _waiting.Enqueue(socket);
        }

        Changed.WakeAll();
        return true;
    }

    public bool TryTake([NotNullWhen(true)] out StreamSocket? socket)
    {
        lock (_lock)
        {
            return _waiting.TryDequeue(out socket);
        }
    }

    /// <summary>Refuses what still waits.</summary>
    public void Reset()
    {
        while (TryTake(out var socket))
        {
            socket.Reset();
            socket.Release();
        }
    }
}
