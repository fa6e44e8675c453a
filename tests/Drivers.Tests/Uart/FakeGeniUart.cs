// A fake serial engine of GENI: commands with a length, FIFOs of words, interrupts that stay until they are cleared.

using System;

namespace RustKernel.Drivers.Tests.Uart;

public sealed class FakeGeniUart : FakeUart
{
    private const uint OneCharacter = 0xF;
    private const uint Done = 1;
    private const uint Level = 1u << 26;
    private const uint Last = 1u << 27;
    private uint _clock, _receiveClock, _packing, _receivePacking, _bits, _parity, _length, _left, _main, _secondary, _mainMask;
    private uint _secondaryMask, _lines;
    private bool _isReceiving, _wasSending;
    private int _endsIn;

    public FakeGeniUart() => ClockHz = 7_372_800;

    /// <summary>The engine's kind according to its firmware; 2: a UART.</summary>
    public uint Protocol { get; set; } = 2;

    public override uint BitsPerSecond => _clock == _receiveClock && (_clock & 1) != 0 ? (uint)(ClockHz / 32 / (_clock >> 4)) : 0;

    public override bool IsEightNone => _bits == 8 && _parity == 0 && IsReceiverOn;

    public override bool InterruptLine
    {
        get
        {
            Latch();
            return ((_lines & 4) != 0 && (_main & _mainMask) != 0) || ((_lines & 8) != 0 && (_secondary & _secondaryMask) != 0);
        }
    }

    protected override int Depth => 64;

    protected override bool IsTransmitterOn => (_clock & 1) != 0 && Protocol == 2;

    protected override bool IsReceiverOn => _isReceiving && (_receiveClock & 1) != 0;

    public override uint Read32(uint offset)
    {
        Pass();
        Latch();
        switch (offset)
        {
            case 0x040: return (IsSending ? 1u : 0) | (IsReceivingStill() ? 1u << 12 : 0);
            case 0x048: return _clock;
            case 0x068: return Protocol << 8;
            case 0x268: return _bits;
            case 0x614: return _mainMask;
            case 0x640: return _secondary;
            case 0x644: return _secondaryMask;
            case 0x780: return TakeWord();
            case 0x804: return (uint)(_receivePacking == OneCharacter ? Received.Count : (Received.Count + 3) / 4);
            case 0xE1C: return _lines;
            default: throw Wrong("read32", offset);
        }
    }

    public override void Write32(uint offset, uint value)
    {
        Pass();
        Latch();
        switch (offset)
        {
            case 0x048: _clock = value; break;
            case 0x04C: _receiveClock = value; break;
            case 0x25C: _parity = value & 1; break;
            case 0x260: OnlyWhileIdle(); _packing = value; break;
            case 0x268: OnlyWhileIdle(); _bits = value; break;
            case 0x270: _length = value & 0xFF_FFFF; break;
            case 0x284: OnlyWhileIdle(); _receivePacking = value; break;
            case 0x600: Start(value); break;
            case 0x614: _mainMask = value; break;
            case 0x618: _main &= ~value; break;
            case 0x630: OnlyWhileIdle(); _isReceiving = value >> 27 == 1; break;
            case 0x634: _endsIn = 3; break;
            case 0x644: _secondaryMask = value; break;
            case 0x648: _secondary &= ~value; break;
            case 0x700: Take(value); break;
            case 0xE1C: _lines = value; break;
            case 0x258 or 0x264 or 0x26C or 0x280 or 0x288 or 0x28C or 0x294 or 0x810 or 0xE18: break;
            default: throw Wrong("write32", offset);
        }
    }

    protected override void SetUp()
    {
        (_clock, _receiveClock, _bits, _packing, _receivePacking) = (0x31, 0x31, 8, 0x7BEF, 0x7BEF);
        (_isReceiving, _mainMask, _secondaryMask, _lines) = (true, Level | Done, Level | Last, 0xF);
    }

    private bool IsSending => _left > 0 || Transmit.Count > 0;

    private bool IsReceivingStill()
    {
        if (_endsIn > 0 && --_endsIn == 0)
        {
            _isReceiving = false;
        }

        return _isReceiving;
    }

    private void OnlyWhileIdle()
    {
        if (IsSending || _isReceiving)
        {
            throw new InvalidOperationException("changed while a command runs");
        }
    }

    private void Start(uint value)
    {
        if (IsSending || value >> 27 != 1)
        {
            throw new InvalidOperationException("a command while another one runs, or none that there is");
        }

        _left = _length;
    }

    // A word has as many characters as the packing says, and no more than the command still needs.
    private void Take(uint word)
    {
        int most = _packing == OneCharacter ? 1 : 4;
        for (int i = 0; i < most && (_left > 0 || i == 0); i++)
        {
            if (_left == 0)
            {
                Lost.Add((byte)word);
                return;
            }

            _left--;
            Send((byte)(word >> (8 * i)));
        }
    }

    private uint TakeWord()
    {
        uint word = 0;
        for (int i = 0; i < (_receivePacking == OneCharacter ? 1 : 4) && Received.TryDequeue(out (byte Value, bool IsDamaged) next); i++)
        {
            word |= (uint)next.Value << (8 * i);
            _secondary |= next.IsDamaged ? 1u << 10 : 0;
        }

        return word;
    }

    private void Latch()
    {
        uint received = Received.Count > 0 ? Level | Last : 0;
        _main |= received | (_wasSending && !IsSending ? Done : 0);
        _secondary |= received;
        _wasSending = IsSending;
    }
}
