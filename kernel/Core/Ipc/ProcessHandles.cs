using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Objects;
using RustKernel.Panic;

namespace RustKernel.Ipc;

/// <summary>Handles of processes, with all that belongs to them: references, quota, frames for the table. Under the kernel lock.</summary>
public static class ProcessHandles
{
    /// <summary>
    /// Adds a handle whose reference the caller already holds (it moves into the table).
    /// OutOfMemory: quota, frames, or a table of the largest size is full.
    /// </summary>
    public static Result<AnyHandle> Add(ref Process process, ObjectKind kind, uint slot, Rights rights, ulong badge)
    {
        ErrorCode error = process.State == ProcessState.Alive ? process.HandleQuota.Charge(1) : ErrorCode.InvalidState;
        if (error != ErrorCode.None)
        {
            return error;
        }

        if (process.Handles.IsFull)
        {
            error = Grow(ref process);
            error = process.Handles.Resting != 0 ? ErrorCode.None : error;
        }

        Result<AnyHandle> handle = error == ErrorCode.None ? process.Handles.Add(kind, slot, rights, badge) : error;
        if (!handle.IsOk)
        {
            _ = process.HandleQuota.Refund(1);
        }

        return handle;
    }

    /// <summary>As <see cref="Add"/>, with a reference of its own.</summary>
    public static Result<AnyHandle> AddNew(ref Process process, ObjectKind kind, uint slot, Rights rights, ulong badge)
    {
        HandleEntry entry = new() { Kind = kind, Object = slot, Rights = rights, Badge = badge };
        ObjectReferences.RetainEntry(in entry);
        Result<AnyHandle> handle = Add(ref process, kind, slot, rights, badge);
        if (!handle.IsOk)
        {
            ObjectReferences.ReleaseEntry(in entry);
        }

        return handle;
    }

    /// <summary>As <see cref="Add"/>, for the object in <paramref name="slot"/>, with a reference of its own and no badge.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Result<AnyHandle> AddNew<T>(ref Process process, Slot<T> slot, Rights rights)
        where T : struct, IKernelObject => AddNew(ref process, T.Kind, slot.Index, rights, 0);

    /// <summary>Closes a good handle.</summary>
    public static void Close(ref Process process, uint handle)
    {
        HandleEntry entry = process.Handles.At(handle);
        process.Handles.Remove(handle);
        _ = process.HandleQuota.Refund(1);
        ObjectReferences.ReleaseEntry(in entry);
    }

    /// <summary>Frees the frames of a table without handles.</summary>
    public static void FreeTable(ref Process process)
    {
        uint frames = FramesFor(process.Handles.Capacity);
        if (frames != 0)
        {
            Give(ref process, process.Handles.Start, frames);
        }

        process.Handles = default;
    }

    private static uint FramesFor(uint capacity) => capacity * FrameArray<HandleEntry>.ElementSizeBytes >> FrameSize.Shift;

    private static ErrorCode Grow(ref Process process)
    {
        uint old = FramesFor(process.Handles.Capacity);
        uint wanted = old == 0 ? 1 : old * 2;
        if (process.Handles.Capacity >= HandleTable.MaximumSlots || process.Frames.Charge(wanted) != ErrorCode.None)
        {
            return ErrorCode.OutOfMemory;
        }

        Result<PhysicalAddress> run = KernelMemory.Frames.AllocateSmallRun(wanted, FrameUse.KernelObjects);
        if (!run.IsOk)
        {
            _ = process.Frames.Refund(wanted);
            return run.Error;
        }

        default(DirectMap).Fill(run.Value, (ulong)wanted << FrameSize.Shift, 0);
        PhysicalAddress before = process.Handles.Start;
        process.Handles.Move(new FrameArray<HandleEntry>(run.Value, wanted << FrameSize.Shift));
        if (old != 0)
        {
            Give(ref process, before, old);
        }

        return ErrorCode.None;
    }

    private static void Give(ref Process process, PhysicalAddress start, uint frames)
    {
        if (KernelMemory.Frames.FreeRun(start, frames, FrameUse.KernelObjects) != ErrorCode.None)
        {
            KernelPanic.Because("a handle table's frames were not the allocator's"u8);
        }

        _ = process.Frames.Refund(frames);
    }
}
