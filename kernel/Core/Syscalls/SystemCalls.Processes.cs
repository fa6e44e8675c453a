// The system calls for processes and threads.

using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Spaces;

namespace RustKernel.Syscalls;

public static partial class SystemCalls
{
    private static Result<AnyHandle> ProcessCreate(
        ref Thread self,
        Slot<Port> supervisor,
        Badge badge,
        ulong frames,
        ObjectQuotas quotas,
        ulong name)
    {
        Result<Slot<Process>> slot = ProcessLife.Create(self.ProcessSlot, frames, quotas.Objects, quotas.Handles, name);
        Result<AnyHandle> process = Publish(ref self, slot, Rights.All);
        if (process.IsOk && !supervisor.IsNone)
        {
            Notices.Bind(slot.Value.Source, supervisor, badge);
        }

        return process;
    }

    private static ErrorCode ProcessExit(ref Thread self, ulong code)
    {
        ProcessLife.End(ref KernelObjects.Process(self.Process), ExitCause.Exited, code);
        return ErrorCode.None;
    }

    private static ErrorCode ProcessKill(ref Thread self, Slot<Process> process, ulong code)
    {
        ProcessLife.End(ref KernelObjects.Process(process), ExitCause.Killed, code);
        return ErrorCode.None;
    }

    private static ErrorCode ProcessInfo(ref Thread self, Slot<Process> slot, out ProcessInfoResults results)
    {
        results = default;
        if (IsSettling())
        {
            return LongCall.Again;
        }

        ref Process process = ref KernelObjects.Process(slot);
        results.State = (uint)process.State;
        results.Cause = process.Cause;
        results.Code = process.ExitCode;
        results.Frames = process.Frames.Used;
        results.PeakFrames = process.Frames.Peak;
        results.CpuTicks = CpuTicks(ref process);
        results.Name = process.Name;
        return ErrorCode.None;
    }

    private static ErrorCode ProcessUsage(ref Thread self, Slot<Process> slot, out ProcessUsageResults results)
    {
        results = default;
        if (IsSettling())
        {
            return LongCall.Again;
        }

        ref Process process = ref KernelObjects.Process(slot);
        results.FrameLimit = process.Frames.Limit;
        results.Objects = (uint)process.Objects.Used;
        results.ObjectLimit = (uint)process.Objects.Limit;
        results.Handles = (uint)process.HandleQuota.Used;
        results.HandleLimit = (uint)process.HandleQuota.Limit;
        results.Threads = new ThreadCounts(process.LiveThreads, ReadyThreads(ref process));
        return ErrorCode.None;
    }

    // Objects being taken apart still count as used, but not for long: takes a step of that, and the caller repeats the call.
    private static bool IsSettling()
    {
        if (!Teardown.IsPending)
        {
            return false;
        }

        Teardown.Step();
        return true;
    }

    private static uint ReadyThreads(ref Process process)
    {
        uint count = 0;
        for (uint at = process.FirstThread; at != 0; at = KernelObjects.Thread(at).NextSibling)
        {
            count += KernelObjects.Thread(at).State == ThreadState.Ready ? 1u : 0;
        }

        return count;
    }

    private static ulong CpuTicks(ref Process process)
    {
        ulong sum = process.CpuTicks;
        for (uint at = process.FirstThread; at != 0; at = KernelObjects.Thread(at).NextSibling)
        {
            sum += KernelObjects.Thread(at).Context.CpuTicks;
        }

        return sum;
    }

    private static Result<ulong> ProcessLoad(
        ref Thread self,
        Slot<Process> slot,
        Slot<MemoryObject> memory,
        ulong offset,
        ulong sizeBytes)
    {
        ref Process process = ref KernelObjects.Process(slot);
        return process.State == ProcessState.Alive
            ? ElfLoader.Load(ref process, memory, offset, sizeBytes)
            : ErrorCode.InvalidState;
    }

    private static Result<ForeignHandle> ProcessGrant(ref Thread self, Slot<Process> process, AnyHandle handle, Rights rights)
    {
        HandleEntry entry = KernelObjects.Process(self.Process).Handles.At((uint)handle.Value);
        Result<AnyHandle> copy = GiveHandle(ref KernelObjects.Process(process), in entry, rights, entry.Badge);
        return copy.IsOk ? new ForeignHandle(copy.Value.Value) : copy.Error;
    }

    private static ErrorCode ProcessSetFaultPort(ref Thread self, Slot<Process> slot, Slot<Port> port, Badge badge)
    {
        ref Process process = ref KernelObjects.Process(slot);
        if (process.State != ProcessState.Alive)
        {
            return ErrorCode.InvalidState;
        }

        ProcessLife.SetFaultPort(ref process, port, badge);
        return ErrorCode.None;
    }

    private static ErrorCode ProcessSetUpcall(ref Thread self, ulong entry)
    {
        KernelObjects.Process(self.Process).UpcallEntry = entry;
        return ErrorCode.None;
    }

    private static ErrorCode UpcallDone(ref Thread self)
    {
        self.IsInUpcall = false;
        return ErrorCode.None;
    }

    private static Result<AnyHandle> ThreadCreate(
        ref Thread self,
        Slot<Process> process,
        ulong entry,
        ulong stackPointer,
        ulong argument,
        uint priority,
        uint cpus)
    {
        if (!AreCpus(cpus))
        {
            return ErrorCode.InvalidArgument;
        }

        // No thread makes another more urgent than itself.
        if (priority > self.BasePriority)
        {
            return ErrorCode.AccessDenied;
        }

        Result<Slot<Thread>> thread = ThreadLife.Create(
            ref KernelObjects.Process(process),
            entry,
            stackPointer,
            argument,
            priority,
            cpus);
        if (!thread.IsOk)
        {
            return thread.Error;
        }

        // Two references: its own, until it ends, and the handle's.
        ObjectReferences.Retain(thread.Value);
        return Publish(ref self, thread, Rights.All);
    }

    // CPUs to which a thread may be bound; 0: no restriction.
    private static bool AreCpus(uint cpus) => cpus <= ushort.MaxValue && (cpus == 0 || Scheduler.CanServe(cpus));

    private static ErrorCode ThreadStart(ref Thread self, Slot<Thread> slot) => ThreadLife.Start(ref KernelObjects.Thread(slot));

    private static ErrorCode ThreadExit(ref Thread self)
    {
        ThreadLife.Kill(ref self);
        return ErrorCode.None;
    }

    private static ErrorCode ThreadKill(ref Thread self, Slot<Thread> slot)
    {
        ThreadLife.Kill(ref KernelObjects.Thread(slot));
        return ErrorCode.None;
    }

    // Synchronous: while the thread still runs on another CPU, the caller repeats the call. It does not hold the lock in between.
    private static ulong ThreadSuspend(ref CpuBlock cpu, ref Thread self, Slot<Thread> slot)
    {
        if (slot.Index == self.Header.Slot)
        {
            return Ports.Fail(ref self, ErrorCode.InvalidArgument);
        }

        ref Thread thread = ref KernelObjects.Thread(slot);
        if (thread.State == ThreadState.Dead)
        {
            return Ports.Fail(ref self, ErrorCode.InvalidState);
        }

        if (ThreadLife.Suspend(ref thread))
        {
            return Ports.Fail(ref self, ErrorCode.None);
        }

        self.Context.ELR_EL1 -= InstructionBytes;
        return Scheduler.Yield(ref cpu, ref self);
    }

    private static ErrorCode ThreadResume(ref Thread self, Slot<Thread> slot)
    {
        ThreadLife.Resume(ref KernelObjects.Thread(slot));
        return ErrorCode.None;
    }

    // New, suspended and waiting threads hold still; the registers of others are changing.
    private static bool HoldsStill(ref Thread thread) => thread.IsSuspended
        ? thread.State != ThreadState.Running
        : thread.State is ThreadState.New or ThreadState.Faulted;

    private static ErrorCode ThreadReadRegisters(ref Thread self, Slot<Thread> slot, uint first, out RegisterWords values)
    {
        values = default;
        if (first >= UserContext.NamedRegisterCount)
        {
            return ErrorCode.InvalidArgument;
        }

        ref Thread thread = ref KernelObjects.Thread(slot);
        if (!HoldsStill(ref thread))
        {
            return ErrorCode.InvalidState;
        }

        for (int i = 0; i < RegisterWords.Count; i++)
        {
            int index = (int)first + i;
            values[i] = index < UserContext.NamedRegisterCount ? thread.Context.Register(index) : 0;
        }

        return ErrorCode.None;
    }

    private static ErrorCode ThreadWriteRegister(ref Thread self, Slot<Thread> slot, uint register, ulong value)
    {
        if (register >= UserContext.NamedRegisterCount)
        {
            return ErrorCode.InvalidArgument;
        }

        ref Thread thread = ref KernelObjects.Thread(slot);
        if (!HoldsStill(ref thread))
        {
            return ErrorCode.InvalidState;
        }

        thread.Context.SetRegister((int)register, value);
        return ErrorCode.None;
    }

    private static ErrorCode ThreadSetSchedule(ref Thread self, Slot<Thread> slot, uint priority, uint cpus)
    {
        if (priority > Scheduler.MaximumPriority || !AreCpus(cpus))
        {
            return ErrorCode.InvalidArgument;
        }

        if (priority > self.BasePriority)
        {
            return ErrorCode.AccessDenied;
        }

        ref Thread thread = ref KernelObjects.Thread(slot);
        Donation.SetBase(ref thread, (byte)priority);
        if (cpus != 0)
        {
            Scheduler.SetAffinity(ref thread, (ushort)cpus);
        }

        return ErrorCode.None;
    }

    private static ErrorCode ThreadInfo(ref Thread self, Slot<Thread> slot, out ThreadInfoResults results)
    {
        ref Thread thread = ref KernelObjects.Thread(slot);
        results = default;
        results.State = (uint)thread.State;
        results.Priority = thread.BasePriority;
        results.Cpu = thread.Cpu;
        results.CpuTicks = thread.Context.CpuTicks;
        return ErrorCode.None;
    }
}
