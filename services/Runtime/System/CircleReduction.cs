// The remainder of an angle after quarters of the circle, with as many bits of 2/pi as the size of the angle requires.

namespace System;

internal static class CircleReduction
{
    private const int WindowWords = 7;
    private const int WindowBits = WindowWords * 32;

    // The bits of 2/pi after the point.
    private static ReadOnlySpan<byte> TwoPerPi =>
    [
        0xA2, 0xF9, 0x83, 0x6E, 0x4E, 0x44, 0x15, 0x29, 0xFC, 0x27, 0x57, 0xD1, 0xF5, 0x34, 0xDD, 0xC0, 0xDB, 0x62, 0x95, 0x99,
        0x3C, 0x43, 0x90, 0x41, 0xFE, 0x51, 0x63, 0xAB, 0xDE, 0xBB, 0xC5, 0x61, 0xB7, 0x24, 0x6E, 0x3A, 0x42, 0x4D, 0xD2, 0xE0,
        0x06, 0x49, 0x2E, 0xEA, 0x09, 0xD1, 0x92, 0x1C, 0xFE, 0x1D, 0xEB, 0x1C, 0xB1, 0x29, 0xA7, 0x3E, 0xE8, 0x82, 0x35, 0xF5,
        0x2E, 0xBB, 0x44, 0x84, 0xE9, 0x9C, 0x70, 0x26, 0xB4, 0x5F, 0x7E, 0x41, 0x39, 0x91, 0xD6, 0x39, 0x83, 0x53, 0x39, 0xF4,
        0x9C, 0x84, 0x5F, 0x8B, 0xBD, 0xF9, 0x28, 0x3B, 0x1F, 0xF8, 0x97, 0xFF, 0xDE, 0x05, 0x98, 0x0F, 0xEF, 0x2F, 0x11, 0x8B,
        0x5A, 0x0A, 0x6D, 0x1F, 0x6D, 0x36, 0x7E, 0xCF, 0x27, 0xCB, 0x09, 0xB7, 0x4F, 0x46, 0x3F, 0x66, 0x9E, 0x5F, 0xEA, 0x2D,
        0x75, 0x27, 0xBA, 0xC7, 0xEB, 0xE5, 0xF1, 0x7B, 0x3D, 0x07, 0x39, 0xF7, 0x8A, 0x52, 0x92, 0xEA, 0x6B, 0xFB, 0x5F, 0xB1,
        0x1F, 0x8D, 0x5D, 0x08, 0x56, 0x03, 0x30, 0x46, 0xFC, 0x7B, 0x6B, 0xAB, 0xF0, 0xCF, 0xBC, 0x20, 0x9A, 0xF4, 0x36, 0x1D,
    ];

    /// <summary>The angle within an eighth of the circle from a multiple of a quarter, and the number of that multiple (0 to 3).</summary>
    internal static TwoPart Reduce(double angle, out int quarter)
    {
        quarter = 0;
        if (Math.Abs(angle) <= 0.7853981633974483)
        {
            return angle;
        }

        // The angle is M 2^e; omit the bits of 2/pi that give multiples of four quarters.
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(angle));
        int exponent = (int)(bits >> 52) - 1075;
        Span<uint> product = stackalloc uint[WindowWords];
        Multiply((bits & 0xFFFFFFFFFFFFF) | (1L << 52), exponent - 2, product);
        uint top = product[0];
        quarter = (int)(top >> 30);
        product[0] = top & 0x3FFFFFFF;
        bool isMore = (top & 0x20000000) != 0;
        if (isMore)
        {
            quarter++;
            Negate(product);
        }

        TwoPart rest = Fraction(product) * TwoPart.HalfPi;
        bool isNegative = angle < 0;
        quarter = (isNegative ? -quarter : quarter) & 3;
        return isMore != isNegative ? -rest : rest;
    }

    // The window of 2/pi that begins at a bit, times the number, modulo the window; the highest word first.
    private static void Multiply(long number, int fromBit, Span<uint> product)
    {
        ulong low = (uint)number;
        ulong high = (ulong)number >> 32;
        ulong carry = 0;
        ulong last = 0;
        for (int i = WindowWords - 1; i >= 0; i--)
        {
            uint word = Word(fromBit + (i * 32));
            carry += low * word;
            ulong column = (uint)carry + (high * last);
            product[i] = (uint)column;
            carry = (carry >> 32) + (column >> 32);
            last = word;
        }
    }

    private static uint Word(int bit)
    {
        uint word = 0;
        for (int i = 0; i < 32; i++, bit++)
        {
            uint one = bit >= 0 && bit >> 3 < TwoPerPi.Length ? (uint)TwoPerPi[bit >> 3] >> (7 - (bit & 7)) & 1 : 0;
            word = (word << 1) | one;
        }

        return word;
    }

    private static void Negate(Span<uint> words)
    {
        ulong carry = 1;
        for (int i = words.Length - 1; i >= 0; i--)
        {
            carry += ~words[i];
            words[i] = (uint)carry;
            carry >>= 32;
        }

        words[0] &= 0x3FFFFFFF;
    }

    // Two bits before the point.
    private static TwoPart Fraction(Span<uint> words)
    {
        TwoPart sum = 0;
        double weight = 1.0 / (1 << 30);
        foreach (uint word in words)
        {
            sum += word * weight;
            weight /= 4294967296.0;
        }

        return sum;
    }
}
