// From a frame to its caller's, by the compiler's unwinding tables (.eh_frame_hdr, .eh_frame), and to its method's exception clauses.
// The tables are the image's own and read-only; every loop is bounded by them.

namespace RustKernel.Runtime;

/// <summary>What the tables say about one method, found by PC.</summary>
internal unsafe struct Unwinder
{
    // SAFETY (whole file): reads the linker's tables within the counts and lengths they state, and stack slots of frames that are still in use.
    private const int FirstRegister = 19;
    private const int LastRegister = 30;
    private const int FirstDouble = 72;
    private const int StackPointerRegister = 31;

    private byte* _description;
    private byte* _descriptionEnd;
    private byte* _initial;
    private byte* _initialEnd;

    /// <summary>First instruction of the method or handler that the PC is in.</summary>
    internal ulong Start { get; private set; }

    /// <summary>The language's data of it.</summary>
    internal byte* LanguageData { get; private set; }

    /// <summary>Looks up the code at <paramref name="pc"/>; false: no compiled code.</summary>
    internal bool Find(ulong pc)
    {
        byte* index = Native.UnwindIndex();
        int count = *(int*)(index + 8);
        int* table = (int*)(index + 12);
        long wanted = (long)pc - (long)index;
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

        if (count == 0 || table[2 * low] > wanted)
        {
            return false;
        }

        byte* entry = index + table[(2 * low) + 1];
        Start = (ulong)(entry + 8 + *(int*)(entry + 8));
        uint length = *(uint*)(entry + 12);
        if (pc - Start >= length)
        {
            return false;
        }

        LanguageData = *(entry + 16) == 4 ? entry + 17 + *(int*)(entry + 17) : null;
        _description = entry + 17 + *(entry + 16);
        _descriptionEnd = entry + 4 + *(uint*)entry;
        byte* common = entry + 4 - *(uint*)(entry + 4);
        _initial = SkipCommon(common);
        _initialEnd = common + 4 + *(uint*)common;
        return true;
    }

    // "zLR": length, id, version, the letters, three numbers, the augmentation.
    private static byte* SkipCommon(byte* common)
    {
        byte* at = common + 9;
        while (*at++ != 0)
        {
        }

        _ = Number(ref at);
        _ = Number(ref at);
        _ = Number(ref at);
        ulong augmentation = Number(ref at);
        return at + augmentation;
    }

    /// <summary>Turns <paramref name="frame"/> into its caller's.</summary>
    internal void Step(Frame* frame, bool isFault)
    {
        Rules rules = default;
        rules.FrameRegister = StackPointerRegister;
        Run(_initial, _initialEnd, ulong.MaxValue, ref rules);
        Run(_description, _descriptionEnd, frame->PC - Start - (isFault ? 0ul : 1), ref rules);
        ulong top = (rules.FrameRegister == StackPointerRegister ? frame->StackPointer : frame->Saved[rules.FrameRegister - FirstRegister]) + (ulong)rules.FrameOffset;
        for (int i = 0; i <= LastRegister - FirstRegister; i++)
        {
            if (rules.Offsets[i] != 0)
            {
                frame->Saved[i] = *(ulong*)(top + (ulong)rules.Offsets[i]);
            }
        }

        for (int i = 0; i < 8; i++)
        {
            if (rules.Offsets[12 + i] != 0)
            {
                frame->SavedDoubles[i] = *(ulong*)(top + (ulong)rules.Offsets[12 + i]);
            }
        }

        frame->StackPointer = top;
        frame->PC = frame->Saved[LastRegister - FirstRegister];
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
                    rules.Set(low, -4 * (long)Number(ref at));
                    continue;
                case 3:
                    rules.Set(low, 0);
                    continue;
                default:
                    place += Extended(low, ref at, ref rules);
                    break;
            }

            if (place > limit)
            {
                return;
            }
        }
    }

    // Operations without an operand in their first byte. Returns how far the place moves.
    private static ulong Extended(int operation, ref byte* at, ref Rules rules)
    {
        switch (operation)
        {
            case 0x02:
                return *at++;
            case 0x03:
                at += 2;
                return *(ushort*)(at - 2);
            case 0x04:
                at += 4;
                return *(uint*)(at - 4);
            case 0x05:
                int register = (int)Number(ref at);
                rules.Set(register, -4 * (long)Number(ref at));
                break;
            case 0x06:
                rules.Set((int)Number(ref at), 0);
                break;
            case 0x0C:
                rules.FrameRegister = (int)Number(ref at);
                rules.FrameOffset = (long)Number(ref at);
                break;
            case 0x0D:
                rules.FrameRegister = (int)Number(ref at);
                break;
            case 0x0E:
                rules.FrameOffset = (long)Number(ref at);
                break;
            default:
                break;
        }

        return 0;
    }

    // LEB128.
    private static ulong Number(ref byte* at)
    {
        ulong value = 0;
        int shift = 0;
        byte part;
        do
        {
            part = *at++;
            value |= (ulong)(part & 0x7F) << shift;
            shift += 7;
        }
        while ((part & 0x80) != 0 && shift < 63);
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

    [System.Runtime.CompilerServices.InlineArray(20)]
    private struct OffsetTable
    {
        private long _first;
    }
}
