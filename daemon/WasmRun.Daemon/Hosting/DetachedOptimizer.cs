using System.Diagnostics;
using WasmRun.Engine;

namespace WasmRun.Daemon.Hosting;

/// <summary>
/// Finishes what a short command has no time for: a large module runs on quickly made code at first, and this makes the fast
/// code for the next start, in a process of its own that outlives the command. One at a time for a user.
/// </summary>
internal static class DetachedOptimizer
{
    /// <summary>The hidden verb of the process.</summary>
    public const string Verb = "optimize";

    private const string LockFile = "optimizer.lock";

    /// <summary>Starts the process; a failure costs nothing but the speed-up.</summary>
    public static void Start(string wasmPath, string sha256)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
            {
                ArgumentList = { Verb, wasmPath, sha256 },
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetTempPath(),
            });
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            // No more processes: the next long run optimises by itself.
        }
    }

    /// <summary>What the process does.</summary>
    public static void Run(Services services, string wasmPath, string sha256)
    {
        Directory.CreateDirectory(services.Store.ArtifactsDirectory);
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(services.Store.ArtifactsDirectory, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            // Another one is at work; what it leaves undone the next command asks for again.
            return;
        }

        using (held)
        {
            using var self = Process.GetCurrentProcess();
            self.PriorityClass = ProcessPriorityClass.BelowNormal;
            services.Modules.Load(ModuleSource.FromFile(wasmPath, sha256), TierPolicy.Optimized);
        }
    }
}
