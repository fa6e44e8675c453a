namespace RustKernel.Drivers.Tests.Bcm;

/// <summary>Watchdog and reset status; each access takes one watchdog count, armed or not. Writes without the password vanish.</summary>
public sealed class FakePowerBlock : FakeDevice
{
    private uint _control = 0x102, _status = 0x1000, _counter;

    /// <summary>The watchdog never fires.</summary>
    public bool Broken { get; set; }

    /// <summary>Like QEMU: the counter never counts, and arming it resets at once.</summary>
    public bool StandsStill { get; set; }

    public string? Outcome { get; private set; }

    public uint Status => _status;

    /// <summary>Advances the time.</summary>
    public void Pass(uint counts)
    {
        if (Outcome is not null || Broken)
        {
            return;
        }

        bool isArmed = (_control & 0x30) == 0x20;
        _counter = StandsStill ? _counter : counts > _counter ? 0 : _counter - counts;
        if (isArmed && (_counter == 0 || StandsStill))
        {
            Outcome = (_status & 0x555) == 0x555 ? "off" : $"reset into {_status & 0x555}";
        }
    }

    public override uint Read32(uint offset)
    {
        Pass(1);
        return offset switch
        {
            0x1C => _control,
            0x20 => _status,
            0x24 => _counter,
            _ => throw Wrong("read32", offset),
        };
    }

    public override void Write32(uint offset, uint value)
    {
        if (value >> 24 != 0x5A)
        {
            return;
        }

        value &= 0xFF_FFFF;
        switch (offset)
        {
            case 0x1C: _control = value; break;
            case 0x20: _status = value; break;
            case 0x24: _counter = value & 0xF_FFFF; break;
            default: throw Wrong("write32", offset);
        }
    }
}
