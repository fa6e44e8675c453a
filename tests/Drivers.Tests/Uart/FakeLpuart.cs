// A fake LPUART: settings that may only change while it is off, levels, an overrun that stops the receiver, either byte order.

using System;
using System.Buffers.Binary;

namespace RustKernel.Drivers.Tests.Uart;

public sealed class FakeLpuart : FakeUart
{
    private const uint Errors = 0xF << 16;
    private const uint Overran = 1u << 19;
    private uint _rate = 0x0F00_0004, _control, _fifos = 0x0040_0022, _levels, _errors;

    /// <summary>The offset of BAUD.</summary>
    public uint Start { get; set; } = 0x10;

    /// <summary>True when the first byte of a register is its highest.</summary>
    public bool IsBigEndian { get; set; }

    public override uint BitsPerSecond => (_rate & 0x1FFF) == 0 ? 0 : (uint)(ClockHz / ((_rate >> 24 & 0x1F) + 1) / (_rate & 0x1FFF));

    public override bool IsEightNone => (_control & 0x12) == 0 && (_rate & 0x2000_2000) == 0 && IsTransmitterOn && IsReceiverOn;

    public override bool InterruptLine
        => ((_control & 1u << 21) != 0 && (Status & 1u << 21) != 0) || ((_control & 1u << 23) != 0 && (Status & 1u << 23) != 0)
            || ((_control & 1u << 22) != 0 && (Status & 1u << 22) != 0) || ((_control >> 8) & _errors & Errors) != 0;

    protected override int Depth => (_fifos & 0x80) != 0 ? 16 : 1;

    protected override bool IsTransmitterOn => (_control & 1u << 19) != 0;

    protected override bool IsReceiverOn => (_control & 1u << 18) != 0 && (_errors & Overran) == 0;

    private uint Status
        => _errors | (Received.Count > (_levels >> 16 & 0xFF) ? 1u << 21 : 0) | (Transmit.Count == 0 ? 1u << 22 : 0)
            | (Transmit.Count <= (_levels & 0xFF) ? 1u << 23 : 0);

    /// <summary>Characters were lost.</summary>
    public void Overrun() => _errors |= Overran;

    public override uint Read32(uint offset)
    {
        Pass();
        return Turn((offset - Start) switch
        {
            0x00 => _rate,
            0x04 => Status,
            0x08 => _control,
            0x0C => Oldest(),
            0x18 => (_fifos & ~(1u << 22)) | (Received.Count == 0 ? 1u << 22 : 0),
            0x1C => _levels,
            _ => throw Wrong("read32", offset),
        });
    }

    public override void Write32(uint offset, uint value)
    {
        Pass();
        value = Turn(value);
        switch (offset - Start)
        {
            case 0x00: OnlyWhileOff(); _rate = value; break;
            case 0x04: _errors &= ~(value & Errors); break;
            case 0x08: _control = value; break;
            case 0x0C: Send((byte)value); break;
            case 0x14: break;
            case 0x18: OnlyWhileOff(); Fifos(value); break;
            case 0x1C: OnlyWhileOff(); _levels = value & 0x00FF_00FF; break;
            default: throw Wrong("write32", offset);
        }
    }

    // A level above what a person types, and the errors' interrupts on.
    protected override void SetUp()
        => (_rate, _control, _fifos, _levels, _errors) = (0x0F00_0011, 0x0F2C_0000, 0x00AA, 0x0007_0003, 1u << 18);

    private uint Turn(uint value) => IsBigEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private uint Oldest()
    {
        if (!Received.TryDequeue(out (byte Value, bool IsDamaged) oldest))
        {
            return 1u << 12;
        }

        _errors |= oldest.IsDamaged ? 1u << 17 : 0;
        return oldest.Value | (oldest.IsDamaged ? 1u << 13 : 0);
    }

    private void Fifos(uint value)
    {
        if ((value & 1u << 15) != 0)
        {
            Drop();
        }

        if ((value & 1u << 14) != 0)
        {
            Received.Clear();
        }

        _fifos = value & ~0xC000u;
    }

    private void OnlyWhileOff()
    {
        if ((_control & 3u << 18) != 0)
        {
            throw new InvalidOperationException("changed while a direction is on");
        }
    }
}
