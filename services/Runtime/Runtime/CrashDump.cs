using System;

namespace RustKernel.Runtime;

/// <summary>
/// What a failing process leaves in the log: lines <c>#d BUILD INDEX WORD WORD</c>, one for each call, so that lines of several processes
/// can be separated: registers, figures of the heap, the stack from its top. Console hides them, Log keeps them, <c>rk dump</c> reads them
/// (docs/PROTOCOL.md).
/// </summary>
internal static unsafe class CrashDump
{
    private const int RegisterWords = 14;
    private const int HeapWords = 4;
    private const int StackWords = 96;
    private const int LineBytes = 50;

    // SAFETY: the frame is whole; of the stack only the part between its pointer and its end is read, which is mapped.
    internal static void Write(Frame* frame)
    {
        ulong* heap = stackalloc ulong[HeapWords];
        heap[0] = Heap.LiveBytes;
        heap[1] = Heap.Young;
        heap[2] = Heap.Threshold;
        heap[3] = frame->StackPointer;
        Write(0, (ulong*)frame, RegisterWords);
        Write(RegisterWords / 2, heap, HeapWords);
        ulong end = Threads.Current->StackEnd;
        ulong from = frame->StackPointer & ~7ul;
        int words = from < end ? (int)Math.Min((end - from) / 8, StackWords) & ~1 : 0;
        Write((RegisterWords + HeapWords) / 2, (ulong*)from, words);
    }

    private static void Write(int index, ulong* words, int count)
    {
        Span<byte> line = stackalloc byte[LineBytes];
        for (int i = 0; i < count; i += 2)
        {
            "#d "u8.CopyTo(line);
            BuildIdentity.CopyTo(line.Slice(3));
            line[11] = line[14] = line[31] = (byte)' ';
            Put(line.Slice(12), (ulong)(index + (i / 2)), 2);
            Put(line.Slice(15), words[i], 16);
            Put(line.Slice(32), words[i + 1], 16);
            line[48] = (byte)'\n';
            DebugOutput.Write(line.Slice(0, 49));
        }
    }

    private static void Put(Span<byte> text, ulong value, int digits)
    {
        for (int i = digits - 1; i >= 0; i--)
        {
            text[i] = DebugOutput.Digit((int)value & 15);
            value >>= 4;
        }
    }
}
