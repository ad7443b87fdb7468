namespace WasmRun.Runtimes;

/// <summary>What <c>installed.json</c> says. It is written last, so a folder that has it is complete.</summary>
internal sealed record InstallRecord(string Name, string Version, string Recipe, long Size, DateTimeOffset InstalledAt);

/// <summary>A runtime in the store, as a list shows it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Size">Bytes it takes.</param>
/// <param name="InstalledAt">When it was installed.</param>
/// <param name="LastUsed">When a program was last started with it; the day of installation if never.</param>
public sealed record StoredRuntime(RuntimeId Id, long Size, DateTimeOffset InstalledAt, DateTimeOffset LastUsed);
