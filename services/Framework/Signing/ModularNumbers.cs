// Numbers of 256 bits modulo an odd number, for signatures. Pure. Its inputs are public, so its time may depend on them.

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.Signing;

/// <summary>
/// Arithmetic modulo one odd number above 2^255: eight words of 32 bits, the lowest first. A product is a*b/2^256 (Montgomery's):
/// <see cref="Enter"/> converts a number to a factor, <see cref="Leave"/> converts it back.
/// </summary>
internal sealed class ModularNumbers
{
    /// <summary>Words of a number.</summary>
    internal const int Words = 8;

    private readonly uint[] _modulus;
    private readonly uint[] _square = new uint[Words];
    private readonly uint _negativeInverse;

    /// <summary>Modulo <paramref name="modulus"/>, 32 bytes, the highest first.</summary>
    internal ModularNumbers(ReadOnlySpan<byte> modulus)
    {
        _modulus = Read(modulus);

        // Each step doubles the number of correct bits.
        uint inverse = 1;
        for (int i = 0; i < 5; i++)
        {
            inverse *= 2 - (_modulus[0] * inverse);
        }

        _negativeInverse = 0 - inverse;

        // 2^512, by doubling.
        _square[0] = 1;
        for (int i = 0; i < 2 * 32 * Words; i++)
        {
            Add(_square, _square, _square);
        }
    }

    /// <summary>The number in 32 bytes, the highest first.</summary>
    internal static uint[] Read(ReadOnlySpan<byte> bytes)
    {
        uint[] number = new uint[Words];
        for (int i = 0; i < Words; i++)
        {
            number[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(4 * (Words - 1 - i)));
        }

        return number;
    }

    /// <summary>It is 0.</summary>
    internal static bool IsZero(uint[] number)
    {
        uint bits = 0;
        foreach (uint word in number)
        {
            bits |= word;
        }

        return bits == 0;
    }

    /// <summary>The two are the same.</summary>
    internal static bool AreEqual(uint[] a, uint[] b) => a.AsSpan().SequenceEqual(b);

    /// <summary>It is below the modulus.</summary>
    internal bool IsReduced(uint[] number)
    {
        for (int i = Words - 1; i >= 0; i--)
        {
            if (number[i] != _modulus[i])
            {
                return number[i] < _modulus[i];
            }
        }

        return false;
    }

    /// <summary>a + b, both below the modulus; <paramref name="sum"/> may be one of them.</summary>
    internal void Add(uint[] a, uint[] b, uint[] sum)
    {
        ulong carry = 0;
        for (int i = 0; i < Words; i++)
        {
            carry += (ulong)a[i] + b[i];
            sum[i] = (uint)carry;
            carry >>= 32;
        }

        if (carry != 0 || !IsReduced(sum))
        {
            TakeModulus(sum);
        }
    }

    /// <summary>a - b, both below the modulus; <paramref name="difference"/> may be one of them.</summary>
    internal void Subtract(uint[] a, uint[] b, uint[] difference)
    {
        long borrow = 0;
        for (int i = 0; i < Words; i++)
        {
            borrow += (long)a[i] - b[i];
            difference[i] = (uint)borrow;
            borrow >>= 32;
        }

        ulong carry = 0;
        for (int i = 0; borrow != 0 && i < Words; i++)
        {
            carry += (ulong)difference[i] + _modulus[i];
            difference[i] = (uint)carry;
            carry >>= 32;
        }
    }

    /// <summary>a * b / 2^256; one of the two is below the modulus. <paramref name="product"/> may be one of them.</summary>
    internal void Multiply(uint[] a, uint[] b, uint[] product)
    {
        Span<uint> sum = stackalloc uint[Words + 2];
        sum.Clear();
        for (int i = 0; i < Words; i++)
        {
            AddMultiple(sum, b, a[i]);
            AddMultiple(sum, _modulus, sum[0] * _negativeInverse);

            // The lowest word is 0 now.
            sum.Slice(1).CopyTo(sum);
            sum[Words + 1] = 0;
        }

        sum.Slice(0, Words).CopyTo(product);
        if (sum[Words] != 0 || !IsReduced(product))
        {
            TakeModulus(product);
        }
    }

    /// <summary>Converts a number to a factor.</summary>
    internal uint[] Enter(uint[] number)
    {
        uint[] factor = new uint[Words];
        Multiply(number, _square, factor);
        return factor;
    }

    /// <summary>Converts a factor to a number.</summary>
    internal uint[] Leave(uint[] factor)
    {
        uint[] number = new uint[Words];
        number[0] = 1;
        Multiply(factor, number, number);
        return number;
    }

    /// <summary>The inverse of a factor, as a factor: its power of the modulus, which is a prime, less 2.</summary>
    internal uint[] Invert(uint[] factor)
    {
        uint[] power = new uint[Words];
        power[0] = 1;
        power = Enter(power);
        for (int bit = (32 * Words) - 1; bit >= 0; bit--)
        {
            Multiply(power, power, power);
            uint word = _modulus[bit / 32] - (bit < 32 ? 2u : 0);
            if (((word >> (bit % 32)) & 1) != 0)
            {
                Multiply(power, factor, power);
            }
        }

        return power;
    }

    private static void AddMultiple(Span<uint> sum, uint[] number, uint times)
    {
        ulong carry = 0;
        for (int i = 0; i < Words; i++)
        {
            carry += sum[i] + ((ulong)number[i] * times);
            sum[i] = (uint)carry;
            carry >>= 32;
        }

        carry += sum[Words];
        sum[Words] = (uint)carry;
        sum[Words + 1] += (uint)(carry >> 32);
    }

    private void TakeModulus(uint[] number)
    {
        long borrow = 0;
        for (int i = 0; i < Words; i++)
        {
            borrow += (long)number[i] - _modulus[i];
            number[i] = (uint)borrow;
            borrow >>= 32;
        }
    }
}
