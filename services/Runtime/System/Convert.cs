// Conversions between types; bytes as text in base 64 and 16.

using System.Globalization;
using System.Text;

namespace System;

public static partial class Convert
{
    public static sbyte ToSByte(sbyte value) => value;

    public static sbyte ToSByte(byte value) => checked((sbyte)value);

    public static sbyte ToSByte(short value) => checked((sbyte)value);

    public static sbyte ToSByte(ushort value) => checked((sbyte)value);

    public static sbyte ToSByte(int value) => checked((sbyte)value);

    public static sbyte ToSByte(uint value) => checked((sbyte)value);

    public static sbyte ToSByte(long value) => checked((sbyte)value);

    public static sbyte ToSByte(ulong value) => checked((sbyte)value);

    public static sbyte ToSByte(bool value) => value ? (sbyte)1 : (sbyte)0;

    public static sbyte ToSByte(char value) => checked((sbyte)value);

    public static sbyte ToSByte(double value) => ToSByte(ToInt32(value));

    public static sbyte ToSByte(float value) => ToSByte((double)value);

    public static sbyte ToSByte(string? value) => value is null ? (sbyte)0 : sbyte.Parse(value);

    public static sbyte ToSByte(string? value, IFormatProvider? provider) =>
        value is null ? (sbyte)0 : sbyte.Parse(value, NumberStyles.Integer, provider);

    public static sbyte ToSByte(string? value, int fromBase) => unchecked((sbyte)Radix(value, fromBase, 8, true, "a signed byte"));

    public static sbyte ToSByte(object? value) => value switch
    {
        null => 0,
        string text => ToSByte(text),
        bool truth => ToSByte(truth),
        char c => ToSByte(c),
        double real => ToSByte(real),
        float real => ToSByte(real),
        ulong whole => ToSByte(whole),
        Enum member => ToSByte((long)Enum.Value(member)),
        _ => ToSByte(Whole(value)),
    };

    public static byte ToByte(sbyte value) => checked((byte)value);

    public static byte ToByte(byte value) => value;

    public static byte ToByte(short value) => checked((byte)value);

    public static byte ToByte(ushort value) => checked((byte)value);

    public static byte ToByte(int value) => checked((byte)value);

    public static byte ToByte(uint value) => checked((byte)value);

    public static byte ToByte(long value) => checked((byte)value);

    public static byte ToByte(ulong value) => checked((byte)value);

    public static byte ToByte(bool value) => value ? (byte)1 : (byte)0;

    public static byte ToByte(char value) => checked((byte)value);

    public static byte ToByte(double value) => ToByte(ToInt32(value));

    public static byte ToByte(float value) => ToByte((double)value);

    public static byte ToByte(string? value) => value is null ? (byte)0 : byte.Parse(value);

    public static byte ToByte(string? value, IFormatProvider? provider) =>
        value is null ? (byte)0 : byte.Parse(value, NumberStyles.Integer, provider);

    public static byte ToByte(string? value, int fromBase) => unchecked((byte)Radix(value, fromBase, 8, false, "an unsigned byte"));

    public static byte ToByte(object? value) => value switch
    {
        null => 0,
        string text => ToByte(text),
        bool truth => ToByte(truth),
        char c => ToByte(c),
        double real => ToByte(real),
        float real => ToByte(real),
        ulong whole => ToByte(whole),
        Enum member => ToByte((long)Enum.Value(member)),
        _ => ToByte(Whole(value)),
    };

    public static short ToInt16(sbyte value) => checked((short)value);

    public static short ToInt16(byte value) => checked((short)value);

    public static short ToInt16(short value) => value;

    public static short ToInt16(ushort value) => checked((short)value);

    public static short ToInt16(int value) => checked((short)value);

    public static short ToInt16(uint value) => checked((short)value);

    public static short ToInt16(long value) => checked((short)value);

    public static short ToInt16(ulong value) => checked((short)value);

    public static short ToInt16(bool value) => value ? (short)1 : (short)0;

    public static short ToInt16(char value) => checked((short)value);

    public static short ToInt16(double value) => ToInt16(ToInt32(value));

    public static short ToInt16(float value) => ToInt16((double)value);

    public static short ToInt16(string? value) => value is null ? (short)0 : short.Parse(value);

    public static short ToInt16(string? value, IFormatProvider? provider) =>
        value is null ? (short)0 : short.Parse(value, NumberStyles.Integer, provider);

    public static short ToInt16(string? value, int fromBase) => unchecked((short)Radix(value, fromBase, 16, true, "an Int16"));

    public static short ToInt16(object? value) => value switch
    {
        null => 0,
        string text => ToInt16(text),
        bool truth => ToInt16(truth),
        char c => ToInt16(c),
        double real => ToInt16(real),
        float real => ToInt16(real),
        ulong whole => ToInt16(whole),
        Enum member => ToInt16((long)Enum.Value(member)),
        _ => ToInt16(Whole(value)),
    };

    public static ushort ToUInt16(sbyte value) => checked((ushort)value);

    public static ushort ToUInt16(byte value) => checked((ushort)value);

    public static ushort ToUInt16(short value) => checked((ushort)value);

    public static ushort ToUInt16(ushort value) => value;

    public static ushort ToUInt16(int value) => checked((ushort)value);

    public static ushort ToUInt16(uint value) => checked((ushort)value);

    public static ushort ToUInt16(long value) => checked((ushort)value);

    public static ushort ToUInt16(ulong value) => checked((ushort)value);

    public static ushort ToUInt16(bool value) => value ? (ushort)1 : (ushort)0;

    public static ushort ToUInt16(char value) => checked((ushort)value);

    public static ushort ToUInt16(double value) => ToUInt16(ToInt32(value));

    public static ushort ToUInt16(float value) => ToUInt16((double)value);

    public static ushort ToUInt16(string? value) => value is null ? (ushort)0 : ushort.Parse(value);

    public static ushort ToUInt16(string? value, IFormatProvider? provider) =>
        value is null ? (ushort)0 : ushort.Parse(value, NumberStyles.Integer, provider);

    public static ushort ToUInt16(string? value, int fromBase) => unchecked((ushort)Radix(value, fromBase, 16, false, "a UInt16"));

    public static ushort ToUInt16(object? value) => value switch
    {
        null => 0,
        string text => ToUInt16(text),
        bool truth => ToUInt16(truth),
        char c => ToUInt16(c),
        double real => ToUInt16(real),
        float real => ToUInt16(real),
        ulong whole => ToUInt16(whole),
        Enum member => ToUInt16((long)Enum.Value(member)),
        _ => ToUInt16(Whole(value)),
    };

    public static int ToInt32(sbyte value) => checked((int)value);

    public static int ToInt32(byte value) => checked((int)value);

    public static int ToInt32(short value) => checked((int)value);

    public static int ToInt32(ushort value) => checked((int)value);

    public static int ToInt32(int value) => value;

    public static int ToInt32(uint value) => checked((int)value);

    public static int ToInt32(long value) => checked((int)value);

    public static int ToInt32(ulong value) => checked((int)value);

    public static int ToInt32(bool value) => value ? (int)1 : (int)0;

    public static int ToInt32(char value) => checked((int)value);

    public static int ToInt32(double value)
    {
        double whole = Math.Round(value);
        return whole is >= int.MinValue and <= int.MaxValue
            ? (int)whole
            : throw new OverflowException("Value was either too large or too small for an Int32.");
    }

    public static int ToInt32(float value) => ToInt32((double)value);

    public static int ToInt32(string? value) => value is null ? (int)0 : int.Parse(value);

    public static int ToInt32(string? value, IFormatProvider? provider) =>
        value is null ? (int)0 : int.Parse(value, NumberStyles.Integer, provider);

    public static int ToInt32(string? value, int fromBase) => unchecked((int)Radix(value, fromBase, 32, true, "an Int32"));

    public static int ToInt32(object? value) => value switch
    {
        null => 0,
        string text => ToInt32(text),
        bool truth => ToInt32(truth),
        char c => ToInt32(c),
        double real => ToInt32(real),
        float real => ToInt32(real),
        ulong whole => ToInt32(whole),
        Enum member => ToInt32((long)Enum.Value(member)),
        _ => ToInt32(Whole(value)),
    };

    public static uint ToUInt32(sbyte value) => checked((uint)value);

    public static uint ToUInt32(byte value) => checked((uint)value);

    public static uint ToUInt32(short value) => checked((uint)value);

    public static uint ToUInt32(ushort value) => checked((uint)value);

    public static uint ToUInt32(int value) => checked((uint)value);

    public static uint ToUInt32(uint value) => value;

    public static uint ToUInt32(long value) => checked((uint)value);

    public static uint ToUInt32(ulong value) => checked((uint)value);

    public static uint ToUInt32(bool value) => value ? (uint)1 : (uint)0;

    public static uint ToUInt32(char value) => checked((uint)value);

    public static uint ToUInt32(double value)
    {
        double whole = Math.Round(value);
        return whole is >= uint.MinValue and <= uint.MaxValue
            ? (uint)whole
            : throw new OverflowException("Value was either too large or too small for a UInt32.");
    }

    public static uint ToUInt32(float value) => ToUInt32((double)value);

    public static uint ToUInt32(string? value) => value is null ? (uint)0 : uint.Parse(value);

    public static uint ToUInt32(string? value, IFormatProvider? provider) =>
        value is null ? (uint)0 : uint.Parse(value, NumberStyles.Integer, provider);

    public static uint ToUInt32(string? value, int fromBase) => unchecked((uint)Radix(value, fromBase, 32, false, "a UInt32"));

    public static uint ToUInt32(object? value) => value switch
    {
        null => 0,
        string text => ToUInt32(text),
        bool truth => ToUInt32(truth),
        char c => ToUInt32(c),
        double real => ToUInt32(real),
        float real => ToUInt32(real),
        ulong whole => ToUInt32(whole),
        Enum member => ToUInt32((long)Enum.Value(member)),
        _ => ToUInt32(Whole(value)),
    };

    public static long ToInt64(sbyte value) => checked((long)value);

    public static long ToInt64(byte value) => checked((long)value);

    public static long ToInt64(short value) => checked((long)value);

    public static long ToInt64(ushort value) => checked((long)value);

    public static long ToInt64(int value) => checked((long)value);

    public static long ToInt64(uint value) => checked((long)value);

    public static long ToInt64(long value) => value;

    public static long ToInt64(ulong value) => checked((long)value);

    public static long ToInt64(bool value) => value ? (long)1 : (long)0;

    public static long ToInt64(char value) => checked((long)value);

    public static long ToInt64(double value) => checked((long)Math.Round(value));

    public static long ToInt64(float value) => ToInt64((double)value);

    public static long ToInt64(string? value) => value is null ? (long)0 : long.Parse(value);

    public static long ToInt64(string? value, IFormatProvider? provider) =>
        value is null ? (long)0 : long.Parse(value, NumberStyles.Integer, provider);

    public static long ToInt64(string? value, int fromBase) => unchecked((long)Radix(value, fromBase, 64, true, "an Int64"));

    public static long ToInt64(object? value) => value switch
    {
        null => 0,
        string text => ToInt64(text),
        bool truth => ToInt64(truth),
        char c => ToInt64(c),
        double real => ToInt64(real),
        float real => ToInt64(real),
        ulong whole => ToInt64(whole),
        Enum member => ToInt64((long)Enum.Value(member)),
        _ => ToInt64(Whole(value)),
    };

    public static ulong ToUInt64(sbyte value) => checked((ulong)value);

    public static ulong ToUInt64(byte value) => checked((ulong)value);

    public static ulong ToUInt64(short value) => checked((ulong)value);

    public static ulong ToUInt64(ushort value) => checked((ulong)value);

    public static ulong ToUInt64(int value) => checked((ulong)value);

    public static ulong ToUInt64(uint value) => checked((ulong)value);

    public static ulong ToUInt64(long value) => checked((ulong)value);

    public static ulong ToUInt64(ulong value) => value;

    public static ulong ToUInt64(bool value) => value ? (ulong)1 : (ulong)0;

    public static ulong ToUInt64(char value) => checked((ulong)value);

    public static ulong ToUInt64(double value) => checked((ulong)Math.Round(value));

    public static ulong ToUInt64(float value) => ToUInt64((double)value);

    public static ulong ToUInt64(string? value) => value is null ? (ulong)0 : ulong.Parse(value);

    public static ulong ToUInt64(string? value, IFormatProvider? provider) =>
        value is null ? (ulong)0 : ulong.Parse(value, NumberStyles.Integer, provider);

    public static ulong ToUInt64(string? value, int fromBase) => unchecked((ulong)Radix(value, fromBase, 64, false, "a UInt64"));

    public static ulong ToUInt64(object? value) => value switch
    {
        null => 0,
        string text => ToUInt64(text),
        bool truth => ToUInt64(truth),
        char c => ToUInt64(c),
        double real => ToUInt64(real),
        float real => ToUInt64(real),
        ulong whole => ToUInt64(whole),
        Enum member => ToUInt64((long)Enum.Value(member)),
        _ => ToUInt64(Whole(value)),
    };

    public static double ToDouble(sbyte value) => value;

    public static double ToDouble(byte value) => value;

    public static double ToDouble(short value) => value;

    public static double ToDouble(ushort value) => value;

    public static double ToDouble(int value) => value;

    public static double ToDouble(uint value) => value;

    public static double ToDouble(long value) => value;

    public static double ToDouble(ulong value) => value;

    public static double ToDouble(double value) => value;

    public static double ToDouble(float value) => value;

    public static double ToDouble(bool value) => value ? 1 : 0;

    public static double ToDouble(string? value) => value is null ? 0 : double.Parse(value);

    public static double ToDouble(string? value, IFormatProvider? provider) => value is null ? 0 : double.Parse(value, provider);

    public static double ToDouble(object? value) => value switch
    {
        null => 0,
        string text => ToDouble(text),
        bool truth => ToDouble(truth),
        double real => real,
        float real => real,
        ulong whole => whole,
        _ => Whole(value),
    };

    public static float ToSingle(sbyte value) => (float)value;

    public static float ToSingle(byte value) => (float)value;

    public static float ToSingle(short value) => (float)value;

    public static float ToSingle(ushort value) => (float)value;

    public static float ToSingle(int value) => (float)value;

    public static float ToSingle(uint value) => (float)value;

    public static float ToSingle(long value) => (float)value;

    public static float ToSingle(ulong value) => (float)value;

    public static float ToSingle(double value) => (float)value;

    public static float ToSingle(float value) => value;

    public static float ToSingle(bool value) => value ? 1 : 0;

    public static float ToSingle(string? value) => value is null ? 0 : float.Parse(value);

    public static float ToSingle(string? value, IFormatProvider? provider) => value is null ? 0 : float.Parse(value, provider);

    public static float ToSingle(object? value) => value switch
    {
        null => 0,
        string text => ToSingle(text),
        bool truth => ToSingle(truth),
        double real => (float)real,
        float real => real,
        ulong whole => whole,
        _ => Whole(value),
    };

    public static bool ToBoolean(sbyte value) => value != 0;

    public static bool ToBoolean(byte value) => value != 0;

    public static bool ToBoolean(short value) => value != 0;

    public static bool ToBoolean(ushort value) => value != 0;

    public static bool ToBoolean(int value) => value != 0;

    public static bool ToBoolean(uint value) => value != 0;

    public static bool ToBoolean(long value) => value != 0;

    public static bool ToBoolean(ulong value) => value != 0;

    public static bool ToBoolean(double value) => value != 0;

    public static bool ToBoolean(float value) => value != 0;

    public static bool ToBoolean(bool value) => value;

    public static bool ToBoolean(string? value) => value is not null && bool.Parse(value);

    public static bool ToBoolean(object? value) => value switch
    {
        null => false,
        string text => ToBoolean(text),
        bool truth => truth,
        double real => real != 0,
        float real => real != 0,
        ulong whole => whole != 0,
        _ => Whole(value) != 0,
    };

    public static char ToChar(sbyte value) => checked((char)value);

    public static char ToChar(byte value) => checked((char)value);

    public static char ToChar(short value) => checked((char)value);

    public static char ToChar(ushort value) => checked((char)value);

    public static char ToChar(int value) => checked((char)value);

    public static char ToChar(uint value) => checked((char)value);

    public static char ToChar(long value) => checked((char)value);

    public static char ToChar(ulong value) => checked((char)value);

    public static char ToChar(char value) => value;

    public static char ToChar(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Length == 1 ? value[0] : throw new FormatException("String must be exactly one character long.");
    }

    public static string ToString(sbyte value) => value.ToString();

    public static string ToString(sbyte value, IFormatProvider? provider) => value.ToString(provider);

    public static string ToString(byte value) => value.ToString();

    public static string ToString(byte value, IFormatProvider? provider) => value.ToString(provider);

    public static string ToString(short value) => value.ToString();

    public static string ToString(short value, IFormatProvider? provider) => value.ToString(provider);

    public static string ToString(ushort value) => value.ToString();

    public static string ToString(ushort value, IFormatProvider? provider) => value.ToString(provider);

    public static string ToString(int value) => value.ToString();

    public static string ToString(int value, IFormatProvider? provider) => value.ToString(provider);

    public static string ToString(uint value) => value.ToString();

    public static string ToString(uint value, IFormatProvider? provider) => value.ToString(provider);

    public static string ToString(long value) => value.ToString();

    public static string ToString(long value, IFormatProvider? provider) => value.ToString(provider);

    public static string ToString(ulong value) => value.ToString();

    public static string ToString(ulong value, IFormatProvider? provider) => value.ToString(provider);

    public static string ToString(double value) => value.ToString();

    public static string ToString(double value, IFormatProvider? provider) => value.ToString(provider);

    public static string ToString(float value) => value.ToString();

    public static string ToString(float value, IFormatProvider? provider) => value.ToString(provider);

    public static string ToString(bool value) => value.ToString();

    public static string ToString(bool value, IFormatProvider? provider) => value.ToString(provider);

    public static string ToString(char value) => value.ToString();

    public static string ToString(char value, IFormatProvider? provider) => value.ToString(provider);

    public static string ToString(byte value, int toBase) => InBase(value, toBase, 8);

    public static string ToString(short value, int toBase) => InBase(value, toBase, 16);

    public static string ToString(int value, int toBase) => InBase(value, toBase, 32);

    public static string ToString(long value, int toBase) => InBase(value, toBase, 64);

    public static string? ToString(string? value) => value;

    public static string? ToString(object? value) => value is null ? "" : value.ToString();

    public static string? ToString(object? value, IFormatProvider? provider) =>
        value is null ? "" : value is IFormattable formattable ? formattable.ToString(null, provider) : value.ToString();

    private static long Whole(object value) => value switch
    {
        sbyte whole => whole,
        byte whole => whole,
        short whole => whole,
        ushort whole => whole,
        int whole => whole,
        uint whole => whole,
        long whole => whole,
        _ => throw new InvalidCastException("Unable to cast object of type '" + value.GetType() + "' to type 'System.IConvertible'."),
    };

    private static ulong Radix(string? value, int fromBase, int bits, bool isSigned, string type)
    {
        if (fromBase is not (2 or 8 or 10 or 16))
        {
            throw new ArgumentException("Invalid Base.");
        }

        if (value is null)
        {
            return 0;
        }

        if (fromBase == 10)
        {
            return isSigned
                ? (ulong)Number.Parse(value, NumberStyles.Integer, -1L << (bits - 1), (1ul << (bits - 1)) - 1, type)
                : (ulong)Number.Parse(value, NumberStyles.Integer, 0, ulong.MaxValue >> (64 - bits), type);
        }

        return Digits(value, fromBase, bits, type);
    }

    private static ulong Digits(string value, int fromBase, int bits, string type)
    {
        int at = fromBase == 16 && value.Length > 1 && value[0] == '0' && (value[1] | 0x20) == 'x' ? 2 : 0;
        if (value.Length == 0)
        {
            throw new ArgumentOutOfRangeException(null,
                "Index was out of range. Must be non-negative and less than the size of the collection.");
        }

        if (value[0] == '-')
        {
            throw new ArgumentException("String cannot contain a minus sign if the base is not 10.");
        }

        ulong result = 0;
        for (int i = at; i < value.Length; i++)
        {
            char c = value[i];
            int digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiHexDigit(c) ? (c | 0x20) - 'a' + 10 : 99;
            if (digit >= fromBase)
            {
                throw new FormatException(i == at ? "Could not find any recognizable digits."
                    : "Additional non-parsable characters are at the end of the string.");
            }

            if (result > ((ulong.MaxValue >> (64 - bits)) - (uint)digit) / (uint)fromBase)
            {
                throw new OverflowException($"Value was either too large or too small for {type}.");
            }

            result = (result * (uint)fromBase) + (uint)digit;
        }

        return at == value.Length ? throw new FormatException("Could not find any recognizable digits.") : result;
    }

    private static string InBase(long value, int toBase, int bits)
    {
        if (toBase is not (2 or 8 or 10 or 16))
        {
            throw new ArgumentException("Invalid Base.");
        }

        if (toBase == 10)
        {
            return value.ToString();
        }

        StringBuilder text = new();
        ulong rest = (ulong)value & (ulong.MaxValue >> (64 - bits));
        do
        {
            text.Insert(0, "0123456789abcdef"[(int)(rest % (uint)toBase)]);
            rest /= (uint)toBase;
        }
        while (rest != 0);
        return text.ToString();
    }
}
