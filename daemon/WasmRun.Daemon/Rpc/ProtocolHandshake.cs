using WasmRun.Daemon.Rpc.Generated;

namespace WasmRun.Daemon.Rpc;

/// <summary>Version negotiation: both sides speak one version, and the older one is the one to update.</summary>
public static class ProtocolHandshake
{
    /// <summary>Refuses a client that speaks another version of the protocol, and says which side to update.</summary>
    /// <exception cref="RpcException"><see cref="ErrorCodes.ProtocolMismatch"/>.</exception>
    public static void Check(InitializeParams client, string productVersion)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (client.ProtocolVersion == ProtocolInfo.Version)
        {
            return;
        }

        var what = $"{client.ClientName} {client.ClientVersion} speaks protocol {client.ProtocolVersion}, " +
            $"wasmrun {productVersion} speaks protocol {ProtocolInfo.Version}";
        var older = client.ProtocolVersion < ProtocolInfo.Version ? client.ClientName : "wasmrun";
        throw new RpcException(ErrorCodes.ProtocolMismatch, $"{what}: update {older}.");
    }
}
