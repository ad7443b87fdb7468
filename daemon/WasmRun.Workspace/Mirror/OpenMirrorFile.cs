using Microsoft.Win32.SafeHandles;
using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;
using WasmRun.Workspace.Host;

namespace WasmRun.Workspace.Mirror;

/// <summary>An open file of the mirror: content from memory where it is kept, else from the host file.</summary>
internal sealed class OpenMirrorFile(MirrorFile file, SafeFileHandle? handle) : SeekableFile
{
    private readonly Lock _lock = new();
    private SafeFileHandle? _handle = handle;
    private bool _wasWritten;

    public override Inode Inode => file;

    /// <summary>Size and time of what a handle has open.</summary>
    internal static FileVersion VersionOf(SafeFileHandle handle) =>
        new(RandomAccess.GetLength(handle), HostStatus.Nanoseconds(File.GetLastWriteTimeUtc(handle)));

    public override Errno GetStatus(out FileStatus status)
    {
        var errno = file.GetStatus(out status);
        var handle = Volatile.Read(ref _handle);
        if (handle is null)
        {
            return errno;
        }

        // The handle knows better: the file may have been renamed over or removed since it was opened.
        var found = status;
        var isGone = errno == Errno.NoEntry;
        errno = Guard(() =>
        {
            found.Size = (ulong)RandomAccess.GetLength(handle);
            if (isGone)
            {
                found = MirrorPlace.ToFileStatus(file, new HostStatus(HostEntryKind.File, (long)found.Size, 0x1A4, 0, 0, 0), links: 0);
                found.ModifyTime = found.ChangeTime = HostStatus.Nanoseconds(File.GetLastWriteTimeUtc(handle));
            }
        });
        status = found;
        return errno;
    }

    public override Errno Sync()
    {
        if (!CanWrite)
        {
            return Errno.Success;
        }

        var errno = Guard(() => RandomAccess.FlushToDisk(_handle!));
        return errno == Errno.Success ? file.CommitReplacement() : errno;
    }

    protected override Errno ReadContent(ulong offset, Span<byte> buffer, out int count)
    {
        count = 0;
        if (offset > long.MaxValue)
        {
            return Errno.Success;
        }

        if (!CanWrite && KeptContent() is { } content)
        {
            count = Copy(content, offset, buffer);
            return Errno.Success;
        }

        var errno = EnsureHandle(out var handle);
        if (errno != Errno.Success)
        {
            return errno;
        }

        try
        {
            count = RandomAccess.Read(handle!, buffer, (long)offset);
            return Errno.Success;
        }
        catch (Exception exception) when (HostErrors.IsHostFailure(exception))
        {
            return HostErrors.ToErrno(exception);
        }
    }

    protected override Errno WriteContent(ulong? offset, ReadOnlySpan<byte> buffer, out ulong end)
    {
        end = 0;
        lock (file.AppendLock)
        {
            try
            {
                var start = offset ?? (ulong)RandomAccess.GetLength(_handle!);
                if (start > long.MaxValue - (ulong)buffer.Length)
                {
                    return Errno.FileTooBig;
                }

                RandomAccess.Write(_handle!, buffer, (long)start);
                end = start + (ulong)buffer.Length;
            }
            catch (Exception exception) when (HostErrors.IsHostFailure(exception))
            {
                return HostErrors.ToErrno(exception);
            }
        }

        _wasWritten = true;
        return file.Written(Errno.Success);
    }

    protected override Errno SetContentSize(ulong size)
    {
        if (size > long.MaxValue)
        {
            return Errno.FileTooBig;
        }

        _wasWritten = true;
        return file.Written(Guard(() => RandomAccess.SetLength(_handle!, (long)size)));
    }

    protected override void OnClose()
    {
        _handle?.Dispose();
        if (CanWrite)
        {
            file.WriterClosed(_wasWritten);
        }
    }

    internal static Errno Guard(Action action)
    {
        try
        {
            action();
            return Errno.Success;
        }
        catch (Exception exception) when (HostErrors.IsHostFailure(exception))
        {
            return HostErrors.ToErrno(exception);
        }
    }

    private static int Copy(byte[] content, ulong offset, Span<byte> buffer)
    {
        if (offset >= (ulong)content.Length)
        {
            return 0;
        }

        var part = content.AsSpan((int)offset);
        part = part[..Math.Min(part.Length, buffer.Length)];
        part.CopyTo(buffer);
        return part.Length;
    }

    /// <summary>The content in memory, unless this file was opened before its name led to other content.</summary>
    private byte[]? KeptContent()
    {
        try
        {
            var content = file.CachedContent(out var version);
            var handle = Volatile.Read(ref _handle);
            if (handle is not null && VersionOf(handle) != version)
            {
                return null;
            }

            return content ?? (EnsureHandle(out handle) == Errno.Success ? file.Load(handle!, version) : null);
        }
        catch (Exception exception) when (HostErrors.IsHostFailure(exception))
        {
            return null;
        }
    }

    private Errno EnsureHandle(out SafeFileHandle? handle)
    {
        lock (_lock)
        {
            var errno = Errno.Success;
            if (_handle is null)
            {
                errno = file.OpenHandle(forWriting: false, out _handle);
            }

            handle = _handle;
            return errno;
        }
    }
}
