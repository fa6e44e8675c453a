// A fake of the first UART of an Armada 3700: errors with the character and in the status, where they stay until they are cleared.

namespace RustKernel.Drivers.Tests.Uart;

public sealed class FakeArmadaUart : FakeUart
{
    private const uint Errors = 0xF;
    private uint _control = 1u << 31, _divisor, _errors;

    public override uint BitsPerSecond => _divisor == 0 ? 0 : (uint)(ClockHz / 16 / _divisor);

    public override bool IsEightNone => (_control & 0x600) == 0 && IsTransmitterOn && IsReceiverOn;

    public override bool InterruptLine
        => ((_control & 0x10) != 0 && Received.Count > 0) || ((_control & 0x20) != 0 && Transmit.Count < Depth)
            || (_control & _errors & Errors) != 0;

    protected override int Depth => 32;

    protected override bool IsTransmitterOn => (_control & (1u << 31 | 1u << 15)) == 0 && _divisor != 0;

    protected override bool IsReceiverOn => (_control & (1u << 31 | 1u << 14)) == 0;

    public override uint Read32(uint offset)
    {
        Pass();
        switch (offset)
        {
            case 0x00: return Oldest();
            case 0x08: return _control;
            case 0x0C:
                return _errors | (Received.Count > 0 ? 0x10u : 0) | (Transmit.Count < Depth ? 0x20u : 0x800u)
                    | (Transmit.Count == 0 ? 0x2040u : 0);
            case 0x10: return _divisor;
            default: throw Wrong("read32", offset);
        }
    }

    public override void Write32(uint offset, uint value)
    {
        Pass();
        switch (offset)
        {
            case 0x04: Send((byte)value); break;
            case 0x08: Control(value); break;
            case 0x0C: _errors &= ~(value & Errors); break;
            case 0x10: _divisor = value & 0x3FF; break;
            case 0x14: break;
            default: throw Wrong("write32", offset);
        }
    }

    // The errors' interrupts are on: a driver that only wants characters cannot clear them.
    protected override void SetUp() => (_control, _divisor, _errors) = (0x1F, 27, 4);

    private uint Oldest()
    {
        if (!Received.TryDequeue(out (byte Value, bool IsDamaged) oldest))
        {
            return 0;
        }

        _errors |= oldest.IsDamaged ? 4u : 0;
        return oldest.Value | (oldest.IsDamaged ? 1u << 14 : 0);
    }

    private void Control(uint value)
    {
        if ((value & 1u << 15) != 0)
        {
            Drop();
        }

        if ((value & 1u << 14) != 0)
        {
            Received.Clear();
        }

        _control = value;
    }
}
