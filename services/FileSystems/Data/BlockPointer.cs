using System;
using System.Buffers.Binary;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>
/// The place of something and its checksum: a block and the CRC-32C of its contents; block 0 means none. <paramref name="Extra"/>: the
/// level of a node, or the used blocks of a group.
/// </summary>
internal readonly record struct BlockPointer(ulong Block, uint Checksum, uint Extra)
{
    public const int Size = 16;

    public bool IsNone => Block == 0;

    public static BlockPointer Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(source),
        BinaryPrimitives.ReadUInt32LittleEndian(source.Slice(8)),
        BinaryPrimitives.ReadUInt32LittleEndian(source.Slice(12)));

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(target, Block);
        BinaryPrimitives.WriteUInt32LittleEndian(target.Slice(8), Checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(target.Slice(12), Extra);
    }
}
