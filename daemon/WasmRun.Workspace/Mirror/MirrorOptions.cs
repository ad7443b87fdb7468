namespace WasmRun.Workspace.Mirror;

/// <summary>How a mirror treats the folder behind it.</summary>
public sealed record MirrorOptions
{
    /// <summary>True lets guest writes through to the folder (<c>--write</c>, <c>exec --dir</c>); else they fail with EROFS.</summary>
    public bool IsWritable { get; init; }

    /// <summary>
    /// For how long what was read of a directory or a status is believed without a look at the host. Bounds how late an edit is
    /// seen that nobody announced; <see cref="MirrorFileSystem.Invalidate"/> makes it seen at once.
    /// </summary>
    public TimeSpan Freshness { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Bytes of file content kept in memory, over all files.</summary>
    public long CacheBytes { get; init; } = 64L << 20;

    /// <summary>Files beyond this many bytes are read where they are, never kept.</summary>
    public int MaxCachedFileBytes { get; init; } = 4 << 20;

    /// <summary>After this long a file that is being rewritten becomes visible in the folder even though it is still open.</summary>
    public TimeSpan ReplaceAfter { get; init; } = TimeSpan.FromMilliseconds(100);
}
