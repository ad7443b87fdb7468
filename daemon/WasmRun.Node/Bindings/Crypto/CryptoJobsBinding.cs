using WasmRun.Node.Crypto;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>The work of the jobs of internalBinding('crypto'), and its plain functions. (src/crypto/crypto_{random,pbkdf2,scrypt,hkdf}.cc)</summary>
internal sealed class CryptoJobsBinding(NodeHost host) : Binding(host)
{
    public override string Name => "crypto";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("randomFill", RandomFill);
        natives.Add("pbkdf2", Pbkdf2);
        natives.Add("hkdf", Hkdf);
        natives.Add("checkScrypt", CheckScrypt);
        natives.Add("scrypt", DeriveScrypt);
        natives.Add("equalBytes", (in NativeCall call) => SecureBytes.TimingSafeEqual(call.Bytes(0), call.Bytes(1)));
    }

    /// <summary>randomFill(buffer, offset, size).</summary>
    private JsValue RandomFill(in NativeCall call)
    {
        SecureBytes.Fill(call.Bytes(0).Slice(call.Int(1), call.Int(2)));
        return JsValue.Undefined;
    }

    /// <summary>pbkdf2(password, salt, iterations, length, hash): an ArrayBuffer, or undefined.</summary>
    private JsValue Pbkdf2(in NativeCall call)
    {
        var key = new byte[call.Int(3)];
        return KeyDerivation.TryPbkdf2(call.Text(4), call.Bytes(0), call.Bytes(1), call.Int(2), key) ? Js.NewArrayBuffer(key) : JsValue.Undefined;
    }

    /// <summary>hkdf(hash, secret, salt, info, length): an ArrayBuffer, or undefined when the length is more than the hash can give.</summary>
    private JsValue Hkdf(in NativeCall call)
    {
        var key = new byte[call.Int(4)];
        return KeyDerivation.TryHkdf(call.Text(0), call.Bytes(1), call.Bytes(2), call.Bytes(3), key) ? Js.NewArrayBuffer(key) : JsValue.Undefined;
    }

    /// <summary>checkScrypt(N, r, p, maxmem): a <see cref="ScryptResult"/>.</summary>
    private static JsValue CheckScrypt(in NativeCall call) =>
        (int)Scrypt.Check((ulong)call.Long(0), (ulong)call.Long(1), (ulong)call.Long(2), (ulong)call.Long(3));

    /// <summary>scrypt(password, salt, N, r, p, length): an ArrayBuffer.</summary>
    private JsValue DeriveScrypt(in NativeCall call)
    {
        var key = new byte[call.Int(5)];
        if (key.Length > 0)
        {
            Scrypt.Derive(call.Bytes(0), call.Bytes(1), call.Int(2), call.Int(3), call.Int(4), key);
        }

        return Js.NewArrayBuffer(key);
    }
}
