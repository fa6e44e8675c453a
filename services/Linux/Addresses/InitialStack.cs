namespace RustKernel.Linux.Addresses;

/// <summary>
/// A program's initial stack: arguments, environment, the auxiliary vector. Built from the top down. [gABI 4.1, figure 3-31;
/// include/uapi/linux/auxvec.h]
/// </summary>
internal static unsafe class InitialStack
{
    private const ulong StackBytes = 8ul << 20;
    private const int MostStrings = 64;
    private const ulong MostTextBytes = 16 * 1024;

    /// <summary>The end of the stack, for /proc/self/maps.</summary>
    internal static ulong Top { get; private set; }

    /// <summary>The most bytes of the stack.</summary>
    internal static ulong LimitBytes => StackBytes;

    private struct StringTable
    {
        internal fixed ulong At[MostStrings];
    }

    /// <summary>
    /// Builds a stack with <paramref name="arguments"/>, each ended by a zero, and <paramref name="environment"/>, likewise. Returns SP; 0:
    /// there is no memory, or they are too long.
    /// </summary>
    internal static ulong Build(in ProgramFile.Loaded loaded, System.ReadOnlySpan<byte> arguments, System.ReadOnlySpan<byte> environment)
    {
        long start = AddressMap.Map(StackBytes, AddressMap.Read | AddressMap.Write);
        if (start < 0 || (ulong)(arguments.Length + environment.Length) > MostTextBytes)
        {
            return 0;
        }

        Top = (ulong)start + StackBytes;
        ulong random = Top - 16;
        // SAFETY: the mapping was made above; everything below is within its 8 MiB, since texts and strings are few.
        Chance.Fill(new System.Span<byte>((void*)random, 16));
        StringTable table = default;
        ulong at = random;
        int argumentCount = Copy(arguments, ref at, ref table, 0);
        int all = argumentCount < 0 ? -1 : Copy(environment, ref at, ref table, argumentCount);
        if (all < 0)
        {
            return 0;
        }

        const int vectorWords = 2 * 14;
        ulong words = 1 + (ulong)argumentCount + 1 + (ulong)(all - argumentCount) + 1 + vectorWords;
        ulong* next = (ulong*)((at - (words * 8)) & ~15ul);
        ulong sp = (ulong)next;
        *next++ = (ulong)argumentCount;
        for (int i = 0; i < argumentCount; i++)
        {
            *next++ = table.At[i];
        }

        *next++ = 0;
        for (int i = argumentCount; i < all; i++)
        {
            *next++ = table.At[i];
        }

        *next++ = 0;
        WriteVector(next, in loaded, random, argumentCount > 0 ? table.At[0] : random);
        return sp;
    }

    // Copies strings below at. Returns how many there are then; -1: too many.
    private static int Copy(System.ReadOnlySpan<byte> texts, ref ulong at, ref StringTable table, int count)
    {
        at -= (ulong)texts.Length;
        int begin = 0;
        for (int i = 0; i < texts.Length; i++)
        {
            // SAFETY: below the top of the new stack, by the length of the texts.
            *(byte*)(at + (ulong)i) = texts[i];
            if (texts[i] == 0)
            {
                if (count == MostStrings)
                {
                    return -1;
                }

                table.At[count++] = at + (ulong)begin;
                begin = i + 1;
            }
        }

        return count;
    }

    private static void WriteVector(ulong* next, in ProgramFile.Loaded loaded, ulong random, ulong name)
    {
        const ulong floatingPoint = 1;
        const ulong advancedSimd = 2;
        Write(ref next, 3, loaded.ProgramHeaders);
        Write(ref next, 4, 56);
        Write(ref next, 5, loaded.ProgramHeaderCount);
        Write(ref next, 6, Layout.PageBytes);
        Write(ref next, 7, 0);
        Write(ref next, 8, 0);
        Write(ref next, 9, loaded.Entry);
        Write(ref next, 11, 0);
        Write(ref next, 16, floatingPoint | advancedSimd);
        Write(ref next, 17, 100);
        Write(ref next, 23, 0);
        Write(ref next, 25, random);
        Write(ref next, 31, name);
        Write(ref next, 0, 0);
    }

    private static void Write(ref ulong* next, ulong kind, ulong value)
    {
        // SAFETY: Build has made room for the vector.
        *next++ = kind;
        *next++ = value;
    }
}
