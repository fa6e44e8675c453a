namespace RustKernel.Drivers.Tests.Bcm;

/// <summary>58 pins with function, resistor and output latch; an input without a driver follows its resistor.</summary>
public sealed class FakeGpio : FakeDevice
{
    private readonly uint[] _functions = new uint[58];
    private readonly uint[] _pulls = new uint[58];
    private readonly bool[] _latches = new bool[58];

    public override uint Read32(uint offset)
    {
        uint value = 0;
        switch (offset)
        {
            case < 0x18:
                for (uint i = 0; i < 10; i++)
                {
                    value |= Of(_functions, ((offset / 4) * 10) + i) << (int)(3 * i);
                }

                return value;
            case 0x34 or 0x38:
                for (uint i = 0; i < 32; i++)
                {
                    value |= Level((((offset - 0x34) / 4) * 32) + i) ? 1u << (int)i : 0;
                }

                return value;
            case >= 0xE4 and <= 0xF0:
                for (uint i = 0; i < 16; i++)
                {
                    value |= Of(_pulls, (((offset - 0xE4) / 4) * 16) + i) << (int)(2 * i);
                }

                return value;
            default: throw Wrong("read32", offset);
        }
    }

    public override void Write32(uint offset, uint value)
    {
        switch (offset)
        {
            case < 0x18:
                for (uint i = 0; i < 10; i++)
                {
                    Set(_functions, ((offset / 4) * 10) + i, (value >> (int)(3 * i)) & 7);
                }

                break;
            case 0x1C or 0x20: Latch(((offset - 0x1C) / 4) * 32, value, true); break;
            case 0x28 or 0x2C: Latch(((offset - 0x28) / 4) * 32, value, false); break;
            case >= 0xE4 and <= 0xF0:
                for (uint i = 0; i < 16; i++)
                {
                    Set(_pulls, (((offset - 0xE4) / 4) * 16) + i, (value >> (int)(2 * i)) & 3);
                }

                break;
            default: throw Wrong("write32", offset);
        }
    }

    private static uint Of(uint[] what, uint pin) => pin < what.Length ? what[pin] : 0;

    private static void Set(uint[] what, uint pin, uint value)
    {
        if (pin < what.Length)
        {
            what[pin] = value;
        }
    }

    private bool Level(uint pin) => pin < 58 && (_functions[pin] == 1 ? _latches[pin] : _pulls[pin] == 1);

    private void Latch(uint first, uint pins, bool high)
    {
        for (uint i = 0; i < 32; i++)
        {
            if ((pins & (1u << (int)i)) != 0 && first + i < 58)
            {
                _latches[first + i] = high;
            }
        }
    }
}
