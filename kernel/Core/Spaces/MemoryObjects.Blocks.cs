// Pages of memory objects made before they are touched, and whole 2 MiB of them as one block of frames. An entry of an object's root
// that names a block has bit 0 set; bits 20:12 are the number of its last pages that are still to be cleared. Until then those pages
// are missing: a block is cleared in steps of what one entry into the kernel may clear.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Objects;
using RustKernel.Panic;
using RustKernel.Syscalls;

namespace RustKernel.Spaces;

public static partial class MemoryObjects
{
    private const ulong BlockBit = 1;
    private const ulong BlockMask = FrameSize.BlockBytes - 1;
    private const ulong StepFrames = FrameAllocator<DirectMap>.MostSmallFrames;
    private const uint UnitsPerBlock = 2;

    /// <summary>
    /// Makes the missing pages from <paramref name="offset"/> on, filled with zeros. Whole 2 MiB without a page become a block of
    /// frames if one is free. InvalidArgument: not in pages, not within one 2 MiB of the object (counted from its start), or an
    /// object whose pages are fixed, its pager's or another's; OutOfMemory: quota or frames; <see cref="LongCall.Again"/>.
    /// </summary>
    public static ErrorCode Commit(ref MemoryObject memory, ulong offset, ulong sizeBytes)
    {
        if (!IsOwnPart(in memory, offset, sizeBytes))
        {
            return ErrorCode.InvalidArgument;
        }

        ErrorCode error = memory.Base != 0 ? ErrorCode.None : MakeRoot(ref memory);
        if (error != ErrorCode.None)
        {
            return error;
        }

        PhysicalAddress entry = RootEntry(ref memory, offset);
        ulong piece = Memory.Read64(entry);
        if (IsBlock(piece))
        {
            return ClearStep(entry, piece);
        }

        if (piece != 0)
        {
            return CommitPages(ref memory, offset, sizeBytes);
        }

        // All or nothing: pages beyond the quota would come out of the caller's other memory.
        ulong frames = sizeBytes >> FrameSize.Shift;
        return !HasQuota(in memory, frames + 1) ? ErrorCode.OutOfMemory
            : frames == FrameSize.BlockFrames && TakeBlock(ref memory, entry) ? LongCall.Again
            : CommitPages(ref memory, offset, sizeBytes);
    }

    /// <summary>True when the 2 MiB of the object around <paramref name="offset"/> are one block, cleared completely.</summary>
    public static bool IsWholeBlock(ref MemoryObject memory, ulong offset)
    {
        ulong piece = Memory.Read64(RootEntry(ref memory, offset));
        return IsBlock(piece) && UnclearedOf(piece) == 0;
    }

    // Whole pages within one 2 MiB of an object that has only pages of its own.
    private static bool IsOwnPart(in MemoryObject memory, ulong offset, ulong sizeBytes)
    {
        ulong last = offset + (sizeBytes - 1);
        bool isWithin = sizeBytes != 0 && ((offset | sizeBytes) & FrameSize.Mask) == 0 && last >= offset && last < memory.SizeBytes
            && (offset ^ last) < FrameSize.BlockBytes;
        return isWithin && !memory.IsFixed && memory.Pager.Port == 0 && memory.Source.Object == 0;
    }

    private static ErrorCode CommitPages(ref MemoryObject memory, ulong offset, ulong sizeBytes)
    {
        ulong made = 0;
        for (ulong done = 0; done < sizeBytes; done += FrameSize.Bytes)
        {
            if (Page(ref memory, offset + done, create: false).IsOk)
            {
                continue;
            }

            if (made == StepFrames)
            {
                return LongCall.Again;
            }

            ErrorCode error = Page(ref memory, offset + done, create: true).Error;
            if (error != ErrorCode.None)
            {
                return error;
            }

            made++;
        }

        return ErrorCode.None;
    }

    private static bool HasQuota(in MemoryObject memory, ulong frames)
    {
        if (memory.Header.Owner == 0)
        {
            return true;
        }

        ref Process owner = ref KernelObjects.Process(memory.Header.Owner);
        return owner.Frames.Used <= owner.Frames.Limit && frames <= owner.Frames.Limit - owner.Frames.Used;
    }

    // The quota has room. The first step of clearing is done.
    private static bool TakeBlock(ref MemoryObject memory, PhysicalAddress entry)
    {
        Result<PhysicalAddress> block = KernelMemory.Frames.AllocateWholeBlock(FrameUse.User);
        if (!block.IsOk)
        {
            return false;
        }

        uint owner = memory.Header.Owner;
        if (owner != 0 && KernelObjects.Process(owner).ChargeMemory(FrameSize.BlockFrames) != ErrorCode.None)
        {
            KernelPanic.Because("a quota that had room has none"u8);
        }

        memory.Frames += (uint)FrameSize.BlockFrames;
        memory.HasBlocks = true;
        Memory.Fill(block.Value, StepFrames << FrameSize.Shift, 0);
        Memory.Write64(entry, block.Value.Value | ((FrameSize.BlockFrames - StepFrames) << FrameSize.Shift) | BlockBit);
        return true;
    }

    private static ErrorCode ClearStep(PhysicalAddress entry, ulong piece)
    {
        ulong uncleared = UnclearedOf(piece);
        if (uncleared == 0)
        {
            return ErrorCode.None;
        }

        ulong cleared = FrameSize.BlockFrames - uncleared;
        Memory.Fill(new PhysicalAddress((piece & ~BlockMask) + (cleared << FrameSize.Shift)), StepFrames << FrameSize.Shift, 0);
        Memory.Write64(entry, piece - (StepFrames << FrameSize.Shift));
        return uncleared == StepFrames ? ErrorCode.None : LongCall.Again;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Result<PhysicalAddress> PageOfBlock(ref MemoryObject memory, ulong offset, ulong piece, bool create)
    {
        ulong index = (offset >> FrameSize.Shift) & EntryMask;
        if (index < FrameSize.BlockFrames - UnclearedOf(piece))
        {
            return new PhysicalAddress((piece & ~BlockMask) + (index << FrameSize.Shift));
        }

        if (!create)
        {
            return ErrorCode.NotFound;
        }

        _ = ClearStep(RootEntry(ref memory, offset), piece);
        return LongCall.Again;
    }

    private static void GiveBlock(ref MemoryObject memory, ulong piece)
    {
        memory.Frames -= (uint)FrameSize.BlockFrames;
        PhysicalAddress block = new(piece & ~BlockMask);
        if (KernelMemory.Frames.FreeRun(block, FrameSize.BlockFrames, FrameUse.User) != ErrorCode.None)
        {
            KernelPanic.Because("a memory object's block was not the allocator's"u8);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBlock(ulong piece) => (piece & BlockBit) != 0;

    private static ulong UnclearedOf(ulong piece) => (piece & BlockMask) >> FrameSize.Shift;
}
