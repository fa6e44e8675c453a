// The program's address space as mmap and its relatives made it, and the kernel's mappings for it.

using System.Runtime.CompilerServices;
using RustKernel.User;

namespace RustKernel.Linux.Addresses;

/// <summary>The program's mappings, sorted; neighbours that could be one are merged. Everything but look-ups needs the lock.</summary>
internal static unsafe class AddressMap
{
    internal const uint Read = 1;
    internal const uint Write = 2;
    internal const uint Execute = 4;

    private static SpinLock s_lock;
    private static int s_count;

    private static int Most => (int)(Layout.MappingsBytes / (ulong)sizeof(Mapping));

    /// <summary>Makes the table. The kernel's errors.</summary>
    internal static ErrorCode Prepare()
    {
        ErrorCode error = Kernel.MemoryCreate(Layout.MappingsBytes, out Handle<Memory> memory);
        return error == ErrorCode.None
            ? Kernel.MemoryMap(default, memory, 0, Layout.Mappings, Layout.MappingsBytes, RustKernel.Rights.Read | RustKernel.Rights.Write)
            : error;
    }

    /// <summary>Whether <paramref name="bytes"/> bytes at <paramref name="start"/> are whole pages that a program may have.</summary>
    internal static bool IsLegal(ulong start, ulong bytes) =>
        (start & (Layout.PageBytes - 1)) == 0 && bytes != 0 && start >= Arena.Lowest && start < Arena.End && bytes <= Arena.End - start;

    /// <summary>Maps new pages, which are zero when first touched, at a free address. Returns the address, or ENOMEM.</summary>
    internal static long Map(ulong bytes, uint rights)
    {
        s_lock.Enter();
        ulong start = FindFree(bytes);
        long error = start == 0 ? Errno.NoMemory : Put(start, start + bytes, rights, default, 0);
        s_lock.Leave();
        return error == 0 ? (long)start : error;
    }

    /// <summary>The same, replacing what is there.</summary>
    internal static long MapAt(ulong start, ulong bytes, uint rights, Handle<Memory> file = default, ulong offset = 0)
    {
        s_lock.Enter();
        long error = Take(start, start + bytes);
        error = error == 0 ? Put(start, start + bytes, rights, file, offset) : error;
        s_lock.Leave();
        return error;
    }

    /// <summary>The same, if nothing is there; EEXIST.</summary>
    internal static long MapIfFree(ulong start, ulong bytes, uint rights)
    {
        s_lock.Enter();
        int at = FindBehind(start);
        bool isFree = at == s_count || At(at).Start >= start + bytes;
        long error = isFree ? Put(start, start + bytes, rights, default, 0) : Errno.Exists;
        s_lock.Leave();
        return error;
    }

    /// <summary>
    /// Maps a part of an object that others may also map, at a free address. The kernel's errors; OutOfMemory: no addresses are left, or
    /// the table is full.
    /// </summary>
    internal static ErrorCode MapShared(Handle<Memory> memory, ulong offset, ulong bytes, uint rights, out ulong start)
    {
        s_lock.Enter();
        start = FindFree(bytes);
        ErrorCode error = start == 0 || s_count == Most
            ? ErrorCode.OutOfMemory
            : Kernel.MemoryMap(default, memory, offset, start, bytes, ToKernel(rights));
        if (error == ErrorCode.None)
        {
            Insert(new Mapping { Start = start, End = start + bytes, Rights = rights, IsShared = true });
        }

        s_lock.Leave();
        return error;
    }

    /// <summary>Unmaps what is there.</summary>
    internal static long Unmap(ulong start, ulong bytes)
    {
        s_lock.Enter();
        long error = Take(start, start + bytes);
        s_lock.Leave();
        return error;
    }

    /// <summary>Changes the rights of a range, all of which must be mapped: else ENOMEM.</summary>
    internal static long Protect(ulong start, ulong bytes, uint rights)
    {
        s_lock.Enter();
        long error = ProtectRange(start, start + bytes, rights);
        s_lock.Leave();
        return error;
    }

    /// <summary>Makes the pages zero again. Pages of files and shared pages stay.</summary>
    internal static long Discard(ulong start, ulong bytes)
    {
        s_lock.Enter();
        long error = 0;
        ulong end = start + bytes;
        for (int at = FindBehind(start); at < s_count && At(at).Start < end && error == 0; at++)
        {
            Mapping part = Part(at, start, end);
            error = Clear(part);
        }

        s_lock.Leave();
        return error;
    }

    /// <summary>The mapping that contains <paramref name="address"/>, or the next one; false after the last.</summary>
    internal static bool TryFind(ulong address, out Mapping mapping)
    {
        s_lock.Enter();
        int at = FindBehind(address);
        bool isThere = at < s_count;
        mapping = isThere ? At(at) : default;
        s_lock.Leave();
        return isThere;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    // SAFETY: callers stay below s_count, which stays below Most.
    private static ref Mapping At(int index) => ref ((Mapping*)Layout.Mappings)[index];

    // The first mapping that ends after the address.
    private static int FindBehind(ulong address)
    {
        int low = 0;
        int high = s_count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (At(middle).End > address)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    // The first gap: frames belong to addresses, so this reuses freed ones before it takes others.
    private static ulong FindFree(ulong bytes)
    {
        ulong start = Arena.Start;
        for (int at = FindBehind(start); at < s_count && At(at).Start - start < bytes; at++)
        {
            start = At(at).End;
        }

        return start < Arena.End && bytes <= Arena.End - start ? start : 0;
    }

    private static Mapping Part(int at, ulong start, ulong end)
    {
        Mapping part = At(at);
        if (part.Start < start)
        {
            part.FileOffset += start - part.Start;
            part.Start = start;
        }

        part.End = part.End > end ? end : part.End;
        return part;
    }

    private static RustKernel.Rights ToKernel(uint rights) =>
        rights == 0 ? RustKernel.Rights.None
        : RustKernel.Rights.Read
            | ((rights & Write) != 0 ? RustKernel.Rights.Write : 0)
            | ((rights & Execute) != 0 ? RustKernel.Rights.Execute : 0);

    // Maps a range, which is free, and records it.
    private static long Put(ulong start, ulong end, uint rights, Handle<Memory> file, ulong offset)
    {
        if (s_count == Most)
        {
            return Errno.NoMemory;
        }

        Mapping mapping = new()
        {
            Start = start,
            End = end,
            Rights = rights,
            IsWritten = (rights & Write) != 0,
            File = file,
            FileOffset = offset,
        };
        ErrorCode error = Show(mapping, rights);
        if (error != ErrorCode.None)
        {
            return ToErrno(error);
        }

        Insert(mapping);
        return 0;
    }

    private static ErrorCode Show(in Mapping mapping, uint rights) =>
        rights == 0 ? ErrorCode.None
        : mapping.File.IsNone ? Arena.Map(mapping.Start, mapping.End, ToKernel(rights))
        : Kernel.MemoryMap(
            default, mapping.File, mapping.FileOffset, mapping.Start, mapping.End - mapping.Start, ToKernel(rights));

    private static long ToErrno(ErrorCode error) => error switch
    {
        ErrorCode.None => 0,
        ErrorCode.OutOfMemory => Errno.NoMemory,
        ErrorCode.AccessDenied or ErrorCode.InvalidArgument => Errno.AccessDenied,
        _ => Errno.Invalid,
    };

    private static void Insert(in Mapping mapping)
    {
        int at = FindBehind(mapping.Start);
        if (at > 0 && At(at - 1).Continues(in mapping))
        {
            At(at - 1).End = mapping.End;
            if (at < s_count && At(at - 1).Continues(in At(at)))
            {
                At(at - 1).End = At(at).End;
                Close(at, 1);
            }
        }
        else if (at < s_count && mapping.Continues(in At(at)))
        {
            At(at).Start = mapping.Start;
            At(at).FileOffset = mapping.FileOffset;
        }
        else
        {
            for (int i = s_count; i > at; i--)
            {
                At(i) = At(i - 1);
            }

            s_count++;
            At(at) = mapping;
        }
    }

    private static void Close(int at, int count)
    {
        s_count -= count;
        for (int i = at; i < s_count; i++)
        {
            At(i) = At(i + count);
        }
    }

    // Removes a range from the table; the kernel's mappings there stay.
    private static bool TryForget(ulong start, ulong end)
    {
        int at = FindBehind(start);
        if (at < s_count && At(at).Start < start)
        {
            Mapping whole = At(at);
            if (whole.End > end && s_count == Most)
            {
                return false;
            }

            At(at).End = start;
            if (whole.End > end)
            {
                whole.FileOffset += end - whole.Start;
                whole.Start = end;
                InsertAt(at + 1, whole);
                return true;
            }

            at++;
        }

        int next = at;
        while (next < s_count && At(next).End <= end)
        {
            next++;
        }

        Close(at, next - at);
        if (at < s_count && At(at).Start < end)
        {
            At(at).FileOffset += end - At(at).Start;
            At(at).Start = end;
        }

        return true;
    }

    private static void InsertAt(int at, in Mapping mapping)
    {
        for (int i = s_count; i > at; i--)
        {
            At(i) = At(i - 1);
        }

        s_count++;
        At(at) = mapping;
    }

    // Unmaps a range; its pages are gone.
    private static long Take(ulong start, ulong end)
    {
        for (int at = FindBehind(start); at < s_count && At(at).Start < end; at++)
        {
            Mapping part = Part(at, start, end);
            ErrorCode result = part.IsShown ? Kernel.MemoryUnmap(default, part.Start, part.End - part.Start) : ErrorCode.None;
            long error = result == ErrorCode.None ? Clear(part) : ToErrno(result);

            if (error != 0)
            {
                return error;
            }
        }

        return TryForget(start, end) ? 0 : Errno.NoMemory;
    }

    private static long ProtectRange(ulong start, ulong end, uint rights)
    {
        ulong next = start;
        for (int at = FindBehind(start); next < end; at++)
        {
            if (at == s_count || At(at).Start > next)
            {
                return Errno.NoMemory;
            }

            next = At(at).End;
        }

        for (ulong from = start; from < end;)
        {
            Mapping part = Part(FindBehind(from), from, end);
            from = part.End;
            long error = ProtectPart(part, rights);
            if (error != 0)
            {
                return error;
            }
        }

        return 0;
    }

    private static long ProtectPart(Mapping part, uint rights)
    {
        if (part.Rights == rights)
        {
            return 0;
        }

        if (!part.File.IsNone && (rights & Write) != 0)
        {
            return CopyFile(part, rights);
        }

        ulong bytes = part.End - part.Start;

        // Shared pages stay mapped even without rights: only the program has their handle, so they could not be mapped again.
        ErrorCode error = !part.IsShown ? Show(part, rights)
            : rights == 0 && !part.IsShared ? Kernel.MemoryUnmap(default, part.Start, bytes)
            : Kernel.MemoryProtect(default, part.Start, bytes, ToKernel(rights));
        if (error != ErrorCode.None)
        {
            return ToErrno(error);
        }

        return Note(part, rights);
    }

    private static long Note(Mapping part, uint rights)
    {
        if (!TryForget(part.Start, part.End))
        {
            return Errno.NoMemory;
        }

        part.Rights = rights;
        part.IsWritten |= (rights & Write) != 0;
        Insert(part);
        return 0;
    }

    // Gives back the pages of a part of a mapping. Pages of a file and shared pages stay.
    private static long Clear(in Mapping part) =>
        part.File.IsNone && part.IsWritten && !part.IsShared ? ToErrno(Arena.Discard(part.Start, part.End)) : 0;

    // Pages of a file to be written are replaced by private pages with the file's contents.
    private static long CopyFile(Mapping part, uint rights)
    {
        ulong bytes = part.End - part.Start;
        ErrorCode error = part.Rights == 0 ? ErrorCode.None : Kernel.MemoryUnmap(default, part.Start, bytes);
        error = error == ErrorCode.None ? Arena.Map(part.Start, part.End, ToKernel(Read | Write)) : error;
        error = error == ErrorCode.None
            ? Kernel.MemoryMap(default, part.File, part.FileOffset, Layout.ProgramFile, bytes, RustKernel.Rights.Read)
            : error;
        if (error != ErrorCode.None)
        {
            return ToErrno(error);
        }

        _ = NativeCode.CopyMemory(part.Start, Layout.ProgramFile, bytes);
        _ = Kernel.MemoryUnmap(default, Layout.ProgramFile, bytes);
        error = rights == (Read | Write) ? ErrorCode.None : Kernel.MemoryProtect(default, part.Start, bytes, ToKernel(rights));
        part.File = default;
        part.FileOffset = 0;
        return error == ErrorCode.None ? Note(part, rights) : ToErrno(error);
    }
}
