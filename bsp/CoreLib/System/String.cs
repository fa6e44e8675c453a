// Strings: immutable UTF-16, length then characters, in the compiler's layout of literals. The kernel has only literals.

using System.Runtime.CompilerServices;

namespace System;

public sealed partial class String : IEquatable<string?>
{
    // The compiler fixes the names.
    private readonly int _stringLength;
    private char _firstChar;

    public static readonly string Empty = "";

    private String()
    {
    }

    public int Length
    {
        [Intrinsic]
        get => _stringLength;
    }

    [IndexerName("Chars")]
    public char this[int index]
    {
        [Intrinsic]
        get
        {
            if ((uint)index >= (uint)_stringLength)
            {
                Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowIndexOutOfRangeException();
            }

            return Unsafe.Add(ref _firstChar, index);
        }
    }

    public ref readonly char GetPinnableReference() => ref _firstChar;

    internal ref char GetRawStringData() => ref _firstChar;

    public static implicit operator ReadOnlySpan<char>(string? value) =>
        value is null ? default : new ReadOnlySpan<char>(ref value._firstChar, value._stringLength);

    public static bool operator ==(string? a, string? b) => Equals(a, b);

    public static bool operator !=(string? a, string? b) => !Equals(a, b);

    public static bool Equals(string? a, string? b)
    {
        if ((object?)a == b)
        {
            return true;
        }

        return a is not null && b is not null && ((ReadOnlySpan<char>)a).SequenceEqual(b);
    }

    public bool Equals(string? value) => Equals(this, value);

    public override bool Equals(object? obj) => obj is string other && Equals(this, other);

    public static bool IsNullOrEmpty(string? value) => value is null || value._stringLength == 0;

    public override int GetHashCode()
    {
        uint hash = 2166136261;
        for (int i = 0; i < _stringLength; i++)
        {
            hash = (hash ^ Unsafe.Add(ref _firstChar, i)) * 16777619;
        }

        return (int)hash;
    }

    public override string ToString() => this;
}
