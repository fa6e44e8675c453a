// One partition of a disk whose writes were logged.

using System.Collections.Generic;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.Cuts.EndToEnd.Tests;

/// <summary>Its first contents, and the log's writes to it; flushes apply to the whole disk.</summary>
internal sealed class LoggedPartition(MemoryStore start, ulong first)
{
    private readonly List<int> _positions = [];

    public MemoryStore Start => start;

    public List<LogEntry> Log { get; } = [];

    /// <summary>Takes over the entries for this partition.</summary>
    public void Take(IReadOnlyList<LogEntry> disk)
    {
        for (int i = 0; i < disk.Count; i++)
        {
            bool isHere = disk[i].Data is not null && disk[i].FirstSector >= first && disk[i].FirstSector < first + start.SectorCount;
            if (isHere || disk[i].IsFlush)
            {
                _positions.Add(i);
                Log.Add(isHere ? disk[i] with { FirstSector = disk[i].FirstSector - first } : LogEntry.Flush);
            }
        }
    }

    /// <summary>The number of this log's entries when the disk's log had <paramref name="position"/>.</summary>
    public int Local(int position) => _positions.FindIndex(at => at >= position) is int found and >= 0 ? found : Log.Count;
}
