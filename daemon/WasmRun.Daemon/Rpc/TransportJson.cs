using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;
using WasmRun.Daemon.Rpc.Generated;

namespace WasmRun.Daemon.Rpc;

/// <summary>What the RPC library itself reads and writes around our messages.</summary>
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(RequestId))]
[JsonSerializable(typeof(CommonErrorData))]
internal sealed partial class TransportJson : JsonSerializerContext
{
    /// <summary>Options of the connection: our messages and the library's, both without reflection.</summary>
    public static JsonSerializerOptions CreateOptions() => new(ProtocolJson.Default.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ProtocolJson.Default, Default),
    };
}
