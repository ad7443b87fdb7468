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

    /// <summary>Numbers and bytes of the methods that start with each letter.</summary>
    private static readonly (int Number, byte[] Name)[][] ByLetter =
    [
        .. Enumerable.Range('A', 26).Select(letter => All.Select((name, number) => (number, System.Text.Encoding.ASCII.GetBytes(name)))
            .Where(method => method.Item2[0] == letter).ToArray()),
    ];

    /// <summary>
    /// Looks up what has been read of a method. A whole name wins only when no longer method can still follow.
    /// </summary>
    /// <returns>The number of the method that is exactly <paramref name="text"/>, -1 for none.</returns>
    internal static int Find(ReadOnlySpan<byte> text, out bool isPrefix)
    {
        isPrefix = false;
        int found = -1;
        if (text.IsEmpty || text[0] is < (byte)'A' or > (byte)'Z') return found;
        foreach (var (number, name) in ByLetter[text[0] - 'A'])
        {
            if (!name.AsSpan().StartsWith(text)) continue;
            if (name.Length == text.Length) found = number;
            else isPrefix = true;
        }
        return found;
    }
}
