using System;

namespace RustKernel.Drivers.Tests.Bcm;

/// <summary>The resistors of a BCM2835's GPIO block: a clock latches them, if it comes late enough and lasts long enough.</summary>
public sealed class FakeOlderGpio : FakeDevice
{
    private const long SettlingCycles = 150;

    private readonly uint[] _clocks = new uint[2];
    private uint _pull;
    private long _lastChange;

    /// <summary>0 none, 1 towards ground, 2 towards the supply.</summary>
    public uint[] Pulls { get; } = new uint[54];

    public override uint Read32(uint offset) => offset switch
    {
        < 0x18 => 0,
        0x94 => _pull,
        _ => throw Wrong("read32", offset),
    };

    public override void Write32(uint offset, uint value)
    {
        bool isSettled = Accesses - _lastChange > SettlingCycles;
        switch (offset)
        {
            case < 0x18:
                break;
            case 0x94:
                Require(isSettled || (_clocks[0] | _clocks[1]) == 0);
                _pull = value;
                break;
            case 0x98 or 0x9C:
                Require(isSettled || value == 0);
                Take((int)(offset - 0x98) / 4, value);
                break;
            default:
                throw Wrong("write32", offset);
        }

        _lastChange = Accesses;
    }

    private void Take(int word, uint bits)
    {
        _clocks[word] = bits;
        for (int i = 0; i < 32; i++)
        {
            if ((bits & (1u << i)) != 0)
            {
                Pulls[(32 * word) + i] = _pull;
            }
        }
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("the resistors' control changed before 150 cycles had passed");
        }
    }
}
