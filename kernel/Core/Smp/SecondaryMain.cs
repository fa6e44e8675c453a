using System.Runtime;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;

namespace RustKernel.Smp;

/// <summary>The first C# of every CPU but the boot CPU: takes it from Secondary.S to its idle loop.</summary>
internal static class SecondaryMain
{
    // Own stack, vectors and block; interrupts masked. Each step forward is an exchange, because the boot CPU may have given up on
    // this CPU.
    [RuntimeExport("secondary_main")]
    private static void Start(ref CpuBlock cpu)
    {
        if (Publication.Exchange(ref cpu.State, CpuState.Starting, CpuState.Joining) != CpuState.Starting)
        {
            Cpu.Halt();
        }

        cpu.StartCounter = KernelClock.ElapsedTicks;
        if (Interrupts.StartCpu(ref cpu) != ErrorCode.None
            || (SystemTick.Timer is not null && SystemTick.StartCpu(ref cpu) != ErrorCode.None))
        {
            Publication.Exchange(ref cpu.State, CpuState.Joining, CpuState.Failed);
            Cpu.Halt();
        }

        if (Publication.Exchange(ref cpu.State, CpuState.Joining, CpuState.Online) != CpuState.Joining)
        {
            Cpu.Halt();
        }

        Cpu.UnmaskInterrupts();
        Processors.Idle();
    }
}
