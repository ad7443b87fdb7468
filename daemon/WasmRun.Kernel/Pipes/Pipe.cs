using WasmRun.Kernel.Scheduling;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Kernel.Pipes;

/// <summary>A pipe: what is written at one end is read at the other, in order, bounded.</summary>
/// <remarks>Lock order: the pipe's lock before the wait queue's.</remarks>
public sealed class Pipe
{
    /// <summary>Linux's default capacity in bytes.</summary>
    public const int DefaultCapacity = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly ByteQueue _queue;
    private bool _isReaderClosed;
    private bool _isWriterClosed;

    private Pipe(int capacity) => _queue = new ByteQueue(capacity);

    /// <summary>Woken when data, room or the end of one side comes.</summary>
    internal WaitQueue Changed { get; } = new();

    /// <summary>Makes a pipe.</summary>
    /// <returns>The end to read from and the end to write to, each with one reference.</returns>
    public static (OpenFile Reader, OpenFile Writer) Create(int capacity = DefaultCapacity)
    {
        var pipe = new Pipe(capacity);
        return (new PipeReader(pipe) { Flags = OpenFlags.Read }, new PipeWriter(pipe) { Flags = OpenFlags.Write });
    }

    internal Errno Read(Span<byte> buffer, out int count)
    {
        lock (_lock)
        {
            count = _queue.Read(buffer);
            if (count == 0 && buffer.Length > 0)
            {
                return _isWriterClosed ? Errno.Success : Errno.WouldBlock;
            }

            Changed.WakeAll();
            return Errno.Success;
        }
    }

    /// <summary>Takes what fits; up to PIPE_BUF (4,096) bytes are taken all or not at all, as POSIX asks.</summary>
    internal Errno Write(ReadOnlySpan<byte> buffer, out int count)
    {
        lock (_lock)
        {
            count = 0;
            if (_isReaderClosed)
            {
                return Errno.BrokenPipe;
            }

            if (buffer.Length == 0)
            {
                return Errno.Success;
            }

            if (_queue.Free == 0 || (buffer.Length <= AtomicBytes && _queue.Free < buffer.Length))
            {
                return Errno.WouldBlock;
            }

            count = _queue.Write(buffer);
            Changed.WakeAll();
            return Errno.Success;
        }
    }

    internal PollEvents PollReader()
    {
        lock (_lock)
        {
            return (_queue.Count > 0 || _isWriterClosed ? PollEvents.Readable : PollEvents.None)
                | (_isWriterClosed ? PollEvents.HangUp : PollEvents.None);
        }
    }

    internal PollEvents PollWriter()
    {
        lock (_lock)
        {
            return (_isReaderClosed || _queue.Free >= AtomicBytes ? PollEvents.Writable : PollEvents.None)
                | (_isReaderClosed ? PollEvents.HangUp : PollEvents.None);
        }
    }

    internal ulong BytesQueued
    {
        get
        {
            lock (_lock)
            {
                return (ulong)_queue.Count;
            }
        }
    }

    internal void CloseReader()
    {
        lock (_lock)
        {
            _isReaderClosed = true;
            _queue.Clear();
        }

        Changed.WakeAll();
    }

    internal void CloseWriter()
    {
        lock (_lock)
        {
            _isWriterClosed = true;
        }

        Changed.WakeAll();
    }

    private const int AtomicBytes = 4096;
}
