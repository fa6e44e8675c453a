// From the vector to the body of each system call. The null call runs without the lock; every other one runs under it to its end.

using System.Runtime;
using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Scheduling;

namespace RustKernel.Syscalls;

/// <summary>The system calls. Arguments and results are registers of the calling thread; no address of the caller's is ever followed.</summary>
public static partial class SystemCalls
{
    /// <summary>The version in <see cref="SystemItem.AbiVersion"/>.</summary>
    public const uint AbiVersion = 1;

    /// <summary>Size of a SVC instruction: what a call that is to be made again goes back by.</summary>
    private const ulong InstructionBytes = 4;

    /// <summary>What can end the machine; null: nothing.</summary>
    public static MachinePower? Power { get; set; }

    // A thread begins with its context, so the vector's pointer to the one is a reference to the other. Without the lock.
    [RuntimeExport("system_call_null")]
    private static ulong Null(ref Thread self, ref CpuBlock cpu)
    {
        self.Context.X0 = 0;
        return UserState.AddressOf(ref self.Context);
    }

    [RuntimeExport("ipc_call")]
    private static ulong Call(ref Thread self, ref CpuBlock cpu) => self.IsStopped ? TakeOff(ref cpu, ref self) : Ports.Call(ref self, ref cpu);

    [RuntimeExport("ipc_reply_receive")]
    private static ulong ReplyReceive(ref Thread self, ref CpuBlock cpu) => self.IsStopped ? TakeOff(ref cpu, ref self) : Ports.ReplyReceive(ref self, ref cpu);

    // Every other call; under the lock, as the two above.
    [RuntimeExport("system_call")]
    private static ulong Enter(ref Thread self, ref CpuBlock cpu) =>
        self.IsStopped ? TakeOff(ref cpu, ref self) : Ended(ref cpu, Dispatch(ref cpu, ref self, self.Context.X8));

    // A caller that its own call has ended goes now.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Ended(ref CpuBlock cpu, ulong next) => cpu.Doomed == 0 ? next : ThreadLife.EndDoomed(ref cpu, next);

    // The call is made when the thread is resumed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong TakeOff(ref CpuBlock cpu, ref Thread self)
    {
        self.Context.ELR_EL1 -= InstructionBytes;
        ThreadLife.TakeOff(ref cpu, ref self);
        return Scheduler.Next(ref cpu);
    }

    private static ulong Dispatch(ref CpuBlock cpu, ref Thread self, ulong number)
    {
        switch (number)
        {
            case (ulong)SystemCall.Send: return Ports.Send(ref cpu, ref self);
            case (ulong)SystemCall.Receive: return Ports.Receive(ref cpu, ref self);
            case (ulong)SystemCall.Reply: return Ports.Reply(ref cpu, ref self);
            case (ulong)SystemCall.Notify: return Ports.Notify(ref cpu, ref self);
            case (ulong)SystemCall.Yield:
                self.Context.X0 = 0;
                return Scheduler.Yield(ref cpu, ref self);
            case (ulong)SystemCall.Sleep: return Sleep(ref cpu, ref self);
            case (ulong)SystemCall.ThreadSuspend: return ThreadSuspend(ref cpu, ref self);
            case (ulong)SystemCall.MemoryMap: return Finish(ref cpu, ref self, MemoryMap(ref self));
            case (ulong)SystemCall.MemoryUnmap: return Finish(ref cpu, ref self, MemoryUnmap(ref self));
            default: return Finish(ref cpu, ref self, Run(ref cpu, ref self, number));
        }
    }

    // Calls that do not block: x0 is the error, the caller goes on unless the call made somebody more urgent ready.
    private static ulong Finish(ref CpuBlock cpu, ref Thread self, ErrorCode error)
    {
        self.Context.X0 = (ulong)error;
        return Ports.Preempt(ref cpu, ref self);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ErrorCode Run(ref CpuBlock cpu, ref Thread self, ulong number) => (SystemCall)number switch
    {
        SystemCall.DebugWrite => DebugWrite(ref self),
        SystemCall.SystemInfo => SystemInfo(ref cpu, ref self),
        SystemCall.HandleClose => HandleClose(ref self),
        SystemCall.HandleDuplicate => HandleDuplicate(ref self),
        SystemCall.HandleInfo => HandleInfo(ref self),
        SystemCall.HandleDestroy => HandleDestroy(ref self),
        SystemCall.PortCreate => PortCreate(ref self),
        SystemCall.ProcessCreate => ProcessCreate(ref self),
        SystemCall.ProcessExit => ProcessExit(ref self),
        SystemCall.ProcessKill => ProcessKill(ref self),
        SystemCall.ProcessInfo => ProcessInfo(ref self),
        SystemCall.ProcessLoad => ProcessLoad(ref self),
        SystemCall.ProcessGrant => ProcessGrant(ref self),
        SystemCall.ProcessSetFaultPort => ProcessSetFaultPort(ref self),
        SystemCall.ProcessSetUpcall => ProcessSetUpcall(ref self),
        SystemCall.ThreadCreate => ThreadCreate(ref self),
        SystemCall.ThreadStart => ThreadStart(ref self),
        SystemCall.ThreadExit => ThreadExit(ref self),
        SystemCall.ThreadKill => ThreadKill(ref self),
        SystemCall.ThreadResume => ThreadResume(ref self),
        SystemCall.ThreadReadRegisters => ThreadReadRegisters(ref self),
        SystemCall.ThreadWriteRegister => ThreadWriteRegister(ref self),
        SystemCall.ThreadSetSchedule => ThreadSetSchedule(ref self),
        SystemCall.ThreadInfo => ThreadInfo(ref self),
        SystemCall.UpcallDone => UpcallDone(ref self),
        SystemCall.MemoryCreate => MemoryCreate(ref self),
        SystemCall.MemoryProtect => MemoryProtect(ref self),
        SystemCall.MemorySetPager => MemorySetPager(ref self),
        SystemCall.MemorySupply => MemorySupply(ref self),
        SystemCall.MemoryRead => MemoryRead(ref self),
        SystemCall.MemoryWrite => MemoryWrite(ref self),
        SystemCall.MemoryInfo => MemoryInfo(ref self),
        SystemCall.DeviceMemoryCreate => DeviceMemoryCreate(ref self),
        SystemCall.InterruptCreate => InterruptCreate(ref self),
        SystemCall.InterruptBind => InterruptBind(ref self),
        SystemCall.InterruptAcknowledge => InterruptAcknowledge(ref self),
        SystemCall.TimerCreate => TimerCreate(ref self),
        SystemCall.TimerSet => TimerSet(ref cpu, ref self),
        SystemCall.TimerCancel => TimerCancel(ref self),
        SystemCall.MachinePower => MachinePowerCall(ref self),
        _ => ErrorCode.NotSupported,
    };

    private static ulong Sleep(ref CpuBlock cpu, ref Thread self)
    {
        ulong deadline = self.Context.X0;
        self.State = ThreadState.Sleeping;
        self.Context.X0 = 0;
        Waits.SetDeadline(ref cpu, ref self, deadline);
        return Scheduler.Next(ref cpu);
    }

    // A handle of the caller's that names an object of the kind, with all of the rights. The object is not destroyed.
    private static ErrorCode Find(ref Thread self, ulong handle, ObjectKind kind, Rights needed, out uint slot)
    {
        slot = 0;
        ref Process process = ref KernelObjects.Process(self.Process);
        if (handle > uint.MaxValue || !process.Handles.IsGood((uint)handle))
        {
            return ErrorCode.NotFound;
        }

        ref HandleEntry entry = ref process.Handles.At((uint)handle);
        if (entry.Kind != kind)
        {
            return ErrorCode.InvalidArgument;
        }

        if ((entry.Rights & needed) != needed)
        {
            return ErrorCode.AccessDenied;
        }

        slot = entry.Object;
        bool isGone = kind == ObjectKind.Memory
            ? KernelObjects.Memory(slot).Header.IsDestroyed
            : kind != ObjectKind.Machine && KernelObjects.Header(kind, slot).IsDestroyed;
        return isGone ? ErrorCode.NotFound : ErrorCode.None;
    }

    // As Find for a process, where 0 names the caller's own.
    private static ErrorCode FindProcess(ref Thread self, ulong handle, Rights needed, out uint slot)
    {
        slot = self.Process;
        return handle == 0 ? ErrorCode.None : Find(ref self, handle, ObjectKind.Process, needed, out slot);
    }

    // A handle for a new object whose one reference moves into the table; without room the object goes again.
    private static ErrorCode Publish(ref Thread self, ObjectKind kind, Result<uint> slot, Rights rights)
    {
        if (!slot.IsOk)
        {
            return slot.Error;
        }

        HandleEntry entry = new() { Kind = kind, Object = slot.Value, Rights = rights };
        if (kind == ObjectKind.Port)
        {
            KernelObjects.Port(slot.Value).ReceiveRights++;
        }

        Result<uint> handle = ProcessHandles.Add(ref KernelObjects.Process(self.Process), kind, slot.Value, rights, 0);
        if (!handle.IsOk)
        {
            ObjectReferences.ReleaseEntry(in entry);
            return handle.Error;
        }

        self.Context.X1 = handle.Value;
        return ErrorCode.None;
    }
}
