// A fake SCIF: flags that a 0 clears only after they were read as 1, an overrun that stops the receiver.

using System;

namespace RustKernel.Drivers.Tests.Uart;

public sealed class FakeScifUart : FakeUart
{
    private const int Characters = 16;
    private ushort _control, _mode, _fifos, _flags = 0x60, _readAsOne;
    private byte _divisor = 0xFF;
    private int _before;
    private bool _isOverrun, _isFirmwares;

    public FakeScifUart() => ClockHz = 66_666_666;

    public override uint BitsPerSecond => (uint)(ClockHz / 32 / (_divisor + 1u)) >> (2 * (_mode & 3));

    public override bool IsEightNone => (_mode & 0xFC) == 0 && IsTransmitterOn && IsReceiverOn;

    public override bool InterruptLine
    {
        get
        {
            Latch();
            return ((_control & 0x40) != 0 && (_flags & 3) != 0) || ((_control & 0x80) != 0 && (_flags & 0x20) != 0)
                || ((_control & 0x48) != 0 && (_flags & 0x90) != 0);
        }
    }

    protected override int Depth => Characters;

    protected override bool IsTransmitterOn => (_control & 0x20) != 0 && (_fifos & 4) == 0;

    protected override bool IsReceiverOn => (_control & 0x10) != 0 && (_fifos & 2) == 0 && !_isOverrun;

    /// <summary>Characters were lost.</summary>
    public void Overrun() => _isOverrun = true;

    public override ushort Read16(uint offset)
    {
        Pass();
        Latch();
        switch (offset)
        {
            case 0x00: return _mode;
            case 0x08: return _control;
            case 0x10:
                bool isNextDamaged = Received.TryPeek(out (byte Value, bool IsDamaged) next) && next.IsDamaged;
                _flags |= isNextDamaged ? (ushort)0x80 : (ushort)0;
                _readAsOne = _flags;
                return (ushort)(_flags | (isNextDamaged ? 8 : 0));
            case 0x1C: return (ushort)(Received.Count | Transmit.Count << 8);
            case 0x24: return _isOverrun ? (ushort)1 : (ushort)0;
            default: throw Wrong("read16", offset);
        }
    }

    public override void Write16(uint offset, ushort value)
    {
        Pass();
        Latch();
        switch (offset)
        {
            case 0x00: OnlyWhileOff(); _mode = value; break;
            case 0x08: _control = value; break;
            case 0x10: _flags &= (ushort)(value | ~_readAsOne); Latch(); break;
            case 0x18: Fifos(value); break;
            case 0x24: _isOverrun &= (value & 1) != 0; break;
            default: throw Wrong("write16", offset);
        }
    }

    public override byte Read8(uint offset)
    {
        Pass();
        return offset == 0x14 && Received.TryDequeue(out (byte Value, bool IsDamaged) oldest)
            ? oldest.Value
            : throw Wrong("read8", offset);
    }

    public override void Write8(uint offset, byte value)
    {
        Pass();
        Latch();
        switch (offset)
        {
            case 0x04: OnlyWhileOff(); _divisor = value; break;
            case 0x0C: Send(value); break;
            default: throw Wrong("write8", offset);
        }
    }

    protected override void SetUp() => (_control, _mode, _divisor, _fifos, _isFirmwares) = (0x70, 0, 35, 0x30, true);

    private void Fifos(ushort value)
    {
        if ((value & 4) != 0)
        {
            Drop();
        }

        if ((value & 2) != 0)
        {
            Received.Clear();
        }

        _fifos = value;
    }

    private void OnlyWhileOff()
    {
        if (IsTransmitterOn || IsReceiverOn)
        {
            throw new InvalidOperationException("the line is changed while the UART is on");
        }
    }

    // Flags come when something happens, and those of levels as long as it lasts.
    private void Latch()
    {
        if (_isFirmwares)
        {
            (_isFirmwares, _flags) = (false, Transmit.Count > 0 ? (ushort)0x20 : (ushort)0x60);
        }

        int level = (_fifos >> 4 & 3) switch { 0 => 8, 1 => 4, 2 => 2, _ => 0 };
        _flags |= (ushort)((Transmit.Count <= level ? 0x20 : 0) | (Transmit.Count == 0 && _before > 0 ? 0x40 : 0)
            | (Received.Count > 0 ? 2 : 0));
        _before = Transmit.Count;
    }
}
