// Barriers across all running threads of a process: one thread pays for them, so that the others need none in their own path.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Objects;
using RustKernel.Smp;

namespace RustKernel.Scheduling;

/// <summary>
/// A CPU that runs a thread of the process takes an interrupt and reports it under the kernel lock. That moment comes after
/// the caller began, also under the lock, and before it continues. So the caller sees everything that the thread did before,
/// and the thread then sees everything that the caller did. A thread that does not run at the start left its CPU, and
/// returns to one, under the lock or the fast path's gate, which the lock closes: the same holds. Under the kernel lock.
/// </summary>
public static class Barriers
{
    private static ulong s_last;

    /// <summary>
    /// Begins a barrier of the process in <paramref name="process"/> (<paramref name="ticket"/> 0) or checks its progress. Returns
    /// the ticket to check again with; 0: every other CPU that ran a thread of the process has passed it, or runs none any more.
    /// </summary>
    public static ulong Pass(ref CpuBlock cpu, uint process, ulong ticket)
    {
        bool isBegin = ticket == 0;
        ticket = isBegin ? ++s_last : ticket;
        bool isPassed = true;
        for (int i = 0; i < Processors.SlotCount; i++)
        {
            ref CpuBlock other = ref PerCpu.At(i);
            uint thread = other.CurrentThread;
            if (i == (int)cpu.Index || thread == 0 || KernelObjects.Thread(thread).Process != process)
            {
                continue;
            }

            if (isBegin)
            {
                Ask(ref other, ticket);
            }

            // A CPU that began to run a thread of the process later was not asked.
            isPassed &= other.BarrierAsked < ticket || other.BarrierPassed >= ticket;
        }

        return isPassed ? 0 : ticket;
    }

    /// <summary>The calling CPU is between two instructions of its thread, or runs none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Note(ref CpuBlock cpu)
    {
        if (cpu.BarrierAsked != cpu.BarrierPassed)
        {
            cpu.BarrierPassed = cpu.BarrierAsked;
        }
    }

    // An interrupt that is already on its way for another barrier also serves this one.
    private static void Ask(ref CpuBlock other, ulong ticket)
    {
        bool isOnItsWay = other.BarrierAsked != other.BarrierPassed;
        other.BarrierAsked = ticket;
        if (!isOnItsWay)
        {
            _ = Processors.Wake((int)other.Index);
        }
    }
}
