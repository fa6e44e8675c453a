// The ASCII at the start of most texts, four letters at a time.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace System.Text;

/// <summary>Converts between bytes and UTF-16, as far as both sides have room and the text is ASCII.</summary>
internal static class AsciiText
{
    private const int Step = 4;

    /// <summary>Converts characters to bytes up to the first that is not ASCII; returns how many.</summary>
    internal static int Narrow(ReadOnlySpan<char> chars, Span<byte> bytes)
    {
        int most = Math.Min(chars.Length, bytes.Length);
        int count = 0;
        ref byte from = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(chars));
        ref byte to = ref MemoryMarshal.GetReference(bytes);
        for (; count <= most - Step; count += Step)
        {
            // SAFETY: both spans have the four elements from count on, and neither access needs alignment.
            ulong units = Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref from, (nuint)(uint)count * sizeof(char)));
            if ((units & 0xFF80_FF80_FF80_FF80) != 0)
            {
                break;
            }

            ulong pairs = (units | (units >> 8)) & 0x0000_FFFF_0000_FFFF;
            Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref to, (nuint)(uint)count), (uint)(pairs | (pairs >> 16)));
        }

        for (; count < most && chars[count] < 0x80; count++)
        {
            bytes[count] = (byte)chars[count];
        }

        return count;
    }

    /// <summary>Converts bytes to characters up to the first that is not ASCII; returns how many.</summary>
    internal static int Widen(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        int most = Math.Min(chars.Length, bytes.Length);
        int count = 0;
        ref byte from = ref MemoryMarshal.GetReference(bytes);
        ref byte to = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(chars));
        for (; count <= most - Step; count += Step)
        {
            // SAFETY: both spans have the four elements from count on, and neither access needs alignment.
            uint four = Unsafe.ReadUnaligned<uint>(ref Unsafe.AddByteOffset(ref from, (nuint)(uint)count));
            if ((four & 0x8080_8080) != 0)
            {
                break;
            }

            ulong pairs = (four | ((ulong)four << 16)) & 0x0000_FFFF_0000_FFFF;
            ulong units = (pairs | (pairs << 8)) & 0x00FF_00FF_00FF_00FF;
            Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref to, (nuint)(uint)count * sizeof(char)), units);
        }

        for (; count < most && bytes[count] < 0x80; count++)
        {
            chars[count] = (char)bytes[count];
        }

        return count;
    }
}
