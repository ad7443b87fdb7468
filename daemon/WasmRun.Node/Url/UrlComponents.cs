namespace WasmRun.Node.Url;

/// <summary>
/// A URL's parts as offsets in its href, in the order of <c>internalBinding('url').urlComponents</c>.
/// <see cref="Omitted"/> stands for what is not there.
/// </summary>
public readonly record struct UrlComponents(
    uint ProtocolEnd, uint UsernameEnd, uint HostStart, uint HostEnd, uint Port, uint PathnameStart, uint SearchStart, uint HashStart, uint SchemeType)
{
    public const uint Omitted = uint.MaxValue;

    /// <summary>Number of fields.</summary>
    public const int Count = 9;

    /// <summary>Writes the fields to <paramref name="target"/>, which has room for <see cref="Count"/>.</summary>
    public void CopyTo(Span<uint> target)
    {
        ReadOnlySpan<uint> fields = [ProtocolEnd, UsernameEnd, HostStart, HostEnd, Port, PathnameStart, SearchStart, HashStart, SchemeType];
        fields.CopyTo(target);
    }
}
