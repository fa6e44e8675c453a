// A virtio block device that behaves, or does not: it reads rings when it likes, completes in any order, and complains of what no
// device would forgive.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Drivers.Tests.Virtio;

/// <summary>
/// Works on the device's view of <see cref="TwoViewMemory"/>. It looks at the available ring whenever anything of the memory changes,
/// so a driver that makes an index visible before what it stands for is found out.
/// </summary>
public sealed class FakeVirtioDisk : FakeDevice
{
    public const int SectorBytes = 512;
    private const ulong Offered = (1ul << 6) | (1ul << 9) | (1ul << 13) | (1ul << 29) | (1ul << 32);
    private readonly TwoViewMemory _memory;
    private readonly Random _random;
    private readonly List<ushort> _accepted = [];
    private readonly uint[] _addresses = new uint[6];
    private ulong _taken;
    private uint _status, _featureSelect, _driverSelect, _interrupt, _size;
    private bool _isReady, _isWorking;
    private ushort _seen, _used, _toldUsed;

    public FakeVirtioDisk(TwoViewMemory memory, int sectors, int seed)
    {
        _memory = memory;
        _random = new Random(seed);
        Contents = new byte[sectors * SectorBytes];
        _random.NextBytes(Contents);
        memory.Changed = Look;
    }

    public byte[] Contents { get; }

    public uint Magic { get; set; } = 0x7472_6976;

    public uint Version { get; set; } = 2;

    public uint DeviceId { get; set; } = 2;

    public uint QueueLimit { get; set; } = 256;

    public ulong Features { get; set; } = Offered;

    /// <summary>It never says that a reset is over, and goes on with what it has.</summary>
    public bool IsStuckInReset { get; set; }

    public bool RefusesFeatures { get; set; }

    /// <summary>It takes requests and answers none.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Most sectors of a discard, as its configuration says now.</summary>
    public uint MostDiscarded { get; set; } = 100;

    /// <summary>The configuration changes with each look.</summary>
    public bool IsRestless { get; set; }

    /// <summary>Sectors that cannot be read or written.</summary>
    public HashSet<ulong> Bad { get; } = [];

    /// <summary>What it writes into the next entry of the used ring instead of the chain's head.</summary>
    public uint? Lie { get; set; }

    /// <summary>Requests done, by type.</summary>
    public List<uint> Done { get; } = [];

    public int Resets { get; private set; }

    public int Notified { get; private set; }

    public bool InterruptLine => _interrupt != 0;

    public uint Status => _status;

    public int Waiting => _accepted.Count;

    public bool NeedsReset
    {
        set => _status = value ? _status | 64 : _status;
    }

    private ulong Descriptors => _addresses[0] | ((ulong)_addresses[1] << 32);

    private ulong Available => _addresses[2] | ((ulong)_addresses[3] << 32);

    private ulong Used => _addresses[4] | ((ulong)_addresses[5] << 32);

    private bool HasEvents => (_taken & (1ul << 29)) != 0;

    /// <summary>Completes <paramref name="count"/> of the requests that it has, in an order of its own.</summary>
    public void Work(int count = int.MaxValue)
    {
        Look();
        while (!IsSilent && count-- > 0 && _accepted.Count != 0)
        {
            int at = _random.Next(_accepted.Count);
            ushort head = _accepted[at];
            _accepted.RemoveAt(at);
            Complete(head);
        }
    }

    public override uint Read32(uint offset) =>
        offset switch
        {
            0x000 => Magic,
            0x004 => Version,
            0x008 => DeviceId,
            0x010 => (uint)(Features >> (int)(_featureSelect * 32)),
            0x034 => QueueLimit,
            0x044 => _isReady ? 1u : 0,
            0x060 => _interrupt,
            0x070 => _status,
            0x0FC => IsRestless ? (uint)_random.Next() : 7,
            0x100 => (uint)(Contents.Length / SectorBytes),
            0x104 => 0,
            0x114 => 4096,
            0x124 => MostDiscarded,
            _ => throw Wrong("read32", offset),
        };

    public override void Write32(uint offset, uint value)
    {
        uint word = value;
        switch (offset)
        {
            case 0x014: _featureSelect = word; break;
            case 0x024: _driverSelect = word; break;
            case 0x020:
                _taken = (_taken & ~(0xFFFF_FFFFul << (int)(_driverSelect * 32)))
                | ((ulong)word << (int)(_driverSelect * 32)); break;
            case 0x030: Require(word == 0, "queue 0 is the only one"); break;
            case 0x038: _size = word; Require((word & (word - 1)) == 0 && word <= QueueLimit, $"a queue of {word}"); break;
            case 0x044: _isReady = word == 1; Require((_status & 8) != 0, "features first"); break;
            case 0x050: Notified++; Look(); break;
            case 0x064: _interrupt &= ~word; break;
            case 0x070: WriteStatus(word); break;
            case >= 0x080 and <= 0x0A4: _addresses[((offset - 0x080) / 0x10 * 2) + ((offset & 4) / 4)] = word; break;
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

            (_status, _taken, _interrupt) = (0, 0, 0);
            (_seen, _used, _toldUsed, _isReady) = (0, 0, 0, false);
            _accepted.Clear();
            return;
        }

        Require((value & _status & ~64u) == (_status & ~64u), $"status 0x{value:x} after 0x{_status:x}");
        Require((value & 8) == 0 || (value & 3) == 3, "FEATURES_OK before DRIVER");
        Require((value & 4) == 0 || (_isReady && (value & 8) != 0), "DRIVER_OK before the queue");
        _status = RefusesFeatures ? value & ~8u : value;
    }

    // Takes what is in the available ring as it sees it now.
    private void Look()
    {
        if ((_status & 4) == 0 || _isWorking || (_status & 64) != 0)
        {
            return;
        }

        _isWorking = true;
        ushort index = Word(Available + 2);
        while (_seen != index)
        {
            ushort head = Word(Available + 4 + (2ul * (uint)(_seen % _size)));
            Require(head < _size, $"entry {_seen} of the available ring names descriptor {head}");
            Require(!_accepted.Contains(head), $"descriptor {head} is given twice");
            _ = Chain(head);
            _accepted.Add(head);
            _seen++;
        }

        if (HasEvents)
        {
            Put(Used + 4 + (8ul * _size), _seen, 2);
        }

        _isWorking = false;
    }

    private List<(ulong Address, uint Bytes, bool IsWritten)> Chain(ushort head)
    {
        List<(ulong, uint, bool)> chain = [];
        for (int next = head; next >= 0;)
        {
            Require(next < _size && chain.Count < 3, $"descriptor {next} after {chain.Count} others");
            ulong at = Descriptors + (16ul * (uint)next);
            Span<byte> bytes = _memory.Device(at, 16);
            ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]);
            Require((flags & ~3) == 0, $"flags 0x{flags:x}");
            chain.Add((BinaryPrimitives.ReadUInt64LittleEndian(
                bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), (flags & 2) != 0));
            next = (flags & 1) != 0 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]) : -1;
        }

        Require(chain.Count >= 2 && !chain[0].Item3 && chain[0].Item2 == 16, "the first descriptor is no header");
        Require(chain[^1].Item3 && chain[^1].Item2 == 1, "the last descriptor is no status");
        Require(_memory.Device(chain[^1].Item1, 1)[0] == 0xFF, "the status is not as before a request");
        return chain;
    }

    private void Complete(ushort head)
    {
        List<(ulong Address, uint Bytes, bool IsWritten)> chain = Chain(head);
        Span<byte> header = _memory.Device(chain[0].Address, 16);
        uint type = BinaryPrimitives.ReadUInt32LittleEndian(header);
        ulong sector = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]);
        byte status = Do(type, sector, chain);
        Done.Add(type);
        Put(chain[^1].Address, status, 1);
        ulong entry = Used + 4 + (8ul * (uint)(_used % _size));
        Put(entry, Lie ?? head, 4);
        Put(entry + 4, 1, 4);
        _used++;
        Put(Used + 2, _used, 2);
        bool isWanted = !HasEvents || (ushort)(_used - Word(Available + 4 + (2ul * _size)) - 1) < (ushort)(_used - _toldUsed);
        if (isWanted)
        {
            _toldUsed = _used;
            _interrupt |= 1;
        }
    }

    private byte Do(uint type, ulong sector, List<(ulong Address, uint Bytes, bool IsWritten)> chain)
    {
        (ulong address, uint bytes, bool isWritten) = chain.Count == 3 ? chain[1] : default;
        int at = (int)sector * SectorBytes;
        switch (type)
        {
            case 0 or 1:
                Require(isWritten == (type == 0), "data in the wrong direction");
                if (bytes % SectorBytes != 0 || at + bytes > Contents.Length
                    || Enumerable.Range(0, (int)bytes / SectorBytes).Any(i => Bad.Contains(sector + (ulong)i)))
                {
                    return 1;
                }

                Span<byte> data = _memory.Device(address, (int)bytes);
                if (type == 0)
                {
                    Contents.AsSpan(at, (int)bytes).CopyTo(data);
                    _memory.DeviceWrote(address, (int)bytes);
                }
                else
                {
                    data.CopyTo(Contents.AsSpan(at));
                }

                return 0;
            case 4:
                Require(sector == 0 && chain.Count == 2, "a flush with data");
                return 0;
            case 8:
                Require(isWritten && bytes == 20, "no room for a serial number");
                "disk-of-tests\0"u8.CopyTo(_memory.Device(address, 20));
                _memory.DeviceWrote(address, 20);
                return 0;
            case 11:
                Span<byte> segment = _memory.Device(address, 16);
                uint count = BinaryPrimitives.ReadUInt32LittleEndian(segment[8..]);
                Require(bytes == 16 && count is > 0 and <= 100, $"a discard of {count} sectors");
                Contents.AsSpan((int)BinaryPrimitives.ReadUInt64LittleEndian(segment) * SectorBytes, (int)count * SectorBytes).Clear();
                return 0;
            default:
                return 2;
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
}
