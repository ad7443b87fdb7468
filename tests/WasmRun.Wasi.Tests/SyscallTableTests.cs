using System.Text;

namespace WasmRun.Wasi.Tests;

public sealed class SyscallTableTests
{
    [Fact]
    public void Table_HasThe46FunctionsOfPreview1Once() =>
        Assert.Equal(46, SyscallTable.Rows.Select(row => row.Name).Distinct().Count());

    /// <summary>Types from the witx, by hand.</summary>
    [Theory]
    [InlineData("args_get", "i32 i32 -> i32")]
    [InlineData("clock_time_get", "i32 i64 i32 -> i32")]
    [InlineData("fd_advise", "i32 i64 i64 i32 -> i32")]
    [InlineData("fd_fdstat_set_rights", "i32 i64 i64 -> i32")]
    [InlineData("fd_pread", "i32 i32 i32 i64 i32 -> i32")]
    [InlineData("fd_readdir", "i32 i32 i32 i64 i32 -> i32")]
    [InlineData("fd_seek", "i32 i64 i32 i32 -> i32")]
    [InlineData("path_filestat_set_times", "i32 i32 i32 i32 i64 i64 i32 -> i32")]
    [InlineData("path_link", "i32 i32 i32 i32 i32 i32 i32 -> i32")]
    [InlineData("path_open", "i32 i32 i32 i32 i32 i64 i64 i32 i32 -> i32")]
    [InlineData("path_readlink", "i32 i32 i32 i32 i32 i32 -> i32")]
    [InlineData("path_rename", "i32 i32 i32 i32 i32 i32 -> i32")]
    [InlineData("path_symlink", "i32 i32 i32 i32 i32 -> i32")]
    [InlineData("poll_oneoff", "i32 i32 i32 i32 -> i32")]
    [InlineData("proc_exit", "i32 -> ")]
    [InlineData("sched_yield", " -> i32")]
    [InlineData("sock_recv", "i32 i32 i32 i32 i32 i32 -> i32")]
    [InlineData("sock_send", "i32 i32 i32 i32 i32 -> i32")]
    public void Signature_IsTheSpecifications(string name, string signature) =>
        Assert.Equal(signature, SyscallTable.Rows.Single(row => row.Name == name).Signature);

    /// <summary>Set WASMRUN_UPDATE_DOCS=1 to write the page anew.</summary>
    [Fact]
    public void SupportMatrix_InTheDocsIsTheTable()
    {
        var path = System.IO.Path.Combine(RepositoryRoot(), "docs", "wasi-support.md");
        if (Environment.GetEnvironmentVariable("WASMRUN_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, SupportMatrix());
        }

        Assert.Equal(SupportMatrix(), File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static string SupportMatrix()
    {
        var page = new StringBuilder("""
            # WASI preview1: what is supported

            Made from the table of system calls (`daemon/WasmRun.Wasi/Table/SyscallTable.cs`); a test checks that it is current,
            and `WASMRUN_UPDATE_DOCS=1 dotnet test tests/WasmRun.Wasi.Tests` writes it anew.

            Programs import these from `wasi_snapshot_preview1`.

            | function | status | notes |
            |---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var row in SyscallTable.Rows)
        {
            page.Append($"| `{row.Name}` | {row.Status.ToString().ToLowerInvariant()} | {row.Note} |\n");
        }

        var full = SyscallTable.Rows.Count(row => row.Status == Status.Full);
        return page.Append($"\n{full} of {SyscallTable.Rows.Count} in full.\n").ToString();
    }

    private static string RepositoryRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(directory, "WasmRun.sln")))
        {
            directory = System.IO.Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("not in the repository");
        }

        return directory;
    }
}
