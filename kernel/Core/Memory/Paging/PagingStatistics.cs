using System.Runtime.CompilerServices;

namespace RustKernel.Memory.Paging;

/// <summary>Counters of one address space's tables; exact, O(1) to read.</summary>
public struct PagingStatistics
{
    /// <summary>Table frames, including the root.</summary>
    public ulong TableFrames;

    /// <summary>Most table frames ever (high-water mark).</summary>
    public ulong PeakTableFrames;

    /// <summary>Leaves of 4 KiB now.</summary>
    public ulong Pages4KiB;

    /// <summary>Leaves of 2 MiB now.</summary>
    public ulong Blocks2MiB;

    /// <summary>Leaves of 1 GiB now.</summary>
    public ulong Blocks1GiB;

    /// <summary>Bytes mapped now.</summary>
    public readonly ulong MappedBytes => (Pages4KiB << 12) + (Blocks2MiB << 21) + (Blocks1GiB << 30);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Count(int level, ulong difference)
    {
        if (level == 3)
        {
            Pages4KiB += difference;
        }
        else if (level == 2)
        {
            Blocks2MiB += difference;
        }
        else
        {
            Blocks1GiB += difference;
        }
    }

    internal void CountTable()
    {
        TableFrames++;
        if (TableFrames > PeakTableFrames)
        {
            PeakTableFrames = TableFrames;
        }
    }
}
