// A tuple of 5 as an object.

using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace System;

public partial struct ValueTuple<T1, T2, T3, T4, T5> : IEquatable<ValueTuple<T1, T2, T3, T4, T5>>, IComparable<ValueTuple<T1, T2, T3, T4,
    T5>>, IComparable, ITuple
{
    readonly int ITuple.Length => 5;

    readonly object? ITuple.this[int index] => index switch
    {
        0 => Item1,
        1 => Item2,
        2 => Item3,
        3 => Item4,
        4 => Item5,
        _ => throw new IndexOutOfRangeException(),
    };

    public readonly bool Equals(ValueTuple<T1, T2, T3, T4, T5> other) => EqualityComparer<T1>.Default.Equals(Item1, other.Item1)
        && EqualityComparer<T2>.Default.Equals(Item2, other.Item2) && EqualityComparer<T3>.Default.Equals(Item3, other.Item3)
        && EqualityComparer<T4>.Default.Equals(Item4, other.Item4) && EqualityComparer<T5>.Default.Equals(Item5, other.Item5);

    public override readonly bool Equals(object? obj) => obj is ValueTuple<T1, T2, T3, T4, T5> other && Equals(other);

    public override readonly int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Item1);
        hash.Add(Item2);
        hash.Add(Item3);
        hash.Add(Item4);
        hash.Add(Item5);
        return hash.ToHashCode();
    }

    public readonly int CompareTo(ValueTuple<T1, T2, T3, T4, T5> other)
    {
        int order = Comparer<T1>.Default.Compare(Item1, other.Item1);
        order = order != 0 ? order : Comparer<T2>.Default.Compare(Item2, other.Item2);
        order = order != 0 ? order : Comparer<T3>.Default.Compare(Item3, other.Item3);
        order = order != 0 ? order : Comparer<T4>.Default.Compare(Item4, other.Item4);
        return order != 0 ? order : Comparer<T5>.Default.Compare(Item5, other.Item5);
    }

    readonly int IComparable.CompareTo(object? other) => other is null ? 1
        : other is ValueTuple<T1, T2, T3, T4, T5> same ? CompareTo(same)
        : throw new ArgumentException("Argument must be of type " + GetType() + ".", nameof(other));

    public override readonly string ToString() => "(" + Item1?.ToString() + ", " + Item2?.ToString() + ", " + Item3?.ToString() + ", "
        + Item4?.ToString() + ", " + Item5?.ToString() + ")";
}
