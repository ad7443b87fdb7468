namespace WasmRun.Node.Url;

/// <summary>The special schemes (WHATWG URL, 4.2), numbered as ada numbers them.</summary>
internal static class UrlSchemes
{
    internal const int NotSpecial = 1;

    internal static int TypeOf(string scheme) => scheme switch
    {
        "http" => 0,
        "https" => 2,
        "ws" => 3,
        "ftp" => 4,
        "wss" => 5,
        "file" => 6,
        _ => NotSpecial,
    };

    internal static bool IsSpecial(string scheme) => TypeOf(scheme) != NotSpecial;

    /// <summary>The scheme's own port, -1 for none.</summary>
    internal static int DefaultPort(string scheme) => scheme switch
    {
        "http" or "ws" => 80,
        "https" or "wss" => 443,
        "ftp" => 21,
        _ => -1,
    };
}
