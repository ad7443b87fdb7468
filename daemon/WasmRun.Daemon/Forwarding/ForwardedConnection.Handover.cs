namespace WasmRun.Daemon.Forwarding;

/// <summary>What happens to the connection while the program behind it is replaced.</summary>
internal sealed partial class ForwardedConnection
{
    /// <summary>How many handovers have begun since the connection was made.</summary>
    private int _handovers;

    /// <summary>The guest's end belongs to the program that is being replaced.</summary>
    private bool _isOld;

    /// <summary>True while the program that is being replaced still owes this connection an answer.</summary>
    public bool IsDraining
    {
        get
        {
            lock (_lock)
            {
                return _isOld && _guest is not null && !_isClosed && _exchanges.IsExchanging;
            }
        }
    }

    /// <summary>True while it waits for its next request with no program behind it.</summary>
    public bool IsParked
    {
        get
        {
            lock (_lock)
            {
                return _guest is null && !_isClosed;
            }
        }
    }

    /// <summary>The program behind it is about to be replaced. An idle connection lets go of it at once.</summary>
    public void BeginHandover()
    {
        var redialNow = false;
        lock (_lock)
        {
            _handovers++;

            // What no program has accepted yet stays in the backlog, for the next one.
            if (_isClosed || _guest is not { IsPeerAccepted: true })
            {
                return;
            }

            _isOld = true;
            if (_exchanges.IsIdle && !_isHostEnded)
            {
                Detach();

                // A client that has not spoken may be waiting for the server to speak first.
                redialNow = !_exchanges.HasCompleted;
            }
        }

        if (redialNow)
        {
            _ = EnsureGuestAsync();
        }
    }

    /// <summary>
    /// After the guest's end has ended: true when its program was being replaced and the connection goes on with the next one.
    /// </summary>
    private async Task<bool> ReplaceGuestAsync()
    {
        byte[] replay;
        lock (_lock)
        {
            if (!_isOld || _isClosed)
            {
                return false;
            }

            if (_exchanges.IsIdle)
            {
                if (!_isHostEnded)
                {
                    Detach();
                }

                return !_isHostEnded;
            }

            if (!_exchanges.CanReplay)
            {
                return false;
            }

            replay = _exchanges.TakeReplay();
        }

        var next = await DialAsync().ConfigureAwait(false);
        if (next is null)
        {
            return false;
        }

        lock (_lock)
        {
            if (_isClosed)
            {
                next.Release();
                return false;
            }

            Detach();
            next.Write(replay, out _);
            Attach(next);
            return true;
        }
    }
}
