// Suite block: a disk through its service, on a disk that the rig made for it.

using System;
using RustKernel.SelfTests;
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
        Refused(client.Read(1, 0, 0, 1));
        Refused(client.Read(uint.MaxValue, 0, 0, 1));
        Refused(client.Write(0, 0, end, 1));
        Refused(client.Write(1, 0, 0, 1));
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

    private static ulong PlaceOf(uint piece) => TestDisk.FirstSector + 1000 + (((piece * 13) % InFlight) * PieceSectors);

    private static void Mix(TestDisk disk, bool isWrite)
    {
        Thread[] threads = new Thread[InFlight];
        for (uint i = 0; i < InFlight; i++)
        {
            if (isWrite)
            {
                disk.Fill(i * PieceBytes, PlaceOf(i), PieceSectors, 77);
            }

            uint piece = i;
            threads[i] = new Thread(() => s_results[piece] = Transfer(piece, isWrite));
        }

        RunAll(threads);
        foreach (ErrorCode result in s_results)
        {
            Check.Ok(result);
        }
    }

    private static ErrorCode Transfer(uint piece, bool isWrite)
    {
        DiskClient client = TestDisk.Connect();
        return isWrite
            ? client.Write(0, piece * PieceBytes, PlaceOf(piece), PieceSectors)
            : client.Read(0, piece * PieceBytes, PlaceOf(piece), PieceSectors);
    }

    private static void RunAll(Thread[] threads)
    {
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    private static void Refused(ErrorCode error) => Check.Equal((ulong)ErrorCode.InvalidArgument, (ulong)error);
}
