// The log's file.

using System;

namespace RustKernel.Services.FileSystems.Fat32;

public sealed partial class Fat32Volume
{
    private const FatAttributes LogAttributes = FatAttributes.ReadOnly | FatAttributes.Hidden | FatAttributes.System;
    private const uint LogBytes = IntentLog.Sectors * FatLayout.SectorBytes;

    private uint LogClusters => Math.Max(1, LogBytes / _layout.ClusterBytes);

    // Null if there is none, or if it was moved or cut.
    private uint? FindLog()
    {
        uint cluster = _layout.RootCluster;
        for (int count = 0; cluster != 0; count += _layout.SlotsInCluster)
        {
            if (count >= FatDirectory.MostSlots)
            {
                throw FatErrors.Corrupt(
                    $"The root directory's chain from cluster {_layout.RootCluster} is longer than a directory may be.");
            }

            for (uint i = 0; i < _layout.SectorsInCluster; i++)
            {
                ReadOnlySpan<byte> sector = _journal.Cache.Read(_layout.SectorOf(cluster) + i, SectorKind.Directory);
                for (int at = 0; at < FatLayout.SectorBytes; at += FatLayout.EntryBytes)
                {
                    ReadOnlySpan<byte> slot = sector.Slice(at, FatLayout.EntryBytes);
                    if (slot[0] == 0)
                    {
                        return null;
                    }

                    if (IsLog(slot))
                    {
                        return LogSector(DirectoryEntry.StartOf(slot), DirectoryEntry.SizeOf(slot));
                    }
                }
            }

            cluster = _journal.Table.Follow(cluster, "/");
        }

        return null;
    }

    private static bool IsLog(ReadOnlySpan<byte> slot)
    {
        for (int i = 0; i < IntentLog.FileName.Length; i++)
        {
            if (slot[i] != IntentLog.FileName[i])
            {
                return false;
            }
        }

        return (slot[11] & (byte)(FatAttributes.Directory | FatAttributes.Label)) == 0;
    }

    private uint? LogSector(uint start, uint size)
    {
        _triedLog = true;
        if (size != LogBytes || !_layout.IsCluster(start) || !_layout.IsCluster(start + LogClusters - 1))
        {
            return null;
        }

        for (uint i = 0; i + 1 < LogClusters; i++)
        {
            if (_journal.Table.Get(start + i) != start + i + 1)
            {
                return null;
            }
        }

        return _layout.SectorOf(start);
    }

    // Made once, before the volume is marked as in use: a cut can leave nothing half done but the file itself.
    private void MakeLog()
    {
        if (_triedLog || _journal.HasLog || !_options.MakeLog || IsReadOnly)
        {
            return;
        }

        _triedLog = true;
        if (FindRun(LogClusters) is not uint start)
        {
            return;
        }

        try
        {
            MakeLog(start);
        }
        catch (FileSystemException)
        {
            _journal.Abort();
            ForgetDirectories();
            throw;
        }

        _journal.UseLog(_layout.SectorOf(start));
    }

    private void MakeLog(uint start)
    {
        _journal.Table.Begin();
        _journal.ForgetInfo();
        for (uint i = 0; i < LogClusters; i++)
        {
            _journal.ClearCluster(start + i);
        }

        uint previous = 0;
        for (uint done = 0; done < LogClusters;)
        {
            _journal.Table.Next = start + done;
            uint first = _journal.Table.Allocate(previous, LogClusters - done, out uint count);
            done += count;
            previous = first + count - 1;
        }

        Span<byte> slot = stackalloc byte[FatLayout.EntryBytes];
        ReadOnlySpan<byte> name = "RKINTENTLOG"u8;
        DirectoryEntry.Fill(slot, name, LogAttributes, start, Now());
        DirectoryEntry.SetSize(slot, LogBytes);
        Directory(_layout.RootCluster, "").InsertRaw(slot);
        _journal.SettleWithoutLog();
    }

    private uint? FindRun(uint count)
    {
        uint run = 0;
        for (uint cluster = FatLayout.FirstCluster; cluster <= _layout.LastCluster; cluster++)
        {
            run = _journal.Table.Get(cluster) == 0 ? run + 1 : 0;
            if (run == count)
            {
                return cluster - count + 1;
            }
        }

        return null;
    }
}
