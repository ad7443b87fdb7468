using System.Buffers.Binary;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Wasi;

/// <summary>Sizes and field offsets of preview1's records in guest memory, little-endian; from the witx, size and alignment rules included.</summary>
internal static class Layout
{
    public const int FdStatSize = 24;
    public const int FileStatSize = 64;
    public const int PrestatSize = 8;
    public const int DirectoryEntrySize = 24;

    /// <summary><c>fdstat</c>.</summary>
    public static void WriteFdStat(Span<byte> record, FileType type, FdFlags flags, Rights rights, Rights inheriting)
    {
        record[..FdStatSize].Clear();
        record[0] = ToWasi(type);
        BinaryPrimitives.WriteUInt16LittleEndian(record[2..], (ushort)flags);
        BinaryPrimitives.WriteUInt64LittleEndian(record[8..], (ulong)rights);
        BinaryPrimitives.WriteUInt64LittleEndian(record[16..], (ulong)inheriting);
    }

    /// <summary><c>filestat</c>.</summary>
    public static void WriteFileStat(Span<byte> record, in FileStatus status)
    {
        record[..FileStatSize].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(record, status.Device);
        BinaryPrimitives.WriteUInt64LittleEndian(record[8..], status.Inode);
        record[16] = ToWasi(status.Type);
        BinaryPrimitives.WriteUInt64LittleEndian(record[24..], status.LinkCount);
        BinaryPrimitives.WriteUInt64LittleEndian(record[32..], status.Size);
        BinaryPrimitives.WriteInt64LittleEndian(record[40..], status.AccessTime);
        BinaryPrimitives.WriteInt64LittleEndian(record[48..], status.ModifyTime);
        BinaryPrimitives.WriteInt64LittleEndian(record[56..], status.ChangeTime);
    }

    /// <summary><c>prestat</c> of a directory, the only kind there is.</summary>
    public static void WritePrestat(Span<byte> record, int nameLength)
    {
        record[..PrestatSize].Clear();
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], nameLength);
    }

    /// <summary>The head of a <c>dirent</c>; the name follows it.</summary>
    public static void WriteDirectoryEntry(Span<byte> record, in DirectoryEntry entry, int nameLength)
    {
        record[..DirectoryEntrySize].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(record, entry.Cookie);
        BinaryPrimitives.WriteUInt64LittleEndian(record[8..], entry.Inode);
        BinaryPrimitives.WriteInt32LittleEndian(record[16..], nameLength);
        record[20] = ToWasi(entry.Type);
    }

    private static byte ToWasi(FileType type) => type == FileType.Pipe ? (byte)FileType.Unknown : (byte)type;
}
