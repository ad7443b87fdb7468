using System.Text.Json.Serialization;

namespace WasmRun.Daemon.Cli;

/// <summary>A row of <c>wasmrun runtimes list --json</c>.</summary>
/// <param name="Name">The runtime.</param>
/// <param name="Version">Complete.</param>
/// <param name="Line">The release line's name.</param>
/// <param name="Installed">Ready offline.</param>
/// <param name="Bytes">On disk when installed, else to download.</param>
internal sealed record RuntimeRow(string Name, string Version, string? Line, bool Installed, long Bytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RuntimeRow[]))]
internal sealed partial class CliJson : JsonSerializerContext;
