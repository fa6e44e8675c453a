// The superblock, the only structure at a fixed place. Two are written in turns, each in one block with its checksum: so a cut during one
// write leaves the other.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>One commit: the state of the volume, and its states at the snapshots.</summary>
internal sealed class Superblock
{
    private const ulong Magic = 0x31617461446B5221; // "!RkData1"
    private const int SnapshotsAt = 256;
    private const int SnapshotSize = 80;
    private const int ChecksumAt = Layout.BlockSize - 4;
    private const ulong MostGenerations = 1UL << 62;

    // The features that this version knows; docs/DATA.md explains each bit.
    private const ulong KnownForReading = 0;
    private const ulong KnownForWriting = 0;

    public ulong Generation { get; set; }

    /// <summary>A random number from the making of the volume; its low half is in every node.</summary>
    public ulong Volume { get; set; }

    public ulong BlockCount { get; set; }

    public ulong NextInode { get; set; }

    public ulong Files { get; set; }

    public long Time { get; set; }

    public BlockPointer Tree { get; set; }

    public BlockPointer Space { get; set; }

    public string Label { get; set; } = "";

    /// <summary>Features that a writer must know.</summary>
    public ulong WriteFeatures { get; set; }

    public List<SnapshotRecord> Snapshots { get; } = [];

    /// <summary>Whether this version may write the volume.</summary>
    public bool IsWritable => (WriteFeatures & ~KnownForWriting) == 0;

    public static ulong PlaceOf(ulong generation) => (generation & 1) == 0 ? 0 : Layout.SecondSuperblock;

    /// <summary>Whether a block claims to be a superblock, rightly or not.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> block) => BinaryPrimitives.ReadUInt64LittleEndian(block) == Magic;

    /// <summary>
    /// Reads a superblock. Null, with a text, if the block is none, is damaged or has an unknown version; <paramref name="isWhole"/>: its
    /// checksum is right, so it is not the result of a cut.
    /// </summary>
    public static Superblock? Read(ReadOnlySpan<byte> block, ulong storeBlocks, out string mistake, out bool isWhole)
    {
        isWhole = HasMagic(block)
            && BinaryPrimitives.ReadUInt32LittleEndian(block.Slice(ChecksumAt)) == Crc32C.Of(block.Slice(0, ChecksumAt));
        mistake = Mistake(block, storeBlocks, isWhole);
        if (mistake.Length != 0)
        {
            return null;
        }

        Superblock superblock = new()
        {
            WriteFeatures = Word(block, 32),
            Generation = Word(block, 40),
            Volume = Word(block, 48),
            BlockCount = Word(block, 56),
            NextInode = Word(block, 64),
            Files = Word(block, 72),
            Time = (long)Word(block, 80),
            Tree = BlockPointer.Read(block.Slice(96)),
            Space = BlockPointer.Read(block.Slice(112)),
            Label = Text(block.Slice(128, 32)),
        };
        for (int i = 0; i < (int)Word(block, 160); i++)
        {
            ReadOnlySpan<byte> at = block.Slice(SnapshotsAt + (i * SnapshotSize), SnapshotSize);
            superblock.Snapshots.Add(new(
                Text(at.Slice(0, 32)), Word(at, 32), (long)Word(at, 40), BlockPointer.Read(at.Slice(48)), BlockPointer.Read(at.Slice(64))));
        }

        return superblock;
    }

    /// <summary>The block to write.</summary>
    public byte[] ToBlock()
    {
        byte[] block = new byte[Layout.BlockSize];
        SetWord(block, 0, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(8), Layout.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(12), Layout.BlockSize);
        SetWord(block, 24, KnownForReading);
        SetWord(block, 32, WriteFeatures);
        SetWord(block, 40, Generation);
        SetWord(block, 48, Volume);
        SetWord(block, 56, BlockCount);
        SetWord(block, 64, NextInode);
        SetWord(block, 72, Files);
        SetWord(block, 80, (ulong)Time);
        Tree.Write(block.AsSpan(96));
        Space.Write(block.AsSpan(112));
        SetText(block.AsSpan(128, 32), Label);
        SetWord(block, 160, (ulong)Snapshots.Count);
        for (int i = 0; i < Snapshots.Count; i++)
        {
            Span<byte> at = block.AsSpan(SnapshotsAt + (i * SnapshotSize), SnapshotSize);
            SnapshotRecord snapshot = Snapshots[i];
            SetText(at.Slice(0, 32), snapshot.Name);
            SetWord(at, 32, snapshot.Generation);
            SetWord(at, 40, (ulong)snapshot.Time);
            snapshot.Tree.Write(at.Slice(48));
            snapshot.Space.Write(at.Slice(64));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(ChecksumAt), Crc32C.Of(block.AsSpan(0, ChecksumAt)));
        return block;
    }

    private static string Mistake(ReadOnlySpan<byte> block, ulong storeBlocks, bool isWhole)
    {
        if (!HasMagic(block))
        {
            return "it is no superblock of a data volume";
        }

        if (!isWhole)
        {
            return "its checksum is wrong";
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(block.Slice(8));
        ulong unknown = Word(block, 24) & ~KnownForReading;
        uint blockSize = BinaryPrimitives.ReadUInt32LittleEndian(block.Slice(12));
        if (version != Layout.Version || unknown != 0 || blockSize != Layout.BlockSize)
        {
            return $"it is of version {version} with {blockSize}-byte blocks and unknown features {unknown:x}; "
                + $"this program reads version {Layout.Version} with {Layout.BlockSize}-byte blocks: use a newer one";
        }

        return Word(block, 56) is < Layout.MinimumBlocks or > Layout.MaximumBlocks || Word(block, 160) > Layout.MaximumSnapshots
            || Word(block, 40) > MostGenerations || Word(block, 64) is <= Layout.RootInode or > Layout.MaximumInode
            || Word(block, 72) >= Word(block, 64)
            ? "its numbers are outside their ranges"
            : Word(block, 56) > storeBlocks ? $"it is of {Word(block, 56)} blocks, and the disk has {storeBlocks}: the disk was cut" : "";
    }

    private static ulong Word(ReadOnlySpan<byte> block, int at) => BinaryPrimitives.ReadUInt64LittleEndian(block.Slice(at));

    private static void SetWord(Span<byte> block, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(block.Slice(at), value);

    private static string Text(ReadOnlySpan<byte> field)
    {
        int length = 0;
        while (length < field.Length && field[length] != 0)
        {
            length++;
        }

        return Encoding.UTF8.GetString(field.Slice(0, length));
    }

    // Callers pass only what fits. Text read from a disk may have grown: each byte that was not UTF-8 became a character.
    private static void SetText(Span<byte> field, string text)
    {
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        int length = Math.Min(bytes.Length, field.Length);
        while (length < bytes.Length && length > 0 && (bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        bytes.Slice(0, length).CopyTo(field);
    }
}
