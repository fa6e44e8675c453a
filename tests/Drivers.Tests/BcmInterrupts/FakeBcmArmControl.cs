namespace RustKernel.Drivers.Tests.BcmInterrupts;

/// <summary>The peripherals' interrupt controller: three banks of levels; the basic one sums them up. [BCM2835, Interrupts]</summary>
public sealed class FakeBcmArmControl : FakeDevice
{
    // In the order of the enable registers: bank 1, bank 2, the basic one.
    private readonly uint[] _enabled = new uint[3];

    /// <summary>The lines of the devices, in the same order.</summary>
    public uint[] Lines { get; } = new uint[3];

    public uint FiqControl { get; private set; }

    public bool Asks => (Lines[0] & _enabled[0]) != 0 || (Lines[1] & _enabled[1]) != 0 || (Lines[2] & _enabled[2]) != 0;

    /// <summary>The state that an earlier stage may leave.</summary>
    public void LeaveAMess()
    {
        (_enabled[0], _enabled[1], _enabled[2]) = (uint.MaxValue, uint.MaxValue, 0xFF);
        FiqControl = 0x83;
    }

    public override uint Read32(uint offset) => offset switch
    {
        0x00 => Basic(),
        0x04 or 0x08 => Lines[(offset / 4) - 1] & _enabled[(offset / 4) - 1],
        0x0C => FiqControl,
        0x10 or 0x14 or 0x18 => _enabled[(offset - 0x10) / 4],
        _ => throw Wrong("read32", offset),
    };

    public override void Write32(uint offset, uint value)
    {
        switch (offset)
        {
            case 0x0C:
                FiqControl = value;
                break;
            case 0x10 or 0x14 or 0x18:
                _enabled[(offset - 0x10) / 4] |= offset == 0x18 ? value & 0xFF : value;
                break;
            case 0x1C or 0x20 or 0x24:
                _enabled[(offset - 0x1C) / 4] &= ~value;
                break;
            default:
                throw Wrong("write32", offset);
        }
    }

    // Some interrupts of the two banks have a bit of their own in the basic register and are then missing in its sums, so a driver
    // that trusts the sums loses them. Bank 1: 7, 9, 10, 18, 19; bank 2: 21 to 25 and 30.
    private uint Basic()
    {
        uint basic = Lines[2] & _enabled[2];
        uint first = Lines[0] & _enabled[0], second = Lines[1] & _enabled[1];
        int position = 10;
        foreach (int line in new[] { 7, 9, 10, 18, 19 })
        {
            basic |= ((first >> line) & 1) << position++;
            first &= ~(1u << line);
        }

        foreach (int line in new[] { 21, 22, 23, 24, 25, 30 })
        {
            basic |= ((second >> line) & 1) << position++;
            second &= ~(1u << line);
        }

        return basic | (first != 0 ? 0x100u : 0) | (second != 0 ? 0x200u : 0);
    }
}
