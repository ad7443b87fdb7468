namespace WasmRun.Node.Url;

/// <summary>A URL taken apart (WHATWG URL, 4.1). Null host, query and fragment are absent; empty ones are there.</summary>
internal sealed class UrlRecord
{
    internal string Scheme = "";
    internal string Username = "";
    internal string Password = "";
    internal string? Host;

    /// <summary>-1 when absent or the scheme's own.</summary>
    internal int Port = -1;

    /// <summary>The path's segments; unused when <see cref="OpaquePath"/> is set.</summary>
    internal List<string> Path = [];
    internal string? OpaquePath;
    internal string? Query;
    internal string? Fragment;

    internal bool IsSpecial => UrlSchemes.IsSpecial(Scheme);

    internal bool IsFile => Scheme == "file";

    internal bool HasCredentials => Username.Length > 0 || Password.Length > 0;

    internal bool CannotHaveCredentials => string.IsNullOrEmpty(Host) || IsFile;

    internal UrlRecord Clone()
    {
        var copy = (UrlRecord)MemberwiseClone();
        copy.Path = [.. Path];
        return copy;
    }

    /// <summary>Removes the last segment, but never a file URL's drive.</summary>
    internal void ShortenPath()
    {
        if (IsFile && Path.Count == 1 && UrlPath.IsNormalizedDrive(Path[0])) return;
        if (Path.Count > 0) Path.RemoveAt(Path.Count - 1);
    }
}
