namespace WasmRun.Node.Zlib;

/// <summary>The arguments of a handle's <c>onerror</c>.</summary>
/// <param name="Message">What failed.</param>
/// <param name="Code">The error's code, such as <c>Z_DATA_ERROR</c>.</param>
/// <param name="Errno">The library's number of it.</param>
public readonly record struct ZlibError(string Message, string Code, int Errno);
