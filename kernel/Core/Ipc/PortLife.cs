using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Objects;
using RustKernel.Panic;
using RustKernel.Scheduling;

namespace RustKernel.Ipc;

/// <summary>Creates and destroys ports. Under the kernel lock.</summary>
public static class PortLife
{
    /// <summary>Most messages that a port can queue.</summary>
    public const uint MaximumCapacity = 256;

    // The cost of waking a thread, or dropping a message with its handles.
    private const uint WaiterUnits = 8;
    private const uint SlotsPerUnit = 16;

    /// <summary>
    /// A port for <paramref name="capacity"/> messages, 1 to <see cref="MaximumCapacity"/>, charged
    /// to <paramref name="owner"/>. InvalidArgument, OutOfMemory.
    /// </summary>
    public static Result<Slot<Port>> Create(Slot<Process> owner, uint capacity)
    {
        if (capacity - 1 >= MaximumCapacity)
        {
            return ErrorCode.InvalidArgument;
        }

        ulong frames = Frames(capacity);
        if (!owner.IsNone && KernelObjects.Process(owner).Frames.Charge(frames) != ErrorCode.None)
        {
            return ErrorCode.OutOfMemory;
        }

        Result<PhysicalAddress> run = KernelMemory.Frames.AllocateSmallRun(frames, FrameUse.KernelObjects);
        Result<Slot<Port>> slot = run.IsOk ? KernelObjects.Allocate<Port>(owner) : run.Error;
        if (slot.IsOk)
        {
            ref Port port = ref KernelObjects.Port(slot.Value);
            port.Ring = new FrameArray<QueuedMessage>(run.Value, frames << FrameSize.Shift);
            port.Capacity = capacity;
            return slot;
        }

        if (run.IsOk)
        {
            _ = KernelMemory.Frames.FreeRun(run.Value, frames, FrameUse.KernelObjects);
        }

        if (!owner.IsNone)
        {
            _ = KernelObjects.Process(owner).Frames.Refund(frames);
        }

        return slot;
    }

    /// <summary>
    /// Ends the port: nothing reaches it any more. Every thread that waits at it, or for a reply
    /// through it, gets NotFound; queued messages and their handles go, in steps
    /// (<see cref="EndStep"/>). Handles to it stay, but do nothing.
    /// </summary>
    public static void Destroy(ref Port port)
    {
        if (!port.Header.IsDestroyed)
        {
            port.Header.IsDestroyed = true;
            Teardown.End(port.Slot);
        }
    }

    /// <summary>One step of the end of a destroyed port. True: it was the last.</summary>
    public static bool EndStep(ref Port port, ref uint units)
    {
        for (; units != 0; Teardown.Spend(ref units, WaiterUnits))
        {
            if (port.FirstReceiver != 0)
            {
                Waits.End(ref KernelObjects.Thread(port.FirstReceiver), ErrorCode.NotFound);
            }
            else if (port.FirstSender != 0)
            {
                Waits.End(ref KernelObjects.Thread(port.FirstSender), ErrorCode.NotFound);
            }
            else if (port.FirstNotice != 0)
            {
                DropNotice(PortQueues.PopNotice(ref port));
            }
            else if (port.Count != 0)
            {
                Messages.Drop(ref PortQueues.Pop(ref port));
            }
            else
            {
                return EndCallsStep(ref port.EndCursor, ref units, port.Slot, default);
            }
        }

        return false;
    }

    /// <summary>Frees the ring. No one refers to the port any more. False: the port has to end first, and comes here again.</summary>
    public static bool TakeApart(ref Port port)
    {
        if (!port.Header.IsDestroyed)
        {
            Destroy(ref port);
            return false;
        }

        ulong frames = Frames(port.Capacity);
        if (KernelMemory.Frames.FreeRun(port.Ring.Start, frames, FrameUse.KernelObjects) != ErrorCode.None)
        {
            KernelPanic.Because("a port's frames were not the allocator's"u8);
        }

        if (port.Header.Owner != 0)
        {
            _ = KernelObjects.Process(port.Header.Owner).Frames.Refund(frames);
        }

        return true;
    }

    /// <summary>
    /// One step through all threads from <paramref name="cursor"/> on (0: the first). Those that wait for a
    /// reply from <paramref name="process"/>, which ends, get ServerEnded, or ask again if they wait for a
    /// page. Those that wait for a reply through <paramref name="port"/>, which is destroyed, get NotFound.
    /// One of the two is none. True: it was the last step.
    /// </summary>
    public static bool EndCallsStep(ref uint cursor, ref uint units, Slot<Port> port, Slot<Process> process)
    {
        for (cursor = cursor == 0 ? 1 : cursor; cursor < KernelObjects.ThreadLimit && units != 0; cursor++)
        {
            ref Thread thread = ref KernelObjects.Thread(cursor);
            bool isOver = IsWaiting(ref thread)
                && (!process.IsNone
                    ? thread.ServerProcess == process.Index
                    : thread.State == ThreadState.AwaitingReply && thread.WaitPort == port.Index);
            if (isOver)
            {
                EndCall(ref thread, !process.IsNone ? ErrorCode.ServerEnded : ErrorCode.NotFound);
            }

            Teardown.Spend(ref units, isOver ? WaiterUnits : (cursor & (SlotsPerUnit - 1)) == 0 ? 1u : 0);
        }

        return cursor >= KernelObjects.ThreadLimit;
    }

    // Slots that are free or were never used have a state that matches neither.
    private static bool IsWaiting(ref Thread thread) =>
        thread.Header.References != 0 && thread.State is ThreadState.AwaitingReply or ThreadState.Faulted;

    // A fault whose handler is gone counts as one that never had a handler. A thread that waits for a page retries its access, so the
    // request goes to the port's next server.
    private static void EndCall(ref Thread thread, ErrorCode error)
    {
        if (thread.State == ThreadState.Faulted && thread.NoticeKind == MessageKind.Page)
        {
            Waits.Detach(ref thread);
            Scheduler.MakeReady(ref thread);
        }
        else if (thread.State == ThreadState.Faulted)
        {
            ThreadFaults.EndProcess(ref thread);
        }
        else
        {
            Waits.End(ref thread, error);
        }
    }

    private static void DropNotice(NoticeSource source)
    {
        if (source.Kind == ObjectKind.Process)
        {
            ObjectReferences.Release(ObjectKind.Process, source.Slot);
        }
        else if (source.Kind == ObjectKind.Thread)
        {
            Donation.End(ref KernelObjects.Thread(source.Slot));
            ThreadFaults.EndProcess(ref KernelObjects.Thread(source.Slot));
        }
    }

    private static ulong Frames(uint capacity) =>
        ((capacity * (ulong)FrameArray<QueuedMessage>.ElementSizeBytes) + FrameSize.Mask) >> FrameSize.Shift;
}
