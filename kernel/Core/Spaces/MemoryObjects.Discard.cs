// Frees pages of memory objects before their object is freed.

using RustKernel.Memory.Frames;
using RustKernel.Objects;
using RustKernel.Syscalls;

namespace RustKernel.Spaces;

public static partial class MemoryObjects
{
    // Frames that one step frees.
    private const uint MostDiscarded = 128;

    /// <summary>
    /// Frees the pages from <paramref name="offset"/> on, which only <paramref name="process"/> may have mapped: they are zero when
    /// touched again. InvalidArgument: as <see cref="Commit"/>, or pages whose addresses a device has; InvalidState: part of a
    /// block, mapped by another process, or mapped twice; <see cref="LongCall.Again"/>.
    /// </summary>
    public static ErrorCode Discard(ref Process process, ref MemoryObject memory, ulong offset, ulong sizeBytes)
    {
        if (!IsOwnPart(in memory, offset, sizeBytes) || memory.IsForDma)
        {
            return ErrorCode.InvalidArgument;
        }

        if (memory.Mapper != 0 && memory.Mapper != process.Header.Slot)
        {
            return ErrorCode.InvalidState;
        }

        ulong table = memory.Base == 0 ? 0 : Memory.Read64(RootEntry(ref memory, offset));
        if (table == 0 || IsBlock(table))
        {
            return table == 0 ? ErrorCode.None : ErrorCode.InvalidState;
        }

        ErrorCode error = AddressSpaces.LeavePages(ref process, memory.Slot, offset, sizeBytes);
        return error == ErrorCode.None ? GivePages(ref memory, FramesAt(ref memory, offset), sizeBytes >> FrameSize.Shift) : error;
    }

    // No one maps the pages any more.
    private static ErrorCode GivePages(ref MemoryObject memory, PhysicalAddress entries, ulong count)
    {
        uint given = 0;
        ErrorCode error = ErrorCode.None;
        for (ulong i = 0; i < count && error == ErrorCode.None; i++)
        {
            ulong frame = Memory.Read64(entries + (i << 3));
            if (frame == 0)
            {
                continue;
            }

            if (given == MostDiscarded)
            {
                error = LongCall.Again;
                continue;
            }

            Memory.Write64(entries + (i << 3), 0);
            Give(ref memory, new PhysicalAddress(frame), FrameUse.User);
            given++;
        }

        if (memory.Header.Owner != 0)
        {
            KernelObjects.Process(memory.Header.Owner).RefundMemory(given);
        }

        return error;
    }
}
