// A fake UARTDM: transmissions whose length is announced, words of four characters unless a mode says one.

using System;

namespace RustKernel.Drivers.Tests.Uart;

public sealed class FakeMsmUart : FakeUart
{
    private static readonly uint[] s_divisors = [1536, 768, 384, 192, 96, 48, 32, 24, 16, 12, 8, 6, 4, 3, 2, 1];
    private uint _frame, _rate, _mask, _level, _modes, _announced;
    private bool _isReady, _isSenderOn, _isReceiverOn, _isReadBack, _isBroken, _isUnderWay, _isRateSet;

    public FakeMsmUart() => ClockHz = 7_372_800;

    public override uint BitsPerSecond
        => !_isRateSet || (_rate & 0xF) != _rate >> 4 ? 0 : (uint)(ClockHz / 16 / s_divisors[_rate & 0xF]);

    public override bool IsEightNone => _frame == 0x34 && IsTransmitterOn && IsReceiverOn;

    public override bool InterruptLine
    {
        get
        {
            Latch();
            return ((_mask & 0x10) != 0 && Received.Count > _level) || ((_mask & 0x80) != 0 && _isReady);
        }
    }

    protected override int Depth => 64;

    protected override bool IsTransmitterOn => _isSenderOn;

    protected override bool IsReceiverOn => _isReceiverOn;

    public override uint Read32(uint offset)
    {
        Pass();
        Latch();
        switch (offset)
        {
            case 0x00: return 0;
            case 0x04: return _frame;
            case 0x08:
                _isBroken |= Received.Count > 0 && Received.Peek().IsDamaged;
                return (Received.Count > 0 ? 1u : 0) | 4u | (Transmit.Count == 0 ? 8u : 0) | (_isBroken ? 0x20u : 0);
            case 0x14: return _isReady ? 0x80u : 0;
            case 0x40: _isReadBack = true; return _announced;
            case 0x70: return TakeWord();
            default: throw Wrong("read32", offset);
        }
    }

    public override void Write32(uint offset, uint value)
    {
        Pass();
        Latch();
        switch (offset)
        {
            case 0x00 or 0x1C or 0x34: break;
            case 0x04: _frame = value; break;
            case 0x08: (_rate, _isRateSet) = (value, true); break;
            case 0x10: Command(value); break;
            case 0x14: _mask = value; break;
            case 0x20: _level = value; break;
            case 0x3C: _modes = value; break;
            case 0x40: Announce(value); break;
            case 0x70: Take((byte)value); break;
            default: throw Wrong("write32", offset);
        }
    }

    protected override void SetUp()
    {
        (_frame, _rate, _isRateSet, _mask, _level) = (0x34, 0xAA, true, 0x18, 48);
        (_isSenderOn, _isReceiverOn) = (true, true);
    }

    private void Command(uint value)
    {
        _isReceiverOn |= (value & 1) != 0;
        _isSenderOn |= (value & 4) != 0;
        switch (value >> 4 & 0xF)
        {
            case 1: Received.Clear(); break;
            case 2: Drop(); break;
            case 3: _isBroken = false; break;
        }

        _isReady &= (value >> 8 & 7) != 3;
    }

    private void Announce(uint count)
    {
        if (Transmit.Count > 0)
        {
            throw new InvalidOperationException("a transmission is announced while another one is under way");
        }

        (_announced, _isReadBack) = (count, false);
    }

    private void Take(byte value)
    {
        if (_announced == 0 || !_isReadBack)
        {
            Lost.Add(value);
            return;
        }

        _announced--;
        _isUnderWay = true;
        Send(value);
    }

    private uint TakeWord()
    {
        uint word = 0;
        for (int i = 0; i < ((_modes & 0x20) != 0 ? 1 : 4) && Received.TryDequeue(out (byte Value, bool IsDamaged) next); i++)
        {
            word |= (uint)next.Value << (8 * i);
        }

        return word;
    }

    // The last character has left the FIFO.
    private void Latch()
    {
        if (_isUnderWay && Transmit.Count == 0)
        {
            (_isReady, _isUnderWay) = (true, false);
        }
    }
}
