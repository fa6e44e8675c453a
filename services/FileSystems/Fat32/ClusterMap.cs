using System.Collections.Generic;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// Where the clusters of a file lie: runs of neighbouring clusters, as far as the chain was followed; 12 bytes for each run.
/// </summary>
internal sealed class ClusterMap
{
    private readonly List<Run> _runs = [];

    private readonly record struct Run(uint Index, uint Cluster, uint Count)
    {
        public uint EndExclusive => Index + Count;
    }

    /// <summary>How many clusters of the chain are known.</summary>
    public uint Known => _runs.Count == 0 ? 0 : _runs[_runs.Count - 1].EndExclusive;

    /// <summary>The last known cluster; 0 if none is.</summary>
    public uint LastCluster => _runs.Count == 0 ? 0 : _runs[_runs.Count - 1].Cluster + _runs[_runs.Count - 1].Count - 1;

    /// <summary>Forgets everything.</summary>
    public void Clear() => _runs.Clear();

    /// <summary>Adds neighbouring clusters to the end of the known part.</summary>
    public void Add(uint cluster, uint count)
    {
        if (cluster == LastCluster + 1 && _runs.Count != 0)
        {
            Run last = _runs[_runs.Count - 1];
            _runs[_runs.Count - 1] = last with { Count = last.Count + count };
            return;
        }

        _runs.Add(new Run(Known, cluster, count));
    }

    /// <summary>Cuts the known part to <paramref name="count"/> clusters.</summary>
    public void Cut(uint count)
    {
        while (_runs.Count != 0 && _runs[_runs.Count - 1].Index >= count)
        {
            _runs.RemoveAt(_runs.Count - 1);
        }

        if (Known > count)
        {
            Run last = _runs[_runs.Count - 1];
            _runs[_runs.Count - 1] = last with { Count = count - last.Index };
        }
    }

    /// <summary>The cluster at an index, and how many neighbours after it are known to be in the chain.</summary>
    public bool TryGet(uint index, out uint cluster, out uint count)
    {
        int low = 0;
        int high = _runs.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            Run run = _runs[middle];
            if (index < run.Index)
            {
                high = middle - 1;
            }
            else if (index >= run.EndExclusive)
            {
                low = middle + 1;
            }
            else
            {
                cluster = run.Cluster + (index - run.Index);
                count = run.EndExclusive - index;
                return true;
            }
        }

        cluster = 0;
        count = 0;
        return false;
    }
}
