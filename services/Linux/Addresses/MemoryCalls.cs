using RustKernel.Linux.Files;

namespace RustKernel.Linux.Addresses;

/// <summary>System calls on addresses: mmap and its relatives, brk. [man 2 mmap, mprotect, madvise, brk]</summary>
internal static class MemoryCalls
{
    private const ulong MapShared = 1;
    private const ulong MapFixed = 0x10;
    private const ulong MapAnonymous = 0x20;
    private const ulong MapFixedNoReplace = 0x10_0000;
    private const ulong DontNeed = 4;
    private const ulong BreakBytes = 64ul << 20;

    private static ulong s_breakStart;
    private static ulong s_break;
    private static ulong s_breakShown;

    /// <summary>mmap.</summary>
    internal static long Map(ulong address, ulong bytes, ulong rights, ulong flags, ulong file, ulong offset)
    {
        ulong size = Layout.Pages(bytes);
        if (bytes == 0 || size < bytes || rights > 7)
        {
            return Errno.Invalid;
        }

        if ((flags & MapShared) != 0 && ((flags & MapAnonymous) == 0 ? (rights & AddressMap.Write) != 0 : rights != 0))
        {
            SystemCallTable.NoteUnknown((ulong)LinuxCall.MMap, "shared memory"u8);
            return Errno.NoDevice;
        }

        return (flags & MapAnonymous) == 0
            ? MapFile(address, size, (uint)rights, flags, file, offset)
            : MapPages(address, size, (uint)rights, flags);
    }

    private static long MapPages(ulong address, ulong size, uint rights, ulong flags)
    {
        bool isFixed = (flags & (MapFixed | MapFixedNoReplace)) != 0;
        if (isFixed && !AddressMap.IsLegal(address, size))
        {
            return Errno.NoMemory;
        }

        if (!isFixed)
        {
            // A requested address is granted if possible.
            ulong wish = address & ~(Layout.PageBytes - 1);
            return AddressMap.IsLegal(wish, size) && AddressMap.MapIfFree(wish, size, rights) == 0
                ? (long)wish
                : AddressMap.Map(size, rights);
        }

        long error = (flags & MapFixedNoReplace) != 0
            ? AddressMap.MapIfFree(address, size, rights)
            : AddressMap.MapAt(address, size, rights);
        return error == 0 ? (long)address : error;
    }

    // Maps private pages and copies the file's present contents into them. Bytes after the file's end are zero.
    private static long MapFile(ulong address, ulong size, uint rights, ulong flags, ulong file, ulong offset)
    {
        if ((offset & (Layout.PageBytes - 1)) != 0)
        {
            return Errno.Invalid;
        }

        long index = FileCalls.Hold(file);
        if (index < 0)
        {
            return index == Errno.Invalid ? Errno.NoDevice : index;
        }

        long start = MapPages(address, size, AddressMap.Read | AddressMap.Write, flags);
        if (start > 0)
        {
            long read = ReadWhole((int)index, (ulong)start, size, offset);
            read = read >= 0 && rights != (AddressMap.Read | AddressMap.Write) ? AddressMap.Protect((ulong)start, size, rights) : read;
            if (read < 0)
            {
                _ = AddressMap.Unmap((ulong)start, size);
                start = read == Errno.BadAddress ? Errno.NoMemory : read;
            }
        }

        FileNodes.Drop((int)index);
        return start;
    }

    private static long ReadWhole(int index, ulong address, ulong bytes, ulong offset)
    {
        ulong done = 0;
        long read = 1;
        while (done < bytes && read > 0)
        {
            read = FileNodes.ReadAt(index, address + done, bytes - done, offset + done);
            done += read > 0 ? (ulong)read : 0;
        }

        return read;
    }

    /// <summary>munmap.</summary>
    internal static long Unmap(ulong address, ulong bytes)
    {
        ulong size = Layout.Pages(bytes);
        return size >= bytes && AddressMap.IsLegal(address, size) ? AddressMap.Unmap(address, size) : Errno.Invalid;
    }

    /// <summary>mprotect.</summary>
    internal static long Protect(ulong address, ulong bytes, ulong rights)
    {
        ulong size = Layout.Pages(bytes);
        return bytes == 0 ? 0
            : rights > 7 || (address & (Layout.PageBytes - 1)) != 0 ? Errno.Invalid
            : size >= bytes && AddressMap.IsLegal(address, size) ? AddressMap.Protect(address, size, (uint)rights)
            : Errno.NoMemory;
    }

    /// <summary>madvise: pages no longer wanted become zero; other advice is accepted and ignored.</summary>
    internal static long Advise(ulong address, ulong bytes, ulong advice)
    {
        ulong size = Layout.Pages(bytes);
        return bytes == 0 ? 0
            : size < bytes || !AddressMap.IsLegal(address, size) ? Errno.Invalid
            : advice == DontNeed ? AddressMap.Discard(address, size)
            : 0;
    }

    /// <summary>Sets the start of the room for brk.</summary>
    internal static long PrepareBreak(ulong start)
    {
        s_breakStart = s_break = s_breakShown = start;
        return AddressMap.MapAt(start, BreakBytes, 0);
    }

    /// <summary>brk: returns the new end, or the old one if that is not possible.</summary>
    internal static long Break(ulong wanted)
    {
        if (wanted < s_breakStart || wanted > s_breakStart + BreakBytes)
        {
            return (long)s_break;
        }

        ulong shown = Layout.Pages(wanted);
        if (shown > s_breakShown
            && AddressMap.Protect(s_breakShown, shown - s_breakShown, AddressMap.Read | AddressMap.Write) != 0)
        {
            return (long)s_break;
        }

        if (shown < s_breakShown && AddressMap.MapAt(shown, s_breakShown - shown, 0) != 0)
        {
            return (long)s_break;
        }

        s_breakShown = shown;
        s_break = wanted;
        return (long)wanted;
    }
}
