using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi;

/// <summary>Status flags of a descriptor: preview1's <c>fdflags</c>.</summary>
[Flags]
internal enum FdFlags : ushort
{
    None = 0,
    Append = 1,
    DataSync = 2,
    NonBlocking = 4,
    ReadSync = 8,
    Sync = 16,
    All = 31,
}

/// <summary>How <c>path_open</c> opens: preview1's <c>oflags</c>.</summary>
[Flags]
internal enum OFlags : ushort
{
    None = 0,
    Create = 1,
    Directory = 2,
    Exclusive = 4,
    Truncate = 8,
    All = 15,
}

/// <summary>Which times a call sets, and to what: preview1's <c>fstflags</c>.</summary>
[Flags]
internal enum FstFlags : ushort
{
    None = 0,
    AccessTime = 1,
    AccessTimeNow = 2,
    ModifyTime = 4,
    ModifyTimeNow = 8,
    All = 15,
}

/// <summary>How <c>sock_recv</c> receives: preview1's <c>riflags</c>.</summary>
[Flags]
internal enum ReceiveFlags : ushort
{
    None = 0,
    Peek = 1,
    WaitAll = 2,
    All = 3,
}

/// <summary>Between the kernel's flags and preview1's.</summary>
internal static class FlagMapping
{
    /// <summary>The kernel's status flags, those that <c>fd_fdstat_set_flags</c> may change.</summary>
    public const OpenFlags StatusFlags =
        OpenFlags.Append | OpenFlags.NonBlocking | OpenFlags.Sync | OpenFlags.DataSync | OpenFlags.ReadSync;

    public static OpenFlags ToKernel(this FdFlags flags) =>
        ((flags & FdFlags.Append) != 0 ? OpenFlags.Append : 0)
        | ((flags & FdFlags.NonBlocking) != 0 ? OpenFlags.NonBlocking : 0)
        | ((flags & FdFlags.DataSync) != 0 ? OpenFlags.DataSync : 0)
        | ((flags & FdFlags.ReadSync) != 0 ? OpenFlags.ReadSync : 0)
        | ((flags & FdFlags.Sync) != 0 ? OpenFlags.Sync : 0);

    public static FdFlags ToWasi(this OpenFlags flags) =>
        ((flags & OpenFlags.Append) != 0 ? FdFlags.Append : 0)
        | ((flags & OpenFlags.NonBlocking) != 0 ? FdFlags.NonBlocking : 0)
        | ((flags & OpenFlags.DataSync) != 0 ? FdFlags.DataSync : 0)
        | ((flags & OpenFlags.ReadSync) != 0 ? FdFlags.ReadSync : 0)
        | ((flags & OpenFlags.Sync) != 0 ? FdFlags.Sync : 0);

    public static OpenFlags ToKernel(this OFlags flags) =>
        ((flags & OFlags.Create) != 0 ? OpenFlags.Create : 0)
        | ((flags & OFlags.Directory) != 0 ? OpenFlags.Directory : 0)
        | ((flags & OFlags.Exclusive) != 0 ? OpenFlags.Exclusive : 0)
        | ((flags & OFlags.Truncate) != 0 ? OpenFlags.Truncate : 0);
}
