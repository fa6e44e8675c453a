// The tree's record of a file or directory.
//
//   u32 flags, u32 links (0: an orphan), u64 size (a directory: its entries), i64 created, i64 modified, i64 accessed, u64 parent,
//   u64 blocks, u64 0: 64 bytes

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>One file or directory. Times are ticks of 100 ns since the year 1, UTC.</summary>
internal sealed class Inode
{
    public const int Size = 64;

    public ulong Number { get; init; }

    public FileFlags Flags { get; set; }

    public uint Links { get; set; } = 1;

    /// <summary>Bytes of a file, entries of a directory.</summary>
    public ulong Length { get; set; }

    public long Created { get; set; }

    public long Modified { get; set; }

    public long Accessed { get; set; }

    /// <summary>The directory that contains its name.</summary>
    public ulong Parent { get; set; }

    /// <summary>Blocks of data.</summary>
    public ulong Blocks { get; set; }

    public bool IsDirectory => (Flags & FileFlags.Directory) != 0;

    public static TreeKey KeyOf(ulong number) => TreeKey.Of(number, ItemKind.Inode, 0);

    public static Inode Read(ulong number, ReadOnlySpan<byte> value)
        => Mistake(value) is { Length: > 0 } mistake
            ? throw new FileSystemException(ErrorCode.Corrupt, $"inode {number} {mistake}")
            : new()
            {
                Number = number,
                Flags = (FileFlags)BinaryPrimitives.ReadUInt32LittleEndian(value),
                Links = BinaryPrimitives.ReadUInt32LittleEndian(value.Slice(4)),
                Length = BinaryPrimitives.ReadUInt64LittleEndian(value.Slice(8)),
                Created = Clamped(BinaryPrimitives.ReadInt64LittleEndian(value.Slice(16))),
                Modified = Clamped(BinaryPrimitives.ReadInt64LittleEndian(value.Slice(24))),
                Accessed = Clamped(BinaryPrimitives.ReadInt64LittleEndian(value.Slice(32))),
                Parent = BinaryPrimitives.ReadUInt64LittleEndian(value.Slice(40)),
                Blocks = BinaryPrimitives.ReadUInt64LittleEndian(value.Slice(48)),
            };

    /// <summary>A copy that can be changed independently.</summary>
    public Inode Copy() => (Inode)MemberwiseClone();

    public void Write(Span<byte> value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(value, (uint)Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(value.Slice(4), Links);
        BinaryPrimitives.WriteUInt64LittleEndian(value.Slice(8), Length);
        BinaryPrimitives.WriteInt64LittleEndian(value.Slice(16), Created);
        BinaryPrimitives.WriteInt64LittleEndian(value.Slice(24), Modified);
        BinaryPrimitives.WriteInt64LittleEndian(value.Slice(32), Accessed);
        BinaryPrimitives.WriteUInt64LittleEndian(value.Slice(40), Parent);
        BinaryPrimitives.WriteUInt64LittleEndian(value.Slice(48), Blocks);
        BinaryPrimitives.WriteUInt64LittleEndian(value.Slice(56), 0);
    }

    /// <summary>The nearest number of ticks that is a valid time.</summary>
    public static long Clamped(long ticks) => Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks);

    private static string Mistake(ReadOnlySpan<byte> value)
    {
        if (value.Length != Size)
        {
            return $"has {value.Length} bytes instead of {Size}";
        }

        bool isDirectory = (BinaryPrimitives.ReadUInt32LittleEndian(value) & (uint)FileFlags.Directory) != 0;
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(value.Slice(8));
        return isDirectory || length <= Layout.MaximumFileSize ? "" : $"says {length} bytes, more than a file can have";
    }
}
