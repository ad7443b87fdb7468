namespace WasmRun.Daemon.Runs;

/// <summary>How runtimes are called in front of people.</summary>
internal static class RuntimeTitles
{
    public static string Of(string name) => name switch
    {
        "node" => "Node.js",
        "python" => "Python",
        "ruby" => "Ruby",
        _ => name,
    };
}
