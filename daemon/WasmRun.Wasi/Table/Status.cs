namespace WasmRun.Wasi;

/// <summary>How much of a call is there.</summary>
public enum Status
{
    /// <summary>All that the specification says.</summary>
    Full,

    /// <summary>What is missing stands in the row's note.</summary>
    Partial,
}
