// Copy, fill and clear of raw bytes; the compiler calls these by name for struct copies and frame zeroing.

using System.Runtime.CompilerServices;

namespace System;

internal static class SpanHelpers
{
    // Copies 8 bytes at a time where both sides allow, from the end that an overlap asks for. Loads and stores may be
    // unaligned: RAM is Normal memory whenever C# runs.
    internal static void Memmove(ref byte dest, ref byte src, nuint len)
    {
        nuint distance = (nuint)Unsafe.ByteOffset(ref src, ref dest);
        if (distance >= len)
        {
            nuint done = 0;
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

    internal static void Fill(ref byte dest, byte value, nuint len)
    {
        ulong pattern = value * 0x0101010101010101UL;
        nuint done = 0;
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
