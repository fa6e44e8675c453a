// Copy, fill, clear and comparison of raw bytes; the compiler calls these by name for struct copies and frame zeroing.

using System.Runtime.CompilerServices;

namespace System;

internal static class SpanHelpers
{
    // The bytes that one step of a long copy or fill moves, with v16 and v17 or general registers.
    private struct Block
    {
        internal ulong Word0;
        internal ulong Word1;
        internal ulong Word2;
        internal ulong Word3;
    }

    private const int BlockBytes = 32;
    private const int RunBytes = 4 * BlockBytes;

    // Copies in steps as long as both sides allow, from the end that an overlap requires. Loads and stores may be
    // unaligned: RAM is Normal memory whenever C# runs. An upward step may write its first half before it reads its second,
    // because the destination then lies below the source. A downward step must not, so those steps are single words.
    internal static void Memmove(ref byte dest, ref byte src, nuint len)
    {
        nuint distance = (nuint)Unsafe.ByteOffset(ref src, ref dest);
        if (distance >= len)
        {
            nuint done = 0;
            for (; len - done >= RunBytes; done += RunBytes)
            {
                CopyRun(ref Unsafe.AddByteOffset(ref dest, done), ref Unsafe.AddByteOffset(ref src, done));
            }

            for (; len - done >= BlockBytes; done += BlockBytes)
            {
                CopyBlock(ref Unsafe.AddByteOffset(ref dest, done), ref Unsafe.AddByteOffset(ref src, done), 0);
            }

            for (; len - done >= 8; done += 8)
            {
                Unsafe.WriteUnaligned(
                    ref Unsafe.AddByteOffset(ref dest, done),
                    Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref src, done)));
            }

            for (; done < len; done++)
            {
                Unsafe.AddByteOffset(ref dest, done) = Unsafe.AddByteOffset(ref src, done);
            }

            return;
        }

        nuint left = len;
        while (left >= 8)
        {
            left -= 8;
            Unsafe.WriteUnaligned(
                ref Unsafe.AddByteOffset(ref dest, left),
                Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref src, left)));
        }

        while (left > 0)
        {
            left--;
            Unsafe.AddByteOffset(ref dest, left) = Unsafe.AddByteOffset(ref src, left);
        }
    }

    // Four blocks in each iteration: long copies take half as many instructions.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRun(ref byte dest, ref byte src)
    {
        CopyBlock(ref dest, ref src, 0);
        CopyBlock(ref dest, ref src, BlockBytes);
        CopyBlock(ref dest, ref src, 2 * BlockBytes);
        CopyBlock(ref dest, ref src, 3 * BlockBytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyBlock(ref byte dest, ref byte src, nuint offset) =>
        Unsafe.WriteUnaligned(
            ref Unsafe.AddByteOffset(ref dest, offset), Unsafe.ReadUnaligned<Block>(ref Unsafe.AddByteOffset(ref src, offset)));

    // Eight bytes at a time; the last eight may overlap the previous ones.
    internal static bool SequenceEqual(ref byte left, ref byte right, nuint len)
    {
        nuint done = 0;
        if (len >= 8)
        {
            nuint last = len - 8;
            for (; done < last; done += 8)
            {
                if (Word(ref left, done) != Word(ref right, done))
                {
                    return false;
                }
            }

            return Word(ref left, last) == Word(ref right, last);
        }

        while (done < len && Unsafe.AddByteOffset(ref left, done) == Unsafe.AddByteOffset(ref right, done))
        {
            done++;
        }

        return done == len;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte start, nuint offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref start, offset));

    // Aligned words are written whole: a reader on another CPU sees a reference or null.
    internal static void Fill(ref byte dest, byte value, nuint len)
    {
        ulong pattern = value * 0x0101010101010101UL;
        nuint done = 0;
        if (len >= BlockBytes)
        {
            Block block = default;
            block.Word0 = pattern;
            block.Word1 = pattern;
            block.Word2 = pattern;
            block.Word3 = pattern;
            for (; len - done >= BlockBytes; done += BlockBytes)
            {
                Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref dest, done), block);
            }
        }

        for (; len - done >= 8; done += 8)
        {
            Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref dest, done), pattern);
        }

        for (; done < len; done++)
        {
            Unsafe.AddByteOffset(ref dest, done) = value;
        }
    }

    internal static void ClearWithoutReferences(ref byte dest, nuint len) => Fill(ref dest, 0, len);
}
