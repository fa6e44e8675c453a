// A Unicode scalar value: one or two chars of a string.

namespace System.Text;

public readonly struct Rune : IComparable<Rune>, IEquatable<Rune>
{
    private const int Replacement = 0xFFFD;
    private const int Largest = 0x10FFFF;
    private const int FirstOfTwo = 0x10000;
    private readonly uint _value;

    public Rune(char ch)
        : this((uint)ch)
    {
    }

    public Rune(int value)
        : this((uint)value)
    {
    }

    public Rune(uint value)
    {
        if (!IsValid(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value));
        }

        _value = value;
    }

    public Rune(char highSurrogate, char lowSurrogate)
        : this((uint)char.ConvertToUtf32(highSurrogate, lowSurrogate))
    {
    }

    public static Rune ReplacementChar => new(Replacement);

    public int Value => (int)_value;

    public bool IsAscii => _value < 0x80;

    public bool IsBmp => _value < FirstOfTwo;

    public int Plane => (int)(_value >> 16);

    public int Utf16SequenceLength => IsBmp ? 1 : 2;

    public int Utf8SequenceLength => _value < 0x80 ? 1 : _value < 0x800 ? 2 : IsBmp ? 3 : 4;

    public static bool operator ==(Rune left, Rune right) => left._value == right._value;

    public static bool operator !=(Rune left, Rune right) => left._value != right._value;

    public static bool operator <(Rune left, Rune right) => left._value < right._value;

    public static bool operator <=(Rune left, Rune right) => left._value <= right._value;

    public static bool operator >(Rune left, Rune right) => left._value > right._value;

    public static bool operator >=(Rune left, Rune right) => left._value >= right._value;

    public static explicit operator Rune(char ch) => new(ch);

    public static explicit operator Rune(int value) => new(value);

    public static explicit operator Rune(uint value) => new(value);

    public static bool IsValid(int value) => IsValid((uint)value);

    public static bool IsValid(uint value) => value <= Largest && value is not (>= 0xD800 and <= 0xDFFF);

    public static bool IsLetter(Rune value) => value.IsBmp && char.IsLetter((char)value._value);

    public static bool IsDigit(Rune value) => value.IsBmp && char.IsDigit((char)value._value);

    public static bool IsLetterOrDigit(Rune value) => IsLetter(value) || IsDigit(value);

    public static bool IsWhiteSpace(Rune value) => value.IsBmp && char.IsWhiteSpace((char)value._value);

    public static Rune ToUpperInvariant(Rune value) =>
        value.IsBmp ? new(char.ToUpperInvariant((char)value._value)) : new(Globalization.UnicodeCase.Change(value.Value, true));

    public static Rune ToLowerInvariant(Rune value) =>
        value.IsBmp ? new(char.ToLowerInvariant((char)value._value)) : new(Globalization.UnicodeCase.Change(value.Value, false));

    public static Rune GetRuneAt(string input, int index)
    {
        ArgumentNullException.ThrowIfNull(input);
        Rune rune = At(input, index, out bool isValid);
        return isValid ? rune : throw new ArgumentException("Cannot extract a Unicode scalar value from the specified index in the input.",
            nameof(index));
    }

    public int CompareTo(Rune other) => Value - other.Value;

    public bool Equals(Rune other) => this == other;

    public override bool Equals(object? obj) => obj is Rune other && this == other;

    public override int GetHashCode() => Value;

    public override string ToString() => IsBmp ? ((char)_value).ToString() : char.ConvertFromUtf32(Value);

    /// <summary>The one that begins there; the replacement character for half a pair.</summary>
    internal static Rune At(string text, int index, out bool isValid)
    {
        char first = text[index];
        bool isPair = char.IsHighSurrogate(first) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]);
        isValid = isPair || !char.IsSurrogate(first);
        return isPair ? new Rune(first, text[index + 1]) : isValid ? new Rune(first) : ReplacementChar;
    }
}
