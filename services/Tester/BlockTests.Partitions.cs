// A client reaches only its partition.

using System;
using RustKernel.SelfTests;
using RustKernel.User;

namespace RustKernel.Services.Tester;

internal static partial class BlockTests
{
    private const int TableEntry = 446;
    private const int TableEnd = 510;
    private const byte DataType = 0x83;
    private const uint PartSectors = 100;
    private const uint Margin = 8;
    private const ulong Part = TestDisk.FirstSector + 2000;

    // The peer's manifest names the data partition. The sectors around it must not change; sector 0, which a wrapping address would reach,
    // has the table.
    [Test]
    private static void PartitionKept()
    {
        if (TestDisk.Open() is not TestDisk disk)
        {
            return;
        }

        disk.Fill(0, Part - Margin, PartSectors + (2 * Margin), 5);
        Check.Ok(disk.Client.Write(0, 0, Part - Margin, PartSectors + (2 * Margin)));
        WriteTable(disk, isThere: true);
        StartAgain();
        Check.Ok(InitClient.Command("peer", ServiceCommand.Start));
        PeerClient peer = new(InitClient.PortOf("peer")) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
        TryAll(peer);
        Check.Ok(disk.Client.Attach(0, TestDisk.BlockBytes, out Handle<Memory> again));
        again.Close();
        disk.Clear();
        Check.Ok(disk.Client.Read(0, 0, Part - Margin, PartSectors + (2 * Margin)));
        Check.That(disk.Has(0, Part - Margin, Margin, 5));
        Check.That(disk.Has((Margin + PartSectors) * Sector, Part + PartSectors, Margin, 5));

        // What the peer was allowed to write: its first sector and its last.
        Check.That(IsPeers(disk, Margin) && disk.Has((Margin + 1) * Sector, Part + 1, PartSectors - 2, 5));
        Check.That(IsPeers(disk, Margin + PartSectors - 1));
        CheckTable(disk);
        WriteTable(disk, isThere: false);
        StartAgain();
    }

    // Within first, so that a refusal is due to the place.
    private static void TryAll(PeerClient peer)
    {
        Check.Ok(peer.UseDisk(DiskUse.Write, 0, 1));
        Check.Ok(peer.UseDisk(DiskUse.Write, PartSectors - 1, 1));
        Check.Ok(peer.UseDisk(DiskUse.Read, 0, PartSectors));
        (ulong Sector, uint Count)[] outside =
        [
            (PartSectors, 1),
            (PartSectors - 1, 2),
            (0, PartSectors + 1),
            (ulong.MaxValue, 1),
            (ulong.MaxValue - 7, 8),
            (ulong.MaxValue - 6, 8),
            (ulong.MaxValue - Part + 1, 1),
            (ulong.MaxValue, 2),
            (1, uint.MaxValue),
            (PartSectors, uint.MaxValue - (uint)PartSectors + 1),
            (0, 0),
        ];
        foreach ((ulong sector, uint count) in outside)
        {
            Refused(peer.UseDisk(DiskUse.Read, sector, count));
            Refused(peer.UseDisk(DiskUse.Write, sector, count));
            Refused(peer.UseDisk(DiskUse.Discard, sector, count));
        }
    }

    private static bool IsPeers(TestDisk disk, uint sector) =>
        TestDisk.Holds(disk.Memory.Bytes.Slice((int)(sector * Sector), (int)Sector), Peer.DiskFill);

    // One partition, or none, and the mark of a test's disk.
    private static void WriteTable(TestDisk disk, bool isThere)
    {
        Check.Ok(disk.Client.Read(0, 0, 0, 1));
        Span<byte> table = disk.Memory.Bytes.Slice(0, (int)Sector);
        table.Slice(TableEntry).Clear();
        if (isThere)
        {
            table[TableEntry + 4] = DataType;
            PutWord(table, TableEntry + 8, (uint)Part);
            PutWord(table, TableEntry + 12, PartSectors);
            table[TableEnd] = 0x55;
            table[TableEnd + 1] = 0xAA;
        }

        Check.Ok(disk.Client.Write(0, 0, 0, 1));
        Check.Ok(disk.Client.Flush());
    }

    private static void CheckTable(TestDisk disk)
    {
        Check.Ok(disk.Client.Read(0, 0, 0, 1));
        Span<byte> table = disk.Memory.Bytes.Slice(0, (int)Sector);
        Check.That(table[TableEntry + 4] == DataType && table[TableEnd] == 0x55 && table[TableEnd + 1] == 0xAA);
    }

    private static void PutWord(Span<byte> bytes, int offset, uint value)
    {
        for (int i = 0; i < 4; i++)
        {
            bytes[offset + i] = (byte)(value >> (8 * i));
        }
    }

    // The driver reads the table at its start.
    private static void StartAgain()
    {
        int number = World.Find("disk");
        uint restarts = World.State(number).Restarts;
        Check.Ok(InitClient.Command("disk", ServiceCommand.Crash, CrashKind.Null));
        Check.That(World.WaitForRestart(number, restarts));
        DiskClient client = TestDisk.Connect();
        Check.Ok(client.Attach(0, TestDisk.BlockBytes, out Handle<Memory> again));
        again.Close();
    }
}
