// Many requests at a time to the disk of tests.

using System;
using RustKernel.User;
using Thread = System.Threading.Thread;

namespace RustKernel.Services.Tester;

/// <summary>
/// As many threads, each with a piece of the block and a place on the disk: the pieces' order is not that of the places. What piece and
/// place are to hold depends on the salt.
/// </summary>
internal sealed class DiskLoad(TestDisk disk, uint salt)
{
    /// <summary>Requests at a time.</summary>
    internal const uint InFlight = 32;

    private const uint PieceSectors = 8;
    private const uint PieceBytes = PieceSectors * TestDisk.SectorBytes;
    private const uint AllBytes = InFlight * PieceBytes;
    private const ulong FirstPlace = TestDisk.FirstSector + 1000;
    private const byte Canary = 0x5A;
    private readonly ErrorCode[] _results = new ErrorCode[InFlight];

    /// <summary>Fills all pieces with what they are to hold.</summary>
    internal void Fill()
    {
        for (uint i = 0; i < InFlight; i++)
        {
            disk.Fill(i * PieceBytes, PlaceOf(i), PieceSectors, salt);
        }
    }

    /// <summary>All pieces hold it.</summary>
    internal void CheckBlock()
    {
        for (uint i = 0; i < InFlight; i++)
        {
            Check.That(disk.Has(i * PieceBytes, PlaceOf(i), PieceSectors, salt));
        }
    }

    /// <summary>Reads or writes all: how many failed.</summary>
    internal uint Run(bool isWrite)
    {
        JoinAll(Begin(isWrite));
        return Failed();
    }

    /// <summary>
    /// Writes all, and while that is on its way the driver ends in this way: every caller hears of it once, what was said to be written
    /// is there, the successor has the same memory, and nothing writes into it that nobody asked for. How many were in flight.
    /// </summary>
    internal uint Crash(CrashKind kind) => End(ServiceCommand.Crash, kind, 0);

    /// <summary>
    /// The same, but Init ends the driver, <paramref name="ticks"/> after the threads have begun: a driver that does its requests one by
    /// one hears of an order to fail only after the requests before it.
    /// </summary>
    internal uint Kill(ulong ticks) => End(ServiceCommand.Restart, CrashKind.Null, ticks);

    private uint End(ServiceCommand command, CrashKind kind, ulong ticks)
    {
        int number = World.Find("disk");
        uint restarts = World.State(number).Restarts;
        Fill();
        Thread[] threads = Begin(isWrite: true);

        // The others run until each waits for the disk.
        ulong end = Kernel.ReadCounter() + ticks;
        do
        {
            _ = Kernel.Yield();
        }
        while (Kernel.ReadCounter() < end);

        Check.Ok(InitClient.Command("disk", command, kind));
        JoinAll(threads);
        Check.That(World.WaitForRestart(number, restarts));
        Check.Ok(disk.Client.Attach(0, TestDisk.BlockBytes, out Handle<Memory> again));
        again.Close();
        foreach (ErrorCode result in _results)
        {
            Check.That(result is ErrorCode.None or ErrorCode.ServerEnded or ErrorCode.InvalidState);
        }

        CheckBlock();
        CheckPlaces();
        return Failed();
    }

    // Those that were written. The first half of the block is nobody's: what is read goes into the second.
    private void CheckPlaces()
    {
        Span<byte> first = disk.Memory.Bytes.Slice(0, (int)AllBytes);
        first.Fill(Canary);
        Check.Ok(disk.Client.Read(0, AllBytes - PieceBytes, FirstPlace, InFlight * PieceSectors));
        for (uint i = 0; i < InFlight; i++)
        {
            uint offset = AllBytes - PieceBytes + ((uint)(PlaceOf(i) - FirstPlace) * TestDisk.SectorBytes);
            Check.That(_results[i] != ErrorCode.None || disk.Has(offset, PlaceOf(i), PieceSectors, salt));
        }

        Check.That(TestDisk.Holds(first.Slice(0, (int)(AllBytes - PieceBytes)), Canary));
    }

    private static ulong PlaceOf(uint piece) => FirstPlace + (((piece * 13) % InFlight) * PieceSectors);

    private uint Failed()
    {
        uint failed = 0;
        foreach (ErrorCode result in _results)
        {
            failed += result == ErrorCode.None ? 0u : 1;
        }

        return failed;
    }

    private Thread[] Begin(bool isWrite)
    {
        Thread[] threads = new Thread[InFlight];
        for (uint i = 0; i < InFlight; i++)
        {
            uint piece = i;
            threads[i] = new Thread(() => _results[piece] = Transfer(disk.Client.Port, piece, isWrite));
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
}
