// A fake 16550, with the DW_apb_uart's habit of dropping writes of the line control while it is busy.

namespace RustKernel.Drivers.Tests.Uart;

/// <summary>
/// Registers 2^<see cref="Shift"/> bytes apart from <see cref="Start"/> on, and only accesses of <see cref="Width"/> bytes.
/// </summary>
public sealed class FakeNs16550 : FakeUart
{
    private const uint Status = 0x1F;
    private uint _interrupts, _line, _modem, _divisor;
    private bool _wasBusyDetected, _wasTold;
    private int _passes;

    public int Shift { get; set; } = 2;

    public uint Width { get; set; } = 4;

    public uint Start { get; set; }

    /// <summary>A DW_apb_uart that receives something during this many first writes of LCR.</summary>
    public int BusyWrites { get; set; }

    /// <summary>The rate is that of a divisor larger by this: 2 in Nuvoton's.</summary>
    public uint DivisorLess { get; set; }

    public override uint BitsPerSecond => _divisor == 0 ? 0 : (uint)(ClockHz / 16 / (_divisor + DivisorLess));

    public override bool IsEightNone => _line == 3;

    public override bool InterruptLine
        => ((_interrupts & 1) != 0 && Received.Count > 0) || ((_interrupts & 2) != 0 && Transmit.Count == 0) || _wasBusyDetected;

    protected override int Depth => 16;

    protected override bool IsTransmitterOn => (_line & 3) == 3;

    protected override bool IsReceiverOn => (_line & 3) == 3;

    public override byte Read8(uint offset) => (byte)Read(offset, 1);

    public override void Write8(uint offset, byte value) => Write(offset, 1, value);

    public override ushort Read16(uint offset) => (ushort)Read(offset, 2);

    public override void Write16(uint offset, ushort value) => Write(offset, 2, value);

    public override uint Read32(uint offset) => Read(offset, 4);

    public override void Write32(uint offset, uint value) => Write(offset, 4, value);

    protected override void SetUp() => (_line, _divisor, _interrupts) = (3, 26, 1);

    private uint Read(uint offset, uint width)
    {
        Pass();
        switch (Register(offset, width, "read"))
        {
            case 0: return IsLatch ? _divisor & 0xFF : TakeOldest();
            case 1: return IsLatch ? _divisor >> 8 : _interrupts;
            case 2: return _wasBusyDetected ? 7u : (_interrupts & 1) != 0 && Received.Count > 0 ? 4u : 1u;
            case 3: return _line;
            case 4: return _modem;
            case 5: return LineStatus();
            case Status:
                _wasBusyDetected = false;
                return 0;
            default: throw Wrong("read", offset);
        }
    }

    private void Write(uint offset, uint width, uint value)
    {
        Pass();
        switch (Register(offset, width, "write"))
        {
            case 0 when IsLatch: _divisor = (_divisor & 0xFF00) | (value & 0xFF); break;
            case 0: Send((byte)value); break;
            case 1 when IsLatch: _divisor = (_divisor & 0xFF) | ((value & 0xFF) << 8); break;
            case 1: _interrupts = value & 0xF; break;
            case 2:
                if ((value & 2) != 0)
                {
                    Received.Clear();
                }

                if ((value & 4) != 0)
                {
                    Drop();
                }

                break;
            case 3 when _passes++ < BusyWrites: _wasBusyDetected = true; break;
            case 3: _line = value & 0xFF; break;
            case 4: _modem = value & 0x1F; break;
            default: throw Wrong("write", offset);
        }
    }

    // The error flags of the waiting character are reported once.
    private uint LineStatus()
    {
        bool isDamaged = !_wasTold && Received.Count > 0 && Received.Peek().IsDamaged;
        _wasTold |= isDamaged;
        return (Received.Count > 0 ? 1u : 0) | (isDamaged ? 8u : 0) | (Transmit.Count == 0 ? 0x60u : 0);
    }

    private uint TakeOldest()
    {
        _wasTold = false;
        return Received.TryDequeue(out (byte Value, bool IsDamaged) oldest) ? oldest.Value : 0u;
    }

    private bool IsLatch => (_line & 0x80) != 0;

    private uint Register(uint offset, uint width, string access)
    {
        uint place = offset - Start;
        return width == Width && offset >= Start && place % (1u << Shift) == 0
            ? place >> Shift
            : throw Wrong($"{access} of {width} bytes", offset);
    }
}
