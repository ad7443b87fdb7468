namespace WasmRun.Kernel.Vfs;

/// <summary>What an open file is ready for at this moment.</summary>
[Flags]
public enum PollEvents
{
    None = 0,

    /// <summary>A read returns at once: with data, at the end of the file, or with an error.</summary>
    Readable = 1,

    /// <summary>A write returns at once: with bytes taken or with an error.</summary>
    Writable = 2,

    /// <summary>The other end is closed.</summary>
    HangUp = 4,
}
