using System;
using System.Collections.Generic;

namespace RustKernel.Drivers.Tests.Interrupts;

/// <summary>The GICv3 CPU interface in system registers; static, like system registers. Each test thread has its own machine.</summary>
public struct FakeGicSystem : IGicSystemRegisters
{
    private const ulong EndInTwoSteps = 2;

    [ThreadStatic]
    private static Machine? s_machine;

    public static void Use(Machine machine) => s_machine = machine;

    public readonly ulong ReadMPIDR_EL1()
    {
        uint affinity = Now.Affinities[Now.Gic.Cpu];
        return (1ul << 31) | (affinity & 0xFFFFFF) | ((ulong)(affinity >> 24) << 32);
    }

    public readonly ulong ReadICC_IAR1_EL1() => OnlyWhenEnabled(Now.Gic.Acknowledge().Intid);

    public readonly void WriteICC_EOIR1_EL1(ulong value)
        => Now.Gic.End((uint)OnlyWhenEnabled(value), 0, deactivates: (Now.Controls[Now.Gic.Cpu] & EndInTwoSteps) == 0);

    public readonly void WriteICC_DIR_EL1(ulong value)
    {
        if ((Now.Controls[Now.Gic.Cpu] & EndInTwoSteps) == 0)
        {
            throw new InvalidOperationException("ICC_DIR_EL1 was written with EOImode = 0: unpredictable");
        }

        Now.Gic.Deactivate((uint)OnlyWhenEnabled(value));
    }

    public readonly void EndInterrupt(ulong value)
    {
        WriteICC_EOIR1_EL1(value);
        WriteICC_DIR_EL1(value);
    }

    public readonly ulong ReadICC_SRE_EL1() => Now.SystemRegistersOn ? 7ul : 6ul;

    public readonly void WriteICC_SRE_EL1(ulong value) => Now.SystemRegistersOn = (value & 1) != 0 && !Now.ClosedByFirmware;

    public readonly ulong ReadICC_CTLR_EL1() => OnlyWhenEnabled(
        Now.Controls[Now.Gic.Cpu] | ((Now.PriorityBits - 1ul) << 8) | (Now.RangeSelector ? 1ul << 18 : 0));

    public readonly void WriteICC_CTLR_EL1(ulong value) => Now.Controls[Now.Gic.Cpu] = OnlyWhenEnabled(value) & EndInTwoSteps;

    public readonly void WriteICC_PMR_EL1(ulong value) => Now.Gic.Interface.Mask = Now.Gic.FromView((byte)OnlyWhenEnabled(value));

    public readonly void WriteICC_BPR1_EL1(ulong value) => OnlyWhenEnabled(value);

    public readonly void WriteICC_AP1R_EL1(uint index, ulong value)
    {
        if (index >= 1u << (int)Math.Max(0, (int)Now.PriorityBits - 5))
        {
            throw new InvalidOperationException(
            $"ICC_AP1R{index}_EL1 does not exist here");
        }

        if (value == 0 && index == 0)
        {
            Now.Gic.Interface.Taken.Clear();
        }
    }

    public readonly void WriteICC_IGRPEN1_EL1(ulong value) => Now.Gic.Interface.On = (OnlyWhenEnabled(value) & 1) != 0;

    public readonly void WriteICC_SGI1R_EL1(ulong value)
    {
        OnlyWhenEnabled(value);
        for (int cpu = 0; cpu < Now.Gic.Cpus; cpu++)
        {
            if (Now.IsSgiTarget(value, cpu))
            {
                Now.Gic.SendAnonymousSgi((uint)(value >> 24) & 15, cpu);
            }
        }
    }

    private static Machine Now => s_machine ?? throw new InvalidOperationException("no machine");

    private static ulong OnlyWhenEnabled(ulong value)
        => Now.SystemRegistersOn ? value : throw new InvalidOperationException("system-register access without ICC_SRE_EL1.SRE: undefined");

    public sealed class Machine(FakeGic gic, IReadOnlyList<uint> affinities)
    {
        public FakeGic Gic => gic;

        public IReadOnlyList<uint> Affinities => affinities;

        public bool SystemRegistersOn { get; set; }

        /// <summary>ICC_CTLR_EL1 of each CPU: EOImode.</summary>
        public ulong[] Controls { get; } = new ulong[gic.Cpus];

        public bool ClosedByFirmware { get; init; }

        public bool RangeSelector { get; init; }

        public uint PriorityBits { get; init; } = 5;

        public bool IsSgiTarget(ulong value, int cpu)
        {
            if ((value & (1ul << 40)) != 0)
            {
                return cpu != gic.Cpu;
            }

            uint affinity = affinities[cpu];
            ulong range = RangeSelector ? (value >> 44) & 15 : 0;
            return (affinity >> 24) == ((value >> 48) & 0xFF)
                && ((affinity >> 16) & 0xFF) == ((value >> 32) & 0xFF)
                && ((affinity >> 8) & 0xFF) == ((value >> 16) & 0xFF)
                && ((affinity & 0xFF) / 16) == range && (value & (1ul << (int)(affinity % 16))) != 0;
        }
    }
}
