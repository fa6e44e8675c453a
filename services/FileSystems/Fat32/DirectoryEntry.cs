using System;
using System.Buffers.Binary;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>An entry of a directory, decoded: a name and what it leads to, with its place. [fatgen103, "FAT Directory Structure"]</summary>
internal sealed class DirectoryEntry
{
    public const int CaseAt = 12;

    private const int CreatedAt = 13;
    private const int AccessedAt = 18;
    private const int StartHighAt = 20;
    private const int WrittenAt = 22;
    private const int StartLowAt = 26;
    private const int SizeAt = 28;

    private readonly byte[] _slot;
    private string? _name;

    /// <summary>Keeps the 8.3 entry in a slot; the directory finds its long name, if it has one.</summary>
    public DirectoryEntry(ReadOnlySpan<byte> slot, int index, uint sector)
    {
        Slot = index;
        FirstSlot = index;
        Sector = sector;
        _slot = slot.Slice(0, FatLayout.EntryBytes).ToArray();
    }

    public string Name
    {
        get => _name ??= ShortName.Decode(Short, _slot[CaseAt]);
        set => _name = value;
    }

    public ReadOnlySpan<byte> Short => _slot.AsSpan(0, ShortName.Bytes);

    public FatAttributes Attributes => (FatAttributes)_slot[11];

    /// <summary>The first cluster, or 0.</summary>
    public uint Start => StartOf(_slot);

    public uint Size => SizeOf(_slot);

    public DateTime Written => new(WrittenOf(_slot));

    public DateTime Created => new(CreatedOf(_slot));

    public DateTime Accessed => new(AccessedOf(_slot));

    /// <summary>The 8.3 entry's number in its directory.</summary>
    public int Slot { get; }

    /// <summary>The number of the first part of its long name, or <see cref="Slot"/>.</summary>
    public int FirstSlot { get; set; }

    /// <summary>The sector of the 8.3 entry.</summary>
    public uint Sector { get; }

    /// <summary>Its offset in the sector.</summary>
    public int Offset => Slot % FatLayout.SlotsInSector * FatLayout.EntryBytes;

    public bool IsDirectory => (Attributes & FatAttributes.Directory) != 0;

    /// <summary>Finds the entry again after a restart: its place on the disk.</summary>
    public ulong Identity => IdentityOf(Sector, Slot);

    /// <summary>The place of a slot on the disk.</summary>
    public static ulong IdentityOf(uint sector, int slot) =>
        ((ulong)sector * FatLayout.SlotsInSector) + (ulong)(slot % FatLayout.SlotsInSector);

    public static uint StartOf(ReadOnlySpan<byte> slot) =>
        ((Half(slot, StartHighAt) << 16) | Half(slot, StartLowAt)) & FileAllocationTable.Mask;

    public static uint SizeOf(ReadOnlySpan<byte> slot) => BinaryPrimitives.ReadUInt32LittleEndian(slot.Slice(SizeAt));

    /// <summary>When a slot's file was last written, in ticks.</summary>
    public static long WrittenOf(ReadOnlySpan<byte> slot) => FatTime.Ticks(Half(slot, WrittenAt + 2), Half(slot, WrittenAt));

    /// <summary>When it was made.</summary>
    public static long CreatedOf(ReadOnlySpan<byte> slot) =>
        FatTime.Ticks(Half(slot, CreatedAt + 3), Half(slot, CreatedAt + 1), slot[CreatedAt]);

    /// <summary>The day it was last used.</summary>
    public static long AccessedOf(ReadOnlySpan<byte> slot) => FatTime.Ticks(Half(slot, AccessedAt), 0);

    /// <summary>Whether a slot's file is a directory.</summary>
    public static bool IsDirectoryOf(ReadOnlySpan<byte> slot) => ((FatAttributes)slot[11] & FatAttributes.Directory) != 0;

    public static void SetStart(Span<byte> slot, uint start)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(slot.Slice(StartHighAt), (ushort)(start >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(slot.Slice(StartLowAt), (ushort)start);
    }

    public static void SetSize(Span<byte> slot, uint size) => BinaryPrimitives.WriteUInt32LittleEndian(slot.Slice(SizeAt), size);

    /// <summary>Keeps the name, and removes the contents.</summary>
    public static void SetEmptyFile(Span<byte> slot)
    {
        slot[11] = (byte)((FatAttributes)slot[11] & ~FatAttributes.Directory);
        SetStart(slot, 0);
        SetSize(slot, 0);
    }

    public static void SetWritten(Span<byte> slot, DateTime time)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(slot.Slice(WrittenAt), FatTime.Encode(time));
        BinaryPrimitives.WriteUInt16LittleEndian(slot.Slice(AccessedAt), (ushort)(FatTime.Encode(time) >> 16));
    }

    public static void SetAccessed(Span<byte> slot, DateTime time)
        => BinaryPrimitives.WriteUInt16LittleEndian(slot.Slice(AccessedAt), (ushort)(FatTime.Encode(time) >> 16));

    public static void SetCreated(Span<byte> slot, DateTime time)
    {
        slot[CreatedAt] = FatTime.Hundredths(time);
        BinaryPrimitives.WriteUInt32LittleEndian(slot.Slice(CreatedAt + 1), FatTime.Encode(time));
    }

    /// <summary>Makes an 8.3 entry of a file created now.</summary>
    public static void Fill(Span<byte> slot, ReadOnlySpan<byte> name, FatAttributes attributes, uint start, DateTime now)
    {
        slot.Clear();
        name.Slice(0, ShortName.Bytes).CopyTo(slot);
        slot[11] = (byte)attributes;
        SetStart(slot, start);
        SetCreated(slot, now);
        SetWritten(slot, now);
    }

    private static uint Half(ReadOnlySpan<byte> slot, int at) => BinaryPrimitives.ReadUInt16LittleEndian(slot.Slice(at));
}
