// The system calls for memory objects and address spaces.

using RustKernel.Arm64;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Objects;
using RustKernel.Spaces;

namespace RustKernel.Syscalls;

public static partial class SystemCalls
{
    private const uint ReadWords = 7;
    private const uint WriteWords = 6;
    private const Rights AccessRights = Rights.Read | Rights.Write | Rights.Execute;

    private static Result<AnyHandle> MemoryCreate(ref Thread self, ulong sizeBytes) =>
        Publish(ref self, MemoryObjects.CreateAnonymous(self.ProcessSlot, sizeBytes), Rights.All);

    // Never writable and executable; whatever may be written or executed may be read. Without rights a region keeps its addresses,
    // and none of its pages is in the translation table; the Protection returned then only has to deny EL0 access.
    private static ErrorCode ToProtection(Rights rights, out Protection protection)
    {
        protection = rights == Rights.None ? Protection.KernelReadOnly
            : (rights & Rights.Write) != 0 ? Protection.UserReadWrite
            : (rights & Rights.Execute) != 0 ? Protection.UserExecute
            : Protection.UserReadOnly;
        bool isReadable = (rights & Rights.Read) != 0 || rights == Rights.None;
        bool isLegal = isReadable && (rights & ~AccessRights) == 0
            && (rights & (Rights.Write | Rights.Execute)) != (Rights.Write | Rights.Execute);
        return isLegal ? ErrorCode.None : ErrorCode.InvalidArgument;
    }

    // As Find; also returns all rights of the handle: the mapping may get other rights later, but none that this handle lacks.
    private static ErrorCode FindMemory(
        ref Thread self,
        AnyHandle handle,
        Rights needed,
        out Slot<MemoryObject> slot,
        out Rights rights)
    {
        slot = default;
        rights = Rights.None;
        ref Process process = ref KernelObjects.Process(self.Process);
        ref HandleEntry entry = ref process.Handles.Look(handle.Value, out bool isGood);
        if (!isGood)
        {
            return ErrorCode.NotFound;
        }

        if (entry.Kind != ObjectKind.Memory)
        {
            return ErrorCode.InvalidArgument;
        }

        slot = new(entry.Object);
        rights = entry.Rights;
        return (rights & needed) != needed ? ErrorCode.AccessDenied
            : KernelObjects.Memory(slot).Header.IsDestroyed ? ErrorCode.NotFound
            : ErrorCode.None;
    }

    private static ErrorCode MemoryMap(
        ref Thread self,
        Slot<Process> process,
        AnyHandle handle,
        ulong offset,
        ulong address,
        ulong sizeBytes,
        Rights rights)
    {
        ref Process owner = ref KernelObjects.Process(process);
        if (owner.State != ProcessState.Alive)
        {
            return ErrorCode.InvalidState;
        }

        ErrorCode error = ToProtection(rights, out Protection protection);
        Slot<MemoryObject> memory = default;
        Rights most = Rights.None;
        if (error == ErrorCode.None)
        {
            error = FindMemory(ref self, handle, rights, out memory, out most);
        }

        if (error != ErrorCode.None)
        {
            return error;
        }

        bool isDeviceCode = KernelObjects.Memory(memory).Kind == MemoryKind.Device && (rights & Rights.Execute) != 0;
        return isDeviceCode
            ? ErrorCode.InvalidArgument
            : AddressSpaces.Map(ref owner, memory, offset, address, sizeBytes, protection, most);
    }

    private static ErrorCode MemoryUnmap(ref Thread self, Slot<Process> process, ulong address, ulong sizeBytes)
    {
        ref Process owner = ref KernelObjects.Process(process);
        return owner.State == ProcessState.Alive ? AddressSpaces.Unmap(ref owner, address, sizeBytes) : ErrorCode.InvalidState;
    }

    private static ErrorCode MemoryProtect(ref Thread self, Slot<Process> process, ulong address, ulong sizeBytes, Rights rights)
    {
        ref Process owner = ref KernelObjects.Process(process);
        if (owner.State != ProcessState.Alive)
        {
            return ErrorCode.InvalidState;
        }

        ErrorCode error = ToProtection(rights, out Protection protection);
        return error == ErrorCode.None ? AddressSpaces.Protect(ref owner, address, sizeBytes, protection, rights) : error;
    }

    private static ErrorCode MemorySetPager(ref Thread self, Slot<MemoryObject> slot, Slot<Port> port, Badge badge)
    {
        ref MemoryObject memory = ref KernelObjects.Memory(slot);
        if (memory.IsFixed || memory.Pager.Port != 0)
        {
            return ErrorCode.InvalidState;
        }

        ObjectReferences.Retain(port);
        memory.Pager.Port = port.Index;
        memory.Pager.Badge = badge.Value;
        return ErrorCode.None;
    }

    private static ErrorCode MemorySupply(
        ref Thread self,
        Slot<MemoryObject> slot,
        ulong offset,
        Slot<MemoryObject> source,
        ulong sourceOffset)
    {
        ref MemoryObject from = ref KernelObjects.Memory(source);
        ref MemoryObject memory = ref KernelObjects.Memory(slot);
        if (((offset | sourceOffset) & FrameSize.Mask) != 0 || memory.IsFixed || from.Kind != MemoryKind.Normal)
        {
            return ErrorCode.InvalidArgument;
        }

        Result<PhysicalAddress> page = MemoryObjects.Page(ref from, sourceOffset, create: false);
        return page.IsOk ? MemoryObjects.Supply(ref memory, offset, page.Value) : page.Error;
    }

    private static bool HasWords(ref MemoryObject memory, ulong offset, uint words) =>
        (offset & 7) == 0 && offset <= memory.SizeBytes && memory.SizeBytes - offset >= words * 8 && memory.Kind == MemoryKind.Normal;

    private static ErrorCode MemoryRead(ref Thread self, Slot<MemoryObject> slot, ulong offset, out RegisterWords words)
    {
        words = default;
        ref MemoryObject memory = ref KernelObjects.Memory(slot);
        if (!HasWords(ref memory, offset, ReadWords))
        {
            return ErrorCode.InvalidArgument;
        }

        for (uint i = 0; i < ReadWords; i++)
        {
            ulong at = offset + (i * 8);
            Result<PhysicalAddress> page = MemoryObjects.Page(ref memory, at & ~FrameSize.Mask, create: false);
            words[(int)i] = page.IsOk ? default(DirectMap).Read64(page.Value + (at & FrameSize.Mask)) : 0;
        }

        return ErrorCode.None;
    }

    private static ErrorCode MemoryWrite(ref Thread self, Slot<MemoryObject> slot, ulong offset, in RegisterWords words)
    {
        ref MemoryObject memory = ref KernelObjects.Memory(slot);
        ErrorCode error = !HasWords(ref memory, offset, WriteWords) ? ErrorCode.InvalidArgument
            : memory.IsFixed ? ErrorCode.AccessDenied
            : ErrorCode.None;
        for (uint i = 0; i < WriteWords && error == ErrorCode.None; i++)
        {
            ulong at = offset + (i * 8);
            Result<PhysicalAddress> page = MemoryObjects.Page(ref memory, at & ~FrameSize.Mask, create: true);
            error = page.Error;
            if (page.IsOk)
            {
                default(DirectMap).Write64(page.Value + (at & FrameSize.Mask), words[(int)i]);
            }
        }

        return error;
    }

    private static ErrorCode MemoryCommit(ref Thread self, Slot<MemoryObject> memory, ulong offset, ulong sizeBytes) =>
        MemoryObjects.Commit(ref KernelObjects.Memory(memory), offset, sizeBytes);

    private static ErrorCode MemoryDiscard(ref Thread self, Slot<MemoryObject> memory, ulong offset, ulong sizeBytes) =>
        MemoryObjects.Discard(ref KernelObjects.Process(self.Process), ref KernelObjects.Memory(memory), offset, sizeBytes);

    private static ErrorCode MemoryInfo(ref Thread self, Slot<MemoryObject> memory, out MemoryInfoResults results)
    {
        results = default;
        results.SizeBytes = KernelObjects.Memory(memory).SizeBytes;
        results.Frames = KernelObjects.Memory(memory).Frames;
        return ErrorCode.None;
    }
}
