using System.Text.Json.Serialization;

namespace WasmRun.Runtimes;

/// <summary>The catalogue's file as it is checked in.</summary>
internal sealed record CatalogueFile(IReadOnlyList<RuntimeRelease> Releases);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CatalogueFile))]
[JsonSerializable(typeof(IReadOnlyList<LibrarySlice>))]
[JsonSerializable(typeof(InstallRecord))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
