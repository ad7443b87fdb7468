using Microsoft.Win32.SafeHandles;
using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;
using WasmRun.Workspace.Host;

namespace WasmRun.Workspace.Mirror;

/// <summary>A file of the folder. Small contents are read once and kept; large ones are read where they are.</summary>
internal sealed class MirrorFile(MirrorFileSystem owner, MirrorDirectory parent, string name) : Inode(owner), IMirrorInode
{
    /// <summary>A file changed this recently may change again without its time telling: its content is not kept.</summary>
    private const long SettledAfterNanoseconds = 50_000_000;

    private readonly Lock _lock = new();
    private FileReplacement? _replacement;
    private int _writers;

    public MirrorPlace Place { get; } = new(owner, parent, name);

    public override FileType Type => FileType.RegularFile;

    /// <summary>Makes appends of several writers follow one another.</summary>
    internal Lock AppendLock { get; } = new();

    public override Errno GetStatus(out FileStatus status)
    {
        var errno = GetHostStatus(out var host);
        status = MirrorPlace.ToFileStatus(this, host, links: 1);
        return errno;
    }

    public override Errno Open(OpenFlags flags, out OpenFile? file)
    {
        file = null;
        SafeFileHandle? handle = null;
        var forWriting = (flags & OpenFlags.Write) != 0;
        if (forWriting && !owner.Options.IsWritable)
        {
            return Errno.ReadOnlyFileSystem;
        }

        lock (_lock)
        {
            if (forWriting || CachedContent(out _) is null)
            {
                var errno = OpenHandle(forWriting, out handle);
                if (errno != Errno.Success)
                {
                    return errno;
                }
            }

            _writers += forWriting ? 1 : 0;
        }

        file = new OpenMirrorFile(this, handle) { Flags = flags };
        return Errno.Success;
    }

    public override Errno SetSize(ulong size)
    {
        if (!owner.Options.IsWritable)
        {
            return Errno.ReadOnlyFileSystem;
        }

        if (size > long.MaxValue)
        {
            return Errno.FileTooBig;
        }

        lock (_lock)
        {
            if (size == 0 && _writers == 0 && _replacement is null or { IsOver: true } && BeginReplacement())
            {
                return Errno.Success;
            }

            var errno = OpenHandle(forWriting: true, out var handle);
            if (errno != Errno.Success)
            {
                return errno;
            }

            using (handle)
            {
                errno = OpenMirrorFile.Guard(() => RandomAccess.SetLength(handle!, (long)size));
            }

            return Written(errno);
        }
    }

    public override Errno SetTimes(long? accessTime, long? modifyTime) => owner.Options.IsWritable
        ? Written(WithNames(names => owner.Files.SetTimes(names, accessTime, modifyTime)))
        : Errno.ReadOnlyFileSystem;

    public override Errno SetPermissions(uint permissions) => owner.Options.IsWritable
        ? Written(WithNames(names => owner.Files.SetPermissions(names, permissions)))
        : Errno.ReadOnlyFileSystem;

    internal void Invalidate()
    {
        Place.Invalidate();
        owner.Cache.Remove(this);
    }

    /// <summary>Opens the host file, links refused.</summary>
    internal Errno OpenHandle(bool forWriting, out SafeFileHandle? handle)
    {
        SafeFileHandle? opened = null;
        var errno = WithNames(names => owner.Files.Open(names, forWriting, out opened));
        handle = opened;

        // What became a directory or a link is no longer this file.
        return errno is Errno.NotCapable or Errno.IsDirectory or Errno.NotDirectory ? Errno.NoEntry : errno;
    }

    /// <summary>The whole content if it is in memory and current.</summary>
    internal byte[]? CachedContent(out FileVersion version)
    {
        if (GetHostStatus(out var status) != Errno.Success)
        {
            version = default;
            return null;
        }

        version = new FileVersion(status.Size, status.ModifyTime);

        // Pipes, sockets and empty files have no bytes, and opening some of them would wait.
        return status.Size == 0 ? [] : owner.Cache.Get(this, version);
    }

    /// <summary>Reads a small file whole and keeps it; null when it is too large, still changing, or fails to be read.</summary>
    internal byte[]? Load(SafeFileHandle handle, FileVersion version)
    {
        var isSettled = owner.Clock.RealtimeNanoseconds - version.ModifyTime > SettledAfterNanoseconds;
        if (!isSettled || version.Size > Math.Min(owner.Options.MaxCachedFileBytes, owner.Options.CacheBytes) || Volatile.Read(ref _writers) > 0)
        {
            return null;
        }

        try
        {
            var content = new byte[version.Size];
            var count = 0;
            while (count < content.Length && RandomAccess.Read(handle, content.AsSpan(count), count) is var read and > 0)
            {
                count += read;
            }

            // The handle may be of a file that was replaced since: only what is still at the name is kept.
            Place.Invalidate();
            if (count < content.Length || GetHostStatus(out var status) != Errno.Success || new FileVersion(status.Size, status.ModifyTime) != version
                || OpenMirrorFile.VersionOf(handle) != version)
            {
                return null;
            }

            owner.Cache.Put(this, version, content);
            return content;
        }
        catch (Exception exception) when (HostErrors.IsHostFailure(exception))
        {
            return null;
        }
    }

    /// <summary>After a write by the guest: what is remembered of the file is void.</summary>
    internal Errno Written(Errno errno)
    {
        if (errno == Errno.Success)
        {
            Invalidate();
            Place.PublishModified();
        }

        return errno;
    }

    internal Errno CommitReplacement() => Volatile.Read(ref _replacement)?.Commit() ?? Errno.Success;

    /// <summary>The name is being removed or replaced: nothing of it is to appear any more.</summary>
    internal void DiscardReplacement() => Volatile.Read(ref _replacement)?.Discard();

    internal Errno WriterClosed(bool wasWritten)
    {
        lock (_lock)
        {
            if (--_writers > 0)
            {
                return Errno.Success;
            }
        }

        var errno = CommitReplacement();
        if (wasWritten)
        {
            owner.OnWrittenThrough(Place.RelativePath());
        }

        return errno;
    }

    private bool BeginReplacement()
    {
        if (Place.GetStatus(HostEntryKind.File, out var status) != Errno.Success || status.Size == 0
            || FileReplacement.Begin(owner, Place, status.Permissions, out var replacement) != Errno.Success)
        {
            return false;
        }

        _replacement = replacement;
        Invalidate();
        return true;
    }

    private Errno WithNames(Func<string[], Errno> action) =>
        Volatile.Read(ref _replacement) is { } replacement ? replacement.WithNames(action) : action(Place.Names());

    private Errno GetHostStatus(out HostStatus status)
    {
        if (Volatile.Read(ref _replacement) is not { IsOver: false } replacement)
        {
            return Place.GetStatus(HostEntryKind.File, out status);
        }

        var found = default(HostStatus);
        var errno = replacement.WithNames(names =>
        {
            var errno = owner.Files.Check(names, out var path);
            return errno == Errno.Success ? HostStatus.Read(path, out found) : errno;
        });
        status = found;
        return errno;
    }
}
