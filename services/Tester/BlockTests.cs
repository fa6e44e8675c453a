// Suite block: a disk through its service, on a disk that the rig made for it.

using System;
using RustKernel.SelfTests;
using RustKernel.User;
using Thread = System.Threading.Thread;

namespace RustKernel.Services.Tester;

/// <summary>The tests, by number.</summary>
[Suite("block", 195, ByNameOnly = true, NeedsServices = true)]
internal static partial class BlockTests
{
    private const uint Sector = TestDisk.SectorBytes;
    private const uint InFlight = 32;
    private const uint PieceSectors = 8;
    private const uint PieceBytes = PieceSectors * Sector;
    private static readonly ErrorCode[] s_results = new ErrorCode[InFlight];

    [Test]
    private static void Described()
    {
        if (TestDisk.Open(isWritten: false) is TestDisk disk)
        {
            Check.That(disk.Sectors != 0);
            Check.Equal(0, disk.Description.FirstSector);
            Check.That(disk.Description.MostInFlight > 1);
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

    // The host compares: rk's test of this knows the pattern.
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

    // As many threads, each with a piece, in an order of chance, each to its place.
    [Test]
    private static void ManyInFlight()
    {
        if (TestDisk.Open() is TestDisk disk)
        {
            Mix(disk, isWrite: true);
            Check.Ok(disk.Client.Flush());
            disk.Clear();
            Mix(disk, isWrite: false);
            for (uint i = 0; i < InFlight; i++)
            {
                Check.That(disk.Has(i * PieceBytes, PlaceOf(i), PieceSectors, 77));
            }
        }
    }

    // With all threads' requests on their way the driver ends, in each way that it can: every caller hears of it once, what was said
    // to be written is there, and the successor has the same memory.
    [Test]
    private static void DriverFails()
    {
        if (TestDisk.Open() is not TestDisk disk)
        {
            return;
        }

        int number = World.Find("disk");
        ulong frames = World.FramesOfServicesAndFree();
        for (int kind = 0; kind < Crash.Names.Length && Check.ExitCode == 0; kind++)
        {
            uint restarts = World.State(number).Restarts;
            Thread[] threads = Begin(disk, isWrite: true, salt: (uint)kind);

            // The others run until each waits for the disk.
            _ = Kernel.Yield();
            Check.Ok(InitClient.Command("disk", ServiceCommand.Crash, (CrashKind)kind));
            JoinAll(threads);
            Check.That(World.WaitForRestart(number, restarts));
            Check.Ok(disk.Client.Attach(0, TestDisk.BlockBytes, out Handle<Memory> again));
            again.Close();
            int written = 0;
            foreach (ErrorCode result in s_results)
            {
                Check.That(result is ErrorCode.None or ErrorCode.ServerEnded or ErrorCode.InvalidState);
                written += result == ErrorCode.None ? 1 : 0;
            }

            Console.WriteLine($"  # block: {Crash.Names[kind]}: {written} of {InFlight} written");
            CheckWritten(disk, (uint)kind);
        }

        Check.That(World.FramesThatCameBack(frames) + World.FramesOfPools >= frames);
    }

    // Those that were: the block still has what was to be written, so reading goes elsewhere in it.
    private static void CheckWritten(TestDisk disk, uint salt)
    {
        const uint elsewhere = TestDisk.BlockBytes - PieceBytes;
        for (uint i = 0; i < InFlight; i++)
        {
            Check.That(disk.Has(i * PieceBytes, PlaceOf(i), PieceSectors, salt));
            Check.Ok(disk.Client.Read(0, elsewhere, PlaceOf(i), PieceSectors));
            Check.That(s_results[i] != ErrorCode.None || disk.Has(elsewhere, PlaceOf(i), PieceSectors, salt));
        }
    }

    private static ulong PlaceOf(uint piece) => TestDisk.FirstSector + 1000 + (((piece * 13) % InFlight) * PieceSectors);

    private static void Mix(TestDisk disk, bool isWrite)
    {
        JoinAll(Begin(disk, isWrite, salt: 77));
        foreach (ErrorCode result in s_results)
        {
            Check.Ok(result);
        }
    }

    private static Thread[] Begin(TestDisk disk, bool isWrite, uint salt)
    {
        Thread[] threads = new Thread[InFlight];
        for (uint i = 0; i < InFlight; i++)
        {
            if (isWrite)
            {
                disk.Fill(i * PieceBytes, PlaceOf(i), PieceSectors, salt);
            }

            uint piece = i;
            threads[i] = new Thread(() => s_results[piece] = Transfer(disk.Client.Port, piece, isWrite));
        }

        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        return threads;
    }

    // A client is one thread's; the port is everybody's.
    private static ErrorCode Transfer(Handle<Port> port, uint piece, bool isWrite)
    {
        DiskClient client = new(port) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
        return isWrite
            ? client.Write(0, piece * PieceBytes, PlaceOf(piece), PieceSectors)
            : client.Read(0, piece * PieceBytes, PlaceOf(piece), PieceSectors);
    }

    private static void JoinAll(Thread[] threads)
    {
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    private static void Refused(ErrorCode error) => Check.Equal((ulong)ErrorCode.InvalidArgument, (ulong)error);
}
