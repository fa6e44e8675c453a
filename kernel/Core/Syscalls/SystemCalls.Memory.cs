// Memory objects and address spaces.

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

    private static ErrorCode MemoryCreate(ref Thread self) =>
        Publish(ref self, ObjectKind.Memory, MemoryObjects.CreateAnonymous(self.Process, self.Context.X0), Rights.All);

    // Never writable and executable; nothing is mapped without being readable.
    private static ErrorCode ToProtection(Rights rights, out Protection protection)
    {
        protection = (rights & Rights.Write) != 0 ? Protection.UserReadWrite
            : (rights & Rights.Execute) != 0 ? Protection.UserExecute
            : Protection.UserReadOnly;
        bool isLegal = (rights & Rights.Read) != 0 && (rights & ~AccessRights) == 0
            && (rights & (Rights.Write | Rights.Execute)) != (Rights.Write | Rights.Execute);
        return isLegal ? ErrorCode.None : ErrorCode.InvalidArgument;
    }

    // As Find; and all rights of the handle: the mapping may be given others later, but none that this handle has not.
    private static ErrorCode FindMemory(ref Thread self, ulong handle, Rights needed, out uint slot, out Rights rights)
    {
        slot = 0;
        rights = Rights.None;
        ref Process process = ref KernelObjects.Process(self.Process);
        ref HandleEntry entry = ref process.Handles.Look(handle, out bool isGood);
        if (!isGood)
        {
            return ErrorCode.NotFound;
        }

        if (entry.Kind != ObjectKind.Memory)
        {
            return ErrorCode.InvalidArgument;
        }

        slot = entry.Object;
        rights = entry.Rights;
        return (rights & needed) != needed ? ErrorCode.AccessDenied
            : KernelObjects.Memory(slot).Header.IsDestroyed ? ErrorCode.NotFound
            : ErrorCode.None;
    }

    private static ErrorCode MemoryMap(ref Thread self, uint process)
    {
        ref UserContext context = ref self.Context;
        if (KernelObjects.Process(process).State != ProcessState.Alive)
        {
            return ErrorCode.InvalidState;
        }

        Rights rights = (Rights)(byte)context.X5;
        Protection protection = default;
        ErrorCode error = context.X5 > byte.MaxValue ? ErrorCode.InvalidArgument : ToProtection(rights, out protection);
        uint memory = 0;
        Rights most = Rights.None;
        if (error == ErrorCode.None)
        {
            error = FindMemory(ref self, context.X1, rights, out memory, out most);
        }

        if (error != ErrorCode.None)
        {
            return error;
        }

        bool isDeviceCode = KernelObjects.Memory(memory).Kind == MemoryKind.Device && (rights & Rights.Execute) != 0;
        return isDeviceCode
            ? ErrorCode.InvalidArgument
            : AddressSpaces.Map(ref KernelObjects.Process(process), memory, context.X2, context.X3, context.X4, protection, most);
    }

    private static ErrorCode MemoryUnmap(ref Thread self, uint process)
    {
        ref Process owner = ref KernelObjects.Process(process);
        return owner.State == ProcessState.Alive
            ? AddressSpaces.Unmap(ref owner, self.Context.X1, self.Context.X2)
            : ErrorCode.InvalidState;
    }

    private static ErrorCode MemoryProtect(ref Thread self, uint process)
    {
        ref Process owner = ref KernelObjects.Process(process);
        if (owner.State != ProcessState.Alive)
        {
            return ErrorCode.InvalidState;
        }

        Protection protection = default;
        ErrorCode error = self.Context.X3 > byte.MaxValue
            ? ErrorCode.InvalidArgument
            : ToProtection((Rights)(byte)self.Context.X3, out protection);
        if (error == ErrorCode.None && protection.IsExecutable && AddressSpaces.IsDevice(ref owner, self.Context.X1))
        {
            return ErrorCode.InvalidArgument;
        }

        return error == ErrorCode.None
            ? AddressSpaces.Protect(ref owner, self.Context.X1, self.Context.X2, protection, (Rights)(byte)self.Context.X3)
            : error;
    }

    private static ErrorCode MemorySetPager(ref Thread self, uint slot, uint port)
    {
        ref MemoryObject memory = ref KernelObjects.Memory(slot);
        if (memory.IsFixed || memory.Pager.Port != 0)
        {
            return ErrorCode.InvalidState;
        }

        ObjectReferences.Retain(ObjectKind.Port, port);
        memory.Pager.Port = port;
        memory.Pager.Badge = self.Context.X2;
        return ErrorCode.None;
    }

    private static ErrorCode MemorySupply(ref Thread self, uint slot, uint source)
    {
        ref MemoryObject from = ref KernelObjects.Memory(source);
        ref MemoryObject memory = ref KernelObjects.Memory(slot);
        if (((self.Context.X1 | self.Context.X3) & FrameSize.Mask) != 0 || memory.IsFixed || from.Kind != MemoryKind.Normal)
        {
            return ErrorCode.InvalidArgument;
        }

        Result<PhysicalAddress> page = MemoryObjects.Page(ref from, self.Context.X3, create: false);
        return page.IsOk ? MemoryObjects.Supply(ref memory, self.Context.X1, page.Value) : page.Error;
    }

    private static bool HasWords(ref MemoryObject memory, ulong offset, uint words) =>
        (offset & 7) == 0 && offset <= memory.SizeBytes && memory.SizeBytes - offset >= words * 8 && memory.Kind == MemoryKind.Normal;

    private static ErrorCode MemoryRead(ref Thread self, uint slot)
    {
        ref MemoryObject memory = ref KernelObjects.Memory(slot);
        ulong offset = self.Context.X1;
        if (!HasWords(ref memory, offset, ReadWords))
        {
            return ErrorCode.InvalidArgument;
        }

        for (uint i = 0; i < ReadWords; i++)
        {
            ulong at = offset + (i * 8);
            Result<PhysicalAddress> page = MemoryObjects.Page(ref memory, at & ~FrameSize.Mask, create: false);
            self.Context.SetRegister(1 + (int)i, page.IsOk ? default(DirectMap).Read64(page.Value + (at & FrameSize.Mask)) : 0);
        }

        return ErrorCode.None;
    }

    private static ErrorCode MemoryWrite(ref Thread self, uint slot)
    {
        ref MemoryObject memory = ref KernelObjects.Memory(slot);
        ulong offset = self.Context.X1;
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
                default(DirectMap).Write64(page.Value + (at & FrameSize.Mask), self.Context.Register(2 + (int)i));
            }
        }

        return error;
    }

    private static ErrorCode MemoryInfo(ref Thread self, uint slot)
    {
        self.Context.X1 = KernelObjects.Memory(slot).SizeBytes;
        self.Context.X2 = KernelObjects.Memory(slot).Frames;
        return ErrorCode.None;
    }
}
