namespace WasmRun.Wasi.Tests;

/// <summary>The specification's numbers, written down a second time so that a slip in the product shows.</summary>
[Flags]
public enum OFlags
{
    Create = 1,
    Directory = 2,
    Exclusive = 4,
    Truncate = 8,
}

[Flags]
public enum FdFlags
{
    Append = 1,
    DataSync = 2,
    NonBlocking = 4,
    ReadSync = 8,
    Sync = 16,
}
