using System.Text.Json;

namespace WasmRun.Node;

/// <summary>How an option takes its value: <c>OptionType</c> of src/node_options.h.</summary>
internal enum OptionKind
{
    NoOp,
    V8Option,
    Boolean,
    Integer,
    Unsigned,
    Text,
    HostPort,
    TextList,
}

/// <summary>One option of a release.</summary>
internal sealed record OptionInfo(OptionKind Kind, bool AllowedInEnvironment);

/// <summary>The command line options of a release, as its own binary lists them.</summary>
internal sealed class OptionTable
{
    private OptionTable(Dictionary<string, OptionInfo> options, Dictionary<string, string[]> aliases)
    {
        Options = options;
        Aliases = aliases;
    }

    public IReadOnlyDictionary<string, OptionInfo> Options { get; }

    /// <summary>Short and old names; a key that ends in " &lt;arg&gt;" holds when an argument follows.</summary>
    public IReadOnlyDictionary<string, string[]> Aliases { get; }

    public static OptionTable Read(JsonElement options)
    {
        const int AllowedInEnvironment = 0;
        var infos = options.GetProperty("info").EnumerateArray().ToDictionary(
            info => info[0].GetString()!,
            info => new OptionInfo((OptionKind)info[1].GetInt32(), info[2].GetInt32() == AllowedInEnvironment));
        var aliases = options.GetProperty("aliases").EnumerateArray().ToDictionary(
            alias => alias[0].GetString()!, alias => alias[1].EnumerateArray().Select(word => word.GetString()!).ToArray());
        return new OptionTable(infos, aliases);
    }
}
