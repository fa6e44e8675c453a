// From a frame to its caller's, by the unwinding table that the build makes from the compiler's (bsp/Build/ImageCheck/UnwindTable.cs
// describes it), and to its method's exception clauses. The tables belong to the image and are read-only, yet nothing here trusts them:
// everything read lies in the image or on the thread's stack, each step leads to a higher stack pointer, and every loop is bounded by the
// bytes of a table. Damaged tables end the walk, and thus the process, like an unhandled exception.

namespace RustKernel.Runtime;

/// <summary>The tables' data about one method, found by PC.</summary>
internal unsafe struct Unwinder
{
    // SAFETY (whole file): reads tables inside the image only, and slots between a frame's stack
    // pointer and its caller's, which is on the stack.
    private const int FirstRegister = 19;
    private const int LastRegister = 30;
    private const int FirstDouble = 72;
    private const int StackPointerRegister = 31;

    private const int AdvanceBy1 = 2;
    private const int AdvanceBy2 = 3;
    private const int AdvanceBy4 = 4;
    private const int OffsetExtended = 5;
    private const int RestoreExtended = 6;
    private const int DefineFrame = 0xC;
    private const int DefineFrameOffset = 0xE;

    // Of the table: entries, distances to the rules and to the handlers.
    private const int HeadBytes = 12;
    private const int EntryBytes = 8;
    private const int HandlersBytes = 8;

    private byte* _rules;
    private byte* _rulesEnd;

    /// <summary>First instruction of the method or handler that contains the PC.</summary>
    internal ulong Start { get; private set; }

    /// <summary>
    /// Two words in the image: the distance from here to its clauses, and the distance from its method's start. Null: it has no clauses.
    /// </summary>
    internal byte* Handlers { get; private set; }

    /// <summary>Looks up the code at <paramref name="pc"/>; false: it is not compiled code.</summary>
    internal bool Find(ulong pc)
    {
        byte* table = Native.UnwindTable();
        uint count = *(uint*)table;
        if (count == 0 || count > (ulong)(Native.ImageEnd() - table - HeadBytes) / EntryBytes)
        {
            return false;
        }

        long wanted = (long)pc - (long)table;
        byte* entry = table + HeadBytes + (EntryBytes * Search((int*)(table + HeadBytes), (int)count, wanted));
        int rules = *(ushort*)(entry + 4);
        int handlers = *(ushort*)(entry + 6);
        _rules = table + *(uint*)(table + 4) + rules;
        if (*(int*)entry > wanted || rules == 0 || !Holds(_rules, 1))
        {
            return false;
        }

        Start = (ulong)(table + *(int*)entry);
        _rulesEnd = ++_rules + *(_rules - 1);
        Handlers = handlers == 0 ? null : table + *(uint*)(table + 8) + (HandlersBytes * (handlers - 1));
        return Holds(_rules, (int)(_rulesEnd - _rules)) && (Handlers == null || Holds(Handlers, HandlersBytes));
    }

    // The last entry that begins at or before the place; else the first.
    private static int Search(int* table, int count, long wanted)
    {
        int low = 0;
        int high = count;
        while (high - low > 1)
        {
            int middle = (low + high) >> 1;
            if (table[2 * middle] <= wanted)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>
    /// Whether <paramref name="bytes"/> at this place lie in the image. Not inlined: every service contains this, so it is small rather
    /// than fast.
    /// </summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    internal static bool Holds(byte* at, int bytes) => at >= Native.ImageStart() && at <= Native.ImageEnd() - bytes;

    /// <summary>
    /// Turns <paramref name="frame"/> into its caller's, on a stack that ends at <paramref name="stackEnd"/>; false: the tables contradict
    /// it.
    /// </summary>
    internal bool Step(Frame* frame, bool isFault, ulong stackEnd)
    {
        Rules rules = default;
        rules.FrameRegister = StackPointerRegister;
        Run(_rules, _rulesEnd, frame->PC - Start - (isFault ? 0ul : 1), ref rules);
        if (rules.FrameRegister is not (StackPointerRegister or (>= FirstRegister and <= LastRegister)))
        {
            return false;
        }

        ulong top = (rules.FrameRegister == StackPointerRegister ? frame->StackPointer : frame->Saved[rules.FrameRegister - FirstRegister])
            + (ulong)rules.FrameOffset;
        // A faulting method may have nothing on the stack yet.
        if (top < frame->StackPointer || (top == frame->StackPointer && !isFault) || top > stackEnd || (top & 7) != 0)
        {
            return false;
        }

        ulong size = top - frame->StackPointer;
        for (int i = 0; i < OffsetTable.Length; i++)
        {
            long offset = rules.Offsets[i];
            if (offset == 0)
            {
                continue;
            }

            if (offset > -8 || (ulong)-offset > size)
            {
                return false;
            }

            ulong value = *(ulong*)(top + (ulong)offset);
            if (i <= LastRegister - FirstRegister)
            {
                frame->Saved[i] = value;
            }
            else
            {
                frame->SavedDoubles[i - (LastRegister - FirstRegister + 1)] = value;
            }
        }

        frame->StackPointer = top;
        frame->PC = frame->Saved[LastRegister - FirstRegister];
        return true;
    }

    private static void Run(byte* at, byte* end, ulong limit, ref Rules rules)
    {
        ulong place = 0;
        while (at < end)
        {
            byte operation = *at++;
            int low = operation & 0x3F;
            switch (operation >> 6)
            {
                case 1:
                    place += (uint)low;
                    break;
                case 2:
                    rules.Set(low, -4 * (long)Number(ref at, end));
                    continue;
                case 3:
                    rules.Set(low, 0);
                    continue;
                default:
                    place += Extended(low, ref at, end, ref rules);
                    break;
            }

            if (place > limit)
            {
                return;
            }
        }
    }

    // Operations without an operand in their first byte, followed by a place, or by one or two numbers. Returns how far the place moves.
    private static ulong Extended(int operation, ref byte* at, byte* end, ref Rules rules)
    {
        if (operation is AdvanceBy1 or AdvanceBy2 or AdvanceBy4)
        {
            return Fixed(ref at, end, 1 << (operation - AdvanceBy1));
        }

        if (operation == 0)
        {
            return 0;
        }

        ulong first = Number(ref at, end);
        ulong second = operation is OffsetExtended or DefineFrame ? Number(ref at, end) : 0;
        if (operation is OffsetExtended or RestoreExtended)
        {
            rules.Set((int)first, -4 * (long)second);
        }
        else if (operation == DefineFrameOffset)
        {
            rules.FrameOffset = (long)first;
        }
        else
        {
            rules.FrameRegister = (int)first;
            rules.FrameOffset = operation == DefineFrame ? (long)second : rules.FrameOffset;
        }

        return 0;
    }

    // Little-endian; the bytes after the end are zero.
    private static ulong Fixed(ref byte* at, byte* end, int bytes)
    {
        ulong value = 0;
        for (int i = 0; i < bytes && at < end; i++)
        {
            value |= (ulong)*at++ << (8 * i);
        }

        return value;
    }

    // LEB128.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static ulong Number(ref byte* at, byte* end)
    {
        ulong value = 0;
        for (int shift = 0; at < end && shift < 63; shift += 7)
        {
            byte part = *at++;
            value |= (ulong)(part & 0x7F) << shift;
            if ((part & 0x80) == 0)
            {
                break;
            }
        }

        return value;
    }

    // Where the caller's registers are, relative to the frame's top; 0: unchanged.
    private struct Rules
    {
        internal int FrameRegister;
        internal long FrameOffset;
        internal OffsetTable Offsets;

        internal void Set(int register, long offset)
        {
            if (register is >= FirstRegister and <= LastRegister)
            {
                Offsets[register - FirstRegister] = offset;
            }
            else if (register is >= FirstDouble and < FirstDouble + 8)
            {
                Offsets[12 + register - FirstDouble] = offset;
            }
        }
    }

    [System.Runtime.CompilerServices.InlineArray(OffsetTable.Length)]
    private struct OffsetTable
    {
        internal const int Length = 20;
        private long _first;
    }
}
