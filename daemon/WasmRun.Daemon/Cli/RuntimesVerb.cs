using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Cli;

/// <summary><c>wasmrun runtimes list | install | remove | prune</c>: the store.</summary>
internal static class RuntimesVerb
{
    public static Command Create() => new("runtimes", "What runtimes there are and which are on this machine.")
    {
        CreateList(),
        CreateInstall(),
        CreateRemove(),
        CreatePrune(),
    };

    private static Command CreateList()
    {
        var json = SharedOptions.Json();
        var command = new Command("list", "Every version wasmrun can run, and which are ready offline.") { json };
        command.SetAction((result, _) => Report.FailuresAsync(async () =>
        {
            var store = new RuntimeStore();
            var rows = store.Catalogue.Releases.Where(release => !release.Component)
                .Select(release => new RuntimeRow(
                    release.Name,
                    release.Version,
                    release.Line?.Lts ?? release.Line?.Name,
                    store.IsInstalled(release.Id),
                    store.IsInstalled(release.Id) ? release.InstalledSize : release.Package.Size))
                .ToArray();
            var text = result.GetValue(json)
                ? JsonSerializer.Serialize(rows, CliJson.Default.RuntimeRowArray)
                : string.Join('\n', rows.Select(row => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Name,-8} {row.Version,-10} {row.Line,-10} {(row.Installed ? "ready" : $"{row.Bytes / 1e6:F0} MB to fetch")}")));
            await Console.Out.WriteLineAsync(text).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static Command CreateInstall()
    {
        var requests = RequestArguments();
        var command = new Command("install", "Fetches runtimes, so that they are ready offline.") { requests };
        command.SetAction((result, cancellation) => Report.FailuresAsync(async () =>
        {
            var store = new RuntimeStore();
            foreach (var request in result.GetValue(requests)!)
            {
                var id = RuntimeRequests.Resolve(store.Catalogue, request);
                await using (var bar = new FetchBar())
                {
                    await store.GetAsync(id, bar, cancellation).ConfigureAwait(false);
                }

                await Console.Out.WriteLineAsync($"{id.Name} {id.Version} is ready.").ConfigureAwait(false);
            }

            return 0;
        }));
        return command;
    }

    private static Command CreateRemove()
    {
        var requests = RequestArguments();
        var command = new Command("remove", "Removes runtimes from this machine.") { requests };
        command.SetAction((result, cancellation) => Report.FailuresAsync(async () =>
        {
            var store = new RuntimeStore();
            foreach (var request in result.GetValue(requests)!)
            {
                var id = RuntimeRequests.Resolve(store.Catalogue, request);
                var removed = await store.RemoveAsync(id, cancellation).ConfigureAwait(false);
                await Console.Out.WriteLineAsync($"{id.Name} {id.Version} {(removed ? "is removed." : "was not installed.")}").ConfigureAwait(false);
            }

            return 0;
        }));
        return command;
    }

    private static Command CreatePrune()
    {
        var days = new Option<int>("--unused-days")
        {
            Description = "Removes what no program was started with for so many days.",
            DefaultValueFactory = _ => 30,
        };
        var command = new Command("prune", "Removes runtimes that are not used any more, and what interrupted downloads left.") { days };
        command.SetAction((result, cancellation) => Report.FailuresAsync(async () =>
        {
            var removed = await new RuntimeStore()
                .PruneAsync(DateTimeOffset.UtcNow.AddDays(-result.GetValue(days)), cancellation).ConfigureAwait(false);
            foreach (var stored in removed)
            {
                await Console.Out.WriteLineAsync($"{stored.Id.Name} {stored.Id.Version} is removed.").ConfigureAwait(false);
            }

            return 0;
        }));
        return command;
    }

    private static Argument<string[]> RequestArguments() => new("runtime")
    {
        Description = "Such as node@24 or python.",
        Arity = ArgumentArity.OneOrMore,
    };
}
