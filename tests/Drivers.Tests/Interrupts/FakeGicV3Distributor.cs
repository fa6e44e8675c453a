using System;
using System.Collections.Generic;

namespace RustKernel.Drivers.Tests.Interrupts;

/// <summary>GICD of a GICv3 with affinity routing.</summary>
public sealed class FakeGicV3Distributor(FakeGic gic, IReadOnlyList<uint> affinities) : FakeDevice
{
    private bool _routing;
    private int _pendingReads;

    /// <summary>Reads of GICD_CTLR for which a change stays pending; -1: for ever.</summary>
    public int ConfirmAfterReads { get; set; } = 3;

    public uint ArchitectureRevision { get; set; } = 3;

    public bool RangeSelector { get; set; }

    public override uint Read32(uint offset)
    {
        uint bank = (offset & 0x7F) / 4;
        switch (offset)
        {
            case 0x000: return (gic.DistributorOn ? 2u : 0) | (_routing ? 16u : 0) | ReadPending();
            case 0x004: return ((gic.Lines / 32) - 1) | (gic.NonSecureView ? 1u << 10 : 0) | (RangeSelector ? 1u << 26 : 0);
            case 0xFFE8: return ArchitectureRevision << 4;
            case >= 0x104 and < 0x180: return gic.ReadBank(bank, i => i.Enabled);
            case >= 0x204 and < 0x280: return gic.ReadBank(bank, i => i.Pending);
            case >= 0xC08 and < 0xD00: return gic.ReadTriggers((offset - 0xC00) / 4);
            default: throw Wrong("read32", offset);
        }
    }

    public override void Write32(uint offset, uint value)
    {
        uint bank = (offset & 0x7F) / 4;
        switch (offset)
        {
            case 0x000: WriteControl(value); break;
            case >= 0x084 and < 0x100: gic.WriteGroups(bank, value); break;
            case >= 0x104 and < 0x180: gic.WriteBank(bank, value, i => i.Enabled = true); break;
            case >= 0x184 and < 0x200:
                gic.WriteBank(bank, value, i => i.Enabled = false);
                _pendingReads = ConfirmAfterReads;
                break;
            case >= 0x204 and < 0x280: gic.WriteBank(bank, value, i => i.Latched = true); break;
            case >= 0x284 and < 0x300: gic.WriteBank(bank, value, i => i.Latched = false); break;
            case >= 0x384 and < 0x400: gic.WriteBank(bank, value, i => i.Active = false); break;
            case >= 0xC08 and < 0xD00: gic.WriteTriggers((offset - 0xC00) / 4, value); break;
            default: throw Wrong("write32", offset);
        }
    }

    public override void Write8(uint offset, byte value)
    {
        if (offset is < 0x420 or >= 0x7FC || !gic.Exists(offset - 0x400))
        {
            throw Wrong("write8", offset);
        }

        gic[offset - 0x400].Priority = gic.FromView(value);
    }

    public override void Write64(uint offset, ulong value)
    {
        uint intid = (offset - 0x6000) / 8;
        if (offset is < 0x6100 or >= 0x7FE0 || !gic.Exists(intid))
        {
            throw Wrong("write64", offset);
        }

        if (!_routing)
        {
            throw new InvalidOperationException("routing was written before affinity routing was on");
        }

        uint packed = (uint)(value & 0xFFFFFF) | ((uint)(value >> 32) << 24);
        gic[intid].Targets = 0;
        for (int cpu = 0; cpu < affinities.Count; cpu++)
        {
            if (affinities[cpu] == packed)
            {
                gic[intid].Targets = 1u << cpu;
            }
        }
    }

    private uint ReadPending()
    {
        if (_pendingReads == 0)
        {
            return 0;
        }

        if (_pendingReads > 0)
        {
            _pendingReads--;
        }

        return 1u << 31;
    }

    private void WriteControl(uint value)
    {
        if (_pendingReads != 0)
        {
            throw new InvalidOperationException("GICD_CTLR was written while an earlier write was pending");
        }

        gic.DistributorOn = (value & 2) != 0;
        _routing = (value & 16) != 0;
        _pendingReads = ConfirmAfterReads;
    }
}
