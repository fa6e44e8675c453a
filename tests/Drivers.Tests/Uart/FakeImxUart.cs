// A fake i.MX UART: a reset that takes a few reads, a rate that takes effect with UBMR while the UART is on.

namespace RustKernel.Drivers.Tests.Uart;

public sealed class FakeImxUart : FakeUart
{
    private uint _control1, _control2 = 1, _control3 = 0x700, _control4 = 0x8000, _fifo = 0x801, _numerator, _newNumerator, _denominator;
    private int _resetReads;

    public override uint BitsPerSecond
        => (uint)(_denominator == 0 ? 0 : ClockHz * (_numerator + 1) / 16 / (_denominator + 1));

    public override bool IsEightNone
        => (_control1 & 1) != 0 && (_control2 & 0x4166) == 0x4026 && (_control3 & 4) != 0 && (_fifo >> 7 & 7) == 5;

    public override bool InterruptLine
        => ((_control1 & 0x200) != 0 && Received.Count >= (int)(_fifo & 0x3F) && Received.Count > 0)
            || ((_control1 & 0x2000) != 0 && Transmit.Count < (int)(_fifo >> 10 & 0x3F))
            || ((_control4 & 1) != 0 && Received.Count > 0);

    protected override int Depth => 32;

    protected override bool IsTransmitterOn => (_control1 & 1) != 0 && (_control2 & 5) == 5;

    protected override bool IsReceiverOn => (_control1 & 1) != 0 && (_control2 & 3) == 3;

    public override uint Read32(uint offset)
    {
        Pass();
        switch (offset)
        {
            case 0x00:
                return Received.TryDequeue(out (byte Value, bool IsDamaged) oldest)
                    ? 0x8000u | oldest.Value | (oldest.IsDamaged ? 0x5000u : 0)
                    : 0;
            case 0x80: return _control1;
            case 0x84: return Control2();
            case 0x88: return _control3;
            case 0x8C: return _control4;
            case 0x90: return _fifo;
            case 0x98: return (Received.Count > 0 ? 1u : 0) | (Transmit.Count == 0 ? 8u : 0);
            case 0xB4:
                return (Transmit.Count >= Depth ? 0x10u : 0) | (Received.Count == 0 ? 0x20u : 0) | (Transmit.Count == 0 ? 0x40u : 0);
            default: throw Wrong("read32", offset);
        }
    }

    public override void Write32(uint offset, uint value)
    {
        Pass();
        switch (offset)
        {
            case 0x40: Send((byte)value); break;
            case 0x80: _control1 = value; break;
            case 0x84: SetControl2(value); break;
            case 0x88: _control3 = value; break;
            case 0x8C: _control4 = value; break;
            case 0x90: _fifo = value; break;
            case 0x94: break;
            case 0xA4: _newNumerator = value & 0xFFFF; break;
            case 0xA8 when (_control1 & 1) != 0: (_numerator, _denominator) = (_newNumerator, value & 0xFFFF); break;
            case 0xA8: break;
            default: throw Wrong("write32", offset);
        }
    }

    protected override void SetUp()
        => (_control1, _control2, _control3, _fifo, _numerator, _denominator) = (0x201, 0x4027, 0x704, 0xA81, 15, 624);

    private void SetControl2(uint value)
    {
        if ((value & 1) == 0)
        {
            Drop();
            Received.Clear();
            _resetReads = 4;
        }

        _control2 = value;
    }

    private uint Control2()
    {
        if ((_control2 & 1) == 0 && --_resetReads <= 0)
        {
            _control2 |= 1;
        }

        return _control2;
    }
}
