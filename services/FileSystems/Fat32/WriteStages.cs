// The order in which changes of metadata reach the disk.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// Splits a change into stages with a flush in between. After a cut, a reader that does not know the log finds at most lost clusters and
/// files with a cluster too many: first new links, then directories (removals before additions), freed links last. No name ever leads to a
/// free cluster or to another file's. A sector can take part in several stages: its image at a stage contains the changes of all stages so
/// far.
/// </summary>
internal sealed class WriteStages
{
    /// <summary>Free links that become used.</summary>
    public const int Allocate = 1;

    /// <summary>Ends of chains that are extended, to the links of <see cref="Allocate"/>.</summary>
    public const int Attach = 2;

    /// <summary>Removed entries, if the sector holds only parts of a name, and the next one its 8.3 entry.</summary>
    public const int RemoveParts = 3;

    /// <summary>Removed entries.</summary>
    public const int Remove = 4;

    /// <summary>".." of a moved directory, while no name leads to it.</summary>
    public const int Reparent = 5;

    /// <summary>Added or changed entries, and boot sectors.</summary>
    public const int Add = 6;

    /// <summary>Parts of names whose 8.3 entry is in the next sector.</summary>
    public const int AddParts = 7;

    /// <summary>Links that become ends of chains.</summary>
    public const int Cut = 8;

    /// <summary>Links that become free.</summary>
    public const int Free = 9;

    public const int Last = Free;

    private const uint Mask = FileAllocationTable.Mask;
    private const byte Deleted = FatDirectory.Deleted;
    private const int LastSlot = (FatLayout.SlotsInSector - 1) * FatLayout.EntryBytes;

    // First clusters to which another entry than before leads.
    private readonly HashSet<uint> _movedIn = [];

    /// <summary>Determines for each changed sector the stages in which it changes.</summary>
    public WriteStages(List<MetadataSector> changed)
    {
        foreach (MetadataSector sector in changed)
        {
            if (sector.Kind == SectorKind.Directory)
            {
                CollectMoved(sector);
            }
        }

        foreach (MetadataSector sector in changed)
        {
            sector.Stages = sector.Kind switch
            {
                SectorKind.Table => Links(sector, 0, []),
                SectorKind.Directory => Slots(sector, 0, []),
                SectorKind.Parent => 1u << Reparent,
                _ => 1u << Add,
            };
        }

        Merge(changed, Allocate, Attach);
        Merge(changed, Cut, Free);
    }

    /// <summary>The sector's image at the end of a stage.</summary>
    public void Image(MetadataSector sector, int stage, Span<byte> image)
    {
        bool isWhole = sector.Kind switch
        {
            SectorKind.Table => false,
            SectorKind.Directory => stage >= AddParts,
            SectorKind.Parent => stage >= Reparent,
            _ => stage >= Add,
        };
        (isWhole ? sector.Data : sector.Base!).AsSpan().CopyTo(image);
        if (!isWhole && sector.Kind == SectorKind.Table)
        {
            _ = Links(sector, stage, image);
        }
        else if (!isWhole && sector.Kind == SectorKind.Directory)
        {
            _ = Slots(sector, stage, image);
        }
    }

    // Chains in one sector change all at once: they need no stage in between.
    private static void Merge(List<MetadataSector> changed, int early, int late)
    {
        const uint NoSector = uint.MaxValue;
        uint both = (1u << early) | (1u << late);
        uint only = NoSector;
        foreach (MetadataSector sector in changed)
        {
            if (sector.Kind == SectorKind.Table && (sector.Stages & both) != 0)
            {
                if (only != NoSector)
                {
                    return;
                }

                only = sector.Number;
            }
        }

        foreach (MetadataSector sector in changed)
        {
            if (sector.Number == only)
            {
                sector.Stages = (sector.Stages & ~both) | (1u << late);
            }
        }
    }

    // The stages of a FAT sector's links; if there is an image, it gets the changes up to a stage.
    private static uint Links(MetadataSector sector, int upTo, Span<byte> image)
    {
        uint stages = 0;
        for (int at = 0; at < FatLayout.SectorBytes; at += 4)
        {
            uint old = BinaryPrimitives.ReadUInt32LittleEndian(sector.Base.AsSpan(at, 4));
            uint now = BinaryPrimitives.ReadUInt32LittleEndian(sector.Data.AsSpan(at, 4));
            if (old == now)
            {
                continue;
            }

            int stage = StageOfLink(old & Mask, now & Mask);
            stages |= 1u << stage;
            if (stage <= upTo)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(image.Slice(at), now);
            }
        }

        return stages;
    }

    private static int StageOfLink(uint old, uint now)
        => now == 0 ? Free
            : old == 0 ? Allocate
            : FileAllocationTable.IsEnd(old) ? Attach
            : Cut;

    private uint Slots(MetadataSector sector, int upTo, Span<byte> image)
    {
        uint stages = 0;
        int removing = IsLivePart(sector.Base.AsSpan(LastSlot)) && !Same(sector, LastSlot) ? RemoveParts : Remove;
        int adding = IsLivePart(sector.Data.AsSpan(LastSlot)) && !Same(sector, LastSlot) ? AddParts : Add;
        for (int at = 0; at < FatLayout.SectorBytes; at += FatLayout.EntryBytes)
        {
            if (Same(sector, at))
            {
                continue;
            }

            ReadOnlySpan<byte> old = sector.Base.AsSpan(at, FatLayout.EntryBytes);
            ReadOnlySpan<byte> now = sector.Data.AsSpan(at, FatLayout.EntryBytes);
            bool goes = IsLive(old) && !(IsLive(now) && IsUpdate(old, now));
            bool comes = IsLive(now) || !goes;
            stages |= (goes ? 1u << removing : 0) | (comes ? 1u << adding : 0);
            if (goes && removing <= upTo && IsSameName(old, now))
            {
                DirectoryEntry.SetEmptyFile(image.Slice(at, FatLayout.EntryBytes));
            }
            else if (goes && removing <= upTo)
            {
                image[at] = Deleted;
            }

            if (comes ? adding <= upTo : removing <= upTo)
            {
                now.CopyTo(image.Slice(at));
            }
        }

        return stages;
    }

    private void CollectMoved(MetadataSector sector)
    {
        for (int at = 0; at < FatLayout.SectorBytes; at += FatLayout.EntryBytes)
        {
            ReadOnlySpan<byte> now = sector.Data.AsSpan(at, FatLayout.EntryBytes);
            if (!Same(sector, at) && IsLive(now) && !LongName.IsPart(now))
            {
                uint start = DirectoryEntry.StartOf(now);
                if (start != 0 && start != DirectoryEntry.StartOf(sector.Base.AsSpan(at, FatLayout.EntryBytes)))
                {
                    _ = _movedIn.Add(start);
                }
            }
        }
    }

    // The name stays, and one write changes its contents. But not if another name takes over its old contents: then it leads to nothing in
    // between, and stays as an empty file, as the parts of its long name may stay.
    private bool IsUpdate(ReadOnlySpan<byte> old, ReadOnlySpan<byte> now)
    {
        uint start = DirectoryEntry.StartOf(old);
        return IsSameName(old, now) && (start == DirectoryEntry.StartOf(now) || !_movedIn.Contains(start));
    }

    private static bool IsSameName(ReadOnlySpan<byte> old, ReadOnlySpan<byte> now)
        => !LongName.IsPart(old) && !LongName.IsPart(now) && old.Slice(0, ShortName.Bytes).SequenceEqual(now.Slice(0, ShortName.Bytes));

    private static bool Same(MetadataSector sector, int at)
        => sector.Base.AsSpan(at, FatLayout.EntryBytes).SequenceEqual(sector.Data.AsSpan(at, FatLayout.EntryBytes));

    private static bool IsLive(ReadOnlySpan<byte> slot) => slot[0] is not (0 or Deleted);

    private static bool IsLivePart(ReadOnlySpan<byte> slot) => IsLive(slot) && LongName.IsPart(slot);
}
