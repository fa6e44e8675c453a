// Memory objects and address spaces.

using RustKernel.Arm64;
using RustKernel.Memory;
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

    private static ErrorCode FindSpace(ref Thread self, out uint slot)
    {
        ErrorCode error = FindProcess(ref self, self.Context.X0, Rights.Manage, out slot);
        return error == ErrorCode.None && KernelObjects.Process(slot).State != ProcessState.Alive ? ErrorCode.InvalidState : error;
    }

    private static ErrorCode MemoryMap(ref Thread self)
    {
        ref UserContext context = ref self.Context;
        ErrorCode error = FindSpace(ref self, out uint process);
        Rights rights = (Rights)(byte)context.X5;
        Protection protection = default;
        if (error == ErrorCode.None)
        {
            error = context.X5 > byte.MaxValue ? ErrorCode.InvalidArgument : ToProtection(rights, out protection);
        }

        uint memory = 0;
        if (error == ErrorCode.None)
        {
            error = Find(ref self, context.X1, ObjectKind.Memory, rights, out memory);
        }

        if (error != ErrorCode.None)
        {
            return error;
        }

        bool isDeviceCode = KernelObjects.Memory(memory).Kind == MemoryKind.Device && (rights & Rights.Execute) != 0;
        return isDeviceCode
            ? ErrorCode.InvalidArgument
            : AddressSpaces.Map(ref KernelObjects.Process(process), memory, context.X2, context.X3, context.X4, protection);
    }

    private static ErrorCode MemoryUnmap(ref Thread self)
    {
        ErrorCode error = FindSpace(ref self, out uint process);
        return error == ErrorCode.None ? AddressSpaces.Unmap(ref KernelObjects.Process(process), self.Context.X1, self.Context.X2) : error;
    }

    private static ErrorCode MemoryProtect(ref Thread self)
    {
        ErrorCode error = FindSpace(ref self, out uint process);
        Protection protection = default;
        if (error == ErrorCode.None)
        {
            error = self.Context.X3 > byte.MaxValue ? ErrorCode.InvalidArgument : ToProtection((Rights)(byte)self.Context.X3, out protection);
        }

        return error == ErrorCode.None
            ? AddressSpaces.Protect(ref KernelObjects.Process(process), self.Context.X1, self.Context.X2, protection)
            : error;
    }

    private static ErrorCode MemorySetPager(ref Thread self)
    {
        ErrorCode error = Find(ref self, self.Context.X0, ObjectKind.Memory, Rights.Manage, out uint slot);
        uint port = 0;
        if (error == ErrorCode.None)
        {
            error = Find(ref self, self.Context.X1, ObjectKind.Port, Rights.Send, out port);
        }

        if (error != ErrorCode.None)
        {
            return error;
        }

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

    private static ErrorCode MemorySupply(ref Thread self)
    {
        ErrorCode error = Find(ref self, self.Context.X0, ObjectKind.Memory, Rights.Manage, out uint slot);
        uint source = 0;
        if (error == ErrorCode.None)
        {
            error = Find(ref self, self.Context.X2, ObjectKind.Memory, Rights.Read, out source);
        }

        if (error != ErrorCode.None)
        {
            return error;
        }

        ref MemoryObject from = ref KernelObjects.Memory(source);
        ref MemoryObject memory = ref KernelObjects.Memory(slot);
        if (((self.Context.X1 | self.Context.X3) & FrameSize.Mask) != 0 || memory.IsFixed || from.Kind != MemoryKind.Normal)
        {
            return ErrorCode.InvalidArgument;
        }

        Result<PhysicalAddress> page = MemoryObjects.Page(ref from, self.Context.X3, create: false);
        return page.IsOk ? MemoryObjects.Supply(ref memory, self.Context.X1, page.Value) : page.Error;
    }

    private static ErrorCode FindWords(ref Thread self, Rights rights, uint words, out uint slot)
    {
        ErrorCode error = Find(ref self, self.Context.X0, ObjectKind.Memory, rights, out slot);
        if (error != ErrorCode.None)
        {
            return error;
        }

        ref MemoryObject memory = ref KernelObjects.Memory(slot);
        ulong offset = self.Context.X1;
        bool isLegal = (offset & 7) == 0 && offset <= memory.SizeBytes && memory.SizeBytes - offset >= words * 8 && memory.Kind == MemoryKind.Normal;
        return isLegal ? ErrorCode.None : ErrorCode.InvalidArgument;
    }

    private static ErrorCode MemoryRead(ref Thread self)
    {
        ErrorCode error = FindWords(ref self, Rights.Read, ReadWords, out uint slot);
        if (error != ErrorCode.None)
        {
            return error;
        }

        ref MemoryObject memory = ref KernelObjects.Memory(slot);
        ulong offset = self.Context.X1;
        for (uint i = 0; i < ReadWords; i++)
        {
            ulong at = offset + (i * 8);
            Result<PhysicalAddress> page = MemoryObjects.Page(ref memory, at & ~FrameSize.Mask, create: false);
            self.Context.SetRegister(1 + (int)i, page.IsOk ? default(DirectMap).Read64(page.Value + (at & FrameSize.Mask)) : 0);
        }

        return ErrorCode.None;
    }

    private static ErrorCode MemoryWrite(ref Thread self)
    {
        ErrorCode error = FindWords(ref self, Rights.Write, WriteWords, out uint slot);
        ref MemoryObject memory = ref KernelObjects.Memory(slot);
        ulong offset = self.Context.X1;
        if (error == ErrorCode.None && memory.IsFixed)
        {
            error = ErrorCode.AccessDenied;
        }

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

    private static ErrorCode MemoryInfo(ref Thread self)
    {
        ErrorCode error = Find(ref self, self.Context.X0, ObjectKind.Memory, Rights.None, out uint slot);
        if (error == ErrorCode.None)
        {
            self.Context.X1 = KernelObjects.Memory(slot).SizeBytes;
            self.Context.X2 = KernelObjects.Memory(slot).Frames;
        }

        return error;
    }
}
