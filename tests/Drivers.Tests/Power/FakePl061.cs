using System.Collections.Generic;

namespace RustKernel.Drivers.Tests.Power;

/// <summary>A PL061: eight pins; a write only reaches outputs, and only those that the address names.</summary>
public sealed class FakePl061 : FakeDevice
{
    private uint _data;

    public uint Directions { get; set; }

    public uint Hardware { get; set; } = 0xFF;

    /// <summary>The levels of all pins after each change.</summary>
    public List<uint> Levels { get; } = [];

    public override uint Read32(uint offset) => offset switch
    {
        < 0x400 => _data & (offset >> 2),
        0x400 => Directions,
        0x420 => Hardware,
        _ => throw Wrong("read32", offset),
    };

    public override void Write32(uint offset, uint value)
    {
        switch (offset)
        {
            case < 0x400:
                uint mask = (offset >> 2) & Directions & ~Hardware;
                _data = (_data & ~mask) | (value & mask);
                Levels.Add(_data);
                break;
            case 0x400:
                Directions = value;
                break;
            case 0x420:
                Hardware = value;
                break;
            default:
                throw Wrong("write32", offset);
        }
    }
}
