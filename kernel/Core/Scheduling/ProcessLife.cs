// Processes from their making to their end.

using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Spaces;

namespace RustKernel.Scheduling;

/// <summary>
/// Life of processes. A process ends when its last thread does; then everything it had is given back at once, and what remains is how it ended, until the last handle to it
/// goes. A process without threads lives as long as a handle to it does. Under the kernel lock.
/// </summary>
public static class ProcessLife
{
    /// <summary>A process without threads, charged to <paramref name="owner"/>, with one reference: the caller's. OutOfMemory.</summary>
    public static Result<uint> Create(uint owner, ulong frames, uint objects, uint handles, ulong name)
    {
        Result<uint> slot = KernelObjects.Allocate(ObjectKind.Process, owner);
        if (!slot.IsOk)
        {
            return slot;
        }

        ref Process process = ref KernelObjects.Process(slot.Value);
        process.Frames.Limit = frames;
        process.Objects.Limit = objects;
        process.HandleQuota.Limit = handles;
        process.Name = name;
        ErrorCode error = AddressSpaces.Create(ref process);
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

    /// <summary>No thread is left: gives back what the process had and tells its supervisor.</summary>
    public static void Finish(ref Process process)
    {
        if (process.State == ProcessState.Dead)
        {
            return;
        }

        uint slot = process.Header.Slot;
        ObjectReferences.Retain(ObjectKind.Process, slot);
        if (process.State == ProcessState.Alive)
        {
            process.Cause = ExitCause.Exited;
        }

        process.State = ProcessState.Dying;
        PortLife.EndCallsServedBy(slot);
        ProcessHandles.CloseAll(ref process);
        ref CpuBlock cpu = ref PerCpu.Current;
        if (cpu.CurrentProcess == slot)
        {
            AddressSpaces.Leave(ref cpu);
        }

        AddressSpaces.Destroy(ref process);
        SetFaultPort(ref process, 0, 0);
        process.State = ProcessState.Dead;

        // The report in the port's list is what keeps the dead process until it is read.
        ObjectReferences.Retain(ObjectKind.Process, slot);
        if (!Notices.Raise(new NoticeSource(ObjectKind.Process, slot)))
        {
            ObjectReferences.Release(ObjectKind.Process, slot);
        }

        UserLoop.NoteExit();
        ObjectReferences.Release(ObjectKind.Process, slot);
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
    }
}
