// Processes from their making to their end.

using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Spaces;

namespace RustKernel.Scheduling;

/// <summary>
/// Life of processes. A process ends when its last thread does; then everything it had is given back at once, and what remains is how it ended, until the last handle to it
/// goes. It ends, too, when the process ends whose quota it lives on. A process without threads lives as long as a handle to it does. Under the kernel lock.
/// </summary>
public static class ProcessLife
{
    // Exit codes from here on are the runtime's: unhandled exceptions and its own failures.
    private const ulong FirstFailureCode = 0xE000;

    /// <summary>Exit code of a revived process that left its timer's reports unread.</summary>
    public const ulong SilentCode = 0xE800;

    private static uint s_firstFinished;
    private static bool s_isClearing;

    /// <summary>A process without threads, charged to <paramref name="owner"/>, with one reference: the caller's. OutOfMemory.</summary>
    public static Result<uint> Create(uint owner, ulong frames, uint objects, uint handles, ulong name)
    {
        Result<uint> slot = KernelObjects.Allocate(ObjectKind.Process, owner);
        if (!slot.IsOk)
        {
            return slot;
        }

        ref Process process = ref KernelObjects.Process(slot.Value);
        process.HandleQuota.Limit = handles;
        process.Name = name;
        ErrorCode error = TakeQuotas(ref process, frames, objects);
        if (error == ErrorCode.None)
        {
            error = AddressSpaces.Create(ref process);
        }

        if (error != ErrorCode.None)
        {
            process.State = ProcessState.Dead;
            ObjectReferences.Release(ObjectKind.Process, slot.Value);
            return error;
        }

        return slot;
    }

    /// <summary>Ends a process. The first cause is the one that is told. Threads on other CPUs end when those take the interrupt sent to them.</summary>
    public static void End(ref Process process, ExitCause cause, ulong code)
    {
        if (process.State != ProcessState.Alive)
        {
            return;
        }

        process.State = ProcessState.Dying;
        process.Cause = cause;
        process.ExitCode = code;
        if (process.LiveThreads == 0)
        {
            Finish(ref process);
            return;
        }

        // The list changes as threads finish; the process stays, for this reference.
        uint slot = process.Header.Slot;
        ObjectReferences.Retain(ObjectKind.Process, slot);
        for (uint at = process.FirstThread; at != 0;)
        {
            ref Thread thread = ref KernelObjects.Thread(at);
            at = thread.NextSibling;
            ThreadLife.Kill(ref thread);
        }

        ObjectReferences.Release(ObjectKind.Process, slot);
    }

    /// <summary>No thread is left: gives back what the process had, ends what was made from its quota, and tells its supervisor. One process after the other, however many ends follow from an end: the stack is small.</summary>
    public static void Finish(ref Process process)
    {
        if (process.IsFinished)
        {
            return;
        }

        if (process.State == ProcessState.Alive)
        {
            process.Cause = ExitCause.Exited;
        }

        process.State = ProcessState.Dying;
        process.IsFinished = true;
        process.NextFinished = s_firstFinished;
        s_firstFinished = process.Header.Slot;
        ObjectReferences.Retain(ObjectKind.Process, process.Header.Slot);
        if (s_isClearing)
        {
            return;
        }

        s_isClearing = true;
        while (s_firstFinished != 0)
        {
            ref Process next = ref KernelObjects.Process(s_firstFinished);
            s_firstFinished = next.NextFinished;
            ClearAway(ref next);
        }

        s_isClearing = false;
    }

    private static void ClearAway(ref Process process)
    {
        uint slot = process.Header.Slot;
        ConsoleLoan.End(slot);
        PortLife.EndCallsServedBy(slot);
        bool isKept = IsKept(ref process);
        if (!isKept)
        {
            EndOwned(slot);
            ProcessHandles.CloseAll(ref process);
        }

        ref CpuBlock cpu = ref PerCpu.Current;
        if (cpu.CurrentProcess == slot)
        {
            AddressSpaces.Leave(ref cpu);
        }

        AddressSpaces.Destroy(ref process);
        SetFaultPort(ref process, 0, 0);
        process.State = ProcessState.Dead;
        if (isKept)
        {
            UserLoop.NoteExit();
            ObjectReferences.Release(ObjectKind.Process, slot);
            return;
        }

        ReturnUnusedObjects(ref process);

        // The report in the port's list is what keeps the dead process until it is read.
        ObjectReferences.Retain(ObjectKind.Process, slot);
        if (!Notices.Raise(new NoticeSource(ObjectKind.Process, slot)))
        {
            ObjectReferences.Release(ObjectKind.Process, slot);
        }

        UserLoop.NoteExit();
        ObjectReferences.Release(ObjectKind.Process, slot);
    }

    /// <summary>A dead process whose handles were kept: it failed and may be revived.</summary>
    public static bool IsKept(ref Process process) =>
        process.IsRevived && (process.Cause == ExitCause.Fault || (process.Cause == ExitCause.Exited && process.ExitCode >= FirstFailureCode));

    /// <summary>Makes a kept process one without threads and memory again. Handles of memory and threads go, but for <paramref name="keep0"/> to <paramref name="keep2"/>: what lay in the lost address space. OutOfMemory.</summary>
    public static ErrorCode Revive(ref Process process, ulong keep0, ulong keep1, ulong keep2)
    {
        ErrorCode error = AddressSpaces.Create(ref process);
        if (error != ErrorCode.None)
        {
            return error;
        }

        for (uint i = 0; i < process.Handles.Fresh; i++)
        {
            uint handle = process.Handles.HandleAt(i);
            if (handle != 0 && handle != keep0 && handle != keep1 && handle != keep2 && process.Handles.At(handle).Kind is ObjectKind.Memory or ObjectKind.Thread)
            {
                ProcessHandles.Close(ref process, handle);
            }
        }

        process.IsFinished = false;
        process.UpcallEntry = 0;
        process.State = ProcessState.Alive;
        return ErrorCode.None;
    }

    // What a process may use is taken from its owner's, and goes back when the process is gone: a child is no way around a quota.
    private static ErrorCode TakeQuotas(ref Process process, ulong frames, uint objects)
    {
        if (process.Header.Owner != 0)
        {
            ref Process owner = ref KernelObjects.Process(process.Header.Owner);
            if (owner.Frames.Charge(frames) != ErrorCode.None)
            {
                return ErrorCode.OutOfMemory;
            }

            if (owner.Objects.Charge(objects) != ErrorCode.None)
            {
                _ = owner.Frames.Refund(frames);
                return ErrorCode.OutOfMemory;
            }
        }

        process.Frames.Limit = frames;
        process.Objects.Limit = objects;
        return ErrorCode.None;
    }

    // A dead process makes no more objects, whatever it left behind: those that it had left are its owner's again. Frames may still be wanted, by pages of memory that others have of it.
    private static void ReturnUnusedObjects(ref Process process)
    {
        ulong unused = process.Objects.Limit - process.Objects.Used;
        if (process.Header.Owner != 0 && KernelObjects.Process(process.Header.Owner).Objects.Refund(unused) == ErrorCode.None)
        {
            process.Objects.Limit = process.Objects.Used;
        }
    }

    private static void ReturnQuotas(ref Process process)
    {
        if (process.Header.Owner != 0)
        {
            ref Process owner = ref KernelObjects.Process(process.Header.Owner);
            if (owner.Frames.Refund(process.Frames.Limit) != ErrorCode.None || owner.Objects.Refund(process.Objects.Limit) != ErrorCode.None)
            {
                KernelPanic.Because("a process gives back more than it was given"u8);
            }
        }
    }

    // Processes and ports live on their owner's quota and end with it; so no ring of handles and messages keeps anything alive.
    private static void EndOwned(uint owner)
    {
        for (uint i = 1; i < KernelObjects.ProcessLimit; i++)
        {
            ref Process process = ref KernelObjects.Process(i);
            if (process.Header.References != 0 && process.Header.Owner == owner)
            {
                End(ref process, ExitCause.Killed, 0);
            }
        }

        for (uint i = 1; i < KernelObjects.PortLimit; i++)
        {
            ref Port port = ref KernelObjects.Port(i);
            if (port.Header.References != 0 && port.Header.Owner == owner)
            {
                ObjectReferences.Retain(ObjectKind.Port, i);
                PortLife.Destroy(ref port);
                ObjectReferences.Release(ObjectKind.Port, i);
            }
        }
    }

    /// <summary>Faults of the process's threads go to this port (0: nowhere).</summary>
    public static void SetFaultPort(ref Process process, uint port, ulong badge)
    {
        ObjectReferences.Retain(port == 0 ? ObjectKind.None : ObjectKind.Port, port);
        uint old = process.FaultPort;
        process.FaultPort = port;
        process.FaultBadge = badge;
        ObjectReferences.Release(old == 0 ? ObjectKind.None : ObjectKind.Port, old);
    }

    /// <summary>
    /// One reference less. A process without threads to which only its own objects refer (the writable segments of the program loaded into it) can get no thread any more: it ends, and they go. It
    /// never ran, so there is nothing to report.
    /// </summary>
    public static void EndIfAbandoned(ref Process process)
    {
        if (process.State == ProcessState.Alive && process.LiveThreads == 0 && process.Header.References == process.OwnedObjects)
        {
            Notices.Bind(new NoticeSource(ObjectKind.Process, process.Header.Slot), 0, 0);
            End(ref process, ExitCause.Killed, 0);
        }
    }

    /// <summary>Nobody refers to the process any more: without threads that means that it is over.</summary>
    public static void TakeApart(ref Process process)
    {
        if (process.State != ProcessState.Dead && process.Tables.Root.Value != 0)
        {
            ProcessHandles.CloseAll(ref process);
            AddressSpaces.Destroy(ref process);
            SetFaultPort(ref process, 0, 0);
            process.State = ProcessState.Dead;
        }

        Notices.Bind(new NoticeSource(ObjectKind.Process, process.Header.Slot), 0, 0);
        ReturnQuotas(ref process);
    }
}
