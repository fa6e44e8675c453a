// Static ELF64 programs: only what is allowed. Read-only segments are mapped in place; pages of writable ones are copied
// when touched, because the file must not change.
// [gABI 4.1, chapters 4 and 5]

using RustKernel.Arm64;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Objects;

namespace RustKernel.Spaces;

/// <summary>Loads programs from memory objects. Under the kernel lock. The file is not trusted.</summary>
public static class ElfLoader
{
    private const ulong HeaderBytes = 64;
    private const ulong ProgramHeaderBytes = 56;
    private const uint MaximumProgramHeaders = 16;

    // 0x7F 'E' 'L' 'F', 64 bits, little endian, version 1.
    private const ulong Identification = 0x0001_0102_464C_457F;
    private const ulong IdentificationMask = 0x00FF_FFFF_FFFF_FFFF;
    private const uint ExecutableType = 2;
    private const uint MachineAArch64 = 183;
    private const uint SegmentLoad = 1;
    private const uint SegmentDynamic = 2;
    private const uint SegmentInterpreter = 3;
    private const uint FlagExecute = 1;
    private const uint FlagWrite = 2;
    private const uint FlagRead = 4;

    // At most sixteen segments of this size are copied at once.
    private const ulong EagerCopyBytes = 4 * FrameSize.Bytes;

    private static DirectMap Memory => default;

    /// <summary>
    /// Loads the file of <paramref name="length"/> bytes at <paramref name="offset"/> (a multiple of 4096) of
    /// memory object <paramref name="slot"/> into a process; returns the entry point. Corrupt: not a static
    /// AArch64 ELF64 program whose segments lie in pages of their own, at the same place within a page as in the
    /// file, and are never writable and executable; OutOfMemory. On error the process may have some of the
    /// segments: end it.
    /// </summary>
    public static Result<ulong> Load(ref Process process, Slot<MemoryObject> slot, ulong offset, ulong length)
    {
        ref MemoryObject file = ref KernelObjects.Memory(slot);
        if (file.Kind != MemoryKind.Normal
            || (offset & FrameSize.Mask) != 0
            || offset > file.SizeBytes
            || length > file.SizeBytes - offset
            || length < HeaderBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        ulong kind = Read(ref file, offset + 16);
        ulong entry = Read(ref file, offset + 24);
        ulong table = Read(ref file, offset + 32);
        ulong sizes = Read(ref file, offset + 48);
        uint count = (uint)(Read(ref file, offset + 56) & 0xFFFF);
        bool isProgram = (Read(ref file, offset) & IdentificationMask) == Identification
            && (uint)(kind & 0xFFFF) == ExecutableType && (uint)((kind >> 16) & 0xFFFF) == MachineAArch64
            && sizes >> 48 == ProgramHeaderBytes;
        if (!isProgram
            || count == 0
            || count > MaximumProgramHeaders
            || (table & 7) != 0
            || table > length
            || count * ProgramHeaderBytes > length - table)
        {
            return ErrorCode.Corrupt;
        }

        bool hasEntry = false;
        for (uint i = 0; i < count; i++)
        {
            ulong header = offset + table + (i * ProgramHeaderBytes);
            uint type = (uint)Read(ref file, header);
            if (type is SegmentDynamic or SegmentInterpreter)
            {
                return ErrorCode.Corrupt;
            }

            if (type == SegmentLoad)
            {
                ErrorCode error = LoadSegment(ref process, slot, offset, length, header, entry, ref hasEntry);
                if (error != ErrorCode.None)
                {
                    return error;
                }
            }
        }

        return hasEntry ? Result<ulong>.Ok(entry) : ErrorCode.Corrupt;
    }

    private static ErrorCode LoadSegment(
        ref Process process,
        Slot<MemoryObject> slot,
        ulong offset,
        ulong length,
        ulong header,
        ulong entry,
        ref bool hasEntry)
    {
        ref MemoryObject file = ref KernelObjects.Memory(slot);
        uint flags = (uint)(Read(ref file, header) >> 32);
        ulong from = Read(ref file, header + 8);
        ulong address = Read(ref file, header + 16);
        ulong fileBytes = Read(ref file, header + 32);
        ulong memoryBytes = Read(ref file, header + 40);

        // Whole pages are mapped: two segments may share one of the file, because each has its own in memory.
        ulong head = address & FrameSize.Mask;
        bool isLegal = (from & FrameSize.Mask) == head
            && from <= length && fileBytes <= length - from && fileBytes <= memoryBytes && memoryBytes != 0
            && memoryBytes <= MemoryObject.MaximumBytes - (2 * FrameSize.Bytes) && (flags & FlagRead) != 0
            && (flags & (FlagWrite | FlagExecute)) != (FlagWrite | FlagExecute);
        if (!isLegal)
        {
            return ErrorCode.Corrupt;
        }

        ulong sizeBytes = (head + memoryBytes + FrameSize.Mask) & ~FrameSize.Mask;
        ulong firstPage = offset + from - head;
        if ((flags & FlagWrite) != 0)
        {
            return ShowCopy(ref process, slot, firstPage, fileBytes == 0 ? 0 : head + fileBytes, address - head, sizeBytes);
        }

        // Mapped in place, so all of it is in the file; the object extends at least to the end of the last page.
        if (fileBytes != memoryBytes || sizeBytes > file.SizeBytes - firstPage)
        {
            return ErrorCode.Corrupt;
        }

        bool isCode = (flags & FlagExecute) != 0;
        hasEntry |= isCode && entry >= address && entry - address < memoryBytes && (entry & 3) == 0;
        ErrorCode error = AddressSpaces.Map(
            ref process,
            slot,
            firstPage,
            address - head,
            sizeBytes,
            isCode ? Protection.UserExecute : Protection.UserReadOnly,
            isCode ? Rights.Read | Rights.Execute : Rights.Read);
        return error is ErrorCode.None or ErrorCode.OutOfMemory ? error : ErrorCode.Corrupt;
    }

    // The file's bytes are copied when they are touched; the first pages at once, because most programs need them.
    private static ErrorCode ShowCopy(
        ref Process process,
        Slot<MemoryObject> slot,
        ulong from,
        ulong fileBytes,
        ulong address,
        ulong sizeBytes)
    {
        // A missing page would need its pager in the middle of the program's fault.
        if (fileBytes != 0 && KernelObjects.Memory(slot).Pager.Port != 0)
        {
            return ErrorCode.Corrupt;
        }

        Result<Slot<MemoryObject>> made = MemoryObjects.CreateAnonymous(process.Slot, sizeBytes);
        if (!made.IsOk)
        {
            return made.Error;
        }

        ref MemoryObject data = ref KernelObjects.Memory(made.Value);
        if (fileBytes != 0)
        {
            MemoryObjects.CopyFrom(ref data, slot, from, fileBytes);
        }

        ErrorCode error = ErrorCode.None;
        ulong eager = fileBytes < EagerCopyBytes ? fileBytes : EagerCopyBytes;
        for (ulong done = 0; done < eager && error == ErrorCode.None; done += FrameSize.Bytes)
        {
            error = MemoryObjects.Page(ref data, done, create: true).Error;
        }

        if (error == ErrorCode.None)
        {
            error = AddressSpaces.Map(
                ref process,
                made.Value,
                0,
                address,
                sizeBytes,
                Protection.UserReadWrite,
                Rights.Read | Rights.Write | Rights.Execute);
        }

        // From here on the region holds it; without a region it is freed.
        ObjectReferences.Release(made.Value);
        return error is ErrorCode.None or ErrorCode.OutOfMemory ? error : ErrorCode.Corrupt;
    }

    // 8 bytes of the file, at a multiple of 8 below the object's end; missing pages are zero.
    private static ulong Read(ref MemoryObject file, ulong at)
    {
        Result<PhysicalAddress> page = MemoryObjects.Page(ref file, at & ~FrameSize.Mask, create: false);
        return page.IsOk ? Memory.Read64(page.Value + (at & FrameSize.Mask & ~7ul)) : 0;
    }
}
