// A fake of Cadence's UART: enables, and disables that override them; latched interrupts; a rate that cannot change while it runs.

using System;

namespace RustKernel.Drivers.Tests.Uart;

public sealed class FakeCadenceUart : FakeUart
{
    private uint _control = 0x128, _mode, _mask, _status, _generator = 0x28B, _divider = 0xF, _level = 0x20, _timeout;
    private int _resetReads;

    public override uint BitsPerSecond => _generator == 0 ? 0 : (uint)(ClockHz / (_generator * (_divider + 1)));

    public override bool IsEightNone => _mode == 0x20 && IsTransmitterOn && IsReceiverOn;

    public override bool InterruptLine
    {
        get
        {
            Latch();
            return (_status & _mask) != 0;
        }
    }

    protected override int Depth => 64;

    protected override bool IsTransmitterOn => (_control & 0x30) == 0x10;

    protected override bool IsReceiverOn => (_control & 0xC) == 4;

    public override uint Read32(uint offset)
    {
        Pass();
        Latch();
        return offset switch
        {
            0x00 => _resetReads-- > 0 ? _control | 3 : _control,
            0x18 => _generator,
            0x2C => (Received.Count == 0 ? 2u : 0) | (Transmit.Count == 0 ? 8u : 0) | (Transmit.Count >= Depth ? 0x10u : 0)
                | (Transmit.Count > 0 && IsTransmitterOn ? 0x800u : 0),
            0x30 => Received.TryDequeue(out (byte Value, bool IsDamaged) oldest) ? oldest.Value : 0u,
            _ => throw Wrong("read32", offset),
        };
    }

    public override void Write32(uint offset, uint value)
    {
        Pass();
        switch (offset)
        {
            case 0x00: Control(value); break;
            case 0x04: _mode = value; break;
            case 0x08: _mask |= value; break;
            case 0x0C: _mask &= ~value; break;
            case 0x14: _status &= ~value; break;
            case 0x18: OnlyWhileOff(); _generator = value & 0xFFFF; break;
            case 0x1C: _timeout = value; break;
            case 0x20: _level = value & 0x3F; break;
            case 0x30: Send((byte)value); break;
            case 0x34: OnlyWhileOff(); _divider = value & 0xFF; break;
            default: throw Wrong("write32", offset);
        }
    }

    protected override void SetUp() => (_control, _mode, _generator, _divider, _mask, _level) = (0x14, 0x20, 40, 15, 1, 1);

    private void Control(uint value)
    {
        if (_resetReads > 0)
        {
            throw new InvalidOperationException("the control register is written before the reset has ended");
        }

        _resetReads = (value & 3) != 0 ? 3 : 0;
        if ((value & 1) != 0)
        {
            Received.Clear();
        }

        if ((value & 2) != 0)
        {
            Drop();
        }

        _control = value & ~3u;
    }

    private void OnlyWhileOff()
    {
        if (IsTransmitterOn || IsReceiverOn)
        {
            throw new InvalidOperationException("the rate is changed while the UART is on");
        }
    }

    // Conditions stay until they are cleared, and return while they last.
    private void Latch()
    {
        _status |= (Received.Count >= _level ? 1u : 0) | (Received.Count > 0 && _timeout != 0 ? 0x100u : 0)
            | (Transmit.Count == 0 && IsTransmitterOn ? 8u : 0);
    }
}
