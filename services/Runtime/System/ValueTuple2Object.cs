// A tuple of 2 as an object.

using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace System;

public partial struct ValueTuple<T1, T2> : IEquatable<ValueTuple<T1, T2>>, IComparable<ValueTuple<T1, T2>>, IComparable, ITuple
{
    readonly int ITuple.Length => 2;

    readonly object? ITuple.this[int index] => index switch
    {
        0 => Item1,
        1 => Item2,
        _ => throw new IndexOutOfRangeException(),
    };

    public readonly bool Equals(ValueTuple<T1, T2> other) =>
        EqualityComparer<T1>.Default.Equals(Item1, other.Item1) && EqualityComparer<T2>.Default.Equals(Item2, other.Item2);

    public override readonly bool Equals(object? obj) => obj is ValueTuple<T1, T2> other && Equals(other);

    public override readonly int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Item1);
        hash.Add(Item2);
        return hash.ToHashCode();
    }

    public readonly int CompareTo(ValueTuple<T1, T2> other)
    {
        int order = Comparer<T1>.Default.Compare(Item1, other.Item1);
        return order != 0 ? order : Comparer<T2>.Default.Compare(Item2, other.Item2);
    }

    readonly int IComparable.CompareTo(object? other) => other is null ? 1
        : other is ValueTuple<T1, T2> same ? CompareTo(same)
        : throw new ArgumentException("Argument must be of type " + GetType() + ".", nameof(other));

    public override readonly string ToString() => "(" + Item1?.ToString() + ", " + Item2?.ToString() + ")";
}
