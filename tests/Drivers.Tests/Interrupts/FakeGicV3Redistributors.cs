using System;
using System.Collections.Generic;

namespace RustKernel.Drivers.Tests.Interrupts;

/// <summary>One region of redistributors; each has its CPU (an index into the GIC's), its length and its quirks.</summary>
public sealed class FakeGicV3Redistributors(FakeGic gic, IReadOnlyList<FakeGicV3Redistributors.Redistributor> redistributors) : FakeDevice
{
    private readonly Dictionary<int, int> _pendingReads = [];

    /// <summary>Reads of GICR_CTLR for which a change stays pending; -1: for ever.</summary>
    public int ConfirmAfterReads { get; set; } = 2;

    /// <summary>Reads of GICR_WAKER until the CPU interface is awake; -1: never.</summary>
    public int WakeAfterReads { get; set; } = 2;

    public override ulong Read64(uint offset)
    {
        (Redistributor own, uint register) = Locate(offset);
        if (register != 8)
        {
            throw Wrong("read64", offset);
        }

        return ((ulong)own.Affinity << 32) | (own.VirtualLpis ? 2ul : 0) | (own.Last ? 16ul : 0);
    }

    public override uint Read32(uint offset)
    {
        (Redistributor own, uint register) = Locate(offset);
        switch (register)
        {
            case 0x0: return ReadPending(own.Cpu);
            case 0x14: return own.ReadWaker(WakeAfterReads);
            case 0x10100: return Banked(own, () => gic.ReadBank(0, i => i.Enabled));
            case 0x10200: return Banked(own, () => gic.ReadBank(0, i => i.Pending));
            case 0x10C04: return Banked(own, () => gic.ReadTriggers(1));
            default: throw Wrong("read32", offset);
        }
    }

    public override void Write32(uint offset, uint value)
    {
        (Redistributor own, uint register) = Locate(offset);
        switch (register)
        {
            case 0x14: own.Asleep = (value & 2) != 0; break;
            case 0x10080: Banked(own, () => gic.WriteGroups(0, value)); break;
            case 0x10100: Banked(own, () => gic.WriteBank(0, value, i => i.Enabled = true)); break;
            case 0x10180:
                Banked(own, () => gic.WriteBank(0, value, i => i.Enabled = false));
                _pendingReads[own.Cpu] = ConfirmAfterReads;
                break;
            case 0x10200: Banked(own, () => gic.WriteBank(0, value, i => i.Latched = true)); break;
            case 0x10280: Banked(own, () => gic.WriteBank(0, value, i => i.Latched = false)); break;
            case 0x10380: Banked(own, () => gic.WriteBank(0, value, i => i.Active = false)); break;
            case 0x10C04: Banked(own, () => gic.WriteTriggers(1, value)); break;
            default: throw Wrong("write32", offset);
        }
    }

    public override void Write8(uint offset, byte value)
    {
        (Redistributor own, uint register) = Locate(offset);
        if (register is < 0x10400 or >= 0x10420)
        {
            throw Wrong("write8", offset);
        }

        Banked(own, () => gic[register - 0x10400].Priority = gic.FromView(value));
    }

    private void Banked(Redistributor own, Action action) => Banked(own, () =>
    {
        action();
        return 0u;
    });

    private uint Banked(Redistributor own, Func<uint> action)
    {
        int caller = gic.Cpu;
        if (own.Cpu != caller)
        {
            throw new InvalidOperationException($"CPU {caller} touched the redistributor of CPU {own.Cpu}");
        }

        return action();
    }

    private uint ReadPending(int cpu)
    {
        int left = _pendingReads.GetValueOrDefault(cpu);
        if (left > 0)
        {
            _pendingReads[cpu] = left - 1;
        }

        return left == 0 ? 0 : 8u;
    }

    private (Redistributor Own, uint Register) Locate(uint offset)
    {
        uint start = 0;
        foreach (Redistributor candidate in redistributors)
        {
            if (offset - start < 0x20000)
            {
                return (candidate, offset - start);
            }

            start += candidate.Frames * 0x10000;
        }

        throw Wrong("access", offset);
    }

    public sealed class Redistributor(int cpu, uint affinity)
    {
        private int _wakerReads;

        public int Cpu => cpu;

        public uint Affinity => affinity;

        public uint Frames { get; init; } = 2;

        public bool VirtualLpis { get; init; }

        public bool Last { get; init; }

        public bool Asleep { get; set; } = true;

        public uint ReadWaker(int wakeAfterReads)
        {
            if (Asleep)
            {
                return 6;
            }

            return wakeAfterReads < 0 || _wakerReads++ < wakeAfterReads ? 4u : 0;
        }
    }
}
