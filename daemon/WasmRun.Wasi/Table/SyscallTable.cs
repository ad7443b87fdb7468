using static WasmRun.Wasi.Status;

namespace WasmRun.Wasi;

/// <summary>WASI preview1, all 46 functions in the order of the specification. The support matrix in docs/ is made from it.</summary>
public static class SyscallTable
{
    /// <summary>The module that guests import the functions from.</summary>
    public const string ModuleName = "wasi_snapshot_preview1";

    public static IReadOnlyList<Syscall> Rows { get; } =
    [
        new("args_get", "argv:address, argv_buf:address", Args.Get, Full),
        new("args_sizes_get", "argc:out32, argv_buf_size:out32", Args.SizesGet, Full),
        new("environ_get", "environ:address, environ_buf:address", Environ.Get, Full),
        new("environ_sizes_get", "count:out32, buf_size:out32", Environ.SizesGet, Full),
        new("clock_res_get", "id:u32, resolution:out64", Clock.ResolutionGet, Full),
        new("clock_time_get", "id:u32, precision:u64, time:out64", Clock.TimeGet, Full),
        new("fd_advise", "fd:fd, offset:u64, len:u64, advice:u32", Fd.Advise, Full, "checked, then without effect: files are in memory"),
        new("fd_allocate", "fd:fd, offset:u64, len:u64", Fd.Allocate, Full),
        new("fd_close", "fd:fd", Fd.Close, Full),
        new("fd_datasync", "fd:fd", Fd.DataSync, Full),
        new("fd_fdstat_get", "fd:fd, stat:address", Fd.StatGet, Full),
        new("fd_fdstat_set_flags", "fd:fd, flags:flags", Fd.StatSetFlags, Full),
        new("fd_fdstat_set_rights", "fd:fd, rights_base:flags64, rights_inheriting:flags64", Fd.StatSetRights, Full),
        new("fd_filestat_get", "fd:fd, stat:address", Fd.FileStatGet, Full),
        new("fd_filestat_set_size", "fd:fd, size:u64", Fd.FileStatSetSize, Full),
        new("fd_filestat_set_times", "fd:fd, atim:u64, mtim:u64, fst_flags:flags", Fd.FileStatSetTimes, Full),
        new("fd_pread", "fd:fd, iovs:iovecs, offset:u64, nread:out32", Fd.ReadAt, Full),
        new("fd_prestat_get", "fd:fd, prestat:address", Fd.PrestatGet, Full),
        new("fd_prestat_dir_name", "fd:fd, path:buffer", Fd.PrestatDirectoryName, Full),
        new("fd_pwrite", "fd:fd, iovs:iovecs, offset:u64, nwritten:out32", Fd.WriteAt, Full, "ignores the append flag, as POSIX says and Linux does not"),
        new("fd_read", "fd:fd, iovs:iovecs, nread:out32", Fd.Read, Full),
        new("fd_readdir", "fd:fd, buf:buffer, cookie:u64, bufused:out32", Fd.ReadDirectory, Full, "cookies stay valid while entries come and go"),
        new("fd_renumber", "fd:fd, to:fd", Fd.Renumber, Full),
        new("fd_seek", "fd:fd, offset:s64, whence:u32, newoffset:out64", Fd.Seek, Full),
        new("fd_sync", "fd:fd", Fd.Sync, Full),
        new("fd_tell", "fd:fd, offset:out64", Fd.Tell, Full),
        new("fd_write", "fd:fd, iovs:iovecs, nwritten:out32", Fd.Write, Full),
        new("path_create_directory", "fd:fd, path:string", Path.CreateDirectory, Full),
        new("path_filestat_get", "fd:fd, flags:flags, path:string, stat:address", Path.FileStatGet, Full),
        new("path_filestat_set_times", "fd:fd, flags:flags, path:string, atim:u64, mtim:u64, fst_flags:flags", Path.FileStatSetTimes, Full),
        new("path_link", "old_fd:fd, old_flags:flags, old_path:string, new_fd:fd, new_path:string", Path.Link, Full),
        new("path_open", "fd:fd, dirflags:flags, path:string, oflags:flags, rights_base:flags64, rights_inheriting:flags64, fdflags:flags, opened_fd:out32", Path.Open, Full),
        new("path_readlink", "fd:fd, path:string, buf:buffer, bufused:out32", Path.ReadLink, Full),
        new("path_remove_directory", "fd:fd, path:string", Path.RemoveDirectory, Full),
        new("path_rename", "fd:fd, old_path:string, new_fd:fd, new_path:string", Path.Rename, Full),
        new("path_symlink", "old_path:string, fd:fd, new_path:string", Path.SymbolicLink, Full, "an absolute target is refused"),
        new("path_unlink_file", "fd:fd, path:string", Path.UnlinkFile, Full),
        new("poll_oneoff", "in:address, out:address, nsubscriptions:u32, nevents:out32", Poll.OneOff, Full, "clocks: realtime and monotonic"),
        new("proc_exit", "rval:u32", Proc.Exit, Full, returns: false),
        new("proc_raise", "sig:u32", Proc.Raise, Partial, "no job control: STOP, TSTP, TTIN and TTOU are ENOTSUP"),
        new("sched_yield", "", Sched.Yield, Full),
        new("random_get", "buf:buffer", Random.Get, Full),
        new("sock_accept", "fd:fd, flags:flags, new_fd:out32", Sock.Accept, Full),
        new("sock_recv", "fd:fd, ri_data:iovecs, ri_flags:flags, ro_datalen:out32, ro_flags:address", Sock.Receive, Full),
        new("sock_send", "fd:fd, si_data:iovecs, si_flags:flags, so_datalen:out32", Sock.Send, Full),
        new("sock_shutdown", "fd:fd, how:flags", Sock.Shutdown, Full),
    ];
}
