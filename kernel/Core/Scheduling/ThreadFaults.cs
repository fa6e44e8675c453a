// What happens to a thread that cannot continue: it gets memory, or the process handles the fault, or its fault port does, or it ends.

using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Memory.Frames;
using RustKernel.Objects;
using RustKernel.Panic;
using RustKernel.Spaces;

namespace RustKernel.Scheduling;

/// <summary>Faults from EL0. Under the kernel lock. A thread's fault never counts as the kernel's.</summary>
public static class ThreadFaults
{
    private const uint InstructionAbort = 0x20;
    private const uint DataAbort = 0x24;

    /// <summary>Offset of a personality's entry for faults; its entry for system calls is at its start.</summary>
    public const ulong FaultEntryOffset = 128;

    /// <summary>The running thread faulted; returns the context to continue with.</summary>
    public static ulong Handle(ref CpuBlock cpu, ref Thread thread, ulong syndrome, ulong address)
    {
        uint ec = (uint)(syndrome >> 26) & 0x3F;
        FaultClass fault = Classify(ec, syndrome);
        if (fault is FaultClass.Unmapped or FaultClass.Permission)
        {
            bool isWrite = new ExceptionSyndrome(syndrome).IsWrite;
            ref Process process = ref KernelObjects.Process(thread.Process);
            fault = AddressSpaces.Resolve(ref process, address, isWrite, ec == InstructionAbort, out bool wait, out Region region);
            if (wait)
            {
                // A personality may still read the fault that it is handling (UpcallInfo).
                if (thread.ForeignBlock == 0)
                {
                    Keep(ref thread, thread.FaultClass, syndrome, address);
                }

                return AskPager(ref cpu, ref thread, region, address, isWrite);
            }

            if (fault == FaultClass.OutOfMemory && Teardown.IsPending)
            {
                // The teardown may free what is missing: the thread repeats the access.
                Teardown.Step();
                return Scheduler.Yield(ref cpu, ref thread);
            }
        }

        if (fault == FaultClass.None)
        {
            return UserState.AddressOf(ref thread.Context);
        }

        Keep(ref thread, fault, syndrome, ec is InstructionAbort or DataAbort or 0x22 ? address : 0);
        return Report(ref cpu, ref thread);
    }

    /// <summary>
    /// An SError came while the thread ran; returns the context to continue with. It belongs to no
    /// instruction (a posted write to a device is the usual source), so no handler could repair
    /// anything: the process ends, unless the error is already corrected. The caller turns an error
    /// that cannot be contained into a panic.
    /// </summary>
    public static ulong HandleSystemError(ref CpuBlock cpu, ref Thread thread, ulong syndrome)
    {
        if (new ExceptionSyndrome(syndrome).IsCorrected)
        {
            return UserState.AddressOf(ref thread.Context);
        }

        Keep(ref thread, FaultClass.Machine, syndrome, 0);
        EndProcess(ref thread);
        return Scheduler.Next(ref cpu);
    }

    /// <summary>Ends the process of a thread whose fault no one handles.</summary>
    public static void EndProcess(ref Thread thread)
    {
        ref Process process = ref KernelObjects.Process(thread.Process);
        if (thread.State == ThreadState.Faulted && thread.NoticeKind == MessageKind.Page)
        {
            EndUnpaged(ref thread);
        }

        if (process.State == ProcessState.Alive)
        {
            process.FaultESR_EL1 = thread.FaultESR_EL1;
            process.FaultFAR_EL1 = thread.FaultFAR_EL1;
            process.FaultPC = thread.Context.ELR_EL1;
        }

        ProcessLife.End(ref process, ExitCause.Fault, (ulong)thread.FaultClass);

        // The process may be ending already, in steps, and has not reached this thread. Or it has, and the thread
        // leaves its CPU before it takes the interrupt that was to end it.
        ThreadLife.Kill(ref thread);
    }

    // UpcallInfo, a fault message and the end of the process report these.
    private static void Keep(ref Thread thread, FaultClass fault, ulong syndrome, ulong address)
    {
        thread.FaultClass = fault;
        thread.FaultESR_EL1 = syndrome;
        thread.FaultFAR_EL1 = address;
    }

    private static ulong Report(ref CpuBlock cpu, ref Thread thread)
    {
        ref Process process = ref KernelObjects.Process(thread.Process);
        if (thread.ForeignBlock != 0 && thread.Context.ELR_EL1 - process.PersonalityStart >= process.PersonalityBytes)
        {
            thread.Context.BeginForeignUpcall(process.PersonalityStart + FaultEntryOffset, thread.ForeignBlock);
            return UserState.AddressOf(ref thread.Context);
        }

        if (process.UpcallEntry != 0 && !thread.IsInUpcall)
        {
            return Upcall(ref thread, process.UpcallEntry);
        }

        if (process.FaultPort != 0)
        {
            return Ask(ref cpu, ref thread, MessageKind.Fault, process.FaultPort, process.FaultBadge);
        }

        EndProcess(ref thread);
        return Scheduler.Next(ref cpu);
    }

    // The contract of language exceptions: x0 the class, x1 the PC, x2 the address; all other registers and the stack are unchanged.
    private static ulong Upcall(ref Thread thread, ulong entry)
    {
        ref UserContext context = ref thread.Context;
        thread.IsInUpcall = true;
        context.BeginUpcall(entry, (ulong)thread.FaultClass, thread.FaultFAR_EL1);
        return UserState.AddressOf(ref context);
    }

    // A pager did not supply the page. The thread ends with this fault, which replaces one that its personality may still be handling.
    private static void EndUnpaged(ref Thread thread)
    {
        thread.FaultClass = thread.PageClass;
        if (thread.ForeignBlock != 0)
        {
            thread.FaultESR_EL1 = 0;
            thread.FaultFAR_EL1 = 0;
        }
    }

    private static ulong AskPager(ref CpuBlock cpu, ref Thread thread, Region region, ulong address, bool isWrite)
    {
        ref MemoryObject memory = ref KernelObjects.Memory(region.Object);
        thread.SetPage(region.Offset + ((address & ~FrameSize.Mask) - region.Start), isWrite);
        return Ask(ref cpu, ref thread, MessageKind.Page, memory.Pager.Port, memory.Pager.Badge);
    }

    private static ulong Ask(ref CpuBlock cpu, ref Thread thread, MessageKind kind, uint port, ulong badge)
    {
        NoticeSource source = thread.Slot.Source;
        thread.NoticeKind = kind;
        thread.State = ThreadState.Faulted;
        thread.CallSequence++;
        thread.ServerProcess = 0;
        if (thread.Notice.Port != port || thread.Notice.Badge != badge)
        {
            Notices.Bind(source, new(port), new(badge));
        }

        // A handler that waits gets the fault and this CPU at once.
        ref Port handlers = ref KernelObjects.Port(port);
        if (handlers.FirstReceiver != 0 && !handlers.Header.IsDestroyed)
        {
            ref Thread handler = ref Notices.HandOver(ref handlers, ref thread);
            return Ports.GoTo(ref cpu, ref thread, ref handler);
        }

        if (!Notices.Raise(source))
        {
            EndProcess(ref thread);
        }

        return Scheduler.Next(ref cpu);
    }

    private static FaultClass Classify(uint ec, ulong syndrome)
    {
        switch (ec)
        {
            case InstructionAbort:
            case DataAbort:
                // Fault status: 0b0001xx translation, 0b0010xx access flag, 0b0011xx permission,
                // 0b100001 alignment. [DDI0487 D24.2 ESR_EL1]
                uint status = (uint)syndrome & 0x3F;
                return (status >> 2) switch
                {
                    0 or 1 => FaultClass.Unmapped,
                    2 or 3 => FaultClass.Permission,
                    _ => status == 0x21 ? FaultClass.Alignment : FaultClass.Machine,
                };
            case 0x22:
            case 0x26: return FaultClass.Alignment;
            case 0x00:
            case 0x0E:
            case 0x18: return FaultClass.Instruction;
            case 0x3C:
            case 0x30:
            case 0x32: return FaultClass.Breakpoint;
            case 0x2C: return FaultClass.FloatingPoint;
            default: return FaultClass.Other;
        }
    }
}
