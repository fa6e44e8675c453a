// The state machine that both GIC versions share: pending, active, priorities, which CPU is signalled what. The
// register views of the two versions use it.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace RustKernel.Drivers.Tests.Interrupts;

/// <summary>
/// Interrupts of a machine with some CPUs; the calling CPU is <see cref="Cpu"/>. A use that the
/// architecture calls unpredictable fails the test.
/// </summary>
public sealed class FakeGic(int cpus, uint lines)
{
    public const uint Spurious = 1023;

    /// <summary>Five priority bits, as in a GIC-400.</summary>
    private const byte PriorityBits = 0xF8;

    private readonly Interrupt[,] _interrupts = CreateInterrupts(cpus, lines);
    private readonly CpuInterface[] _interfaces = CreateInterfaces(cpus);

    public int Cpus => cpus;

    public uint Lines => lines;

    public int Cpu { get; set; }

    /// <summary>Two security states, seen from the Non-secure one: groups belong to firmware, priorities are the lower half.</summary>
    public bool NonSecureView { get; init; }

    public bool DistributorOn { get; set; }

    /// <summary>Which group the interface acknowledges.</summary>
    public bool AcknowledgesGroup1 { get; init; }

    public CpuInterface Interface => _interfaces[Cpu];

    public Interrupt this[uint intid] => _interrupts[intid < 32 ? Cpu : 0, intid];

    public bool Exists(uint intid) => intid < lines;

    public uint ReadBank(uint bank, Func<Interrupt, bool> bit)
    {
        uint value = 0;
        for (uint i = 0; i < 32; i++)
        {
            value |= Exists((bank * 32) + i) && bit(this[(bank * 32) + i]) ? 1u << (int)i : 0;
        }

        return value;
    }

    public void WriteBank(uint bank, uint value, Action<Interrupt> set)
    {
        for (; value != 0; value &= value - 1)
        {
            uint intid = (bank * 32) + (uint)BitOperations.TrailingZeroCount(value);
            if (Exists(intid))
            {
                set(this[intid]);
            }
        }
    }

    public void WriteGroups(uint bank, uint value)
    {
        if (NonSecureView)
        {
            return;
        }

        for (uint i = 0; i < 32; i++)
        {
            if (Exists((bank * 32) + i))
            {
                this[(bank * 32) + i].Group1 = (value & (1u << (int)i)) != 0;
            }
        }
    }

    public uint ReadTriggers(uint index)
    {
        uint value = 0;
        for (uint i = 0; i < 16; i++)
        {
            value |= Exists((index * 16) + i) && this[(index * 16) + i].Edge ? 2u << (int)(2 * i) : 0;
        }

        return value;
    }

    public void WriteTriggers(uint index, uint value)
    {
        for (uint i = 0; i < 16; i++)
        {
            uint intid = (index * 16) + i;
            if (!Exists(intid))
            {
                continue;
            }

            bool edge = (value & (2u << (int)(2 * i))) != 0;
            Interrupt interrupt = this[intid];
            if (edge == interrupt.Edge || interrupt.TriggerIsFixed)
            {
                continue;
            }

            if (interrupt.Enabled)
            {
                throw new InvalidOperationException(
                $"the trigger of {intid} was changed while it was enabled: unpredictable");
            }

            interrupt.Edge = edge;
        }
    }

    public byte ToView(byte priority) => NonSecureView ? (byte)(priority << 1) : priority;

    public byte FromView(byte value) => (byte)((NonSecureView ? 0x80 | (value >> 1) : value) & PriorityBits);

    public void Signal(uint intid, bool level)
    {
        Interrupt interrupt = this[intid];
        if (level && !interrupt.Line && interrupt.Edge)
        {
            interrupt.Latched = true;
        }

        interrupt.Line = level;
    }

    /// <summary>An SGI of a GICv2: pending once for each sender.</summary>
    public void SendSgi(uint sgi, int target) => _interrupts[target, sgi].Senders |= 1u << Cpu;

    /// <summary>An SGI of a GICv3, which keeps no sender.</summary>
    public void SendAnonymousSgi(uint sgi, int target) => _interrupts[target, sgi].Latched = true;

    /// <summary>The cause of the calling CPU's IRQ line.</summary>
    public uint Pending()
    {
        CpuInterface own = Interface;
        if (!DistributorOn || !own.On)
        {
            return Spurious;
        }

        uint best = Spurious;
        byte bestPriority = Math.Min(own.Mask, own.RunningPriority);
        for (uint intid = 0; intid < lines; intid++)
        {
            Interrupt interrupt = this[intid];
            if (!interrupt.Enabled || interrupt.Active || !interrupt.Pending || interrupt.Group1 != AcknowledgesGroup1)
            {
                continue;
            }

            if (intid >= 32 && (interrupt.Targets & (1u << Cpu)) == 0)
            {
                continue;
            }

            if (interrupt.Priority >= bestPriority)
            {
                continue;
            }

            (best, bestPriority) = (intid, interrupt.Priority);
        }

        return best;
    }

    public (uint Intid, uint Sender) Acknowledge()
    {
        uint intid = Pending();
        if (intid == Spurious)
        {
            return (Spurious, 0);
        }

        Interrupt interrupt = this[intid];
        uint sender = interrupt.Senders == 0 ? 0 : (uint)BitOperations.TrailingZeroCount(interrupt.Senders);
        interrupt.Senders &= interrupt.Senders - 1;
        interrupt.Latched = false;
        interrupt.Active = true;
        Interface.Taken.Push((intid, sender, interrupt.Priority));
        return (intid, sender);
    }

    /// <summary>The second step of an end in two steps: the first, the priority drop, came before.</summary>
    public void Deactivate(uint intid)
    {
        if (!this[intid].Active || Interface.Taken.Any(taken => taken.Intid == intid))
        {
            throw new InvalidOperationException($"{intid} was deactivated, which is not active or has its priority yet: unpredictable");
        }

        this[intid].Active = false;
    }

    public void End(uint intid, uint sender, bool deactivates = true)
    {
        if (intid >= 1020)
        {
            throw new InvalidOperationException("a special INTID was ended");
        }

        if (!Interface.Taken.TryPop(out var top) || top.Intid != intid || top.Sender != sender)
        {
            throw new InvalidOperationException($"{intid} from CPU {sender} was ended, which is not what was taken last: unpredictable");
        }

        this[intid].Active &= !deactivates;
    }

    /// <summary>The state that a careless earlier stage leaves.</summary>
    public void LeaveAMess()
    {
        DistributorOn = true;
        for (Cpu = cpus - 1; ; Cpu--)
        {
            for (uint intid = 0; intid < lines; intid++)
            {
                Interrupt interrupt = this[intid];
                (interrupt.Enabled, interrupt.Latched, interrupt.Active, interrupt.Priority) = (true, true, intid % 3 == 0, 0);
            }

            Interface.Taken.Push((33, 0, 0));
            Interface.On = true;
            if (Cpu == 0)
            {
                break;
            }
        }
    }

    private static Interrupt[,] CreateInterrupts(int cpus, uint lines)
    {
        Interrupt[,] interrupts = new Interrupt[cpus, lines];
        for (int cpu = 0; cpu < cpus; cpu++)
        {
            for (uint intid = 0; intid < lines; intid++)
            {
                interrupts[cpu, intid] = new Interrupt { Edge = intid < 16 };
            }
        }

        return interrupts;
    }

    private static CpuInterface[] CreateInterfaces(int cpus)
    {
        CpuInterface[] interfaces = new CpuInterface[cpus];
        for (int cpu = 0; cpu < cpus; cpu++)
        {
            interfaces[cpu] = new CpuInterface();
        }

        return interfaces;
    }

    public sealed class Interrupt
    {
        public bool Enabled { get; set; }

        public bool Latched { get; set; }

        public bool Line { get; set; }

        public bool Active { get; set; }

        public bool Edge { get; set; }

        public bool TriggerIsFixed { get; set; }

        public bool Group1 { get; set; }

        public byte Priority { get; set; }

        public uint Targets { get; set; }

        public uint Senders { get; set; }

        public bool Pending => Latched || Senders != 0 || (!Edge && Line);
    }

    public sealed class CpuInterface
    {
        public bool On { get; set; }

        public byte Mask { get; set; }

        public Stack<(uint Intid, uint Sender, byte Priority)> Taken { get; } = new();

        public byte RunningPriority => Taken.TryPeek(out var top) ? top.Priority : (byte)0xFF;
    }
}
