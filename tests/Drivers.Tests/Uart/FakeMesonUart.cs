// A fake of Amlogic's UART: error flags that stay until they are cleared, resets that last while their bits are set.

namespace RustKernel.Drivers.Tests.Uart;

public sealed class FakeMesonUart : FakeUart
{
    private uint _control, _levels = 0x0101, _rate;
    private bool _hasError;

    public override uint BitsPerSecond => (_rate >> 23 & 3) != 3 ? 0 : (uint)(ClockHz / 3 / ((_rate & 0x7F_FFFF) + 1));

    public override bool IsEightNone => (_control & 0x00FF_0000) == 0 && IsTransmitterOn && IsReceiverOn;

    public override bool InterruptLine
        => ((_control & 1u << 27) != 0 && Received.Count >= (int)(_levels & 0xFF) && Received.Count > 0)
            || ((_control & 1u << 28) != 0 && Transmit.Count < (int)(_levels >> 8));

    protected override int Depth => 64;

    protected override bool IsTransmitterOn => (_control & 1u << 12) != 0 && (_control & 1u << 22) == 0;

    protected override bool IsReceiverOn => (_control & 1u << 13) != 0 && (_control & 1u << 23) == 0;

    public override uint Read32(uint offset)
    {
        Pass();
        switch (offset)
        {
            case 0x04: return Received.TryDequeue(out (byte Value, bool IsDamaged) oldest) ? oldest.Value : 0u;
            case 0x08: return _control;
            case 0x0C:
                _hasError |= Received.Count > 0 && Received.Peek().IsDamaged;
                return (_hasError ? 1u << 17 : 0) | (Received.Count == 0 ? 1u << 20 : 0) | (Transmit.Count >= Depth ? 1u << 21 : 0)
                    | (Transmit.Count == 0 ? 1u << 22 : 1u << 25);
            default: throw Wrong("read32", offset);
        }
    }

    public override void Write32(uint offset, uint value)
    {
        Pass();
        switch (offset)
        {
            case 0x00: Send((byte)value); break;
            case 0x08: Control(value); break;
            case 0x10: _levels = value & 0xFFFF; break;
            case 0x14: _rate = value; break;
            default: throw Wrong("write32", offset);
        }
    }

    protected override void SetUp() => (_control, _rate) = (0xB000 | (1u << 27), 0x0180_0000 | 207);

    private void Control(uint value)
    {
        if ((value & 1u << 22) != 0)
        {
            Drop();
        }

        if ((value & 1u << 23) != 0)
        {
            Received.Clear();
        }

        _hasError &= (value & 1u << 24) == 0;
        _control = value;
    }
}
