// bool as text.

namespace System;

public readonly partial struct Boolean : IComparable<bool>
{
    public static readonly string TrueString = "True";
    public static readonly string FalseString = "False";

    public int CompareTo(bool value) => _value == value ? 0 : _value ? 1 : -1;

    public override string ToString() => _value ? "True" : "False";
}
