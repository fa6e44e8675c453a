// A run of random requests to a virtio disk, with a model of its contents.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Drivers.Virtio;
using RustKernel.Services.Disk;

namespace RustKernel.Drivers.Tests.Virtio;

/// <summary>
/// Each request has a block of memory of its own; no two in flight touch the same sectors. The driver looks only when the device
/// interrupts, so a lost interrupt stops the run.
/// </summary>
internal sealed class DiskRun
{
    internal const int Sectors = 512;
    private const int Blocks = 80;
    private const int BlockSectors = 4;
    private const int BlockBytes = BlockSectors * FakeVirtioDisk.SectorBytes;
    private readonly Random _random;
    private readonly List<int> _free = [.. Enumerable.Range(0, Blocks)];
    private readonly Dictionary<DiskRequest<FakeDma>, int> _inFlight = [];
    private readonly byte[] _model;

    internal DiskRun(bool isCoherent, int seed, ulong patience = 1000)
    {
        _random = new Random(seed);
        Memory = new TwoViewMemory((int)VirtioBlock<FakeBus, FakeDma>.MemoryBytes + (Blocks * BlockBytes), isCoherent, seed);
        Device = new FakeVirtioDisk(Memory, Sectors, seed);
        Drive = new VirtioDrive<FakeBus, FakeDma>(new FakeBus(Device), new FakeDma(Memory, 0), patience);
        _model = [.. Device.Contents];
    }

    internal TwoViewMemory Memory { get; }

    internal FakeVirtioDisk Device { get; }

    internal VirtioDrive<FakeBus, FakeDma> Drive { get; }

    internal ulong Now { get; set; }

    internal int Answered { get; private set; }

    /// <summary>
    /// Makes <paramref name="count"/> requests, many at a time, and checks every answer. Null: all is well; otherwise the fault.
    /// </summary>
    internal string? Make(int count)
    {
        int idle = 0;
        for (int made = 0; made < count || _inFlight.Count != 0;)
        {
            if (made < count && _free.Count != 0 && _random.Next(3) != 0)
            {
                Begin();
                made++;
            }
            else
            {
                Device.Work(_random.Next(6));
            }

            Memory.ArriveSome();
            idle = Device.InterruptLine ? 0 : idle + 1;
            if (Device.InterruptLine)
            {
                Drive.OnInterrupt(Now);
            }

            if (TakeDone() is string wrong)
            {
                return wrong;
            }

            if (idle > 2000)
            {
                return $"nothing happens any more: {_inFlight.Count} requests in flight, the device has {Device.Waiting}";
            }
        }

        return null;
    }

    /// <summary>Makes a single request.</summary>
    internal DiskRequest<FakeDma> Request(DiskOperation operation, ulong sector, uint count, int block = 0) => new()
    {
        Operation = operation,
        Sector = sector,
        Count = count,
        Data = new FakeDma(Memory, Block(block)),
    };

    private static uint Block(int block) => VirtioBlock<FakeBus, FakeDma>.MemoryBytes + ((uint)block * BlockBytes);

    private void Begin()
    {
        int block = _free[_random.Next(_free.Count)];
        DiskOperation operation = _random.Next(8) switch
        {
            0 => DiskOperation.Flush,
            1 => DiskOperation.Discard,
            < 5 => DiskOperation.Write,
            _ => DiskOperation.Read,
        };

        // A block has its own sectors: requests in flight do not overlap.
        ulong sector = (ulong)(block * BlockSectors);
        uint count = (uint)_random.Next(1, BlockSectors + 1);
        DiskRequest<FakeDma> request = Request(operation, sector, count, block);
        int at = (int)sector * FakeVirtioDisk.SectorBytes;
        for (uint i = 0; i < count * FakeVirtioDisk.SectorBytes && operation == DiskOperation.Write; i += 8)
        {
            ulong value = (ulong)_random.NextInt64();
            Memory.Write(Block(block) + i, value, 8);
            BitConverter.GetBytes(value).CopyTo(_model, at + (int)i);
        }

        if (operation == DiskOperation.Discard)
        {
            _model.AsSpan(at, (int)count * FakeVirtioDisk.SectorBytes).Clear();
        }

        _ = _free.Remove(block);
        _inFlight.Add(request, block);
        Drive.Add(request, Now);
    }

    private string? TakeDone()
    {
        while (Drive.TakeDone() is DiskRequest<FakeDma> done)
        {
            if (!_inFlight.Remove(done, out int block))
            {
                return "a request was answered twice";
            }

            Answered++;
            _free.Add(block);
            if (done.Result != ErrorCode.None)
            {
                return $"{done.Operation} of sector {done.Sector}: {done.Result}";
            }

            int at = (int)done.Sector * FakeVirtioDisk.SectorBytes;
            int bytes = (int)done.Count * FakeVirtioDisk.SectorBytes;
            bool isWritten = done.Operation is DiskOperation.Write or DiskOperation.Discard;
            if (isWritten && !_model.AsSpan(at, bytes).SequenceEqual(Device.Contents.AsSpan(at, bytes)))
            {
                return $"sector {done.Sector} on the disk is not what was written";
            }

            for (int i = 0; i < bytes && done.Operation == DiskOperation.Read; i += 8)
            {
                if (Memory.Read(Block(block) + (uint)i, 8) != BitConverter.ToUInt64(_model, at + i))
                {
                    return $"byte {i} of what was read from sector {done.Sector} is not what is on the disk";
                }
            }
        }

        return null;
    }
}
