// Suite block: a disk through its service; the rig made the disk for the suite.

using System;
using RustKernel.SelfTests;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>The tests, by number.</summary>
[Suite("block", 195, ByNameOnly = true, NeedsServices = true)]
internal static partial class BlockTests
{
    private const uint Sector = TestDisk.SectorBytes;
    private const uint MostTries = 20;
    private const uint MostTriesAlone = 10 * MostTries;
    private const int Attachments = 100;

    [Test]
    private static void Described()
    {
        if (TestDisk.Open(isWritten: false) is TestDisk disk)
        {
            Check.That(disk.Sectors != 0);
            Check.Equal(0, disk.Description.FirstSector);
            Check.That(disk.Description.MostInFlight != 0);
            Check.That(disk.Description.BlockBytes >= Sector && disk.Description.BlockBytes % Sector == 0);
            Console.WriteLine($"  # block: disk \"{disk.Description.Serial}\" of {disk.Sectors} sectors");
        }
    }

    // The first and the last.
    [Test]
    private static void SectorsRead()
    {
        if (TestDisk.Open(isWritten: false) is TestDisk disk)
        {
            disk.Clear();
            Check.Ok(disk.Client.Read(0, 0, 0, 1));
            Check.That(disk.Memory.Bytes[(int)Sector] == 0xA5);
            Check.Ok(disk.Client.Read(0, 0, disk.Sectors - 1, 1));
            Check.That(disk.Memory.Bytes[(int)Sector] == 0xA5);
        }
    }

    [Test]
    private static void WrittenAndReadBack()
    {
        if (TestDisk.Open() is not TestDisk disk)
        {
            return;
        }

        foreach (uint count in new uint[] { 1, 2, 7, 8, 64, 510 })
        {
            disk.Fill(0, TestDisk.FirstSector + count, count, count);
            Check.Ok(disk.Client.Write(0, 0, TestDisk.FirstSector + count, count));
            Check.Ok(disk.Client.Flush());
            disk.Clear();
            Check.Ok(disk.Client.Read(0, Sector, TestDisk.FirstSector + count, count));
            Check.That(disk.Has(Sector, TestDisk.FirstSector + count, count, count));
            Check.That(disk.Memory.Bytes[0] == 0xA5 && disk.Memory.Bytes[(int)((count + 1) * Sector)] == 0xA5);
        }
    }

    // The host checks the pattern: rk's test of this suite knows it.
    [Test]
    private static void LastSectorWritten()
    {
        if (TestDisk.Open() is TestDisk disk)
        {
            disk.Fill(0, disk.Sectors - 1, 1, 0);
            Check.Ok(disk.Client.Write(0, 0, disk.Sectors - 1, 1));
            Check.Ok(disk.Client.Flush());
        }
    }

    [Test]
    private static void BeyondTheEnds()
    {
        if (TestDisk.Open(isWritten: false) is not TestDisk disk)
        {
            return;
        }

        DiskClient client = disk.Client;
        ulong end = disk.Sectors;
        Refused(client.Read(0, 0, end, 1));
        Refused(client.Read(0, 0, end - 1, 2));
        Refused(client.Read(0, 0, ulong.MaxValue, 1));
        Refused(client.Read(0, 0, ulong.MaxValue - 1, 8));
        Refused(client.Read(0, 0, 0, 0));
        Refused(client.Read(0, 0, 0, uint.MaxValue));
        Refused(client.Read(0, 1, 0, 1));
        Refused(client.Read(0, TestDisk.BlockBytes, 0, 1));
        Refused(client.Read(0, TestDisk.BlockBytes - Sector, 0, 2));
        Refused(client.Read(0, uint.MaxValue - 511, 0, 1));
        Check.Equal((ulong)ErrorCode.InvalidState, (ulong)client.Read(1, 0, 0, 1));
        Refused(client.Read(uint.MaxValue, 0, 0, 1));
        Refused(client.Write(0, 0, end, 1));
        Check.Equal((ulong)ErrorCode.InvalidState, (ulong)client.Write(1, 0, 0, 1));
        Refused(client.Discard(end, 1));
        Refused(client.Discard(0, 0));
        Refused(client.Attach(8, 4096, out _));
        Refused(client.Attach(0, 0, out _));
        Refused(client.Attach(0, TestDisk.BlockBytes + 1, out _));
    }

    // This many threads, each with a piece, in random order, each at its place.
    [Test]
    private static void ManyInFlight()
    {
        if (TestDisk.Open() is TestDisk disk)
        {
            DiskLoad load = new(disk, 77);
            load.Fill();
            Check.Equal(0, load.Run(isWrite: true));
            Check.Ok(disk.Client.Flush());
            disk.Clear();
            Check.Equal(0, load.Run(isWrite: false));
            load.CheckBlock();
        }
    }

    // The driver ends with requests in flight, in each possible way.
    [Test]
    private static void DriverFails()
    {
        if (TestDisk.Open() is not TestDisk disk)
        {
            return;
        }

        // A card handles one request at a time, and if the CPU moves its bytes none is in flight when the driver handles any other message:
        // so Init ends it, each time at a different moment.
        bool isOneByOne = disk.Description.MostInFlight == 1;
        ulong frames = World.FramesOfServicesAndFree();
        for (int kind = 0; kind < Crash.Names.Length && Check.ExitCode == 0; kind++)
        {
            uint cut = 0;
            for (uint i = 0; i < (isOneByOne ? 1 : MostTries) && cut == 0 && Check.ExitCode == 0; i++)
            {
                cut = new DiskLoad(disk, ((uint)kind << 8) | i).Crash((CrashKind)kind);
            }

            Console.WriteLine($"  # block: {Crash.Names[kind]}: {cut} of {DiskLoad.InFlight} in flight");
            Check.That(cut != 0 || isOneByOne);
        }

        Check.That(!isOneByOne || KillUntilCut(disk) != 0);
        Check.That(World.FramesThatCameBack(frames) + World.FramesOfPools >= frames);
    }

    private static uint KillUntilCut(TestDisk disk)
    {
        // With one CPU the driver, more urgent than its clients, has usually finished a request before any of them runs.
        bool isAlone = Kernel.SystemInfo(SystemItem.CpuCount) == 1;
        uint cut = 0;
        for (uint i = 0; i < (isAlone ? MostTriesAlone : MostTries) && cut == 0 && Check.ExitCode == 0; i++)
        {
            cut = new DiskLoad(disk, ~i).Kill(Own.Ticks(i % MostTries), out uint taken);
            Console.WriteLine($"  # block: killed after {i % MostTries} ms: {cut} of {DiskLoad.InFlight} in flight, {taken} taken");
        }

        return cut;
    }

    // A client attaches again after each failure: that costs the driver no handle and no mapping, of which there are fewer than attempts
    // here (if it maps: for a device that does not snoop the caches).
    [Test]
    private static void AttachedAgain()
    {
        if (TestDisk.Open(isWritten: false) is not TestDisk disk)
        {
            return;
        }

        int number = World.Find("disk");
        AttachMany(disk);
        uint handles = World.State(number).Handles;
        AttachMany(disk);
        Check.Equal(handles, World.State(number).Handles);
        Check.Ok(disk.Client.Read(0, 0, 0, 1));
    }

    private static void AttachMany(TestDisk disk)
    {
        for (int i = 0; i < Attachments; i++)
        {
            Check.Ok(disk.Client.Attach(0, TestDisk.BlockBytes, out Handle<Memory> again));
            again.Close();
        }
    }

    private static void Refused(ErrorCode error) => Check.Equal((ulong)ErrorCode.InvalidArgument, (ulong)error);
}
