// Memory objects: making them, finding their pages, giving all back.

using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Objects;

namespace RustKernel.Spaces;

/// <summary>Memory objects. Pages are charged to the frames of the owner. Under the kernel lock.</summary>
public static class MemoryObjects
{
    private const int EntryShift = 9;
    private const ulong EntryMask = (1ul << EntryShift) - 1;

    private static DirectMap Memory => default;

    /// <summary>An object whose pages are zero until written, made when touched. InvalidArgument: empty, not in pages, above <see cref="MemoryObject.MaximumBytes"/>; OutOfMemory.</summary>
    public static Result<uint> CreateAnonymous(uint owner, ulong sizeBytes)
    {
        if (sizeBytes == 0 || (sizeBytes & FrameSize.Mask) != 0 || sizeBytes > MemoryObject.MaximumBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        Result<uint> slot = KernelObjects.Allocate(ObjectKind.Memory, owner);
        if (slot.IsOk)
        {
            KernelObjects.Memory(slot.Value).SizeBytes = sizeBytes;
        }

        return slot;
    }

    /// <summary>
    /// An object over physical memory that is not the allocator's: device registers, the boot archive, the device tree. InvalidArgument: not in pages; InvalidState: memory that is not all in the direct
    /// map, through which calls read memory objects of this kind (<see cref="KernelMemory.MapKept"/> brings it there); OutOfMemory.
    /// </summary>
    public static Result<uint> CreateFixed(uint owner, PhysicalAddress start, ulong sizeBytes, MemoryKind kind)
    {
        if (sizeBytes == 0 || ((start.Value | sizeBytes) & FrameSize.Mask) != 0 || start.Value + sizeBytes < start.Value || start.Value + sizeBytes > 1ul << 48)
        {
            return ErrorCode.InvalidArgument;
        }

        if (kind == MemoryKind.Normal && !KernelMemory.IsReachable(start, sizeBytes))
        {
            return ErrorCode.InvalidState;
        }

        Result<uint> slot = KernelObjects.Allocate(ObjectKind.Memory, owner);
        if (slot.IsOk)
        {
            ref MemoryObject memory = ref KernelObjects.Memory(slot.Value);
            memory.SizeBytes = sizeBytes;
            memory.Base = start.Value;
            memory.Kind = kind;
            memory.IsFixed = true;
        }

        return slot;
    }

    /// <summary>The frame of the page at <paramref name="offset"/>, a multiple of 4096. NotFound: it has none and is not to be created, or lies outside; OutOfMemory: quota or frames.</summary>
    public static Result<PhysicalAddress> Page(ref MemoryObject memory, ulong offset, bool create)
    {
        if (offset >= memory.SizeBytes)
        {
            return ErrorCode.NotFound;
        }

        if (memory.IsFixed)
        {
            return new PhysicalAddress(memory.Base + offset);
        }

        Result<PhysicalAddress> leaf = Table(ref memory, offset, create);
        if (!leaf.IsOk)
        {
            return leaf.Error;
        }

        PhysicalAddress entry = leaf.Value + (((offset >> FrameSize.Shift) & EntryMask) << 3);
        ulong frame = Memory.Read64(entry);
        if (frame != 0 || !create)
        {
            return frame != 0 ? new PhysicalAddress(frame) : ErrorCode.NotFound;
        }

        Result<PhysicalAddress> made = Take(ref memory, FrameUse.User);
        if (made.IsOk)
        {
            Memory.Write64(entry, made.Value.Value);
        }

        return made;
    }

    /// <summary>Gives <paramref name="memory"/> the page at <paramref name="offset"/> with the contents of another object's page: what a pager does. AlreadyExists; else as <see cref="Page"/>.</summary>
    public static ErrorCode Supply(ref MemoryObject memory, ulong offset, PhysicalAddress contents)
    {
        if (Page(ref memory, offset, create: false).IsOk)
        {
            return ErrorCode.AlreadyExists;
        }

        Result<PhysicalAddress> page = Page(ref memory, offset, create: true);
        if (page.IsOk)
        {
            CopyFrame(contents, page.Value);
        }

        return page.Error;
    }

    /// <summary>Copies 4096 bytes.</summary>
    public static void CopyFrame(PhysicalAddress from, PhysicalAddress to)
    {
        for (uint i = 0; i < FrameSize.Bytes; i += 8)
        {
            Memory.Write64(to, i, Memory.Read64(from, i));
        }
    }

    /// <summary>Gives all frames back. Nobody maps it any more.</summary>
    public static void TakeApart(ref MemoryObject memory)
    {
        if (memory.Pager.Port != 0)
        {
            ObjectReferences.Release(ObjectKind.Port, memory.Pager.Port);
            memory.Pager.Port = 0;
        }

        if (memory.IsFixed || memory.Base == 0)
        {
            return;
        }

        PhysicalAddress root = new(memory.Base);
        for (uint i = 0; i < FrameSize.Bytes; i += 8)
        {
            ulong table = Memory.Read64(root, i);
            for (uint j = 0; table != 0 && j < FrameSize.Bytes; j += 8)
            {
                ulong frame = Memory.Read64(new PhysicalAddress(table), j);
                if (frame != 0)
                {
                    Give(new PhysicalAddress(frame), FrameUse.User);
                }
            }

            if (table != 0)
            {
                Give(new PhysicalAddress(table), FrameUse.KernelObjects);
            }
        }

        Give(root, FrameUse.KernelObjects);
        if (memory.Header.Owner != 0)
        {
            _ = KernelObjects.Process(memory.Header.Owner).Frames.Refund(memory.Frames);
        }

        memory.Frames = 0;
        memory.Base = 0;
    }

    private static Result<PhysicalAddress> Table(ref MemoryObject memory, ulong offset, bool create)
    {
        if (memory.Base == 0)
        {
            Result<PhysicalAddress> root = create ? Take(ref memory, FrameUse.KernelObjects) : ErrorCode.NotFound;
            if (!root.IsOk)
            {
                return root;
            }

            memory.Base = root.Value.Value;
        }

        PhysicalAddress entry = new PhysicalAddress(memory.Base) + ((offset >> (FrameSize.Shift + EntryShift)) << 3);
        ulong table = Memory.Read64(entry);
        if (table != 0 || !create)
        {
            return table != 0 ? new PhysicalAddress(table) : ErrorCode.NotFound;
        }

        Result<PhysicalAddress> made = Take(ref memory, FrameUse.KernelObjects);
        if (made.IsOk)
        {
            Memory.Write64(entry, made.Value.Value);
        }

        return made;
    }

    private static Result<PhysicalAddress> Take(ref MemoryObject memory, FrameUse use)
    {
        uint owner = memory.Header.Owner;
        if (owner != 0 && KernelObjects.Process(owner).Frames.Charge(1) != ErrorCode.None)
        {
            return ErrorCode.OutOfMemory;
        }

        Result<PhysicalAddress> frame = KernelMemory.Frames.AllocateZeroed(use);
        if (frame.IsOk)
        {
            memory.Frames++;
        }
        else if (owner != 0)
        {
            _ = KernelObjects.Process(owner).Frames.Refund(1);
        }

        return frame;
    }

    private static void Give(PhysicalAddress frame, FrameUse use)
    {
        if (KernelMemory.Frames.Free(frame, use) != ErrorCode.None)
        {
            KernelPanic.Because("a memory object's frame was not the allocator's"u8);
        }
    }
}
