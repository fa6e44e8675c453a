// Making and destroying ports.

using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Objects;
using RustKernel.Scheduling;

namespace RustKernel.Ipc;

/// <summary>Life of ports. Under the kernel lock.</summary>
public static class PortLife
{
    /// <summary>Most messages of one port.</summary>
    public const uint MaximumCapacity = 256;

    /// <summary>A port for <paramref name="capacity"/> messages, 1 to <see cref="MaximumCapacity"/>, charged to <paramref name="owner"/>. InvalidArgument, OutOfMemory.</summary>
    public static Result<uint> Create(uint owner, uint capacity)
    {
        if (capacity - 1 >= MaximumCapacity)
        {
            return ErrorCode.InvalidArgument;
        }

        ulong frames = Frames(capacity);
        if (owner != 0 && KernelObjects.Process(owner).Frames.Charge(frames) != ErrorCode.None)
        {
            return ErrorCode.OutOfMemory;
        }

        Result<PhysicalAddress> run = KernelMemory.Frames.AllocateRun(frames, FrameSize.Bytes, FrameUse.KernelObjects);
        Result<uint> slot = run.IsOk ? KernelObjects.Allocate(ObjectKind.Port, owner) : run.Error;
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

        if (owner != 0)
        {
            _ = KernelObjects.Process(owner).Frames.Refund(frames);
        }

        return slot;
    }

    /// <summary>Ends the port: everybody who waits at it or for a reply through it gets NotFound, queued messages and their handles go. Handles to it stay, but do nothing.</summary>
    public static void Destroy(ref Port port)
    {
        if (port.Header.IsDestroyed)
        {
            return;
        }

        port.Header.IsDestroyed = true;
        while (port.FirstReceiver != 0)
        {
            Waits.End(ref KernelObjects.Thread(port.FirstReceiver), ErrorCode.NotFound);
        }

        while (port.FirstSender != 0)
        {
            Waits.End(ref KernelObjects.Thread(port.FirstSender), ErrorCode.NotFound);
        }

        while (port.FirstNotice != 0)
        {
            DropNotice(PortQueues.PopNotice(ref port));
        }

        while (port.Count != 0)
        {
            ref QueuedMessage message = ref PortQueues.Pop(ref port);
            Messages.Drop(new MessageInfo(message.Info), ref message.Handles);
        }

        EndCalls(port.Header.Slot);
    }

    /// <summary>Gives the ring back. Nobody refers to the port any more.</summary>
    public static void TakeApart(ref Port port)
    {
        ulong frames = Frames(port.Capacity);
        if (KernelMemory.Frames.FreeRun(port.Ring.Start, frames, FrameUse.KernelObjects) != ErrorCode.None)
        {
            KernelPanic.Because("a port's frames were not the allocator's"u8);
        }

        if (port.Header.Owner != 0)
        {
            _ = KernelObjects.Process(port.Header.Owner).Frames.Refund(frames);
        }
    }

    /// <summary>A process ends: whoever waits for its reply gets InvalidState; whoever waits for a page of it asks again.</summary>
    public static void EndCallsServedBy(uint process)
    {
        for (uint i = 1; i < KernelObjects.ThreadLimit; i++)
        {
            ref Thread thread = ref KernelObjects.Thread(i);
            if (IsWaiting(ref thread) && thread.ServerProcess == process)
            {
                EndCall(ref thread, ErrorCode.InvalidState);
            }
        }
    }

    private static void EndCalls(uint port)
    {
        for (uint i = 1; i < KernelObjects.ThreadLimit; i++)
        {
            ref Thread thread = ref KernelObjects.Thread(i);
            if (IsWaiting(ref thread) && thread.State == ThreadState.AwaitingReply && thread.WaitPort == port)
            {
                EndCall(ref thread, ErrorCode.NotFound);
            }
        }
    }

    // Slots that were never used or are free have a state that matches neither.
    private static bool IsWaiting(ref Thread thread) => thread.Header.References != 0 && thread.State is ThreadState.AwaitingReply or ThreadState.Faulted;

    // A fault whose handler is gone is like one that never had one. Who waits for a page tries again, and so asks whoever serves the port next.
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
            ThreadFaults.EndProcess(ref KernelObjects.Thread(source.Slot));
        }
    }

    private static ulong Frames(uint capacity) => ((capacity * (ulong)FrameArray<QueuedMessage>.ElementSizeBytes) + FrameSize.Mask) >> FrameSize.Shift;
}
