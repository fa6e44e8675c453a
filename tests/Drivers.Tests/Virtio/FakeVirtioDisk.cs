// A virtio block device that behaves or misbehaves: it completes requests in any order.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Drivers.Tests.Virtio;

public sealed class FakeVirtioDisk : FakeVirtioDevice
{
    public const int SectorBytes = 512;
    private const int MostParts = 3;
    private const ulong Offered = (1ul << 6) | (1ul << 9) | (1ul << 13) | EventIndex | Version1;

    public FakeVirtioDisk(TwoViewMemory memory, int sectors, int seed)
        : base(memory, 2, [256], Offered, MostParts, seed)
    {
        Contents = new byte[sectors * SectorBytes];
        Random.NextBytes(Contents);
    }

    public byte[] Contents { get; }

    /// <summary>Most sectors of a discard, as in its configuration now.</summary>
    public uint MostDiscarded { get; set; } = 100;

    /// <summary>Sectors that cannot be read or written.</summary>
    public HashSet<ulong> Bad { get; } = [];

    /// <summary>Requests done, by type.</summary>
    public List<uint> Done { get; } = [];

    public int Waiting => Queues[0].Accepted.Count;

    /// <summary>Completes <paramref name="count"/> of its requests, in an order of its own.</summary>
    public void Work(int count = int.MaxValue)
    {
        Look();
        while (!IsSilent && count-- > 0 && Waiting != 0)
        {
            Complete(Take(Queues[0], isAny: true));
        }
    }

    public override uint Read32(uint offset) =>
        offset switch
        {
            0x100 => (uint)(Contents.Length / SectorBytes),
            0x104 => 0,
            0x114 => 4096,
            0x124 => MostDiscarded,
            _ => base.Read32(offset),
        };

    private protected override List<(ulong Address, uint Bytes, bool IsWritten)> Chain(FakeVirtioQueue queue, ushort head)
    {
        List<(ulong Address, uint Bytes, bool IsWritten)> chain = base.Chain(queue, head);
        Require(chain.Count >= 2 && !chain[0].IsWritten && chain[0].Bytes == 16, "the first descriptor is no header");
        Require(chain[^1].IsWritten && chain[^1].Bytes == 1, "the last descriptor is no status");
        Require(Memory.Device(chain[^1].Address, 1)[0] == 0xFF, "the status is not as before a request");
        return chain;
    }

    private void Complete(ushort head)
    {
        List<(ulong Address, uint Bytes, bool IsWritten)> chain = Chain(Queues[0], head);
        Span<byte> header = Memory.Device(chain[0].Address, 16);
        uint type = BinaryPrimitives.ReadUInt32LittleEndian(header);
        ulong sector = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]);
        byte status = Do(type, sector, chain);
        Done.Add(type);
        Put(chain[^1].Address, status, 1);
        Use(Queues[0], head, 1);
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

                Span<byte> data = Memory.Device(address, (int)bytes);
                if (type == 0)
                {
                    Contents.AsSpan(at, (int)bytes).CopyTo(data);
                    Memory.DeviceWrote(address, (int)bytes);
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
                "disk-of-tests\0"u8.CopyTo(Memory.Device(address, 20));
                Memory.DeviceWrote(address, 20);
                return 0;
            case 11:
                Span<byte> segment = Memory.Device(address, 16);
                uint count = BinaryPrimitives.ReadUInt32LittleEndian(segment[8..]);
                Require(bytes == 16 && count is > 0 and <= 100, $"a discard of {count} sectors");
                Contents.AsSpan((int)BinaryPrimitives.ReadUInt64LittleEndian(segment) * SectorBytes, (int)count * SectorBytes).Clear();
                return 0;
            default:
                return 2;
        }
    }
}
