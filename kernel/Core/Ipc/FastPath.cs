// The kernel's side of the fast path of Call and ReplyReceive (bsp/Arm64/FastPath.S): who may use it, and the mode in which
// the fast path and Ports both make every call, and all results of the two are compared.

using System;
using System.Runtime;
using RustKernel.Arm64;
using RustKernel.Objects;
using RustKernel.Panic;
using RustKernel.Smp;
using Volatile = System.Threading.Volatile;

namespace RustKernel.Ipc;

/// <summary>Modes and comparison of the fast path. Under the kernel lock, except <see cref="Start"/>.</summary>
public static class FastPath
{
    // The compared state before, after the fast path, and after Ports. The lock is held throughout, so one copy of each is enough.
    private static Objects s_before;
    private static Objects s_fast;
    private static Objects s_slow;
    private static uint s_self;
    private static uint s_peer;
    private static uint s_port;
    private static ulong s_taken;
    private static FastRefusal s_decision;

    /// <summary>Calls that both paths made, in the mode that compares.</summary>
    public static ulong Compared => s_taken;

    // Other CPUs write other fields of the block without the lock. These are the CPU's own, or under the lock.
    private struct CpuPart
    {
        internal uint CurrentThread;
        internal uint CurrentProcess;
        internal uint ReadyLevels;
        internal uint LazyCount;
        internal ulong DeadlineCounter;
        internal CpuBlock.LazyTable Lazy;
    }

    private struct Objects
    {
        internal Thread Self;
        internal Thread Peer;
        internal Port Port;
        internal CpuPart Cpu;
        internal ulong TTBR0_EL1;
    }

    /// <summary>
    /// How often the fast path left a call to C# because of <paramref name="reason"/>, on all CPUs.
    /// </summary>
    public static uint Refusals(FastRefusal reason)
    {
        uint sum = 0;
        for (int i = 0; i < Processors.SlotCount; i++)
        {
            sum += Volatile.Read(ref PerCpu.At(i).FastRefusals[(int)reason]);
        }

        return sum;
    }

    /// <summary>
    /// Sets every CPU's mode and how the kernel lock is shared, before threads run. <paramref name="mode"/>: Off, Checked or 0.
    /// </summary>
    public static void Start(FastMode mode)
    {
        KernelLock.Share();
        for (int i = 0; i < PerCpu.MaximumCpus; i++)
        {
            ref CpuBlock cpu = ref PerCpu.At(i);
            cpu.AffinityBit = 1u << i;
            cpu.FastMode = mode | (Processors.OnlineCount > 1 ? FastMode.Others : FastMode.Alone);
        }
    }

    // The fast path starts with a call of the thread, whose registers are stored.
    [RuntimeExport("fast_path_begins")]
    internal static void Begin(ref CpuBlock cpu, ref Thread self)
    {
        s_self = self.Header.Slot;
        s_port = 0;
        s_peer = 0;
        bool isCall = self.Context.CallNumber == (ulong)SystemCall.Call;
        ref Process process = ref KernelObjects.Process(self.Process);
        if (process.Handles.TryFind(
            self.Context.Message.Port.Value,
            ObjectKind.Port,
            isCall ? Rights.Send : Rights.Receive,
            out uint port,
            out _))
        {
            s_port = port;
            s_peer = isCall ? KernelObjects.Port(port).FirstReceiver : 0;
        }

        uint caller = (uint)self.Context.Message.Token.Bits;
        s_peer = !isCall && caller < KernelObjects.ThreadLimit ? caller : s_peer;

        // A token can name any thread. If that runs on another CPU, it stores its registers there at any time, without the lock.
        s_peer = s_peer != s_self && KernelObjects.Thread(s_peer).State == ThreadState.Running ? 0 : s_peer;
        s_decision = FastPathDecision.Of(ref cpu, ref self);
        Look(ref cpu, ref s_before);
    }

    // The call did not fit, for a reason that the C# has as well: nothing may have changed.
    [RuntimeExport("fast_path_refused")]
    internal static void Refuse(ref CpuBlock cpu, ref Thread self, uint reason)
    {
        CompareDecision(reason);
        Look(ref cpu, ref s_fast);
        Compare(ref s_before, ref s_fast);
    }

    // The call fitted, and the thread at the context is about to continue: makes the same call with Ports, from the same start. Returns
    // the context to continue with.
    [RuntimeExport("fast_path_taken")]
    internal static ulong Take(ref CpuBlock cpu, ref Thread next)
    {
        CompareDecision((uint)FastRefusal.None);

        // The SIMD registers that the fast path loaded, stored where it should have found them.
        UserState.Store(ref cpu, ref next.Context);
        Look(ref cpu, ref s_fast);
        ulong expected = UserState.AddressOf(ref next.Context);

        // Back to the start. The thread's SIMD registers are in its context now.
        ref Thread self = ref KernelObjects.Thread(s_self);
        s_before.Self.Context = s_fast.Self.Context;
        self = s_before.Self;
        KernelObjects.Thread(s_peer) = s_before.Peer;
        KernelObjects.Port(s_port) = s_before.Port;
        cpu.CurrentThread = s_before.Cpu.CurrentThread;
        cpu.CurrentProcess = s_before.Cpu.CurrentProcess;
        cpu.LazyCount = s_before.Cpu.LazyCount;
        cpu.Lazy = s_before.Cpu.Lazy;
        _ = UserState.Load(ref self.Context, s_before.TTBR0_EL1);

        ulong context = self.Context.CallNumber == (ulong)SystemCall.Call
            ? Ports.Call(ref cpu, ref self)
            : Ports.ReplyReceive(ref cpu, ref self);
        Look(ref cpu, ref s_slow);
        s_taken++;
        if (context != expected)
        {
            Differ("context to go on with"u8, 0, expected, context);
        }

        Compare(ref s_fast, ref s_slow);
        return context;
    }

    private static void CompareDecision(uint reason)
    {
        if (reason != (uint)s_decision)
        {
            Differ("reason"u8, 0, reason, (uint)s_decision);
        }
    }

    private static void Look(ref CpuBlock cpu, ref Objects objects)
    {
        objects.Self = KernelObjects.Thread(s_self);
        objects.Peer = KernelObjects.Thread(s_peer);
        objects.Port = KernelObjects.Port(s_port);
        objects.Cpu.CurrentThread = cpu.CurrentThread;
        objects.Cpu.CurrentProcess = cpu.CurrentProcess;
        objects.Cpu.ReadyLevels = cpu.ReadyLevels;
        objects.Cpu.LazyCount = cpu.LazyCount;
        objects.Cpu.DeadlineCounter = cpu.DeadlineCounter;
        objects.Cpu.Lazy = cpu.Lazy;
        objects.TTBR0_EL1 = SystemRegisters.ReadTTBR0_EL1();
    }

    // The two may differ only in time.
    private static void Compare(ref Objects one, ref Objects other)
    {
        other.Self.Context.CpuTicks = one.Self.Context.CpuTicks;
        other.Peer.Context.CpuTicks = one.Peer.Context.CpuTicks;
        CompareOne(ref one.Self, ref other.Self, "thread that called"u8);
        CompareOne(ref one.Peer, ref other.Peer, "thread that waited"u8);
        CompareOne(ref one.Port, ref other.Port, "port"u8);
        CompareOne(ref one.Cpu, ref other.Cpu, "CPU"u8);
        if (one.TTBR0_EL1 != other.TTBR0_EL1)
        {
            Differ("TTBR0_EL1"u8, 0, one.TTBR0_EL1, other.TTBR0_EL1);
        }
    }

    private static void CompareOne<T>(ref T one, ref T other, ReadOnlySpan<byte> name)
        where T : unmanaged
    {
        int offset = ObjectWords.FirstDifference(ref one, ref other);
        if (offset >= 0)
        {
            Differ(name, offset, ObjectWords.At(ref one, offset), ObjectWords.At(ref other, offset));
        }
    }

    private static void Differ(ReadOnlySpan<byte> name, int offset, ulong one, ulong other) =>
        KernelPanic.BecauseOfDifference("the fast path and the C# differ"u8, name, offset, one, other);
}
