using WasmRun.Node.Crypto;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>Hash and Hmac of internalBinding('crypto'), by number for js/bindings/crypto.js. (src/crypto/crypto_hash.cc, crypto_hmac.cc)</summary>
internal sealed class CryptoHashBinding(NodeHost host) : Binding(host)
{
    private readonly HandleTable<HashFunction> _hashes = new();
    private readonly HandleTable<HmacFunction> _hmacs = new();

    public override string Name => "crypto";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("getHashes", (in NativeCall call) => Js.NewArray([.. HashFunctions.Names.Select(name => Js.NewString(name))]));
        natives.Add("hashInfo", HashInfo);
        natives.Add("createHash", (in NativeCall call) => HashFunctions.Create(call.Text(0)) is { } hash ? _hashes.Add(hash) : JsValue.Undefined);
        natives.Add("copyHash", (in NativeCall call) => _hashes.Get(call.Int(0)) is { } hash ? _hashes.Add(hash.Clone()) : JsValue.Undefined);
        natives.Add("updateHash", UpdateHash);
        natives.Add("digestHash", DigestHash);
        natives.Add("createHmac", (in NativeCall call) => HmacFunction.Create(call.Text(0), call.Bytes(1)) is { } hmac ? _hmacs.Add(hmac) : JsValue.Undefined);
        natives.Add("updateHmac", UpdateHmac);
        natives.Add("digestHmac", DigestHmac);
        natives.Add("hash", OneShot);
        natives.Add("dropHash", (in NativeCall call) => _hashes.Remove(call.Int(0), out _));
        natives.Add("dropHmac", (in NativeCall call) => _hmacs.Remove(call.Int(0), out _));
    }

    /// <summary>hashInfo(name): bytes of the digest, negative for a default that may be changed; undefined for no algorithm.</summary>
    private JsValue HashInfo(in NativeCall call) => HashFunctions.Create(call.Text(0)) is { } hash
        ? hash.IsExtendable ? -hash.DigestSize : hash.DigestSize
        : JsValue.Undefined;

    /// <summary>updateHash(hash, data, encoding): false after the digest was taken.</summary>
    private JsValue UpdateHash(in NativeCall call)
    {
        var hash = _hashes.Get(call.Int(0));
        hash?.Update(Data(call, 1));
        return hash is not null;
    }

    /// <summary>digestHash(hash, length, encoding): see <see cref="Encoded"/>. The hash is used up.</summary>
    private JsValue DigestHash(in NativeCall call)
    {
        if (!_hashes.Remove(call.Int(0), out var hash))
        {
            return JsValue.Undefined;
        }

        var digest = new byte[call.Int(1)];
        hash.Finish(digest);
        return Encoded(digest, call[2]);
    }

    private JsValue UpdateHmac(in NativeCall call)
    {
        var hmac = _hmacs.Get(call.Int(0));
        hmac?.Update(Data(call, 1));
        return hmac is not null;
    }

    /// <summary>digestHmac(hmac, encoding): see <see cref="Encoded"/>. The hmac is used up.</summary>
    private JsValue DigestHmac(in NativeCall call)
    {
        if (!_hmacs.Remove(call.Int(0), out var hmac))
        {
            return JsValue.Undefined;
        }

        var code = new byte[hmac.Size];
        hmac.Finish(code);
        return Encoded(code, call[1]);
    }

    /// <summary>hash(name, data, encoding): see <see cref="Encoded"/>; undefined for no algorithm.</summary>
    private JsValue OneShot(in NativeCall call) =>
        OneShotHash.Digest(call.Text(0), Data(call, 1, encoding: null)) is { } digest ? Encoded(digest, call[2]) : JsValue.Undefined;

    private ReadOnlySpan<byte> Data(in NativeCall call, int index) => Data(call, index, call.Text(index + 1));

    /// <summary>The bytes of a string or buffer.</summary>
    private ReadOnlySpan<byte> Data(in NativeCall call, int index, string? encoding)
    {
        if (!call[index].IsString)
        {
            return call.Bytes(index);
        }

        // Most text is ASCII, whose bytes lie there already.
        if (encoding is null or "" or "utf8" or "utf-8" && Js.TryUnits(call[index], out var latin1, out var utf16)
            && utf16.IsEmpty && System.Text.Ascii.IsValid(latin1))
        {
            return latin1;
        }

        return StringBytes.Encode(Js, call[index], StringBytes.ParseEncoding(encoding ?? ""));
    }

    /// <summary>A string when the encoding is hex, which most ask for; else a Uint8Array, for JavaScript to encode.</summary>
    private JsValue Encoded(ReadOnlySpan<byte> digest, JsValue encoding) =>
        Js.Text(encoding) == "hex" ? Js.NewString(Convert.ToHexStringLower(digest)) : Js.NewUint8Array(digest);
}
