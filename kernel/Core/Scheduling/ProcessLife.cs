using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Panic;
using RustKernel.Smp;
using RustKernel.Spaces;

namespace RustKernel.Scheduling;

/// <summary>
/// Life of processes, from creation to end. A process ends when its last thread does. Then
/// everything it had is freed, in steps; only the record of how it ended stays until the last
/// handle to it goes. It also ends when the process ends whose quota it lives on. A process without
/// threads lives as long as there is a handle to it. Under the kernel lock.
/// </summary>
public static class ProcessLife
{
    // Exit codes from here on are the runtime's: unhandled exceptions and its own failures.
    private const ulong FirstFailureCode = 0xE000;

    /// <summary>Exit code of a revived process that left its timer's reports unread.</summary>
    public const ulong SilentCode = 0xE800;

    private const uint SlotsPerUnit = 16;
    private const uint ThreadUnits = 16;
    private const uint HandleUnits = 2;
    private const uint HandlesPerStep = 64;

    /// <summary>A process without threads, charged to <paramref name="owner"/>, with one reference: the caller's. OutOfMemory.</summary>
    public static Result<Slot<Process>> Create(Slot<Process> owner, ulong frames, uint objects, uint handles, ulong name)
    {
        Result<Slot<Process>> slot = KernelObjects.Allocate<Process>(owner);
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
            ObjectReferences.Release(slot.Value);
            return error;
        }

        return slot;
    }

    /// <summary>
    /// Ends a process. The first cause is the one that is reported. The caller's own thread, if it
    /// belongs to the process, ends after its current entry; the others in steps
    /// (<see cref="EndStep"/>), those on other CPUs when these take the interrupt sent to them.
    /// </summary>
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

        uint current = PerCpu.Current.CurrentThread;
        if (current != 0 && KernelObjects.Thread(current).Process == process.Header.Slot)
        {
            ThreadLife.Kill(ref KernelObjects.Thread(current));
        }

        Queue(ref process, EndPhase.Threads);
    }

    /// <summary>
    /// No thread is left: frees the process's resources in steps, ends what was made from its
    /// quota, and reports to its supervisor.
    /// </summary>
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
        ConsoleLoan.End(process.Slot);
        Queue(ref process, EndPhase.Calls);
    }

    /// <summary>One step of the end of a process. True: there is no more to do now.</summary>
    public static bool EndStep(ref Process process, ref uint units)
    {
        while (units != 0)
        {
            if (!PhaseStep(ref process, ref units))
            {
                continue;
            }

            bool isLast = process.EndPhase == EndPhase.Report || (process.EndPhase == EndPhase.Threads && !process.IsFinished);
            if (isLast)
            {
                process.IsEnding = false;
                return true;
            }

            process.EndPhase++;
            process.EndCursor = 0;
        }

        return false;
    }

    private static void Queue(ref Process process, EndPhase phase)
    {
        process.EndPhase = phase;
        process.EndCursor = 0;
        if (!process.IsEnding)
        {
            process.IsEnding = true;
            Teardown.End(process.Slot);
        }
    }

    // True: the phase is over.
    private static bool PhaseStep(ref Process process, ref uint units)
    {
        Slot<Process> slot = process.Slot;
        switch (process.EndPhase)
        {
            case EndPhase.Threads:
                return KillStep(ref process, ref units);
            case EndPhase.Calls:
                return PortLife.EndCallsStep(ref process.EndCursor, ref units, default, slot);
            case EndPhase.Children:
                return IsKept(ref process) || EndChildrenStep(slot, ref process.EndCursor, ref units);
            case EndPhase.Ports:
                return IsKept(ref process) || EndPortsStep(slot, ref process.EndCursor, ref units);
            case EndPhase.Handles:
                return IsKept(ref process) || CloseStep(ref process, ref units);
            case EndPhase.Space:
                return SpaceStep(ref process, ref units);
            default:
                Teardown.Spend(ref units, ThreadUnits);
                Report(ref process);
                return true;
        }
    }

    // Threads that are killed but not gone run on other CPUs, so there are few of them.
    private static bool KillStep(ref Process process, ref uint units)
    {
        uint at = process.FirstThread;
        while (at != 0 && units != 0)
        {
            ref Thread thread = ref KernelObjects.Thread(at);
            at = thread.NextSibling;
            if (!thread.IsKilled)
            {
                Teardown.Spend(ref units, ThreadUnits);
                ThreadLife.Kill(ref thread);
            }
        }

        // The end of the last thread has begun the next phase.
        return at == 0 && !process.IsFinished;
    }

    private static bool CloseStep(ref Process process, ref uint units)
    {
        for (; process.EndCursor < process.Handles.Fresh; process.EndCursor++)
        {
            if (units == 0)
            {
                return false;
            }

            uint handle = process.Handles.HandleAt(process.EndCursor);
            if (handle != 0)
            {
                LostHandles.Report(in process.Handles.At(handle));
                ProcessHandles.Close(ref process, handle);
            }

            Teardown.Spend(ref units, handle != 0 ? HandleUnits : (process.EndCursor & (SlotsPerUnit - 1)) == 0 ? 1u : 0);
        }

        ProcessHandles.FreeTable(ref process);
        return true;
    }

    private static bool SpaceStep(ref Process process, ref uint units)
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        if (cpu.CurrentProcess == process.Header.Slot)
        {
            AddressSpaces.Leave(ref cpu);
        }

        return AddressSpaces.DestroyStep(ref process, ref units);
    }

    private static void Report(ref Process process)
    {
        SetFaultPort(ref process, default, Badge.None);
        process.State = ProcessState.Dead;
        if (IsKept(ref process))
        {
            UserLoop.NoteExit();
            return;
        }

        ReturnUnused(ref process);
        if (process.IsDiscarded)
        {
            return;
        }

        // The report in the port's list keeps the dead process until it is read.
        ObjectReferences.Retain(process.Slot);
        if (!Notices.Raise(process.Slot.Source))
        {
            ObjectReferences.Release(process.Slot);
        }

        UserLoop.NoteExit();
    }

    /// <summary>
    /// True when the end of the process is over. For a caller without the lock: it is taken here, so that the caller then
    /// reads what the end wrote.
    /// </summary>
    public static bool HasEnded(ref Process process)
    {
        ulong daif = KernelLock.Acquire();
        bool hasEnded = process.State == ProcessState.Dead;
        KernelLock.Release(daif);
        return hasEnded;
    }

    /// <summary>A dead process whose handles were kept: it failed and may be revived.</summary>
    public static bool IsKept(ref Process process) =>
        process.IsRevived && (process.Cause == ExitCause.Fault
            || (process.Cause == ExitCause.Exited && process.ExitCode >= FirstFailureCode));

    /// <summary>
    /// One step of preparing a kept process for <see cref="Revive"/>, from handle <paramref name="cursor"/> on (0: the
    /// first): closes handles of memory and threads, which lay in the lost address space, except <paramref name="keep0"/>
    /// to <paramref name="keep2"/>. True: it was the last step.
    /// </summary>
    public static bool CloseLostStep(ref Process process, ref uint cursor, ulong keep0, ulong keep1, ulong keep2)
    {
        for (uint end = cursor + HandlesPerStep; cursor < process.Handles.Fresh && cursor < end; cursor++)
        {
            uint handle = process.Handles.HandleAt(cursor);
            if (handle != 0
                && handle != keep0
                && handle != keep1
                && handle != keep2
                && process.Handles.At(handle).Kind is ObjectKind.Memory or ObjectKind.Thread)
            {
                ProcessHandles.Close(ref process, handle);
            }
        }

        return cursor >= process.Handles.Fresh;
    }

    /// <summary>Resets a kept process to one without threads and memory, after <see cref="CloseLostStep"/>. OutOfMemory.</summary>
    public static ErrorCode Revive(ref Process process)
    {
        ErrorCode error = AddressSpaces.Create(ref process);
        if (error == ErrorCode.None)
        {
            process.IsFinished = false;
            process.UpcallEntry = 0;
            process.PersonalityStart = 0;
            process.PersonalityBytes = 0;
            process.State = ProcessState.Alive;
        }

        return error;
    }

    // A process's quotas come out of its owner's, and return when the process is gone: a child is no way around a quota.
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

    /// <summary>
    /// A dead process makes no more objects. So its owner, which has a successor to start, gets back the unused ones, and all frames
    /// except those that memory shared with others may still need. Called when the process ends, and again when one of its remaining
    /// objects is freed.
    /// </summary>
    internal static void ReturnUnused(ref Process process)
    {
        if (process.Header.Owner == 0)
        {
            return;
        }

        ref Process owner = ref KernelObjects.Process(process.Header.Owner);
        if (owner.Objects.Refund(process.Objects.Limit - process.Objects.Used) == ErrorCode.None)
        {
            process.Objects.Limit = process.Objects.Used;
        }

        ulong wanted = process.Frames.Used - process.MemoryFrames + process.PromisedFrames;
        if (wanted < process.Frames.Limit && owner.Frames.Refund(process.Frames.Limit - wanted) == ErrorCode.None)
        {
            process.Frames.Limit = wanted;
        }
    }

    private static void ReturnQuotas(ref Process process)
    {
        if (process.Header.Owner != 0)
        {
            ref Process owner = ref KernelObjects.Process(process.Header.Owner);
            if (owner.Frames.Refund(process.Frames.Limit) != ErrorCode.None
                || owner.Objects.Refund(process.Objects.Limit) != ErrorCode.None)
            {
                KernelPanic.Because("a process gives back more than it was given"u8);
            }
        }
    }

    // Processes and ports live on their owner's quota and end with it, so no ring of handles and messages keeps anything alive.
    private static bool EndChildrenStep(Slot<Process> owner, ref uint cursor, ref uint units)
    {
        for (cursor = cursor == 0 ? 1 : cursor; cursor < KernelObjects.ProcessLimit && units != 0; cursor++)
        {
            ref Process process = ref KernelObjects.Process(cursor);
            bool isOwned = process.Header.References != 0 && process.Header.Owner == owner.Index;
            if (isOwned)
            {
                End(ref process, ExitCause.Killed, 0);
            }

            Teardown.Spend(ref units, isOwned ? ThreadUnits : (cursor & (SlotsPerUnit - 1)) == 0 ? 1u : 0);
        }

        return cursor >= KernelObjects.ProcessLimit;
    }

    private static bool EndPortsStep(Slot<Process> owner, ref uint cursor, ref uint units)
    {
        for (cursor = cursor == 0 ? 1 : cursor; cursor < KernelObjects.PortLimit && units != 0; cursor++)
        {
            ref Port port = ref KernelObjects.Port(cursor);
            bool isOwned = port.Header.References != 0 && port.Header.Owner == owner.Index;
            if (isOwned)
            {
                PortLife.Destroy(ref port);
            }

            Teardown.Spend(ref units, isOwned ? HandleUnits : (cursor & (SlotsPerUnit - 1)) == 0 ? 1u : 0);
        }

        return cursor >= KernelObjects.PortLimit;
    }

    /// <summary>Sends the faults of the process's threads to this port (none: nowhere).</summary>
    public static void SetFaultPort(ref Process process, Slot<Port> port, Badge badge)
    {
        ObjectReferences.Retain(port);
        Slot<Port> old = new(process.FaultPort);
        process.FaultPort = port.Index;
        process.FaultBadge = badge.Value;
        ObjectReferences.Release(old);
    }

    /// <summary>
    /// One reference less. A process without threads to which only its own objects refer (the writable segments
    /// of the program loaded into it) can get no thread any more: it ends, and they go. It never ran, so there
    /// is nothing to report.
    /// </summary>
    public static void EndIfAbandoned(ref Process process)
    {
        if (process.State == ProcessState.Alive && process.LiveThreads == 0 && process.Header.References == process.OwnedObjects)
        {
            Notices.Bind(process.Slot.Source, default, Badge.None);
            End(ref process, ExitCause.Killed, 0);
        }
    }

    /// <summary>
    /// No one refers to the process any more; without threads it is therefore over. False: its
    /// resources are freed first, and it comes here again.
    /// </summary>
    public static bool TakeApart(ref Process process)
    {
        if (process.State != ProcessState.Dead && process.Tables.Root.Value != 0)
        {
            process.State = ProcessState.Dying;
            process.IsFinished = true;
            process.IsDiscarded = true;
            Queue(ref process, EndPhase.Handles);
            return false;
        }

        Notices.Bind(process.Slot.Source, default, Badge.None);
        ReturnQuotas(ref process);
        return true;
    }
}
