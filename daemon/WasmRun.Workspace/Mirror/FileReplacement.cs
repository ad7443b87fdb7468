using WasmRun.Kernel;
using WasmRun.Workspace.Host;

namespace WasmRun.Workspace.Mirror;

/// <summary>
/// A file that a guest cut to nothing and now writes anew. The new content goes to a file beside it, which takes the old one's
/// place when the guest closes or syncs it, or after a moment: a run that is stopped in between, or a daemon that dies, leaves
/// the old content whole, and other programs never read half of it.
/// </summary>
/// <remarks>The file gets a new inode on the host: permissions are kept, further hard links go on with the old content.</remarks>
internal sealed class FileReplacement : IDisposable
{
    private readonly Lock _lock = new();
    private readonly MirrorFileSystem _owner;
    private readonly MirrorPlace _place;
    private readonly string[] _temporary;
    private readonly Timer _timer;
    private bool _isOver;

    private FileReplacement(MirrorFileSystem owner, MirrorPlace place, string[] temporary)
    {
        _owner = owner;
        _place = place;
        _temporary = temporary;
        _timer = new Timer(static self => ((FileReplacement)self!).Commit(), this, owner.Options.ReplaceAfter, Timeout.InfiniteTimeSpan);
    }

    /// <summary>True once the new content stands in the old one's place, or was dropped.</summary>
    public bool IsOver
    {
        get
        {
            lock (_lock)
            {
                return _isOver;
            }
        }
    }

    /// <summary>Starts with an empty file; fails where the directory takes none, and the caller then writes in place.</summary>
    public static Errno Begin(MirrorFileSystem owner, MirrorPlace place, uint permissions, out FileReplacement? replacement)
    {
        replacement = null;
        string[] temporary = [.. place.Names()[..^1], HostFiles.TemporaryPrefix + Guid.NewGuid().ToString("N")];
        var errno = owner.Files.CreateFile(temporary, permissions);
        if (errno == Errno.Success)
        {
            // The process's umask may have taken bits away at creation.
            errno = owner.Files.SetPermissions(temporary, permissions);
            replacement = new FileReplacement(owner, place, temporary);
            owner.Track(replacement);
        }

        return errno;
    }

    /// <summary>Runs something with the names under which the content stands at this moment.</summary>
    public Errno WithNames(Func<string[], Errno> action)
    {
        lock (_lock)
        {
            return action(_isOver ? _place.Names() : _temporary);
        }
    }

    /// <summary>Puts the new content in the old one's place.</summary>
    public Errno Commit()
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return Errno.Success;
            }

            _isOver = true;
            var errno = _owner.Files.Move(_temporary, _place.Names(), isDirectory: false);
            if (errno != Errno.Success)
            {
                _owner.Files.Delete(_temporary);
                _owner.OnWriteFailed(_place.RelativePath(), errno);
            }

            End();
            return errno;
        }
    }

    /// <summary>Drops the new content, because the file itself is being removed.</summary>
    public void Discard()
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                _isOver = true;
                _owner.Files.Delete(_temporary);
                End();
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void End()
    {
        _timer.Dispose();
        _owner.Untrack(this);
        _place.Invalidate();
        _owner.OnWrittenThrough(_place.RelativePath());
    }
}
