// From the vector to the body of each system call. The null call runs without the lock; every other one holds it to its end.
// Dispatch and Run, with their checks of handles and rights, are generated from kernel/Abstractions/SystemCalls.table.

using System.Runtime;
using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Scheduling;

namespace RustKernel.Syscalls;

/// <summary>
/// The system calls. Arguments and results are registers of the calling thread; no address from the caller is ever followed.
/// </summary>
public static partial class SystemCalls
{
    /// <summary>The version in <see cref="SystemItem.AbiVersion"/>.</summary>
    public const uint AbiVersion = 1;

    /// <summary>Size of a SVC instruction: how far the PC goes back to repeat a call.</summary>
    private const ulong InstructionBytes = 4;

    // How long a caller waits before it repeats a call that waits for something slow.
    private const ulong LaterPerSecond = 1000;

    /// <summary>What can switch the machine off or restart it; null: nothing.</summary>
    public static RustKernel.MachinePower? Power { get; set; }

    /// <summary>The firmware started this kernel on trial. Set once by start-up; <see cref="PowerAction.Keep"/> ends it.</summary>
    public static bool IsOnTrial { get; set; }

    /// <summary>Physical address of the console's registers; 0: none. Set once by start-up.</summary>
    public static ulong ConsoleAddress { get; set; }

    // A thread starts with its context, so the vector's pointer to one is a reference to the other. Without the lock.
    [RuntimeExport("system_call_null")]
    internal static ulong Null(ref Thread self)
    {
        self.Context.SetError(ErrorCode.None);
        return UserState.AddressOf(ref self.Context);
    }

    [RuntimeExport("ipc_call")]
    internal static ulong Call(ref CpuBlock cpu, ref Thread self) =>
        self.IsStopped ? TakeOff(ref cpu, ref self) : Ports.Call(ref cpu, ref self);

    [RuntimeExport("ipc_reply_receive")]
    internal static ulong ReplyReceive(ref CpuBlock cpu, ref Thread self) =>
        self.IsStopped ? TakeOff(ref cpu, ref self) : Ports.ReplyReceive(ref cpu, ref self);

    // Every other call; under the lock, like the two above. The number is that in x8, or 127 for any above it (UserEntry.S).
    [RuntimeExport("system_call")]
    internal static ulong Enter(ref CpuBlock cpu, ref Thread self, ulong number) =>
        self.IsStopped ? TakeOff(ref cpu, ref self) : Ended(ref cpu, Dispatch(ref cpu, ref self, number));

    // A caller whose own call ended it stops now.
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

    // Calls that do not block: x0 is the error; the caller continues unless the call made a more urgent thread ready.
    private static ulong Finish(ref CpuBlock cpu, ref Thread self, ErrorCode error)
    {
        if (error != ErrorCode.None)
        {
            return FinishOtherwise(ref cpu, ref self, error);
        }

        self.Context.SetError(ErrorCode.None);
        return Ports.Preempt(ref cpu, ref self);
    }

    // With an error, or not finished: then the registers are as the caller set them.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong FinishOtherwise(ref CpuBlock cpu, ref Thread self, ErrorCode error)
    {
        // Its process may have ended by now, on another CPU, which has not reached this thread yet. Then the call could not
        // store what it made, but its error does not say so: the thread ends here.
        if (KernelObjects.Process(self.Process).State != ProcessState.Alive)
        {
            ThreadLife.Kill(ref self);
        }

        // The teardown may free what is missing, unless that is only what this call itself gave back and
        // would take again. A program's segments are not given back, so its loading is not repeated.
        bool mayLack = error == ErrorCode.OutOfMemory && self.Context.CallNumber != (ulong)SystemCall.ProcessLoad;

        // The teardown may also free a device's page or interrupt: a driver's successor gets them as soon as the driver has ended.
        bool mayBeInTheWay = error == ErrorCode.AlreadyExists
            && self.Context.CallNumber is (ulong)SystemCall.DeviceMemoryCreate or (ulong)SystemCall.InterruptCreate;
        if ((mayLack || mayBeInTheWay) && Teardown.IsPending)
        {
            bool hasOwn = cpu.Doomed == ThreadLife.NoThread;
            Teardown.Step();
            error = !hasOwn || Teardown.IsPending ? LongCall.Again : error;
        }

        if (error is not (LongCall.Again or LongCall.Later))
        {
            self.Context.SetError(error);
            return Ports.Preempt(ref cpu, ref self);
        }

        self.Context.ELR_EL1 -= InstructionBytes;
        if (error == LongCall.Again)
        {
            return Scheduler.Yield(ref cpu, ref self);
        }

        self.State = ThreadState.Sleeping;
        self.RepeatsCall = true;
        Waits.SetDeadline(ref cpu, ref self, KernelClock.ReadCounter() + (KernelClock.FrequencyHz / LaterPerSecond));
        return Scheduler.Next(ref cpu);
    }

    private static ulong Yield(ref CpuBlock cpu, ref Thread self)
    {
        self.Context.SetError(ErrorCode.None);
        return Scheduler.Yield(ref cpu, ref self);
    }

    private static ulong Sleep(ref CpuBlock cpu, ref Thread self, Deadline deadline)
    {
        self.State = ThreadState.Sleeping;
        self.Context.SetError(ErrorCode.None);
        Waits.SetDeadline(ref cpu, ref self, deadline.Ticks);
        return Scheduler.Next(ref cpu);
    }

    // The caller's handle to an object of the kind, with all of the rights. The object is not destroyed.
    private static ErrorCode Find(ref Thread self, ulong handle, ObjectKind kind, Rights needed, out uint slot)
    {
        slot = 0;
        ref Process process = ref KernelObjects.Process(self.Process);
        ref HandleEntry entry = ref process.Handles.Look(handle, out bool isGood);
        if (!isGood)
        {
            return ErrorCode.NotFound;
        }

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

    // As Find, where 0 names the caller's own process or thread, or no port.
    private static ErrorCode FindOptional(ref Thread self, ulong handle, ObjectKind kind, Rights needed, out uint slot)
    {
        if (handle != 0)
        {
            return Find(ref self, handle, kind, needed, out slot);
        }

        slot = kind == ObjectKind.Process ? self.Process : kind == ObjectKind.Thread ? self.Header.Slot : 0;
        return ErrorCode.None;
    }

    // The caller's handle to any object, with all of the rights.
    private static ErrorCode FindAny(ref Thread self, ulong handle, Rights needed)
    {
        ref Process process = ref KernelObjects.Process(self.Process);
        ref HandleEntry entry = ref process.Handles.Look(handle, out bool isGood);
        if (!isGood)
        {
            return ErrorCode.NotFound;
        }

        return (entry.Rights & needed) == needed ? ErrorCode.None : ErrorCode.AccessDenied;
    }

    // A handle for a new object, whose only reference moves into the table; without room the object is freed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Result<AnyHandle> Publish<T>(ref Thread self, Result<Slot<T>> made, Rights rights)
        where T : struct, IKernelObject => Publish(ref self, T.Kind, made.Value.Index, made.Error, rights);

    private static Result<AnyHandle> Publish(ref Thread self, ObjectKind kind, uint slot, ErrorCode error, Rights rights)
    {
        if (error != ErrorCode.None)
        {
            return error;
        }

        HandleEntry entry = new() { Kind = kind, Object = slot, Rights = rights };
        if (kind == ObjectKind.Port)
        {
            KernelObjects.Port(slot).ReceiveRights++;
        }

        Result<AnyHandle> handle = ProcessHandles.Add(ref KernelObjects.Process(self.Process), kind, slot, rights, 0);
        if (!handle.IsOk)
        {
            ObjectReferences.ReleaseEntry(in entry);
        }

        return handle;
    }
}
