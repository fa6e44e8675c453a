using System;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>The disk that the rig made for tests: it may be overwritten. Shares a block of memory with the test.</summary>
internal sealed class TestDisk
{
    /// <summary>Bytes of a sector.</summary>
    internal const int SectorBytes = 512;

    /// <summary>Bytes of the block.</summary>
    internal const uint BlockBytes = 256 * 1024;

    /// <summary>Sectors at the start of the disk that hold a table, and no test's data.</summary>
    internal const ulong FirstSector = 64;

    private const ulong LeastSectors = 16384;

    // "RKBLOCK1", in the table's code area, which no one runs.
    private const ulong Mark = 0x314B_434F_4C42_4B52;

    private TestDisk(DiskClient client, MappedMemory memory, in DiskDescription description)
    {
        Client = client;
        Memory = memory;
        Description = description;
    }

    /// <summary>The service.</summary>
    internal DiskClient Client { get; }

    /// <summary>Block 0.</summary>
    internal MappedMemory Memory { get; }

    /// <summary>The disk's description of itself.</summary>
    internal DiskDescription Description { get; }

    /// <summary>Sectors.</summary>
    internal ulong Sectors => Description.Sectors;

    /// <summary>
    /// Opens the whole disk. Null: there is none that may be used, and the test is skipped. With <paramref name="isWritten"/> the disk gets
    /// the mark of a test's disk; before that its first sector must be all zeros.
    /// </summary>
    internal static TestDisk? Open(bool isWritten = true)
    {
        if (!World.State(World.Find("disk")).IsRunning)
        {
            Check.Skip(TestSkip.NoDisk);
            return null;
        }

        DiskClient client = Connect();
        Check.Ok(client.Describe(out DiskDescription description));
        if (isWritten && (description.IsReadOnly || description.Sectors < LeastSectors))
        {
            Check.Skip(description.IsReadOnly ? TestSkip.ReadOnlyDisk : TestSkip.SmallDisk);
            return null;
        }

        if (!Attach(client, out MappedMemory? memory) || memory is null)
        {
            return null;
        }

        TestDisk disk = new(client, memory, in description);
        return !isWritten || disk.TakeOver() ? disk : null;
    }

    /// <summary>A client of the service.</summary>
    internal static DiskClient Connect() => new(InitClient.PortOf("disk")) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };

    /// <summary>Maps block 0.</summary>
    internal static bool Attach(DiskClient client, out MappedMemory? memory)
    {
        memory = null;
        Check.Ok(client.Attach(0, BlockBytes, out Handle<Memory> handle));
        Check.Ok(MappedMemory.Open(handle, isWritable: true, out memory));
        return memory is not null;
    }

    /// <summary>Fills the sectors at <paramref name="offset"/> of the block with the contents of <paramref name="sector"/>.</summary>
    internal void Fill(uint offset, ulong sector, uint count, uint salt)
    {
        for (uint i = 0; i < count; i++)
        {
            FillSector(Memory.Bytes.Slice((int)(offset + (i * SectorBytes)), SectorBytes), sector + i, salt);
        }
    }

    /// <summary>Whether they have these contents.</summary>
    internal bool Has(uint offset, ulong sector, uint count, uint salt)
    {
        Span<byte> wanted = new byte[SectorBytes];
        bool isSame = true;
        for (uint i = 0; i < count; i++)
        {
            FillSector(wanted, sector + i, salt);
            isSame &= wanted.SequenceEqual(Memory.Bytes.Slice((int)(offset + (i * SectorBytes)), SectorBytes));
        }

        return isSame;
    }

    /// <summary>Fills the block with bytes that no one wrote.</summary>
    internal void Clear() => Memory.Bytes.Fill(0xA5);

    /// <summary>Whether all of <paramref name="bytes"/> are <paramref name="one"/>.</summary>
    internal static bool Holds(ReadOnlySpan<byte> bytes, byte one)
    {
        foreach (byte found in bytes)
        {
            if (found != one)
            {
                return false;
            }
        }

        return true;
    }

    private static void FillSector(Span<byte> bytes, ulong sector, uint salt)
    {
        ulong state = ((sector + 1) * 0x9E37_79B9_7F4A_7C15) ^ salt;
        for (int i = 0; i < bytes.Length; i++)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            bytes[i] = (byte)(state >> 56);
        }
    }

    private bool TakeOver()
    {
        Check.Ok(Client.Read(0, 0, 0, 1));
        if (Memory.Read(0) == Mark)
        {
            return true;
        }

        foreach (byte one in Memory.Bytes.Slice(0, SectorBytes))
        {
            if (one != 0)
            {
                Check.Skip(TestSkip.UsedDisk);
                return false;
            }
        }

        Memory.Write(0, Mark);
        Check.Ok(Client.Write(0, 0, 0, 1));
        Check.Ok(Client.Flush());
        return true;
    }
}
