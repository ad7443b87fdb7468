namespace WasmRun.Node.Http;

/// <summary>Request methods, numbered as llhttp numbers them: the index that <c>kOnHeadersComplete</c> passes.</summary>
public static class HttpMethods
{
    /// <summary>Every method by number: <c>internalBinding('http_parser').allMethods</c>.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "DELETE", "GET", "HEAD", "POST", "PUT", "CONNECT", "OPTIONS", "TRACE", "COPY", "LOCK", "MKCOL", "MOVE", "PROPFIND", "PROPPATCH",
        "SEARCH", "UNLOCK", "BIND", "REBIND", "UNBIND", "ACL", "REPORT", "MKACTIVITY", "CHECKOUT", "MERGE", "M-SEARCH", "NOTIFY",
        "SUBSCRIBE", "UNSUBSCRIBE", "PATCH", "PURGE", "MKCALENDAR", "LINK", "UNLINK", "SOURCE", "PRI", "DESCRIBE", "ANNOUNCE", "SETUP",
        "PLAY", "PAUSE", "TEARDOWN", "GET_PARAMETER", "SET_PARAMETER", "REDIRECT", "RECORD", "FLUSH", "QUERY",
    ];

    internal const int Get = 1, Post = 3, Connect = 5, Options = 6, Source = 33, Pri = 34, FirstOfRtsp = 35, LastOfRtsp = 45, Query = 46;

    /// <summary>Methods that an HTTP request may have, in order: <c>internalBinding('http_parser').methods</c>.</summary>
    public static IReadOnlyList<string> Http { get; } = [.. All.Where((_, number) => IsHttp(number) && number != Pri)];

    /// <summary>Longest method's name in bytes.</summary>
    internal const int MaxLength = 13;

    internal static bool IsHttp(int method) => method is < FirstOfRtsp or Query;

    internal static bool IsRtsp(int method) => method is Get or Post or Options or (>= FirstOfRtsp and <= LastOfRtsp);

    /// <summary>
    /// Looks up what has been read of a method. A whole name wins only when no longer method can still follow.
    /// </summary>
    /// <returns>The number of the method that is exactly <paramref name="text"/>, -1 for none.</returns>
    internal static int Find(ReadOnlySpan<byte> text, out bool isPrefix)
    {
        isPrefix = false;
        int found = -1;
        for (int i = 0; i < All.Count; i++)
        {
            string name = All[i];
            if (name.Length < text.Length || !System.Text.Ascii.Equals(text, name.AsSpan(0, text.Length))) continue;
            if (name.Length == text.Length) found = i;
            else isPrefix = true;
        }
        return found;
    }
}
