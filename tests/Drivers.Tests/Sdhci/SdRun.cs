// A run of random requests to a card, with a model of its contents.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Drivers.Tests.Virtio;
using RustKernel.Services.Disk;

namespace RustKernel.Drivers.Tests.Sdhci;

/// <summary>
/// Each request has a block of memory of its own; no two in flight touch the same sectors. The driver looks only when the controller
/// interrupts, so a lost interrupt stops the run.
/// </summary>
internal sealed class SdRun
{
    internal const int Sectors = 2048;
    internal const int BlockSectors = 160;
    private const int Blocks = 12;
    private const int MostSteps = 200;
    private const uint TableBytes = 4096;
    private readonly Random _random;
    private readonly List<int> _free;
    private readonly int _blocks;
    private readonly int _blockSectors;
    private readonly Dictionary<DiskRequest<FakeDma>, int> _inFlight = [];
    private readonly byte[] _model;

    internal SdRun(
        bool isDma,
        bool isCoherent = false,
        int seed = 1,
        bool isHighCapacity = true,
        int sectors = Sectors,
        int blocks = Blocks,
        int blockSectors = BlockSectors)
    {
        _random = new Random(seed);
        _free = [.. Enumerable.Range(0, blocks)];
        _blocks = blocks;
        _blockSectors = blockSectors;
        Memory = new TwoViewMemory((int)TableBytes + (blocks * blockSectors * FakeSdCard.SectorBytes), isCoherent, seed);
        Card = new FakeSdCard(sectors, isHighCapacity);
        Controller = new FakeSdhci(Time, Card, isDma ? Memory : null);
        Drive = NewDrive();
        _model = [.. Card.Contents];
    }

    internal FakeTime Time { get; } = new();

    internal TwoViewMemory Memory { get; }

    internal FakeSdCard Card { get; }

    internal FakeSdhci Controller { get; }

    internal SdDrive<FakeBus, FakeClock, FakeDma> Drive { get; set; }

    internal ulong Now => (ulong)Time.Nanoseconds / 1000;

    internal int Answered { get; private set; }

    /// <summary>Makes something go wrong once; called now and then.</summary>
    internal Action? Mishap { get; set; }

    private int SinceMishap { get; set; }

    internal SdDrive<FakeBus, FakeClock, FakeDma> NewDrive() => new(new FakeBus(Controller), new FakeClock(Time), 5_000_000);

    internal ErrorCode Start()
    {
        ErrorCode error = Drive.Start();
        if (error == ErrorCode.None && Drive.WantsTable)
        {
            Drive.UseTable(new FakeDma(Memory, 0));
        }

        return error;
    }

    /// <summary>Waits until the driver looks for a card once more.</summary>
    internal void Rest() => Time.Pass(SdDrive<FakeBus, FakeClock, FakeDma>.RestMicroseconds * 1000L);

    /// <summary>Makes <paramref name="count"/> requests and checks every answer. Null: all is well; otherwise the fault.</summary>
    internal string? Make(int count)
    {
        for (int made = 0; made < count || _inFlight.Count != 0;)
        {
            if (made < count && _free.Count != 0 && _random.Next(3) != 0)
            {
                Begin();
                made++;
            }
            else if (!Step() && _inFlight.Count != 0)
            {
                return $"nothing happens any more: {_inFlight.Count} requests are not answered";
            }

            if (TakeDone() is string wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    /// <summary>
    /// Makes a request for every block; some time later another driver replaces this one. <paramref name="cut"/> of the requests
    /// had no answer by then. Null: all is well; otherwise the fault.
    /// </summary>
    internal string? End(out int cut)
    {
        cut = 0;
        byte[] before = [.. _model];
        while (_free.Count != 0)
        {
            Begin();
        }

        string? wrong = TakeDone();
        for (int steps = _random.Next(_random.Next(3) == 0 ? MostSteps * 10 : MostSteps); wrong is null && steps > 0 && Step(); steps--)
        {
            wrong = TakeDone();
        }

        cut = _inFlight.Count;
        Drive = NewDrive();
        return wrong ?? (Start() is ErrorCode error and not ErrorCode.None ? $"the successor does not start: {error}" : TakeBack(before));
    }

    // A write without an answer is there or not, sector by sector, and no one owns its memory.
    private string? TakeBack(byte[] before)
    {
        int bytes = _blocks * _blockSectors * FakeSdCard.SectorBytes;
        byte[] memory = Memory.Device(TwoViewMemory.Base + TableBytes, bytes).ToArray();
        Time.Pass(1_000_000_000);
        if (!Memory.Device(TwoViewMemory.Base + TableBytes, bytes).SequenceEqual(memory))
        {
            return "something got into memory after the successor's reset";
        }

        foreach ((DiskRequest<FakeDma> request, int block) in _inFlight)
        {
            for (int i = 0; i < (int)request.Count; i++)
            {
                int at = ((int)request.Sector + i) * FakeSdCard.SectorBytes;
                Range sector = at..(at + FakeSdCard.SectorBytes);
                Span<byte> now = Card.Contents.AsSpan(sector);
                if (now.SequenceEqual(before.AsSpan(sector)))
                {
                    now.CopyTo(_model.AsSpan(sector));
                }
            }

            _free.Add(block);
        }

        _inFlight.Clear();
        return Card.Contents.AsSpan().SequenceEqual(_model) ? null : "the card has what nobody wrote, or lacks what was said to be written";
    }

    /// <summary>Makes a single request, and returns its result; null: it has no answer.</summary>
    internal ErrorCode? Do(DiskOperation operation, ulong sector, uint count, int block = 0)
    {
        DiskRequest<FakeDma> request = Request(operation, sector, count, block);
        Drive.Add(request, Now);
        return Await(request) ? request.Result : null;
    }

    internal bool Await(DiskRequest<FakeDma> request)
    {
        while (true)
        {
            if (Drive.TakeDone() is DiskRequest<FakeDma> done)
            {
                return ReferenceEquals(done, request);
            }

            if (!Step())
            {
                // Now only time helps.
                Time.Pass(6_000_000_000);
                Drive.OnTime(Now);
                if (Drive.InFlight == 0 && Drive.TakeDone() is DiskRequest<FakeDma> late)
                {
                    return ReferenceEquals(late, request);
                }
            }
        }
    }

    internal DiskRequest<FakeDma> Request(DiskOperation operation, ulong sector, uint count, int block = 0) => new()
    {
        Operation = operation,
        Sector = sector,
        Count = count,
        Data = new FakeDma(Memory, Block(block)),
    };

    internal uint Block(int block) => TableBytes + (uint)(block * _blockSectors * FakeSdCard.SectorBytes);

    /// <summary>Puts <paramref name="bytes"/> where a request takes them from.</summary>
    internal void Fill(int block, byte[] bytes)
    {
        for (int i = 0; i < bytes.Length; i += 8)
        {
            Memory.Write(Block(block) + (uint)i, BitConverter.ToUInt64(bytes, i), 8);
        }
    }

    internal byte[] Read(int block, int bytes)
    {
        byte[] all = new byte[bytes];
        for (int i = 0; i < bytes; i += 8)
        {
            BitConverter.GetBytes(Memory.Read(Block(block) + (uint)i, 8)).CopyTo(all, i);
        }

        return all;
    }

    // Advances the time to the next event, and looks at the line. False: there is none.
    private bool Step()
    {
        if (!Controller.InterruptLine && Time.IsIdle)
        {
            return false;
        }

        Time.Pass(10_000);
        Memory.ArriveSome();
        if (Controller.InterruptLine)
        {
            Drive.OnInterrupt(Now);
        }

        return true;
    }

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
        if (Mishap is not null && SinceMishap++ > 6)
        {
            SinceMishap = 0;
            Mishap();
        }

        ulong sector = (ulong)(block * _blockSectors);
        uint count = (uint)(_random.Next(3) == 0 ? 1 : _random.Next(1, _blockSectors + 1));
        DiskRequest<FakeDma> request = Request(operation, sector, count, block);
        Span<byte> model = _model.AsSpan((int)sector * FakeSdCard.SectorBytes, (int)count * FakeSdCard.SectorBytes);
        if (operation == DiskOperation.Write)
        {
            _random.NextBytes(model);
            Fill(block, model.ToArray());
        }

        if (operation == DiskOperation.Discard)
        {
            model.Clear();
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
                return $"{done.Operation} of {done.Count} from sector {done.Sector}: {done.Result}";
            }

            int at = (int)done.Sector * FakeSdCard.SectorBytes;
            int bytes = (int)done.Count * FakeSdCard.SectorBytes;
            bool isWritten = done.Operation is DiskOperation.Write or DiskOperation.Discard;
            if (isWritten && !_model.AsSpan(at, bytes).SequenceEqual(Card.Contents.AsSpan(at, bytes)))
            {
                return $"sector {done.Sector} on the card is not what was written";
            }

            if (done.Operation == DiskOperation.Read && !Read(block, bytes).AsSpan().SequenceEqual(_model.AsSpan(at, bytes)))
            {
                return $"what was read from sector {done.Sector} is not what is on the card";
            }
        }

        return null;
    }
}
