// Processes and threads.

using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Spaces;

namespace RustKernel.Syscalls;

public static partial class SystemCalls
{
    private static ErrorCode ProcessCreate(ref Thread self, uint port)
    {
        ulong badge = self.Context.X1;
        Result<uint> slot = ProcessLife.Create(
            self.Process,
            self.Context.X2,
            (uint)self.Context.X3,
            (uint)(self.Context.X3 >> 32),
            self.Context.X4);
        ErrorCode error = Publish(ref self, ObjectKind.Process, slot, Rights.All);
        if (error == ErrorCode.None && port != 0)
        {
            Notices.Bind(new NoticeSource(ObjectKind.Process, slot.Value), port, badge);
        }

        return error;
    }

    private static ErrorCode ProcessExit(ref Thread self)
    {
        ProcessLife.End(ref KernelObjects.Process(self.Process), ExitCause.Exited, self.Context.X0);
        return ErrorCode.None;
    }

    private static ErrorCode ProcessKill(ref Thread self, uint slot)
    {
        ProcessLife.End(ref KernelObjects.Process(slot), ExitCause.Killed, self.Context.X1);
        return ErrorCode.None;
    }

    private static ErrorCode ProcessInfo(ref Thread self, uint slot)
    {
        if (IsSettling())
        {
            return LongCall.Again;
        }

        ref Process process = ref KernelObjects.Process(slot);
        self.Context.X1 = (ulong)process.State;
        self.Context.X2 = (ulong)process.Cause;
        self.Context.X3 = process.ExitCode;
        self.Context.X4 = process.Frames.Used;
        self.Context.X5 = process.Frames.Peak;
        self.Context.X6 = CpuTicks(ref process);
        self.Context.X7 = process.Name;
        return ErrorCode.None;
    }

    private static ErrorCode ProcessUsage(ref Thread self, uint slot)
    {
        if (IsSettling())
        {
            return LongCall.Again;
        }

        ref Process process = ref KernelObjects.Process(slot);
        self.Context.X1 = process.Frames.Limit;
        self.Context.X2 = process.Objects.Used;
        self.Context.X3 = process.Objects.Limit;
        self.Context.X4 = process.HandleQuota.Used;
        self.Context.X5 = process.HandleQuota.Limit;
        self.Context.X6 = process.LiveThreads | ((ulong)ReadyThreads(ref process) << 32);
        return ErrorCode.None;
    }

    // What is being taken apart still counts as used, and soon does not: a step of it, and the call is made again.
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

    private static ErrorCode ProcessLoad(ref Thread self, uint slot, uint memory)
    {
        ref Process process = ref KernelObjects.Process(slot);
        Result<ulong> entry = process.State == ProcessState.Alive
            ? ElfLoader.Load(ref process, memory, self.Context.X2, self.Context.X3)
            : ErrorCode.InvalidState;
        self.Context.X1 = entry.Value;
        return entry.Error;
    }

    private static ErrorCode ProcessGrant(ref Thread self, uint slot)
    {
        HandleEntry entry = KernelObjects.Process(self.Process).Handles.At((uint)self.Context.X1);
        return GiveHandle(ref self, ref KernelObjects.Process(slot), in entry, self.Context.X2, entry.Badge);
    }

    private static ErrorCode ProcessSetFaultPort(ref Thread self, uint slot, uint port)
    {
        ref Process process = ref KernelObjects.Process(slot);
        if (process.State != ProcessState.Alive)
        {
            return ErrorCode.InvalidState;
        }

        ProcessLife.SetFaultPort(ref process, port, self.Context.X2);
        return ErrorCode.None;
    }

    private static ErrorCode ProcessSetUpcall(ref Thread self)
    {
        KernelObjects.Process(self.Process).UpcallEntry = self.Context.X0;
        return ErrorCode.None;
    }

    private static ErrorCode UpcallDone(ref Thread self)
    {
        self.IsInUpcall = false;
        return ErrorCode.None;
    }

    private static ErrorCode ThreadCreate(ref Thread self, uint slot)
    {
        ulong affinity = self.Context.X5;
        bool isLegal = self.Context.X4 <= uint.MaxValue
            && affinity <= ushort.MaxValue
            && (affinity == 0 || Scheduler.CanServe((uint)affinity));
        if (!isLegal)
        {
            return ErrorCode.InvalidArgument;
        }

        // Nobody makes a thread more urgent than itself.
        if (self.Context.X4 > self.BasePriority)
        {
            return ErrorCode.AccessDenied;
        }

        Result<uint> thread = ThreadLife.Create(
            ref KernelObjects.Process(slot),
            self.Context.X1,
            self.Context.X2,
            self.Context.X3,
            (uint)self.Context.X4,
            (uint)affinity);
        if (!thread.IsOk)
        {
            return thread.Error;
        }

        // Two refer to it: itself, until it ends, and the handle.
        ObjectReferences.Retain(ObjectKind.Thread, thread.Value);
        return Publish(ref self, ObjectKind.Thread, thread, Rights.All);
    }

    private static ErrorCode ThreadStart(ref Thread self, uint slot) => ThreadLife.Start(ref KernelObjects.Thread(slot));

    private static ErrorCode ThreadExit(ref Thread self)
    {
        ThreadLife.Kill(ref self);
        return ErrorCode.None;
    }

    private static ErrorCode ThreadKill(ref Thread self, uint slot)
    {
        ThreadLife.Kill(ref KernelObjects.Thread(slot));
        return ErrorCode.None;
    }

    // Synchronous: while the thread still runs on another CPU, the caller makes the call again. It does not hold the lock meanwhile.
    private static ulong ThreadSuspend(ref CpuBlock cpu, ref Thread self, uint slot)
    {
        if (slot == self.Header.Slot)
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

    private static ErrorCode ThreadResume(ref Thread self, uint slot)
    {
        ThreadLife.Resume(ref KernelObjects.Thread(slot));
        return ErrorCode.None;
    }

    // New and suspended threads and those that wait hold still; the registers of others are in motion.
    private static bool HoldsStill(ref Thread thread) => thread.IsSuspended
        ? thread.State != ThreadState.Running
        : thread.State is ThreadState.New or ThreadState.Faulted;

    private static ErrorCode ThreadReadRegisters(ref Thread self, uint slot)
    {
        ulong first = self.Context.X1;
        if (first >= UserContext.NamedRegisterCount)
        {
            return ErrorCode.InvalidArgument;
        }

        ref Thread thread = ref KernelObjects.Thread(slot);
        if (!HoldsStill(ref thread))
        {
            return ErrorCode.InvalidState;
        }

        for (int i = 0; i < 7; i++)
        {
            int index = (int)first + i;
            self.Context.SetRegister(1 + i, index < UserContext.NamedRegisterCount ? thread.Context.Register(index) : 0);
        }

        return ErrorCode.None;
    }

    private static ErrorCode ThreadWriteRegister(ref Thread self, uint slot)
    {
        if (self.Context.X1 >= UserContext.NamedRegisterCount)
        {
            return ErrorCode.InvalidArgument;
        }

        ref Thread thread = ref KernelObjects.Thread(slot);
        if (!HoldsStill(ref thread))
        {
            return ErrorCode.InvalidState;
        }

        thread.Context.SetRegister((int)self.Context.X1, self.Context.X2);
        return ErrorCode.None;
    }

    private static ErrorCode ThreadSetSchedule(ref Thread self, uint slot)
    {
        ulong affinity = self.Context.X2;
        if (self.Context.X1 > Scheduler.MaximumPriority
            || affinity > ushort.MaxValue
            || (affinity != 0 && !Scheduler.CanServe((uint)affinity)))
        {
            return ErrorCode.InvalidArgument;
        }

        if (self.Context.X1 > self.BasePriority)
        {
            return ErrorCode.AccessDenied;
        }

        ref Thread thread = ref KernelObjects.Thread(slot);
        Donation.SetBase(ref thread, (byte)self.Context.X1);
        if (affinity != 0)
        {
            Scheduler.SetAffinity(ref thread, (ushort)affinity);
        }

        return ErrorCode.None;
    }

    private static ErrorCode ThreadInfo(ref Thread self, uint slot)
    {
        ref Thread thread = ref KernelObjects.Thread(slot);
        self.Context.X1 = (ulong)thread.State;
        self.Context.X2 = thread.BasePriority;
        self.Context.X3 = thread.Cpu;
        self.Context.X4 = thread.Context.CpuTicks;
        return ErrorCode.None;
    }
}
