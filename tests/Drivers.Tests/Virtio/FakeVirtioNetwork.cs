// A virtio network card that behaves or misbehaves: it receives at any time and sends in any order.

using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Drivers.Tests.Virtio;

public sealed class FakeVirtioNetwork(TwoViewMemory memory, int seed)
    : FakeVirtioDevice(memory, 1, [1024, 1024], Offered, MostParts, seed)
{
    public const ulong Address = 0x5254_0012_3456;
    private const int HeaderBytes = 12;
    private const int MostParts = 2;
    private const ulong Offered = (1ul << 5) | (1ul << 16) | (1ul << 15) | (1ul << 17) | EventIndex | Version1;

    public byte[] Configuration { get; } = [0x52, 0x54, 0, 0x12, 0x34, 0x56, 1, 0, 1, 0, 0xDC, 5];

    /// <summary>Flags in the header of the next received frames.</summary>
    public byte Flags { get; set; }

    /// <summary>Frames that the card sent, with their headers.</summary>
    public List<(byte[] Header, byte[] Frame)> Sent { get; } = [];

    public int Buffers => Queues[0].Accepted.Count;

    public int Waiting => Queues[1].Accepted.Count;

    /// <summary>The link goes up or down, which interrupts.</summary>
    public void SetLink(bool isUp)
    {
        Configuration[6] = isUp ? (byte)1 : (byte)0;
        ChangeConfiguration();
    }

    /// <summary>A frame arrives; false: there is no buffer for it.</summary>
    public bool Come(ReadOnlySpan<byte> frame)
    {
        Look();
        if (IsSilent || Buffers == 0)
        {
            return false;
        }

        ushort head = Take(Queues[0], isAny: false);
        (ulong address, uint bytes, bool isWritten) = Chain(Queues[0], head)[0];
        Require(isWritten && bytes >= HeaderBytes + frame.Length, $"no room for a frame of {frame.Length} bytes");
        byte[] all = [Flags, .. new byte[HeaderBytes - 1], .. frame];
        all.CopyTo(Memory.Device(address, all.Length));
        Memory.DeviceWrote(address, all.Length);
        Use(Queues[0], head, (uint)all.Length);
        return true;
    }

    /// <summary>Sends <paramref name="count"/> of its frames, and returns them in an order of its own.</summary>
    public void Work(int count = int.MaxValue)
    {
        Look();
        while (!IsSilent && count-- > 0 && Waiting != 0)
        {
            ushort head = Take(Queues[1], isAny: true);
            List<(ulong Address, uint Bytes, bool IsWritten)> chain = Chain(Queues[1], head);
            Require(chain.Count == 2 && chain.All(part => !part.IsWritten), "a frame is a header and a frame, both to be read");
            Require(chain[0].Bytes == HeaderBytes, $"a header of {chain[0].Bytes} bytes");
            Require(chain[1].Bytes is >= 60 and <= 1514, $"a frame of {chain[1].Bytes} bytes");
            Sent.Add((Memory.Device(chain[0].Address, HeaderBytes).ToArray(),
                Memory.Device(chain[1].Address, (int)chain[1].Bytes).ToArray()));
            Use(Queues[1], head, 0);
        }
    }

    public override byte Read8(uint offset) =>
        offset is >= 0x100 and < 0x10C ? Configuration[offset - 0x100] : throw Wrong("read8", offset);
}
