using System;
using System.Buffers.Binary;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// The links between clusters: the active FAT, 28 bits an entry; the upper four are kept. A cluster is not reused before its freeing is on
/// the disk.
/// </summary>
internal sealed class FileAllocationTable(BlockStore store, FatLayout layout, MetadataCache cache, bool givesAtOnce)
{
    /// <summary>The bits of an entry that form the link.</summary>
    public const uint Mask = 0x0FFFFFFF;

    /// <summary>The end of a chain, as this file system writes it.</summary>
    public const uint End = 0x0FFFFFFF;

    private const uint FirstEnd = 0x0FFFFFF8;
    private const uint Unknown = uint.MaxValue;
    private const int SectorsInRead = 64;

    private uint _savedNext;
    private uint _savedFree;

    /// <summary>Where the search for a free cluster begins.</summary>
    public uint Next { get; set; } = FatLayout.FirstCluster;

    /// <summary>How many clusters are free; all ones if not counted yet.</summary>
    public uint FreeOrUnknown { get; set; } = Unknown;

    /// <summary>Whether an operation since the last <see cref="Settle"/> freed clusters, which may be reused after it.</summary>
    public bool HasFreed { get; private set; }

    public static bool IsEnd(uint link) => link >= FirstEnd;

    /// <summary>The link of a checked cluster.</summary>
    public uint Get(uint cluster) => Entry(cache.Read(SectorOf(cluster), SectorKind.Table), cluster) & Mask;

    /// <summary>The next cluster in the chain of <paramref name="what"/>; 0 at its end. Corrupt: the chain is broken here.</summary>
    public uint Follow(uint cluster, string what)
    {
        uint link = Get(cluster);
        return IsEnd(link) ? 0
            : layout.IsCluster(link) ? link
            : throw FatErrors.Corrupt($"'{what}': the chain leads from cluster {cluster} to {Name(link)} (FAT entry {cluster}).");
    }

    /// <summary>Sets the link of a checked cluster.</summary>
    public void Set(uint cluster, uint link)
    {
        Span<byte> entry = cache.Change(SectorOf(cluster), SectorKind.Table).Slice(Offset(cluster), 4);
        uint upper = BinaryPrimitives.ReadUInt32LittleEndian(entry) & ~Mask;
        BinaryPrimitives.WriteUInt32LittleEndian(entry, upper | link);
    }

    /// <summary>
    /// Takes up to <paramref name="most"/> neighbouring free clusters and links them; if <paramref name="previous"/> is not 0, also links
    /// it to the first. NoSpace: none is free.
    /// </summary>
    public uint Allocate(uint previous, uint most, out uint count)
    {
        uint first = FindFree(previous != 0 && layout.IsCluster(previous + 1) ? previous + 1 : Next);
        Span<byte> links = cache.Change(SectorOf(first), SectorKind.Table);
        uint sectorEnd = Math.Min((first | (FatLayout.LinksInSector - 1)) + 1, layout.LastCluster + 1);
        count = 1;
        while (count < most && first + count < sectorEnd && IsFree(first + count))
        {
            count++;
        }

        for (uint i = 0; i < count; i++)
        {
            Span<byte> entry = links.Slice(Offset(first + i), 4);
            uint upper = BinaryPrimitives.ReadUInt32LittleEndian(entry) & ~Mask;
            BinaryPrimitives.WriteUInt32LittleEndian(entry, upper | (i + 1 == count ? End : first + i + 1));
        }

        if (previous != 0)
        {
            Set(previous, first);
        }

        Next = first + count;
        FreeOrUnknown -= FreeOrUnknown == Unknown ? 0 : Math.Min(count, FreeOrUnknown);
        return first;
    }

    /// <summary>
    /// Frees clusters of a chain from <paramref name="first"/> to its end, or until <paramref name="mayGoOn"/> says no; returns the first
    /// that is left, or 0. Does not follow a damaged link.
    /// </summary>
    public uint Free(uint first, Func<bool> mayGoOn)
    {
        uint cluster = first;
        while (layout.IsCluster(cluster) && mayGoOn())
        {
            uint link = Get(cluster);
            if (link == 0)
            {
                return 0;
            }

            Set(cluster, 0);
            HasFreed = true;
            FreeOrUnknown += FreeOrUnknown == Unknown ? 0u : 1u;
            cluster = link;
        }

        return layout.IsCluster(cluster) ? cluster : 0;
    }

    /// <summary>Counts the free clusters.</summary>
    public uint CountFree()
    {
        if (FreeOrUnknown != Unknown)
        {
            return FreeOrUnknown;
        }

        uint free = 0;
        byte[] buffer = new byte[SectorsInRead * FatLayout.SectorBytes];
        uint used = (layout.LastCluster / FatLayout.LinksInSector) + 1;
        for (uint sector = 0; sector < used; sector += SectorsInRead)
        {
            int count = (int)Math.Min(SectorsInRead, used - sector);
            Span<byte> data = buffer.AsSpan(0, count * FatLayout.SectorBytes);
            ReadTable(sector, data);
            free += CountFree(data, sector * FatLayout.LinksInSector);
        }

        FreeOrUnknown = free;
        return free;
    }

    /// <summary>The disk holds all changes.</summary>
    public void Settle() => HasFreed = false;

    /// <summary>Saves the numbers, for <see cref="Undo"/>.</summary>
    public void Begin() => (_savedNext, _savedFree) = (Next, FreeOrUnknown);

    /// <summary>Restores the numbers of <see cref="Begin"/>.</summary>
    public void Undo() => (Next, FreeOrUnknown) = (_savedNext, _savedFree);

    private static string Name(uint link) => link switch
    {
        0 => "a free cluster",
        1 => "cluster 1, which is none",
        0x0FFFFFF7 => "a bad cluster",
        _ => $"cluster {link}, which is past the end",
    };

    private static uint Entry(ReadOnlySpan<byte> sector, uint cluster) =>
        BinaryPrimitives.ReadUInt32LittleEndian(sector.Slice(Offset(cluster)));

    private static int Offset(uint cluster) => (int)(cluster % FatLayout.LinksInSector) * 4;

    private uint SectorOf(uint cluster) => layout.ActiveFatStart + (cluster / FatLayout.LinksInSector);

    private bool IsFree(uint cluster)
    {
        uint sector = SectorOf(cluster);
        return (Entry(cache.Read(sector, SectorKind.Table), cluster) & Mask) == 0
            && (givesAtOnce || !cache.TryGetBase(sector, out ReadOnlySpan<byte> old) || (Entry(old, cluster) & Mask) == 0);
    }

    private uint FindFree(uint hint)
    {
        uint start = layout.IsCluster(hint) ? hint : FatLayout.FirstCluster;
        uint cluster = FreeOrUnknown == 0 ? 0 : FindFree(start, layout.LastCluster);
        cluster = cluster != 0 || FreeOrUnknown == 0 ? cluster : FindFree(FatLayout.FirstCluster, start - 1);
        return cluster != 0 ? cluster : throw FatErrors.NoSpace();
    }

    private uint FindFree(uint from, uint last)
    {
        uint cluster = from;
        while (cluster <= last)
        {
            ReadOnlySpan<byte> now = cache.Read(SectorOf(cluster), SectorKind.Table);
            ReadOnlySpan<byte> old = !givesAtOnce && cache.TryGetBase(SectorOf(cluster), out ReadOnlySpan<byte> unwritten)
                ? unwritten
                : now;
            uint end = Math.Min((cluster | (FatLayout.LinksInSector - 1)) + 1, last + 1);
            for (; cluster < end; cluster++)
            {
                if ((Entry(now, cluster) & Mask) == 0 && (Entry(old, cluster) & Mask) == 0)
                {
                    return cluster;
                }
            }
        }

        return 0;
    }

    private void ReadTable(uint sector, Span<byte> data)
    {
        if (store.Read(layout.ActiveFatStart + sector, data) == ErrorCode.None)
        {
            // Sectors changed since are in the cache.
            for (int i = 0; i < data.Length; i += FatLayout.SectorBytes)
            {
                uint number = layout.ActiveFatStart + sector + (uint)(i / FatLayout.SectorBytes);
                if (cache.TryGetBase(number, out _))
                {
                    cache.Read(number, SectorKind.Table).CopyTo(data.Slice(i));
                }
            }

            return;
        }

        for (int i = 0; i < data.Length; i += FatLayout.SectorBytes)
        {
            cache.Read(layout.ActiveFatStart + sector + (uint)(i / FatLayout.SectorBytes), SectorKind.Table).CopyTo(data.Slice(i));
        }
    }

    private uint CountFree(ReadOnlySpan<byte> links, uint firstLink)
    {
        uint free = 0;
        for (int i = 0; i < links.Length / 4; i++)
        {
            uint cluster = firstLink + (uint)i;
            free += layout.IsCluster(cluster) && (BinaryPrimitives.ReadUInt32LittleEndian(links.Slice(4 * i)) & Mask) == 0 ? 1u : 0u;
        }

        return free;
    }
}
