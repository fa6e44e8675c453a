// The program's private pages: kernel objects of a gigabyte, each made when its first page is needed. An address always has the same
// offset, so there are no records of pages.

using RustKernel.User;

namespace RustKernel.Linux.Addresses;

/// <summary>The addresses that mmap gives out, and the objects that they map. Under the address map's lock.</summary>
internal static unsafe class Arena
{
    /// <summary>The first address that a program may ask for. Nothing lies below it, so null pointers fault. [mmap_min_addr]</summary>
    internal const ulong Lowest = 0x1_0000;

    /// <summary>The first address for a program that asks for none. Programs at fixed addresses lie below.</summary>
    internal const ulong Start = 0x10_0000_0000;

    /// <summary>The end of the arena.</summary>
    internal const ulong End = Pieces << PieceShift;

    private const ulong Pieces = 1088;
    private const int PieceShift = 30;
    private const ulong PieceBytes = 1ul << PieceShift;

    // The most that one call of the kernel gives back.
    private const ulong DiscardBytes = 2ul << 20;

    private static PieceTable s_pieces;

    private struct PieceTable
    {
        internal fixed ulong Handles[(int)Pieces];
    }

    /// <summary>Maps pages of the arena at addresses where nothing is mapped. The kernel's errors.</summary>
    internal static ErrorCode Map(ulong start, ulong end, RustKernel.Rights rights)
    {
        for (ulong at = start; at < end;)
        {
            ulong next = Next(at, end, PieceBytes);
            ErrorCode error = Piece(at, out Handle<Memory> memory);
            error = error == ErrorCode.None
                ? Kernel.MemoryMap(default, memory, at & (PieceBytes - 1), at, next - at, rights)
                : error;
            if (error != ErrorCode.None)
            {
                _ = at == start ? ErrorCode.None : Kernel.MemoryUnmap(default, start, at - start);
                return error;
            }

            at = next;
        }

        return ErrorCode.None;
    }

    /// <summary>Gives pages of the arena back to the system: they are zero when touched again. The kernel's errors.</summary>
    internal static ErrorCode Discard(ulong start, ulong end)
    {
        ErrorCode error = ErrorCode.None;
        for (ulong at = start; at < end && error == ErrorCode.None;)
        {
            ulong next = Next(at, end, DiscardBytes);
            Handle<Memory> memory = new(s_pieces.Handles[IndexOf(at)]);
            error = memory.IsNone ? ErrorCode.None : DiscardPart(memory, at, next);
            at = next;
        }

        return error;
    }

    // The kernel searches only so many mappings for the pages at once; half of the range has fewer.
    private static ErrorCode DiscardPart(Handle<Memory> memory, ulong start, ulong end)
    {
        ErrorCode error = Kernel.MemoryDiscard(memory, start & (PieceBytes - 1), end - start);
        if (error != ErrorCode.InvalidState || end - start == Layout.PageBytes)
        {
            return error;
        }

        ulong middle = start + Layout.Pages((end - start) / 2);
        error = DiscardPart(memory, start, middle);
        return error == ErrorCode.None ? DiscardPart(memory, middle, end) : error;
    }

    private static int IndexOf(ulong address) => (int)(address >> PieceShift);

    private static ulong Next(ulong at, ulong end, ulong unit)
    {
        ulong next = (at & ~(unit - 1)) + unit;
        return next < end ? next : end;
    }

    private static ErrorCode Piece(ulong address, out Handle<Memory> memory)
    {
        int index = IndexOf(address);
        memory = new Handle<Memory>(s_pieces.Handles[index]);
        if (!memory.IsNone)
        {
            return ErrorCode.None;
        }

        ErrorCode error = Kernel.MemoryCreate(PieceBytes, out memory);
        s_pieces.Handles[index] = memory.Value;
        return error;
    }
}
