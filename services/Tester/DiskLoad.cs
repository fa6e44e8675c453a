using System;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>
/// Many requests at a time to the disk of tests: this many threads, each with a piece of the block and a place on the disk; the order of
/// the pieces differs from that of the places. The contents of a piece and its place depend on the salt.
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
    private const uint Priority = 18;
    private const uint DriversCpu = 1;
    private const int MostEnds = 10;
    private int _number;

    /// <summary>Fills all pieces with their contents.</summary>
    internal void Fill()
    {
        for (uint i = 0; i < InFlight; i++)
        {
            disk.Fill(i * PieceBytes, PlaceOf(i), PieceSectors, salt);
        }
    }

    /// <summary>All pieces must have their contents.</summary>
    internal void CheckBlock()
    {
        for (uint i = 0; i < InFlight; i++)
        {
            Check.That(disk.Has(i * PieceBytes, PlaceOf(i), PieceSectors, salt));
        }
    }

    /// <summary>Reads or writes all; returns the number of failures.</summary>
    internal uint Run(bool isWrite)
    {
        RequestLoad load = Begin(isWrite, 0, repeats: false);
        load.Join();
        return (uint)load.Failed;
    }

    /// <summary>
    /// Writes all; during that the driver ends in this way. Every caller must get the error once, the disk must have what was reported as
    /// written, the successor must have the same memory, and nothing may write to it unasked. Returns how many requests were in flight.
    /// </summary>
    internal uint Crash(CrashKind kind)
    {
        uint restarts = Prepare();

        // A driver that is always busy leaves no CPU time for the one who gives the order.
        RequestLoad load = Begin(isWrite: true, 0, repeats: disk.Description.MostInFlight > 1);
        load.WaitForAll();
        load.End();
        Check.Ok(InitClient.Command("disk", ServiceCommand.Crash, kind));
        load.Join();
        Judge(load, restarts);
        return (uint)load.Failed;
    }

    /// <summary>
    /// The same, but Init ends the driver, <paramref name="ticks"/> after each client has a request in flight; each client writes
    /// repeatedly until then. A driver that handles its requests one by one would get an order to fail only after the requests before it.
    /// <paramref name="taken"/>: how many the driver had taken.
    /// </summary>
    internal uint Kill(ulong ticks, out uint taken)
    {
        uint restarts = Prepare();

        // The driver is more urgent than this process: on its CPU no thread of ours runs while it has a request.
        uint others = ((1u << (int)Kernel.SystemInfo(SystemItem.CpuCount)) - 1) & ~DriversCpu;
        MoveTo(others);
        RequestLoad load = Begin(isWrite: true, others, repeats: true);
        load.WaitForAll();
        _ = Kernel.Sleep(new Deadline(Kernel.ReadCounter() + ticks));
        load.End();
        Check.Ok(InitClient.Command("disk", ServiceCommand.Restart));
        load.Join();
        MoveTo(DriversCpu);
        Judge(load, restarts);
        taken = (uint)load.Taken;
        return (uint)load.Failed;
    }

    // A CPU takes threads once its loop has noticed that there are programs.
    private static void MoveTo(uint cpus)
    {
        Deadline end = Own.In(World.LongestMilliseconds);
        ErrorCode error = Kernel.ThreadSetSchedule(default, Priority, cpus);
        while (error == ErrorCode.InvalidArgument && !end.IsReached(Kernel.ReadCounter()))
        {
            Own.Sleep(1);
            error = Kernel.ThreadSetSchedule(default, Priority, cpus);
        }

        Check.Ok(error);
    }

    private uint Prepare()
    {
        _number = World.Find("disk");
        Fill();
        return World.State(_number).Restarts;
    }

    private void Judge(RequestLoad load, uint restarts)
    {
        Check.That(World.WaitForRestart(_number, restarts));
        foreach (ErrorCode result in load.Results)
        {
            Check.That(result is ErrorCode.None or ErrorCode.ServerEnded or ErrorCode.InvalidState);
        }

        // The successor must have the same memory.
        AttachAgain();
        CheckBlock();
        CheckPlaces(load);
    }

    // The written ones. The first half of the block is spare: what is read goes into the second.
    private void CheckPlaces(RequestLoad load)
    {
        Span<byte> first = disk.Memory.Bytes.Slice(0, (int)AllBytes);
        first.Fill(Canary);
        ErrorCode read = ReadPlaces();
        for (int i = 0; i < MostEnds && read is ErrorCode.ServerEnded or ErrorCode.InvalidState; i++)
        {
            AttachAgain();
            read = ReadPlaces();
        }

        Check.Ok(read);
        for (uint i = 0; i < InFlight; i++)
        {
            uint offset = AllBytes - PieceBytes + ((uint)(PlaceOf(i) - FirstPlace) * TestDisk.SectorBytes);
            Check.That(!load.Answered[i] || disk.Has(offset, PlaceOf(i), PieceSectors, salt));
        }

        Check.That(TestDisk.Holds(first.Slice(0, (int)(AllBytes - PieceBytes)), Canary));
    }

    private ErrorCode ReadPlaces() => disk.Client.Read(0, AllBytes - PieceBytes, FirstPlace, InFlight * PieceSectors);

    // If a busy host has kept a driver for longer than its watch, Init ends it.
    private void AttachAgain()
    {
        ErrorCode error = ErrorCode.ServerEnded;
        for (int i = 0; i < MostEnds && error == ErrorCode.ServerEnded; i++)
        {
            error = disk.Client.Attach(0, TestDisk.BlockBytes, out Handle<Memory> again);
            again.Close();
        }

        Check.Ok(error);
    }

    private static ulong PlaceOf(uint piece) => FirstPlace + (((piece * 13) % InFlight) * PieceSectors);

    private RequestLoad Begin(bool isWrite, uint cpus, bool repeats)
    {
        Handle<Port> port = disk.Client.Port;
        RequestLoad load = new((int)InFlight, client => Transfer(port, (uint)client, isWrite));
        load.Begin(Priority, cpus, repeats);
        return load;
    }

    // A client is for one thread; the port is for all.
    private static ErrorCode Transfer(Handle<Port> port, uint piece, bool isWrite)
    {
        DiskClient client = new(port) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
        return isWrite
            ? client.Write(0, piece * PieceBytes, PlaceOf(piece), PieceSectors)
            : client.Read(0, piece * PieceBytes, PlaceOf(piece), PieceSectors);
    }
}
