using System;
using System.Collections.Generic;
using RustKernel.Services.Devices;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Disk;

/// <summary>A disk of the machine: a claimed device and its requests.</summary>
internal sealed class Drive
{
    private const ulong RingBytes = 16384;
    private const ulong BounceBytes = 4096;
    private const ulong StartMilliseconds = 5_000;
    private const string SdName = "brcm,bcm2711-emmc2";
    private const ulong ComplaintMilliseconds = 10_000;
    private const ushort RingSlot = 0;
    private const ushort BounceSlot = 1;
    private readonly DmaWindow _bounce;
    private readonly MappedMemory _bounceMemory;
    private readonly OwnRequests<DmaWindow> _own;
    private DiskComplaints? _complaints;

    private Drive(ClaimedDevice device, DiskDevice<DmaWindow> queue, DmaWindow bounce, MappedMemory bounceMemory)
    {
        Device = device;
        Queue = queue;
        _bounce = bounce;
        _bounceMemory = bounceMemory;
        _own = new OwnRequests<DmaWindow>(queue);
    }

    /// <summary>The device.</summary>
    internal ClaimedDevice Device { get; }

    /// <summary>Its requests.</summary>
    internal DiskDevice<DmaWindow> Queue { get; }

    /// <summary>Its partitions; null: <see cref="TableError"/>.</summary>
    internal PartitionTable? Table { get; private set; }

    /// <summary>Corrupt: its partition table contradicts itself; else the error from reading it, or None.</summary>
    internal ErrorCode TableError { get; private set; }

    /// <summary>Its name in the log: its serial number, or its address.</summary>
    internal string Name => Queue.Serial.Length == 0 ? $"at 0x{MessageText.Hex(Device.Address)}" : Queue.Serial;

    /// <summary>
    /// Resets the device, so that it releases an earlier driver's memory, and brings it up. A request that takes longer than
    /// <paramref name="patience"/> ticks is lost. Null: this failed, and the log says why.
    /// </summary>
    internal static Drive? Open(ClaimedDevice device, ulong patience)
    {
        List<MappedMemory> taken = new();
        ErrorCode error = device.Name == SdName
            ? OpenCard(device, patience, taken, out DiskDevice<DmaWindow>? queue)
            : OpenVirtio(device, patience, taken, out queue);
        DmaWindow bounce = default;
        if (error == ErrorCode.None)
        {
            error = Take(device, BounceSlot, BounceBytes, taken, out bounce);
        }

        if (error == ErrorCode.None && queue is not null)
        {
            Drive drive = new(device, queue, bounce, taken[taken.Count - 1]);
            error = drive.RunNow(new DiskRequest<DmaWindow> { Operation = DiskOperation.Serial });
            if (error is ErrorCode.None or ErrorCode.NotSupported)
            {
                drive.TableError = PartitionTable.Read(new DriveStore(drive), out PartitionTable? table);
                drive.Table = table;
                return drive;
            }
        }

        // DeviceManager keeps the objects, whatever the device still writes to them.
        foreach (MappedMemory memory in taken)
        {
            memory.Dispose();
            memory.Handle.Close();
        }

        string where = $"at 0x{MessageText.Hex(device.Address)}";
        Console.WriteLine(
            error == ErrorCode.OutOfMemory ? $"disk: no memory for the disk {where}"
                : error == ErrorCode.NotFound && device.Name == SdName ? $"disk: no card in the slot {where}"
                : $"disk: the disk {where} does not start, error {(int)error}");
        return null;
    }

    private static ErrorCode OpenVirtio(
        ClaimedDevice device,
        ulong patience,
        List<MappedMemory> taken,
        out DiskDevice<DmaWindow>? queue)
    {
        queue = null;
        ErrorCode error = Take(device, RingSlot, RingBytes, taken, out DmaWindow rings);
        if (error == ErrorCode.None)
        {
            queue = new VirtioDrive<DeviceRegisters, DmaWindow>(device.Registers, rings, patience);
            error = queue.Start();
        }

        return error;
    }

    // A slot without a card never gets memory. Until the controller is reset, a predecessor's transfer may continue.
    private static ErrorCode OpenCard(
        ClaimedDevice device,
        ulong patience,
        List<MappedMemory> taken,
        out DiskDevice<DmaWindow>? queue)
    {
        SdDrive<DeviceRegisters, CounterClock, DmaWindow> card = new(device.Registers, default, patience);
        queue = card;
        ErrorCode error = card.Start();
        if (error == ErrorCode.None && card.WantsTable)
        {
            error = Take(device, RingSlot, RingBytes, taken, out DmaWindow table);
            if (error == ErrorCode.None)
            {
                card.UseTable(table);
            }
        }

        return error;
    }

    /// <summary>Logs what the disk could not do.</summary>
    internal void Complain(DiskRequest<DmaWindow> request)
    {
        _complaints ??= new DiskComplaints(Name, Own.Ticks(ComplaintMilliseconds));
        if (_complaints.LineOf(request, Kernel.ReadCounter()) is string line)
        {
            Console.WriteLine(line);
        }
    }

    // Reads sectors, at most a page, and waits for them: used before there are clients.
    private ErrorCode Read(ulong sector, Span<byte> data)
    {
        DiskRequest<DmaWindow> request = new()
        {
            Operation = DiskOperation.Read,
            Sector = sector,
            Count = (uint)data.Length / DiskDevice<DmaWindow>.SectorBytes,
            Data = _bounce,
        };
        ErrorCode error = RunNow(request);
        if (error == ErrorCode.DeviceError)
        {
            Complain(request);
        }

        if (error == ErrorCode.None)
        {
            _bounceMemory.Bytes.Slice(0, data.Length).CopyTo(data);
        }

        return error;
    }

    private ErrorCode RunNow(DiskRequest<DmaWindow> request)
    {
        Deadline end = Own.In(StartMilliseconds);
        ErrorCode error = _own.Add(request, Kernel.ReadCounter());
        while (!_own.IsFree && Kernel.ReadCounter() < end.Ticks && error == ErrorCode.None)
        {
            // All requests for a table together may take longer than the watch.
            Pulse.Beat();
            _ = Kernel.Yield();
            _own.Look(Kernel.ReadCounter());
        }

        return !_own.IsFree ? ErrorCode.TimedOut : request.Result;
    }

    // Maps memory of the device, and adds it to the list.
    private static ErrorCode Take(ClaimedDevice device, ushort slot, ulong bytes, List<MappedMemory> taken, out DmaWindow window)
    {
        window = default;
        ErrorCode error = device.TakeMemory(slot, bytes, out Handle<Memory> handle, out ulong deviceAddress);
        if (error != ErrorCode.None)
        {
            return error;
        }

        error = MappedMemory.Open(handle, isWritable: true, out MappedMemory? memory);
        if (memory is null)
        {
            handle.Close();
            return error;
        }

        taken.Add(memory);
        window = new DmaWindow(memory, deviceAddress, device.IsCoherent);
        return ErrorCode.None;
    }

    // The store from which the partition table is read.
    private sealed class DriveStore(Drive drive) : BlockStore
    {
        public override ulong SectorCount => drive.Queue.Sectors;

        public override bool IsReadOnly => true;

        protected override ErrorCode ReadSectors(ulong firstSector, Span<byte> data)
        {
            ErrorCode error = ErrorCode.None;
            for (int at = 0; at < data.Length && error == ErrorCode.None; at += (int)BounceBytes)
            {
                Span<byte> piece = data.Slice(at, Math.Min(data.Length - at, (int)BounceBytes));
                error = drive.Read(firstSector + (ulong)(at / SectorSize), piece);
            }

            return error;
        }

        protected override ErrorCode WriteSectors(ulong firstSector, ReadOnlySpan<byte> data) => ErrorCode.AccessDenied;

        protected override ErrorCode FlushWrites() => ErrorCode.None;
    }
}
