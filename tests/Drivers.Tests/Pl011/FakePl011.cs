// A fake PL011: FIFOs of 16, a shift register that takes several polls a character, interrupt conditions.

using System.Collections.Generic;

namespace RustKernel.Drivers.Tests.Pl011;

/// <summary>Time passes with each access: a character leaves every <see cref="PollsPerCharacter"/> accesses.</summary>
public sealed class FakePl011 : FakeDevice
{
    private const int FifoDepth = 16;

    private readonly Queue<byte> _transmit = new();
    private readonly Queue<uint> _receive = new();
    private uint _lineControl, _integer, _fraction, _latchedInteger, _latchedFraction, _levels = 0x12, _mask, _timeoutRaw, _overrunRaw;
    private bool _overrun;
    private int _elapsed;

    public List<byte> Sent { get; } = [];

    public List<byte> Lost { get; } = [];

    public uint Control { get; set; } = 0x300;

    public int PollsPerCharacter { get; set; } = 5;

    /// <summary>The line hangs: nothing ever leaves.</summary>
    public bool Stuck { get; set; }

    public (uint Integer, uint Fraction) Divisor => (_latchedInteger, _latchedFraction);

    public uint LineControl => _lineControl;

    public uint Mask => _mask;

    private bool FifosOn => (_lineControl & 0x10) != 0;

    private int Depth => FifosOn ? FifoDepth : 1;

    private bool TransmitterOn => (Control & 0x101) == 0x101;

    private uint Raw
    {
        get
        {
            int level = ((_levels >> 3) & 7) switch { 0 => 2, 1 => 4, 2 => 8, 3 => 12, _ => 14 };
            uint received = _receive.Count >= (FifosOn ? level : 1) ? 1u << 4 : 0;
            return received | _timeoutRaw | _overrunRaw;
        }
    }

    public bool InterruptLine => (Raw & _mask) != 0;

    /// <summary>The state that firmware leaves: 115200 from 48 MHz, with characters still on their way.</summary>
    public void SetUpByFirmware(string stillSending)
    {
        (_latchedInteger, _latchedFraction) = (_integer, _fraction) = (26, 3);
        _lineControl = 0x70;
        Control = 0x301;
        foreach (char c in stillSending)
        {
            _transmit.Enqueue((byte)c);
        }
    }

    /// <summary>A character arrives on the line.</summary>
    public void Arrive(byte value, uint errors = 0)
    {
        if ((Control & 0x201) != 0x201)
        {
            return;
        }

        if (_receive.Count >= Depth)
        {
            _overrun = true;
            _overrunRaw = 1u << 10;
            return;
        }

        _receive.Enqueue(value | errors | (_overrun ? 0x800u : 0));
        _overrun = false;
    }

    /// <summary>The line is quiet for 32 bit times.</summary>
    public void Quiet()
    {
        if (_receive.Count > 0)
        {
            _timeoutRaw = 1u << 6;
        }
    }

    public override uint Read32(uint offset)
    {
        Pass();
        switch (offset)
        {
            case 0x00:
                uint data = _receive.TryDequeue(out uint oldest) ? oldest : 0;
                if (_receive.Count == 0)
                {
                    _timeoutRaw = 0;
                }

                return data;
            case 0x18:
                return (_transmit.Count > 0 ? 1u << 3 : 0) | (_receive.Count == 0 ? 1u << 4 : 0) | (_transmit.Count >= Depth ? 1u << 5 : 0)
                    | (_receive.Count >= Depth ? 1u << 6 : 0) | (_transmit.Count == 0 ? 1u << 7 : 0);
            case 0x24: return _integer;
            case 0x28: return _fraction;
            case 0x2C: return _lineControl;
            case 0x30: return Control;
            case 0x34: return _levels;
            case 0x38: return _mask;
            case 0x3C: return Raw;
            case 0x40: return Raw & _mask;
            default: throw Wrong("read32", offset);
        }
    }

    public override void Write32(uint offset, uint value)
    {
        Pass();
        switch (offset)
        {
            case 0x00: Send((byte)value); break;
            case 0x24: _integer = value & 0xFFFF; break;
            case 0x28: _fraction = value & 0x3F; break;
            case 0x2C:
                _lineControl = value & 0xFF;
                (_latchedInteger, _latchedFraction) = (_integer, _fraction);
                if (!FifosOn)
                {
                    Drop();
                }

                break;
            case 0x30: Control = value & 0xFFFF; break;
            case 0x34: _levels = value & 0x3F; break;
            case 0x38: _mask = value & 0x7FF; break;
            case 0x44:
                if ((value & (1u << 6)) != 0)
                {
                    _timeoutRaw = 0;
                }

                if ((value & (1u << 10)) != 0)
                {
                    _overrunRaw = 0;
                }

                break;
            default: throw Wrong("write32", offset);
        }
    }

    private void Send(byte value)
    {
        if (!TransmitterOn || _latchedInteger == 0 || _transmit.Count >= Depth)
        {
            Lost.Add(value);
        }
        else
        {
            _transmit.Enqueue(value);
        }
    }

    private void Drop()
    {
        Lost.AddRange(_transmit);
        _transmit.Clear();
        _receive.Clear();
    }

    private void Pass()
    {
        if (Stuck || !TransmitterOn || _transmit.Count == 0 || ++_elapsed < PollsPerCharacter)
        {
            return;
        }

        _elapsed = 0;
        Sent.Add(_transmit.Dequeue());
    }
}
