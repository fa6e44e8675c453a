using System;

namespace RustKernel.Drivers.Tests.Interrupts;

/// <summary>GICD of a GICv2.</summary>
public sealed class FakeGicV2Distributor(FakeGic gic) : FakeDevice
{
    /// <summary>Nothing answers here: reads give this value, writes have no effect.</summary>
    public uint? Dead { get; set; }

    /// <summary>Enables cannot be cleared.</summary>
    public bool Stuck { get; set; }

    public override uint Read32(uint offset)
    {
        if (Dead is uint dead)
        {
            return dead;
        }

        uint bank = (offset & 0x7F) / 4;
        return offset switch
        {
            0x000 => gic.DistributorOn ? 1u : 0,
            0x004 => ((gic.Lines / 32) - 1) | ((uint)(gic.Cpus - 1) << 5) | (gic.NonSecureView ? 1u << 10 : 0),
            >= 0x080 and < 0x100 => gic.NonSecureView ? 0 : gic.ReadBank(bank, i => i.Group1),
            >= 0x100 and < 0x200 => gic.ReadBank(bank, i => i.Enabled),
            >= 0x200 and < 0x300 => gic.ReadBank(bank, i => i.Pending),
            >= 0x380 and < 0x400 => gic.ReadBank(bank, i => i.Active),
            >= 0xC00 and < 0xD00 => gic.ReadTriggers((offset - 0xC00) / 4),
            0xFE8 => 0x2B,
            _ => throw Wrong("read32", offset),
        };
    }

    public override void Write32(uint offset, uint value)
    {
        if (Dead is not null)
        {
            return;
        }

        uint bank = (offset & 0x7F) / 4;
        switch (offset)
        {
            case 0x000: gic.DistributorOn = (value & 1) != 0; break;
            case >= 0x080 and < 0x100: gic.WriteGroups(bank, value); break;
            case >= 0x100 and < 0x180: gic.WriteBank(bank, value, i => i.Enabled = true); break;
            case >= 0x180 and < 0x200:
                if (!Stuck)
                {
                    gic.WriteBank(bank, value, i => i.Enabled = false);
                }

                break;
            case >= 0x200 and < 0x280: gic.WriteBank(bank, value, i => i.Latched = true); break;
            case >= 0x280 and < 0x300: gic.WriteBank(bank, value, i => i.Latched = false); break;
            case >= 0x380 and < 0x400: gic.WriteBank(bank, value, i => i.Active = false); break;
            case >= 0xC00 and < 0xD00: gic.WriteTriggers((offset - 0xC00) / 4, value); break;
            case 0xF00: SendSgi(value); break;
            default: throw Wrong("write32", offset);
        }
    }

    public override byte Read8(uint offset)
    {
        if (Dead is uint dead)
        {
            return (byte)dead;
        }

        switch (offset)
        {
            case >= 0x400 and < 0x7FC: return gic.ToView(Existing(offset - 0x400).Priority);
            case >= 0x800 and < 0x820: return gic.Cpus == 1 ? (byte)0 : (byte)(1 << gic.Cpu);
            case >= 0x820 and < 0xBFC: return (byte)Existing(offset - 0x800).Targets;
            default: throw Wrong("read8", offset);
        }
    }

    public override void Write8(uint offset, byte value)
    {
        if (Dead is not null)
        {
            return;
        }

        switch (offset)
        {
            case >= 0x400 and < 0x7FC: Existing(offset - 0x400).Priority = gic.FromView(value); break;
            case >= 0x820 and < 0xBFC: Existing(offset - 0x800).Targets = value; break;
            default: throw Wrong("write8", offset);
        }
    }

    private FakeGic.Interrupt Existing(uint intid)
        => gic.Exists(intid) ? gic[intid] : throw new InvalidOperationException($"INTID {intid} does not exist here");

    private void SendSgi(uint value)
    {
        for (int cpu = 0; cpu < gic.Cpus; cpu++)
        {
            bool chosen = (value >> 24) switch
            {
                0 =>
                (value & (1u << (16 + cpu))) != 0,
                1 =>
                    cpu != gic.Cpu,
                2 => cpu == gic.Cpu,
                _ => throw new InvalidOperationException("reserved filter")
            };
            if (chosen)
            {
                gic.SendSgi(value & 15, cpu);
            }
        }
    }
}
