using System.CommandLine;
using WasmRun.Daemon.Hosting;

namespace WasmRun.Daemon.Cli;

/// <summary>The hidden verb of <see cref="DetachedOptimizer"/>.</summary>
internal static class OptimizeVerb
{
    public static Command Create()
    {
        var path = new Argument<string>("path");
        var sha256 = new Argument<string>("sha256");
        var command = new Command(DetachedOptimizer.Verb) { path, sha256 };
        command.Hidden = true;
        command.SetAction((result, _) => Report.FailuresAsync(() =>
        {
            using var services = new Services();
            DetachedOptimizer.Run(services, result.GetValue(path)!, result.GetValue(sha256)!);
            return Task.FromResult(0);
        }));
        return command;
    }
}
