// A virtio network card that behaves, or does not: it takes what it is given when it likes, sends in any order, and complains of what no
// device would forgive.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Drivers.Tests.Virtio;

/// <summary>
/// Works on the device's view of <see cref="TwoViewMemory"/>. It looks at the available rings whenever anything of the memory changes,
/// so a driver that makes an index visible before what it stands for is found out.
/// </summary>
public sealed class FakeVirtioNetwork : FakeDevice
{
    public const ulong EventIndex = 1ul << 29;
    public const ulong Address = 0x5254_0012_3456;
    private const int HeaderBytes = 12;
    private const ulong Offered = (1ul << 5) | (1ul << 16) | (1ul << 15) | (1ul << 17) | EventIndex | (1ul << 32);
    private readonly TwoViewMemory _memory;
    private readonly Random _random;
    private readonly Queue[] _queues = [new(), new()];
    private uint _status, _featureSelect, _driverSelect, _interrupt, _queue;
    private bool _isWorking;

    public FakeVirtioNetwork(TwoViewMemory memory, int seed)
    {
        _memory = memory;
        _random = new Random(seed);
        memory.Changed = Look;
    }

    public uint Magic { get; set; } = 0x7472_6976;

    public uint Version { get; set; } = 2;

    public uint DeviceId { get; set; } = 1;

    public uint[] QueueLimits { get; } = [1024, 1024];

    public ulong Features { get; set; } = Offered;

    public ulong Taken { get; private set; }

    public byte[] Configuration { get; } = [0x52, 0x54, 0, 0x12, 0x34, 0x56, 1, 0, 1, 0, 0xDC, 5];

    public bool IsStuckInReset { get; set; }

    public bool RefusesFeatures { get; set; }

    public bool IsRestless { get; set; }

    /// <summary>It takes buffers and frames and does nothing with them.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Flags of the header before the next frames that come.</summary>
    public byte Flags { get; set; }

    /// <summary>What it writes into the next entry of a used ring instead of the chain's head, and instead of its length.</summary>
    public uint? Lie { get; set; }

    public uint? LengthLie { get; set; }

    /// <summary>Added to the used index of the receive queue: so many frames came that it never wrote.</summary>
    public ushort IndexLie { get; set; }

    /// <summary>Called when it has looked: what it does at a moment that the driver does not choose.</summary>
    public Action? Looked { get; set; }

    /// <summary>Frames that came out of the card, headers and all.</summary>
    public List<(byte[] Header, byte[] Frame)> Sent { get; } = [];

    public int Resets { get; private set; }

    public int[] Notified { get; } = new int[2];

    public bool InterruptLine => _interrupt != 0;

    public int Buffers => _queues[0].Accepted.Count;

    public int Waiting => _queues[1].Accepted.Count;

    public bool NeedsReset
    {
        set
        {
            _status = value ? _status | 64 : _status;
            _interrupt |= value ? 2u : 0;
        }
    }

    private bool HasEvents => (Taken & EventIndex) != 0;

    /// <summary>The link goes up or down, and an interrupt says so.</summary>
    public void SetLink(bool isUp)
    {
        Configuration[6] = isUp ? (byte)1 : (byte)0;
        _interrupt |= 2;
    }

    /// <summary>A frame comes; false: there is no buffer for it.</summary>
    public bool Come(ReadOnlySpan<byte> frame)
    {
        Look();
        if (IsSilent || Buffers == 0)
        {
            return false;
        }

        ushort head = TakeAny(_queues[0], isAny: false);
        (ulong address, uint bytes, bool isWritten) = Chain(_queues[0], head)[0];
        Require(isWritten && bytes >= HeaderBytes + frame.Length, $"no room for a frame of {frame.Length} bytes");
        byte[] all = [Flags, .. new byte[HeaderBytes - 1], .. frame];
        all.CopyTo(_memory.Device(address, all.Length));
        _memory.DeviceWrote(address, all.Length);
        Use(0, head, (uint)all.Length);
        return true;
    }

    /// <summary>Sends <paramref name="count"/> of the frames that it has, and gives them back in an order of its own.</summary>
    public void Work(int count = int.MaxValue)
    {
        Look();
        while (!IsSilent && count-- > 0 && Waiting != 0)
        {
            ushort head = TakeAny(_queues[1], isAny: true);
            List<(ulong Address, uint Bytes, bool IsWritten)> chain = Chain(_queues[1], head);
            Require(chain.Count == 2 && chain.All(part => !part.IsWritten), "a frame is a header and a frame, both to be read");
            Require(chain[0].Bytes == HeaderBytes, $"a header of {chain[0].Bytes} bytes");
            Require(chain[1].Bytes is >= 60 and <= 1514, $"a frame of {chain[1].Bytes} bytes");
            Sent.Add((_memory.Device(chain[0].Address, HeaderBytes).ToArray(),
                _memory.Device(chain[1].Address, (int)chain[1].Bytes).ToArray()));
            Use(1, head, 0);
        }
    }

    public override byte Read8(uint offset) =>
        offset is >= 0x100 and < 0x10C ? Configuration[offset - 0x100] : throw Wrong("read8", offset);

    public override uint Read32(uint offset) =>
        offset switch
        {
            0x000 => Magic,
            0x004 => Version,
            0x008 => DeviceId,
            0x010 => (uint)(Features >> (int)(_featureSelect * 32)),
            0x034 => _queue < 2 ? QueueLimits[_queue] : 0,
            0x044 => _queue < 2 && _queues[_queue].IsReady ? 1u : 0,
            0x060 => _interrupt,
            0x070 => _status,
            0x0FC => IsRestless ? (uint)_random.Next() : 7,
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
            case 0x030: Require(value < 2, $"there is no queue {value}"); _queue = value; break;
            case 0x038:
                Require(value != 0 && (value & (value - 1)) == 0 && value <= QueueLimits[_queue], $"a queue of {value}");
                _queues[_queue].Size = value;
                break;
            case 0x044: Require((_status & 8) != 0, "features first"); _queues[_queue].IsReady = value == 1; break;
            case 0x050: Notified[value]++; Look(); break;
            case 0x064: _interrupt &= ~value; break;
            case 0x070: WriteStatus(value); break;
            case >= 0x080 and <= 0x0A4:
                _queues[_queue].Addresses[((offset - 0x080) / 0x10 * 2) + ((offset & 4) / 4)] = value;
                break;
            default: throw Wrong("write32", offset);
        }
    }

    private static void Require(bool isSo, string what)
    {
        if (!isSo)
        {
            throw new InvalidOperationException("the device does not forgive: " + what);
        }
    }

    private ushort TakeAny(Queue queue, bool isAny)
    {
        int at = isAny ? _random.Next(queue.Accepted.Count) : 0;
        ushort head = queue.Accepted[at];
        queue.Accepted.RemoveAt(at);
        return head;
    }

    private void WriteStatus(uint value)
    {
        if (value == 0)
        {
            Resets++;
            if (IsStuckInReset)
            {
                _status |= 1;
                return;
            }

            (_status, Taken, _interrupt) = (0, 0, 0);
            (_queues[0], _queues[1]) = (new(), new());
            return;
        }

        Require((value & _status & ~64u) == (_status & ~64u), $"status 0x{value:x} after 0x{_status:x}");
        Require((value & 8) == 0 || (value & 3) == 3, "FEATURES_OK before DRIVER");
        bool isReady = _queues[0].IsReady && _queues[1].IsReady;
        Require((value & 4) == 0 || (isReady && (value & 8) != 0), "DRIVER_OK before the queues");
        Require((value & 4) == 0 || (Taken & ~Features) == 0, "features that were not offered");
        _status = RefusesFeatures ? value & ~8u : value;
    }

    private void Look()
    {
        if ((_status & 4) == 0 || _isWorking || (_status & 64) != 0)
        {
            return;
        }

        _isWorking = true;
        foreach (Queue queue in _queues)
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

    private List<(ulong Address, uint Bytes, bool IsWritten)> Chain(Queue queue, ushort head)
    {
        List<(ulong, uint, bool)> chain = [];
        for (int next = head; next >= 0;)
        {
            Require(next < queue.Size && chain.Count < 2, $"descriptor {next} after {chain.Count} others");
            Span<byte> bytes = _memory.Device(queue.Descriptors + (16ul * (uint)next), 16);
            ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]);
            Require((flags & ~3) == 0, $"flags 0x{flags:x}");
            chain.Add((BinaryPrimitives.ReadUInt64LittleEndian(
                bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), (flags & 2) != 0));
            next = (flags & 1) != 0 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]) : -1;
        }

        return chain;
    }

    private void Use(int index, ushort head, uint bytes)
    {
        Queue queue = _queues[index];
        ulong entry = queue.Used + 4 + (8ul * (uint)(queue.UsedIndex % queue.Size));
        Put(entry, Lie ?? head, 4);
        Put(entry + 4, LengthLie ?? bytes, 4);
        queue.UsedIndex++;
        Put(queue.Used + 2, (ushort)(queue.UsedIndex + IndexLie), 2);
        ushort wanted = Word(queue.Available + 4 + (2ul * queue.Size));
        if (!HasEvents || (ushort)(queue.UsedIndex - wanted - 1) < (ushort)(queue.UsedIndex - queue.Told))
        {
            queue.Told = queue.UsedIndex;
            _interrupt |= 1;
        }
    }

    private ushort Word(ulong address) => BinaryPrimitives.ReadUInt16LittleEndian(_memory.Device(address, 2));

    private void Put(ulong address, ulong value, int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            _memory.Device(address, bytes)[i] = (byte)(value >> (8 * i));
        }

        _memory.DeviceWrote(address, bytes);
    }

    private sealed class Queue
    {
        public uint Size { get; set; }

        public bool IsReady { get; set; }

        public uint[] Addresses { get; } = new uint[6];

        public List<ushort> Accepted { get; } = [];

        public ushort Seen { get; set; }

        public ushort UsedIndex { get; set; }

        public ushort Told { get; set; }

        public ulong Descriptors => Addresses[0] | ((ulong)Addresses[1] << 32);

        public ulong Available => Addresses[2] | ((ulong)Addresses[3] << 32);

        public ulong Used => Addresses[4] | ((ulong)Addresses[5] << 32);
    }
}
