namespace WasmRun.Kernel.Vfs;

/// <summary>What an inode is. Values are those of WASI preview1's <c>filetype</c>, except <see cref="Pipe"/>, which WASI calls unknown.</summary>
public enum FileType : byte
{
    Unknown = 0,
    BlockDevice = 1,
    CharacterDevice = 2,
    Directory = 3,
    RegularFile = 4,
    SocketDatagram = 5,
    SocketStream = 6,
    SymbolicLink = 7,
    Pipe = 8,
}
