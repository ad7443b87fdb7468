namespace WasmRun.Runtimes.Registry;

/// <summary>
/// The user's npm configuration as npm itself layers it: environment (<c>npm_config_*</c>), the project's
/// <c>.npmrc</c>, the user's, the global one, npm's builtin one. npm need not be installed.
/// </summary>
public sealed class NpmConfiguration
{
    private const string EnvironmentPrefix = "npm_config_";

    private readonly NpmConfigurationInputs _inputs;
    private readonly List<Dictionary<string, List<string>>> _layers = [];

    private NpmConfiguration(NpmConfigurationInputs inputs) => _inputs = inputs;

    /// <summary>Every key that is set in some layer.</summary>
    internal IEnumerable<string> Keys => _layers.SelectMany(layer => layer.Keys).Distinct();

    internal string DefaultRegistry => _inputs.DefaultRegistry;

    public static NpmConfiguration Load(NpmConfigurationInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var configuration = new NpmConfiguration(inputs);
        configuration._layers.Add(FromEnvironment(inputs.Environment));
        configuration.AddLayer(inputs.ProjectNpmrc);
        configuration.AddFile(configuration.Get("userconfig") ?? Path.Combine(inputs.Home, ".npmrc"));

        var prefix = NativePrefix(inputs.Environment);
        var builtin = prefix is null ? null : Path.Combine(
            prefix, OperatingSystem.IsWindows() ? "" : "lib", "node_modules", "npm", "npmrc");
        var builtinText = builtin is null ? null : inputs.ReadFile(builtin);
        if (configuration.Get("globalconfig") is { } global)
        {
            configuration.AddFile(global);
        }
        else
        {
            // npm's own file may move the prefix (Homebrew, Windows) and so decide where the global file is.
            var moved = builtinText is null ? null : NpmrcFile.Parse(builtinText, inputs.Environment).GetValueOrDefault("prefix")?[^1];
            var globalPrefix = configuration.Get("prefix") ?? moved ?? prefix;
            configuration.AddFile(globalPrefix is null ? null : Path.Combine(globalPrefix, "etc", "npmrc"));
        }

        configuration.AddLayer(builtinText);
        return configuration;
    }

    /// <summary>The value that counts, null when unset; npm writes "unset" as <c>null</c> too.</summary>
    public string? Get(string key) => GetAll(key) is [.., var last] ? last : null;

    /// <summary>All values of a list setting (<c>ca[]</c>) in the layer that counts.</summary>
    public IReadOnlyList<string> GetAll(string key)
    {
        foreach (var layer in _layers)
        {
            if (layer.TryGetValue(key, out var values))
            {
                return values is ["null" or "undefined" or ""] ? [] : values;
            }
        }

        return [];
    }

    internal bool IsOn(string key, bool byDefault) => Get(key) switch { null => byDefault, "false" => false, _ => true };

    /// <summary>An environment variable by any of its names; empty counts as unset.</summary>
    internal string? Variable(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_inputs.Environment.TryGetValue(name, out var value) && value.Length > 0)
            {
                return value;
            }
        }

        return null;
    }

    internal string? ReadFile(string path) => _inputs.ReadFile(ExpandHome(path));

    private void AddFile(string? path) => AddLayer(path is null ? null : ReadFile(path));

    private void AddLayer(string? text)
    {
        if (text is not null)
        {
            _layers.Add(NpmrcFile.Parse(text, _inputs.Environment));
        }
    }

    private string ExpandHome(string path) =>
        path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(_inputs.Home, path[2..]) : path;

    /// <summary>npm: underscores after the first letter are dashes, except in a key that starts with <c>//</c>.</summary>
    private static Dictionary<string, List<string>> FromEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        var settings = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in environment)
        {
            var isSetting = name.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase) && name.Length > EnvironmentPrefix.Length;
            if (!isSetting || value.Length == 0)
            {
                continue;
            }

            var key = name[EnvironmentPrefix.Length..];
            if (!key.StartsWith("//", StringComparison.Ordinal))
            {
                key = (key[0] + key[1..].Replace('_', '-')).ToLowerInvariant();
            }

            settings[key] = [value];
        }

        return settings;
    }

    /// <summary>Where the node on the PATH is installed: npm's default prefix; null without one.</summary>
    private static string? NativePrefix(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.TryGetValue("PREFIX", out var prefix) && prefix.Length > 0)
        {
            return prefix;
        }

        var program = OperatingSystem.IsWindows() ? "node.exe" : "node";
        foreach (var folder in environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var node = new FileInfo(Path.Combine(folder, program));
            if (!node.Exists)
            {
                continue;
            }

            var real = node.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? node.FullName;
            var bin = Path.GetDirectoryName(real);
            return OperatingSystem.IsWindows() ? bin : Path.GetDirectoryName(bin);
        }

        return null;
    }
}
