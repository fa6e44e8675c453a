// Where the program's own pages come from: kernel objects of a gigabyte, made when the first page of theirs is wanted.
// Address and offset belong together for ever, so nothing needs to be kept of a page.

using RustKernel.User;

namespace RustKernel.Linux.Addresses;

/// <summary>The addresses that mmap gives out, and the objects behind them. Under the address map's lock.</summary>
internal static unsafe class Arena
{
    /// <summary>First address.</summary>
    internal const ulong Start = 0x10_0000_0000;

    /// <summary>Behind the last.</summary>
    internal const ulong End = Start + (Pieces << PieceShift);

    private const ulong Pieces = 1024;
    private const int PieceShift = 30;
    private const ulong PieceBytes = 1ul << PieceShift;

    private static PieceTable s_pieces;

    private struct PieceTable
    {
        internal fixed ulong Handles[(int)Pieces];
    }

    /// <summary>Shows pages of the arena, whose addresses show nothing. The kernel's errors.</summary>
    internal static ErrorCode Map(ulong start, ulong end, RustKernel.Rights rights)
    {
        for (ulong at = start; at < end;)
        {
            ulong next = Next(at, end);
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

    private static ulong Next(ulong at, ulong end)
    {
        ulong next = (at & ~(PieceBytes - 1)) + PieceBytes;
        return next < end ? next : end;
    }

    private static ErrorCode Piece(ulong address, out Handle<Memory> memory)
    {
        int index = (int)((address - Start) >> PieceShift);
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
