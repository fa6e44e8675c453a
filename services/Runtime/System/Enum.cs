// The base of every enum. Names come from the linker's table (TypeNames); a program without it prints numbers.

using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Internal.Runtime;
using RustKernel.Runtime;

namespace System;

public abstract unsafe class Enum : ValueType, IComparable, IFormattable
{
    // SAFETY (whole file): types and tables are data of the image; values are read with the size of their kind.
    // The compiler's kinds: sbyte, short, int, long, nint.
    private const uint Signed = (1u << 4) | (1u << 6) | (1u << 8) | (1u << 10) | (1u << 12);

    public override string ToString() => Format(m_pEEType, Value(this));

    public string ToString(string? format) => Format(m_pEEType, Value(this), format);

    public string ToString(IFormatProvider? provider) => ToString();

    public string ToString(string? format, IFormatProvider? provider) => ToString(format);

    public override bool Equals(object? obj) => obj is not null && obj.m_pEEType == m_pEEType && Value(this) == Value(obj);

    public override int GetHashCode()
    {
        ulong value = Value(this);
        return m_pEEType->ValueSize switch
        {
            1 => IsSigned(m_pEEType) ? ((sbyte)value).GetHashCode() : ((byte)value).GetHashCode(),
            2 => IsSigned(m_pEEType) ? ((short)value).GetHashCode() : ((ushort)value).GetHashCode(),
            4 => (int)value,
            _ => value.GetHashCode(),
        };
    }

    public int CompareTo(object? target)
    {
        if (target is null)
        {
            return 1;
        }

        if (target.m_pEEType != m_pEEType)
        {
            throw new ArgumentException("Object must be the same type as the enum. The type passed in was '"
                + target.GetType() + "'; the enum type was '" + GetType() + "'.");
        }

        ulong mine = Value(this);
        ulong other = Value(target);
        return IsSigned(m_pEEType) ? ((long)mine).CompareTo((long)other) : mine.CompareTo(other);
    }

    public bool HasFlag(Enum flag)
    {
        ArgumentNullException.ThrowIfNull(flag);
        if (flag.m_pEEType != m_pEEType)
        {
            throw new ArgumentException("The argument type, '" + flag.GetType() + "', is not the same as the enum type '" + GetType()
                + "'.");
        }

        ulong wanted = Value(flag);
        return (Value(this) & wanted) == wanted;
    }

    public static string? GetName<TEnum>(TEnum value)
        where TEnum : struct, Enum => NameOf(Table(typeof(TEnum)), Value(value));

    public static string? GetName(Type enumType, object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return NameOf(Table(enumType), Value(value));
    }

    public static string[] GetNames<TEnum>()
        where TEnum : struct, Enum => GetNames(typeof(TEnum));

    public static string[] GetNames(Type enumType)
    {
        List<string> names = [];
        byte* member = TypeNames.Members(Table(enumType), out int count, out _);
        for (int i = 0; i < count; i++)
        {
            _ = TypeNames.Next(ref member, out byte* name);
            names.Add(TypeNames.Text(name));
        }

        return names.ToArray();
    }

    public static TEnum[] GetValues<TEnum>()
        where TEnum : struct, Enum
    {
        byte* member = TypeNames.Members(Table(typeof(TEnum)), out int count, out _);
        TEnum[] values = new TEnum[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = From<TEnum>(TypeNames.Next(ref member, out _));
        }

        return values;
    }

    public static bool IsDefined<TEnum>(TEnum value)
        where TEnum : struct, Enum => GetName(value) is not null;

    public static bool IsDefined(Type enumType, object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value is string name ? Find(Table(enumType), name, false, out _) : NameOf(Table(enumType), Value(value)) is not null;
    }

    public static object ToObject(Type enumType, int value) => Box(Table(enumType), (ulong)value);

    public static object ToObject(Type enumType, long value) => Box(Table(enumType), (ulong)value);

    public static object ToObject(Type enumType, object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Box(Table(enumType), Value(value));
    }

    public static string Format(Type enumType, object value, string format)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(format);
        return Format(Table(enumType), Value(value), format);
    }

    public static TEnum Parse<TEnum>(string value)
        where TEnum : struct => Parse<TEnum>(value, false);

    public static TEnum Parse<TEnum>(string value, bool ignoreCase)
        where TEnum : struct
    {
        ArgumentNullException.ThrowIfNull(value);
        MethodTable* type = Table(typeof(TEnum));
        int failure = Parse(type, value, ignoreCase, out ulong number);
        return failure == 0 ? From<TEnum>(number) : throw Failed(failure, type, value);
    }

    public static object Parse(Type enumType, string value) => Parse(enumType, value, false);

    public static object Parse(Type enumType, string value, bool ignoreCase)
    {
        ArgumentNullException.ThrowIfNull(value);
        MethodTable* type = Table(enumType);
        int failure = Parse(type, value, ignoreCase, out ulong number);
        return failure == 0 ? Box(type, number) : throw Failed(failure, type, value);
    }

    public static bool TryParse<TEnum>(string? value, out TEnum result)
        where TEnum : struct => TryParse(value, false, out result);

    public static bool TryParse<TEnum>(string? value, bool ignoreCase, out TEnum result)
        where TEnum : struct
    {
        result = default;
        if (value is null || Parse(Table(typeof(TEnum)), value, ignoreCase, out ulong number) != 0)
        {
            return false;
        }

        result = From<TEnum>(number);
        return true;
    }

    public static bool TryFormat<TEnum>(
        TEnum value,
        Span<char> destination,
        out int charsWritten,
        ReadOnlySpan<char> format = default)
        where TEnum : struct, Enum
    {
        string text = value.ToString(format.Length == 0 ? null : new string(format));
        charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
        return charsWritten == text.Length;
    }

    public static Type GetUnderlyingType(Type enumType)
    {
        MethodTable* table = Table(enumType);
        if (!table->IsEnum)
        {
            throw new ArgumentException("Type provided must be an Enum.", nameof(enumType));
        }

        return table->KindNumber switch
        {
            4 => typeof(sbyte),
            5 => typeof(byte),
            6 => typeof(short),
            7 => typeof(ushort),
            8 => typeof(int),
            9 => typeof(uint),
            10 => typeof(long),
            _ => typeof(ulong),
        };
    }

    private static Exception Failed(int failure, MethodTable* type, string value) => failure switch
    {
        1 => new ArgumentException("Must specify valid information for parsing in the string.", nameof(value)),
        2 => new OverflowException($"Value was either too large or too small for {Range(type->KindNumber)}."),
        _ => new ArgumentException($"Requested value '{value}' was not found."),
    };

    private static string Range(uint kind) => kind switch
    {
        4 => "a signed byte",
        5 => "an unsigned byte",
        6 => "an Int16",
        7 => "a UInt16",
        8 => "an Int32",
        9 => "a UInt32",
        10 => "an Int64",
        _ => "a UInt64",
    };

    internal static string Format(MethodTable* type, ulong value, string? format) =>
        format is null or "" ? Format(type, value) : format switch
        {
            "G" or "g" => Format(type, value),
            "D" or "d" => NumberText(type, value),
            "X" or "x" => Number.Radix(value & (ulong.MaxValue >> (64 - (8 * (int)type->ValueSize))), 'X', 2 * (int)type->ValueSize),
            "F" or "f" => FlagsText(type, value) ?? NumberText(type, value),
            _ => throw new FormatException("Format string can be only \"G\", \"g\", \"X\", \"x\", \"F\", \"f\", \"D\" or \"d\"."),
        };

    internal static ulong Value(object boxed)
    {
        ref byte data = ref boxed.GetRawData();
        MethodTable* type = boxed.m_pEEType;
        bool isSigned = IsSigned(type);
        return type->ValueSize switch
        {
            1 => isSigned ? (ulong)(sbyte)data : data,
            2 => isSigned ? (ulong)Unsafe.As<byte, short>(ref data) : Unsafe.As<byte, ushort>(ref data),
            4 => isSigned ? (ulong)Unsafe.As<byte, int>(ref data) : Unsafe.As<byte, uint>(ref data),
            _ => Unsafe.As<byte, ulong>(ref data),
        };
    }

    private static bool IsSigned(MethodTable* type) => (Signed & (1u << (int)type->KindNumber)) != 0;

    private static MethodTable* Table(Type type)
    {
        ArgumentNullException.ThrowIfNull(type, "enumType");
        return ((RuntimeType)type).Table;
    }

    private static TEnum From<TEnum>(ulong value) => Unsafe.As<ulong, TEnum>(ref value);

    private static object Box(MethodTable* type, ulong value) => Runtime.RuntimeExports.RhBox(type, ref Unsafe.As<ulong, byte>(ref value))!;

    private static string Format(MethodTable* type, ulong value)
    {
        _ = TypeNames.Members(type, out _, out bool isFlags);
        return (isFlags ? FlagsText(type, value) : NameOf(type, value)) ?? NumberText(type, value);
    }

    private static string NumberText(MethodTable* type, ulong value) => IsSigned(type) ? ((long)value).ToString() : value.ToString();

    private static string? NameOf(MethodTable* type, ulong value)
    {
        byte* member = TypeNames.Members(type, out int count, out _);
        for (int i = 0; i < count; i++)
        {
            if (TypeNames.Next(ref member, out byte* name) == value)
            {
                return TypeNames.Text(name);
            }
        }

        return null;
    }

    // From the largest member down, each member whose bits are all set; null if bits are left that no member has.
    private static string? FlagsText(MethodTable* type, ulong value)
    {
        string? whole = NameOf(type, value);
        if (whole is not null || value == 0)
        {
            return whole;
        }

        byte* member = TypeNames.Members(type, out int count, out _);
        ulong[] values = new ulong[count];
        string[] names = new string[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = TypeNames.Next(ref member, out byte* name);
            names[i] = TypeNames.Text(name);
        }

        string? text = null;
        for (int i = count - 1; i >= 0 && value != 0; i--)
        {
            if (values[i] != 0 && (value & values[i]) == values[i])
            {
                value &= ~values[i];
                text = text is null ? names[i] : names[i] + ", " + text;
            }
        }

        return value == 0 ? text : null;
    }

    private static bool Find(MethodTable* type, string name, bool ignoresCase, out ulong value)
    {
        byte* member = TypeNames.Members(type, out int count, out _);
        value = 0;
        for (int i = 0; i < count; i++)
        {
            value = TypeNames.Next(ref member, out byte* bytes);
            string found = TypeNames.Text(bytes);
            if (ignoresCase ? found.Equals(name, StringComparison.OrdinalIgnoreCase) : found == name)
            {
                return true;
            }
        }

        return false;
    }

    // 0: read; 1: empty; 2: too large; 3: an unknown name.
    private static int Parse(MethodTable* type, string text, bool ignoresCase, out ulong value)
    {
        text = text.Trim();
        value = 0;
        if (text.Length == 0)
        {
            return 1;
        }

        if (text[0] is (>= '0' and <= '9') or '-' or '+' && Number.TryParse(text, out ulong number, out bool isNegative,
            out bool isTooLarge))
        {
            value = isNegative ? 0 - number : number;
            return isTooLarge || !Fits(type, number, isNegative) ? 2 : 0;
        }

        foreach (string part in text.Split(','))
        {
            if (!Find(type, part.Trim(), ignoresCase, out ulong one))
            {
                return 3;
            }

            value |= one;
        }

        return 0;
    }

    private static bool Fits(MethodTable* type, ulong number, bool isNegative)
    {
        int bits = 8 * (int)type->ValueSize;
        return IsSigned(type)
            ? number <= (1ul << (bits - 1)) - (isNegative ? 0ul : 1)
            : (!isNegative || number == 0) && number <= ulong.MaxValue >> (64 - bits);
    }
}
