namespace WasmRun.Node.Bindings;

/// <summary>file: URLs and paths.</summary>
internal static class FileUrl
{
    /// <summary>The path of a file: URL; anything else as it is.</summary>
    public static string PathOf(string url)
    {
        if (!url.StartsWith("file://", StringComparison.Ordinal))
        {
            return url;
        }

        var end = url.AsSpan(7).IndexOfAny('?', '#');
        return Uri.UnescapeDataString(end < 0 ? url[7..] : url[7..(7 + end)]);
    }
}
