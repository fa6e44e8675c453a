// What all fake virtio devices share: the registers of the transport, and the split queues.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Drivers.Tests.Virtio;

/// <summary>
/// Works on the device's view of <see cref="TwoViewMemory"/>. It looks at the available rings at every change in the memory, so it
/// catches a driver that makes an index visible before the entries that it includes. It fails the test when a driver does what the
/// specification forbids.
/// </summary>
public abstract class FakeVirtioDevice : FakeDevice
{
    public const ulong EventIndex = 1ul << 29;
    protected const ulong Version1 = 1ul << 32;
    private const uint InterruptOfQueue = 1;
    private const uint InterruptOfConfiguration = 2;
    private const uint NeedsResetBit = 64;
    private readonly int _mostParts;
    private uint _featureSelect, _driverSelect, _interrupt, _queue;
    private bool _isWorking;

    /// <param name="memory">The memory that it reaches.</param>
    /// <param name="deviceId">Its kind of device.</param>
    /// <param name="queueLimits">The largest size of each queue.</param>
    /// <param name="features">The features that it offers.</param>
    /// <param name="mostParts">Descriptors of the longest chain.</param>
    /// <param name="seed">The seed of its choices.</param>
    protected FakeVirtioDevice(TwoViewMemory memory, uint deviceId, uint[] queueLimits, ulong features, int mostParts, int seed)
    {
        Memory = memory;
        DeviceId = deviceId;
        QueueLimits = queueLimits;
        Features = features;
        _mostParts = mostParts;
        Random = new Random(seed);
        Queues = [.. queueLimits.Select(_ => new FakeVirtioQueue())];
        Notified = new int[queueLimits.Length];
        memory.Changed = Look;
    }

    public uint Magic { get; set; } = 0x7472_6976;

    public uint Version { get; set; } = 2;

    public uint DeviceId { get; set; }

    public uint[] QueueLimits { get; }

    public ulong Features { get; set; }

    /// <summary>The features that the driver has taken.</summary>
    public ulong Taken { get; private set; }

    /// <summary>It never reports the end of a reset, and continues with its chains.</summary>
    public bool IsStuckInReset { get; set; }

    public bool RefusesFeatures { get; set; }

    /// <summary>The configuration changes at each look.</summary>
    public bool IsRestless { get; set; }

    /// <summary>It takes requests and does nothing with them.</summary>
    public bool IsSilent { get; set; }

    /// <summary>The value that it writes into the next entry of a used ring instead of the chain's head.</summary>
    public uint? Lie { get; set; }

    /// <summary>The value that it writes there instead of the length.</summary>
    public uint? LengthLie { get; set; }

    /// <summary>Added to the used index, as if it had used more entries than it wrote.</summary>
    public ushort IndexLie { get; set; }

    /// <summary>Called after each look, at moments that the driver does not choose.</summary>
    public Action? Looked { get; set; }

    public int Resets { get; private set; }

    /// <summary>Notifications of each queue.</summary>
    public int[] Notified { get; }

    public bool InterruptLine => _interrupt != 0;

    public uint Status { get; private set; }

    public bool NeedsReset
    {
        set
        {
            Status = value ? Status | NeedsResetBit : Status;
            _interrupt |= value ? InterruptOfConfiguration : 0;
        }
    }

    protected TwoViewMemory Memory { get; }

    protected Random Random { get; }

    private protected FakeVirtioQueue[] Queues { get; }

    private bool HasEvents => (Taken & EventIndex) != 0;

    public override uint Read32(uint offset) =>
        offset switch
        {
            0x000 => Magic,
            0x004 => Version,
            0x008 => DeviceId,
            0x010 => (uint)(Features >> (int)(_featureSelect * 32)),
            0x034 => _queue < Queues.Length ? QueueLimits[_queue] : 0,
            0x044 => _queue < Queues.Length && Queues[_queue].IsReady ? 1u : 0,
            0x060 => _interrupt,
            0x070 => Status,
            0x0FC => IsRestless ? (uint)Random.Next() : 7,
            _ => throw Wrong("read32", offset),
        };

    public override void Write32(uint offset, uint value)
    {
        switch (offset)
        {
            case 0x014: _featureSelect = value; break;
            case 0x024: _driverSelect = value; break;
            case 0x020:
                Taken = (Taken & ~(0xFFFF_FFFFul << (int)(_driverSelect * 32)))
                | ((ulong)value << (int)(_driverSelect * 32)); break;
            case 0x030: Require(value < Queues.Length, $"there is no queue {value}"); _queue = value; break;
            case 0x038:
                Require(value != 0 && (value & (value - 1)) == 0 && value <= QueueLimits[_queue], $"a queue of {value}");
                Queues[_queue].Size = value;
                break;
            case 0x044: Require((Status & 8) != 0, "features first"); Queues[_queue].IsReady = value == 1; break;
            case 0x050: Notified[value]++; Look(); break;
            case 0x064: _interrupt &= ~value; break;
            case 0x070: WriteStatus(value); break;
            case >= 0x080 and <= 0x0A4:
                Queues[_queue].Addresses[((offset - 0x080) / 0x10 * 2) + ((offset & 4) / 4)] = value;
                break;
            default: throw Wrong("write32", offset);
        }
    }

    protected static void Require(bool isSo, string what)
    {
        if (!isSo)
        {
            throw new InvalidOperationException("the device does not forgive: " + what);
        }
    }

    /// <summary>Changes the configuration and interrupts for it.</summary>
    protected void ChangeConfiguration() => _interrupt |= InterruptOfConfiguration;

    /// <summary>Takes the chains that are available now.</summary>
    protected void Look()
    {
        if ((Status & 4) == 0 || _isWorking || (Status & NeedsResetBit) != 0)
        {
            return;
        }

        _isWorking = true;
        foreach (FakeVirtioQueue queue in Queues)
        {
            ushort index = Word(queue.Available + 2);
            while (queue.Seen != index)
            {
                ushort head = Word(queue.Available + 4 + (2ul * (uint)(queue.Seen % queue.Size)));
                Require(head < queue.Size, $"entry {queue.Seen} of the available ring names descriptor {head}");
                Require(!queue.Accepted.Contains(head), $"descriptor {head} is given twice");
                _ = Chain(queue, head);
                queue.Accepted.Add(head);
                queue.Seen++;
            }

            if (HasEvents)
            {
                Put(queue.Used + 4 + (8ul * queue.Size), queue.Seen, 2);
            }
        }

        Looked?.Invoke();
        _isWorking = false;
    }

    /// <summary>One of the chains in <paramref name="queue"/>: any, or the first.</summary>
    private protected ushort Take(FakeVirtioQueue queue, bool isAny)
    {
        int at = isAny ? Random.Next(queue.Accepted.Count) : 0;
        ushort head = queue.Accepted[at];
        queue.Accepted.RemoveAt(at);
        return head;
    }

    /// <summary>The parts of a chain.</summary>
    private protected virtual List<(ulong Address, uint Bytes, bool IsWritten)> Chain(FakeVirtioQueue queue, ushort head)
    {
        List<(ulong, uint, bool)> chain = [];
        for (int next = head; next >= 0;)
        {
            Require(next < queue.Size && chain.Count < _mostParts, $"descriptor {next} after {chain.Count} others");
            Span<byte> bytes = Memory.Device(queue.Descriptors + (16ul * (uint)next), 16);
            ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]);
            Require((flags & ~3) == 0, $"flags 0x{flags:x}");
            chain.Add((BinaryPrimitives.ReadUInt64LittleEndian(
                bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), (flags & 2) != 0));
            next = (flags & 1) != 0 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]) : -1;
        }

        return chain;
    }

    /// <summary>Returns a chain, into which it wrote <paramref name="bytes"/>, and interrupts if the driver wants that.</summary>
    private protected void Use(FakeVirtioQueue queue, ushort head, uint bytes)
    {
        ulong entry = queue.Used + 4 + (8ul * (uint)(queue.UsedIndex % queue.Size));
        Put(entry, Lie ?? head, 4);
        Put(entry + 4, LengthLie ?? bytes, 4);
        queue.UsedIndex++;
        Put(queue.Used + 2, (ushort)(queue.UsedIndex + IndexLie), 2);
        ushort wanted = Word(queue.Available + 4 + (2ul * queue.Size));
        if (!HasEvents || (ushort)(queue.UsedIndex - wanted - 1) < (ushort)(queue.UsedIndex - queue.Told))
        {
            queue.Told = queue.UsedIndex;
            _interrupt |= InterruptOfQueue;
        }
    }

    protected void Put(ulong address, ulong value, int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            Memory.Device(address, bytes)[i] = (byte)(value >> (8 * i));
        }

        Memory.DeviceWrote(address, bytes);
    }

    private ushort Word(ulong address) => BinaryPrimitives.ReadUInt16LittleEndian(Memory.Device(address, 2));

    private void WriteStatus(uint value)
    {
        if (value == 0)
        {
            Resets++;
            if (IsStuckInReset)
            {
                Status |= 1;
                return;
            }

            (Status, Taken, _interrupt) = (0, 0, 0);
            for (int i = 0; i < Queues.Length; i++)
            {
                Queues[i] = new FakeVirtioQueue();
            }

            return;
        }

        Require((value & Status & ~NeedsResetBit) == (Status & ~NeedsResetBit), $"status 0x{value:x} after 0x{Status:x}");
        Require((value & 8) == 0 || (value & 3) == 3, "FEATURES_OK before DRIVER");
        bool isReady = Queues.All(queue => queue.IsReady);
        Require((value & 4) == 0 || (isReady && (value & 8) != 0), "DRIVER_OK before the queues");
        Require((value & 4) == 0 || (Taken & ~Features) == 0, "features that were not offered");
        Status = RefusesFeatures ? value & ~8u : value;
    }
}
