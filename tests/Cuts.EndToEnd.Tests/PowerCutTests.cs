// The power goes while the real services of /boot and /data write to a disk of QEMU's.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.EndToEnd.Tests;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.FileSystems.Tests.Data;
using RustKernel.FileSystems.Tests.Fat32;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Fat32;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.Cuts.EndToEnd.Tests;

public sealed class PowerCutTests : IDisposable
{
    private const ulong FatFirst = 2048;
    private const ulong DataFirst = 12 * 2048;
    private const int FatBytes = 4 << 20;
    private const int DataSectors = 8 * 2048;
    private const int PartitionEntries = 446;
    private const int PartitionEntryBytes = 16;
    private const int LeastStates = 1000;

    private readonly ITestOutputHelper _output;
    private readonly TemporaryFolder _folder = new();
    private readonly LoggedPartition _fat;
    private readonly LoggedPartition _data;
    private readonly TestedFat32 _testedFat;
    private readonly DataUnderTest _testedData = new(sectors: DataSectors);
    private int _lines;

    public PowerCutTests(ITestOutputHelper output)
    {
        _output = output;
        MemoryStore fat = FatImage.Format(FatBytes, "-F", "32", "-s", "1", "-h", $"{FatFirst}", "-n", "CUT");
        _testedFat = new(fat);
        FatTestVolume volume = new(Fat32Volume.Mount(fat));
        foreach ((string name, byte[] bytes) in TargetWork.Sources)
        {
            volume.Create(name);
            volume.Append(name, bytes);
        }

        volume.Sync();
        _fat = new(fat, FatFirst);
        _data = new(_testedData.Format(), DataFirst);
    }

    private string Disk => Path.Combine(_folder.Path, "disk.img");

    private string Log => Path.Combine(_folder.Path, "writes.log");

    public void Dispose() => _folder.Dispose();

    // A thousand states of the target, in addition to the host's models (tests/FileSystems.Tests).
    [Theory]
    [InlineData(1, 110, 1000)]
    public void A_cut_leaves_what_was_synced(int seed, int commands, int mostStates)
    {
        (TargetWork boot, TargetWork data) = Work(seed, commands);
        int states = Judge(_fat, _testedFat, boot, mostStates, seed);
        states += Judge(_data, _testedData, data, mostStates, seed);
        _output.WriteLine($"{states} disks after a power cut; the log has {_fat.Log.Count} entries for /boot, {_data.Log.Count} for /data");
        Assert.InRange(states, LeastStates, 2 * mostStates);

        // A disk that does not flush, though its driver claims so: the test must find this, or the judge is blind.
        _ = _fat.Log.RemoveAll(entry => entry.IsFlush);
        _ = _data.Log.RemoveAll(entry => entry.IsFlush);
        Assert.NotNull(Finding(_fat, _testedFat, boot, 200, seed));
        Assert.NotNull(Finding(_data, _testedData, data, 200, seed));
    }

    [Theory]
    [Trait("Run", "soak")]
    [InlineData(100, 700)]
    [InlineData(101, 700)]
    public void Ten_thousand_cuts_leave_what_was_synced(int seed, int commands)
    {
        (TargetWork boot, TargetWork data) = Work(seed, commands);
        int fat = Judge(_fat, _testedFat, boot, 6_000, seed);
        int own = Judge(_data, _testedData, data, 6_000, seed);
        _output.WriteLine($"{fat} states of /boot, {own} of /data, fsck.vfat asked {_testedFat.Checks} times");
        Assert.True(fat >= 5_000 && own >= 5_000, $"{fat} and {own} states");
    }

    private (TargetWork Boot, TargetWork Data) Work(int seed, int commands)
    {
        Random random = new(seed);
        TargetWork boot = new("boot", random);
        TargetWork data = new("data", random);
        MakeDisk();
        using (RunningSystem system = new(
            _folder.Path,
            "--qemu-arg=-drive",
            $"--qemu-arg=driver=blklogwrites,file.driver=file,file.filename={Disk},log.driver=file,log.filename={Log},log-sector-size=512,"
                + "if=none,id=cut",
            "--qemu-arg=-device",
            "--qemu-arg=virtio-blk-device,drive=cut,bus=virtio-mmio-bus.0,werror=report,rerror=report"))
        {
            Say(system, boot.Begin);
            Say(system, data.Begin);
            boot.Done(0, 0, [boot.Started]);
            data.Done(0, 0, [data.Started]);
            Sync(system, boot, data);
            for (int i = 0; i < commands; i++)
            {
                TargetWork work = random.Next(2) == 0 ? boot : data;
                (string line, List<Dictionary<string, Model.Entry>> trees) = work.Next();
                int from = WriteLog.Read(Log).Count;
                Say(system, line);
                work.Done(from, WriteLog.Read(Log).Count, trees);
                if (random.Next(3) == 0)
                {
                    Sync(system, boot, data);
                }
            }

            Sync(system, boot, data);
        }

        List<LogEntry> log = WriteLog.Read(Log);
        _fat.Take(log);
        _data.Take(log);
        return (boot, data);
    }

    private void Sync(RunningSystem system, TargetWork boot, TargetWork data)
    {
        int from = WriteLog.Read(Log).Count;
        Say(system, "sync");
        int to = WriteLog.Read(Log).Count;
        boot.Synced(from, to);
        data.Synced(from, to);
    }

    private static int Judge(LoggedPartition partition, ITestedFileSystem tested, TargetWork work, int mostStates, int seed)
    {
        int judged = 0;
        string? finding = Finding(partition, tested, work, mostStates, seed, ref judged);
        Assert.True(finding is null, finding);
        return judged;
    }

    private static string? Finding(LoggedPartition partition, ITestedFileSystem tested, TargetWork work, int mostStates, int seed)
    {
        int judged = 0;
        return Finding(partition, tested, work, mostStates, seed, ref judged);
    }

    private static string? Finding(
        LoggedPartition partition, ITestedFileSystem tested, TargetWork work, int mostStates, int seed, ref int judged)
    {
        CrashJudge judge = new(tested.Guarantee, work.History(partition.Local));
        int count = States().Count();
        long most = Math.Min(count, mostStates);
        long first = new Random(seed).Next(Math.Max(1, count));
        foreach (CrashState state in States().Where((_, i) => ((i * most) + first) / count != (((i + 1) * most) + first) / count))
        {
            judged++;
            if (Finding(state, tested, judge) is string finding)
            {
                return $"{finding}\n  in the state: {state.What} (seed {seed})";
            }
        }

        return null;

        IEnumerable<CrashState> States() => new CrashStates(partition.Start, partition.Log, new Random(seed)).All();
    }

    private static string? Finding(CrashState state, ITestedFileSystem tested, CrashJudge judge)
    {
        try
        {
            return tested.Judge(state.Store) ?? judge.Judge(TargetWork.Ours(tested.Mount(state.Store).ReadTree()), state);
        }
        catch (Exception e)
        {
            return $"it cannot be used: {e}";
        }
    }

    // The next line fails with a text of its own, so the previous one has ended.
    private void Say(RunningSystem system, string line)
    {
        string end = $"/tmp/end-{++_lines}";
        string shown = system.Type($"{line}\rcat {end}\r", $"Could not find file '{end}'");
        Assert.DoesNotContain(
            "Could not",
            shown.Replace($"Could not find file '{end}'", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    private void MakeDisk()
    {
        byte[] table = new byte[BlockStore.SectorSize];
        Describe(table, 0, 0x0C, FatFirst, _fat.Start.SectorCount);
        Describe(table, 1, 0x83, DataFirst, _data.Start.SectorCount);
        table[510] = 0x55;
        table[511] = 0xAA;
        File.WriteAllBytes(Log, []);
        using FileStream disk = File.Create(Disk);
        disk.Write(table);
        Copy(_fat.Start, FatFirst, disk);
        Copy(_data.Start, DataFirst, disk);
    }

    private static void Copy(MemoryStore store, ulong first, FileStream disk)
    {
        byte[] bytes = new byte[store.SectorCount * BlockStore.SectorSize];
        Assert.Equal(ErrorCode.None, store.Read(0, bytes));
        disk.Position = (long)first * BlockStore.SectorSize;
        disk.Write(bytes);
    }

    private static void Describe(byte[] table, int number, byte type, ulong first, ulong count)
    {
        Span<byte> entry = table.AsSpan(PartitionEntries + (number * PartitionEntryBytes), PartitionEntryBytes);
        entry[4] = type;
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], (uint)first);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], (uint)count);
    }
}
