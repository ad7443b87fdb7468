using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text;

namespace WasmRun.Engine;

/// <summary>
/// The part of an artifact's key that is the same for the whole process: Wasmtime's version, our configuration, operating
/// system, and the features of this CPU that Wasmtime compiles for. A folder per target makes old ones easy to prune.
/// </summary>
internal static class ArtifactTarget
{
    public static string FolderName { get; } = Make();

    private static string Make()
    {
        var version = typeof(Wasmtime.Engine).Assembly.GetName().Version?.ToString(3) ?? "0";
        var details = string.Create(CultureInfo.InvariantCulture, $"{WasmEngine.ConfigurationVersion} {CpuFeatures()}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(details)))[..8];
        return $"wasmtime-{version}-{RuntimeInformation.RuntimeIdentifier}-{hash}";
    }

    private static string CpuFeatures()
    {
        if (!X86Base.IsSupported)
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }

        // Feature bits only: EBX of leaf 1 holds the number of the core that happens to ask.
        var (_, _, ecx1, edx1) = X86Base.CpuId(1, 0);
        var (_, ebx7, ecx7, edx7) = X86Base.CpuId(7, 0);
        var (_, _, ecxExtended, _) = X86Base.CpuId(unchecked((int)0x80000001), 0);
        return string.Create(CultureInfo.InvariantCulture, $"{ecx1:x8}{edx1:x8}{ebx7:x8}{ecx7:x8}{edx7:x8}{ecxExtended:x8}");
    }
}
