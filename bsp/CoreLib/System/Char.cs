// The primitive char: one UTF-16 code unit.

namespace System;

public readonly partial struct Char : IComparable<char>, IEquatable<char>
{
    public const char MaxValue = (char)0xFFFF;
    public const char MinValue = (char)0;

    private readonly char _value;

    public static bool IsAscii(char c) => c < 0x80;

    public static bool IsAsciiDigit(char c) => (uint)(c - '0') <= 9;

    public static bool IsSurrogate(char c) => (uint)(c - 0xD800) <= 0x7FF;

    public static bool IsHighSurrogate(char c) => (uint)(c - 0xD800) <= 0x3FF;

    public static bool IsLowSurrogate(char c) => (uint)(c - 0xDC00) <= 0x3FF;

    public int CompareTo(char value) => _value - value;

    public bool Equals(char obj) => _value == obj;

    public override bool Equals(object? obj) => obj is char other && _value == other;

    public override int GetHashCode() => _value | (_value << 16);
}
