using System.Collections;

namespace WasmRun.Runtimes.Registry;

/// <summary>What npm's configuration is read from; everything can be replaced by a test.</summary>
public sealed record NpmConfigurationInputs
{
    /// <summary>
    /// The text of the project's own <c>.npmrc</c>. Pass it only for a project the user trusts: it may name any
    /// server and put environment variables of the user into what is sent there.
    /// </summary>
    public string? ProjectNpmrc { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = CurrentEnvironment();

    public string Home { get; init; } = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);

    /// <summary>The text of a file of the user's machine, null when it isn't there.</summary>
    public Func<string, string?> ReadFile { get; init; } = path => File.Exists(path) ? File.ReadAllText(path) : null;

    /// <summary>The registry when nothing else names one; empty when none was known at build time.</summary>
    public string DefaultRegistry { get; init; } = Registry.DefaultRegistry.Url;

    private static Dictionary<string, string> CurrentEnvironment()
    {
        var comparer = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var environment = new Dictionary<string, string>(comparer);
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            environment[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return environment;
    }
}
