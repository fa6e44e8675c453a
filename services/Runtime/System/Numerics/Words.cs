// Natural numbers as words of 32 bits, the lowest first: the arithmetic of BigInteger. Only Negate changes its argument.

namespace System.Numerics;

internal static class Words
{
    internal static uint[] Trim(uint[] words)
    {
        int length = words.Length;
        while (length > 0 && words[length - 1] == 0)
        {
            length--;
        }

        return length == words.Length ? words : new ReadOnlySpan<uint>(words, 0, length).ToArray();
    }

    internal static long Bits(uint[] words) =>
        words.Length == 0 ? 0 : (32L * words.Length) - BitOperations.LeadingZeroCount(words[words.Length - 1]);

    internal static int Compare(uint[] left, uint[] right)
    {
        if (left.Length != right.Length)
        {
            return left.Length < right.Length ? -1 : 1;
        }

        for (int i = left.Length - 1; i >= 0; i--)
        {
            if (left[i] != right[i])
            {
                return left[i] < right[i] ? -1 : 1;
            }
        }

        return 0;
    }

    internal static uint[] Add(uint[] left, uint[] right)
    {
        uint[] sum = new uint[Math.Max(left.Length, right.Length) + 1];
        ulong rest = 0;
        for (int i = 0; i < sum.Length; i++)
        {
            rest += (i < left.Length ? left[i] : 0ul) + (i < right.Length ? right[i] : 0);
            sum[i] = (uint)rest;
            rest >>= 32;
        }

        return Trim(sum);
    }

    /// <summary>The larger number comes first.</summary>
    internal static uint[] Subtract(uint[] left, uint[] right)
    {
        uint[] difference = new uint[left.Length];
        long rest = 0;
        for (int i = 0; i < left.Length; i++)
        {
            rest += left[i] - (i < right.Length ? (long)right[i] : 0);
            difference[i] = (uint)rest;
            rest >>= 32;
        }

        return Trim(difference);
    }

    internal static uint[] Multiply(uint[] left, uint[] right)
    {
        uint[] product = new uint[left.Length + right.Length];
        for (int i = 0; i < left.Length; i++)
        {
            ulong rest = 0;
            for (int j = 0; j < right.Length; j++)
            {
                rest += ((ulong)left[i] * right[j]) + product[i + j];
                product[i + j] = (uint)rest;
                rest >>= 32;
            }

            product[i + right.Length] = (uint)rest;
        }

        return Trim(product);
    }

    internal static uint[] ShiftLeft(uint[] words, int shift)
    {
        int whole = shift >> 5;
        int part = shift & 31;
        uint[] shifted = new uint[words.Length + whole + 1];
        for (int i = 0; i < words.Length; i++)
        {
            ulong wide = (ulong)words[i] << part;
            shifted[i + whole] |= (uint)wide;
            shifted[i + whole + 1] = (uint)(wide >> 32);
        }

        return Trim(shifted);
    }

    internal static uint[] ShiftRight(uint[] words, int shift)
    {
        int whole = shift >> 5;
        int part = shift & 31;
        uint[] shifted = new uint[Math.Max(0, words.Length - whole)];
        for (int i = 0; i < shifted.Length; i++)
        {
            ulong wide = words[i + whole] | (i + whole + 1 < words.Length ? (ulong)words[i + whole + 1] << 32 : 0);
            shifted[i] = (uint)(wide >> part);
        }

        return Trim(shifted);
    }

    /// <summary>Two's complement in place.</summary>
    internal static void Negate(uint[] words)
    {
        ulong rest = 1;
        for (int i = 0; i < words.Length; i++)
        {
            rest += ~words[i];
            words[i] = (uint)rest;
            rest >>= 32;
        }
    }

    internal static uint[] TwosComplement(uint[] magnitude, bool isNegative, int count)
    {
        uint[] words = new uint[count];
        new ReadOnlySpan<uint>(magnitude, 0, Math.Min(count, magnitude.Length)).CopyTo(words);
        if (isNegative)
        {
            Negate(words);
        }

        return words;
    }

    internal static uint[] Divide(uint[] dividend, uint[] divisor, out uint[] remainder)
    {
        if (Compare(dividend, divisor) < 0)
        {
            remainder = dividend;
            return [];
        }

        return divisor.Length == 1 ? DivideByWord(dividend, divisor[0], out remainder) : DivideLong(dividend, divisor, out remainder);
    }

    private static uint[] DivideByWord(uint[] dividend, uint divisor, out uint[] remainder)
    {
        uint[] quotient = new uint[dividend.Length];
        ulong rest = 0;
        for (int i = dividend.Length - 1; i >= 0; i--)
        {
            rest = (rest << 32) | dividend[i];
            quotient[i] = (uint)(rest / divisor);
            rest %= divisor;
        }

        remainder = rest == 0 ? [] : [(uint)rest];
        return Trim(quotient);
    }

    // Long division, a word at a time: the highest words give an estimate, which the shift makes accurate to within two.
    private static uint[] DivideLong(uint[] dividend, uint[] divisor, out uint[] remainder)
    {
        int shift = BitOperations.LeadingZeroCount(divisor[divisor.Length - 1]);
        uint[] by = ShiftLeft(divisor, shift);
        uint[] shifted = ShiftLeft(dividend, shift);
        uint[] rest = new uint[Math.Max(shifted.Length, dividend.Length) + 1];
        shifted.CopyTo(rest, 0);
        uint[] quotient = new uint[rest.Length - by.Length];
        ulong high = by[by.Length - 1];
        ulong next = by[by.Length - 2];
        for (int i = quotient.Length - 1; i >= 0; i--)
        {
            ulong top = ((ulong)rest[i + by.Length] << 32) | rest[i + by.Length - 1];
            ulong digit = top / high;
            ulong left = top % high;
            while (digit > uint.MaxValue || digit * next > ((left << 32) | rest[i + by.Length - 2]))
            {
                digit--;
                left += high;
                if (left > uint.MaxValue)
                {
                    break;
                }
            }

            quotient[i] = TakeAway(rest, i, by, digit) ? (uint)digit : (uint)digit - 1;
        }

        remainder = ShiftRight(Trim(rest), shift);
        return Trim(quotient);
    }

    // False: it was subtracted once too often, which was corrected.
    private static bool TakeAway(uint[] rest, int at, uint[] by, ulong digit)
    {
        ulong carry = 0;
        long borrow = 0;
        for (int i = 0; i < by.Length; i++)
        {
            carry += digit * by[i];
            borrow += rest[at + i] - (long)(uint)carry;
            rest[at + i] = (uint)borrow;
            carry >>= 32;
            borrow >>= 32;
        }

        borrow += rest[at + by.Length] - (long)carry;
        rest[at + by.Length] = (uint)borrow;
        if (borrow >= 0)
        {
            return true;
        }

        ulong back = 0;
        for (int i = 0; i < by.Length; i++)
        {
            back += (ulong)rest[at + i] + by[i];
            rest[at + i] = (uint)back;
            back >>= 32;
        }

        rest[at + by.Length] += (uint)back;
        return false;
    }
}
