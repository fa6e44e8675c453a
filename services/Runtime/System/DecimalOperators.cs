// The language's operators and conversions for decimals.

using System.Numerics;

namespace System;

public readonly partial struct Decimal
{
    private const double TwoTo64 = 18446744073709551616.0;

    public static decimal operator +(decimal d) => d;

    public static decimal operator -(decimal d) => Negate(d);

    public static decimal operator ++(decimal d) => d + One;

    public static decimal operator --(decimal d) => d - One;

    public static decimal operator +(decimal d1, decimal d2)
    {
        int scale = Math.Max(d1.Scale, d2.Scale);
        BigInteger sum = d1.At(scale) + d2.At(scale);
        return FromWhole(sum, scale, sum.Sign < 0);
    }

    public static decimal operator -(decimal d1, decimal d2) => d1 + Negate(d2);

    public static decimal operator *(decimal d1, decimal d2)
    {
        decimal product = FromWhole(d1.Whole * d2.Whole, d1.Scale + d2.Scale, d1.HasSign != d2.HasSign);

        // .NET keeps the digits after the point of a zero only on its fast path: 32 bits each, at most 47 digits after the point.
        bool isShort = (d1._low | d2._low) >> 32 == 0 && (d1._high | d2._high) == 0 && d1.Scale + d2.Scale <= 47;
        return product.IsNothing && !isShort ? default : product;
    }

    // Without a remainder, as few digits as needed; else as many as there is room for.
    public static decimal operator /(decimal d1, decimal d2)
    {
        if (d2.IsNothing)
        {
            throw new DivideByZeroException();
        }

        bool isNegative = d1.HasSign != d2.HasSign;
        int scale = Math.Max(0, d1.Scale - d2.Scale);
        BigInteger dividend = d1.Whole * BigInteger.Pow(10, scale - (d1.Scale - d2.Scale));
        BigInteger quotient = BigInteger.DivRem(dividend, d2.Whole, out BigInteger rest);
        if (rest.IsZero)
        {
            return FromWhole(quotient, scale, isNegative);
        }

        // One digit more than possible, which shows whether anything follows.
        int more = MostScale + 2 - scale;
        quotient = BigInteger.DivRem(dividend * BigInteger.Pow(10, more), d2.Whole, out rest);
        quotient = (quotient * 10) + (rest.IsZero ? 0 : isNegative ? -1 : 1);
        return WithoutZeros(FromWhole(quotient, MostScale + 3, isNegative), 0);
    }

    public static decimal operator %(decimal d1, decimal d2)
    {
        if (d2.IsNothing)
        {
            throw new DivideByZeroException();
        }

        if (Abs(d1) < Abs(d2))
        {
            return d1;
        }

        int scale = Math.Max(d1.Scale, d2.Scale);
        return FromWhole(d1.At(scale) % d2.At(scale), scale, d1.HasSign);
    }

    public static bool operator ==(decimal d1, decimal d2) => d1.CompareTo(d2) == 0;

    public static bool operator !=(decimal d1, decimal d2) => d1.CompareTo(d2) != 0;

    public static bool operator <(decimal d1, decimal d2) => d1.CompareTo(d2) < 0;

    public static bool operator <=(decimal d1, decimal d2) => d1.CompareTo(d2) <= 0;

    public static bool operator >(decimal d1, decimal d2) => d1.CompareTo(d2) > 0;

    public static bool operator >=(decimal d1, decimal d2) => d1.CompareTo(d2) >= 0;

    public static implicit operator decimal(byte value) => new((uint)value);

    public static implicit operator decimal(sbyte value) => new(value);

    public static implicit operator decimal(short value) => new(value);

    public static implicit operator decimal(ushort value) => new((uint)value);

    public static implicit operator decimal(char value) => new((uint)value);

    public static implicit operator decimal(int value) => new(value);

    public static implicit operator decimal(uint value) => new(value);

    public static implicit operator decimal(long value) => new(value);

    public static implicit operator decimal(ulong value) => new(value);

    public static explicit operator decimal(float value) => new(value);

    public static explicit operator decimal(double value) => new(value);

    public static explicit operator byte(decimal value) => ToByte(value);

    public static explicit operator sbyte(decimal value) => ToSByte(value);

    public static explicit operator char(decimal value) => (char)value.ToInteger(0, char.MaxValue, "a character.");

    public static explicit operator short(decimal value) => ToInt16(value);

    public static explicit operator ushort(decimal value) => ToUInt16(value);

    public static explicit operator int(decimal value) => ToInt32(value);

    public static explicit operator uint(decimal value) => ToUInt32(value);

    public static explicit operator long(decimal value) => ToInt64(value);

    public static explicit operator ulong(decimal value) => ToUInt64(value);

    public static explicit operator float(decimal value) => ToSingle(value);

    public static explicit operator double(decimal value) => ToDouble(value);

    public static byte ToByte(decimal value) => (byte)value.ToInteger(0, byte.MaxValue, "an unsigned byte.");

    public static sbyte ToSByte(decimal value) => (sbyte)value.ToInteger(sbyte.MinValue, (ulong)sbyte.MaxValue, "a signed byte.");

    public static short ToInt16(decimal value) => (short)value.ToInteger(short.MinValue, (ulong)short.MaxValue, "an Int16.");

    public static ushort ToUInt16(decimal value) => (ushort)value.ToInteger(0, ushort.MaxValue, "a UInt16.");

    public static int ToInt32(decimal d) => (int)d.ToInteger(int.MinValue, int.MaxValue, "an Int32.");

    public static uint ToUInt32(decimal d) => (uint)d.ToInteger(0, uint.MaxValue, "a UInt32.");

    public static long ToInt64(decimal d) => (long)d.ToInteger(long.MinValue, long.MaxValue, "an Int64.");

    public static ulong ToUInt64(decimal d) => d.ToInteger(0, ulong.MaxValue, "a UInt64.");

    public static float ToSingle(decimal d) => (float)ToDouble(d);

    public static double ToDouble(decimal d)
    {
        double power = 1;
        for (int i = 0; i < d.Scale; i++)
        {
            power *= 10;
        }

        double magnitude = ((double)d._low + ((uint)d._high * TwoTo64)) / power;
        return d.HasSign ? -magnitude : magnitude;
    }

    // Towards zero; for a negative number, its two's complement.
    private ulong ToInteger(long least, ulong most, string type)
    {
        decimal whole = Truncate(this);
        bool isIn = whole._high == 0 && (whole.HasSign ? whole._low <= 0 - (ulong)least : whole._low <= most);
        return !isIn ? throw Overflow(type) : whole.HasSign ? 0 - whole._low : whole._low;
    }
}
