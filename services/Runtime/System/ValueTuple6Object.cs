// A tuple of 6 as an object.

using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace System;

public partial struct ValueTuple<T1, T2, T3, T4, T5, T6> : IEquatable<ValueTuple<T1, T2, T3, T4, T5, T6>>, IComparable<ValueTuple<T1, T2,
    T3, T4, T5, T6>>, IComparable, ITuple
{
    readonly int ITuple.Length => 6;

    readonly object? ITuple.this[int index] => index switch
    {
        0 => Item1,
        1 => Item2,
        2 => Item3,
        3 => Item4,
        4 => Item5,
        5 => Item6,
        _ => throw new IndexOutOfRangeException(),
    };

    public readonly bool Equals(ValueTuple<T1, T2, T3, T4, T5, T6> other) => EqualityComparer<T1>.Default.Equals(Item1, other.Item1)
        && EqualityComparer<T2>.Default.Equals(Item2, other.Item2) && EqualityComparer<T3>.Default.Equals(Item3, other.Item3)
        && EqualityComparer<T4>.Default.Equals(Item4, other.Item4) && EqualityComparer<T5>.Default.Equals(Item5, other.Item5)
        && EqualityComparer<T6>.Default.Equals(Item6, other.Item6);

    public override readonly bool Equals(object? obj) => obj is ValueTuple<T1, T2, T3, T4, T5, T6> other && Equals(other);

    public override readonly int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Item1);
        hash.Add(Item2);
        hash.Add(Item3);
        hash.Add(Item4);
        hash.Add(Item5);
        hash.Add(Item6);
        return hash.ToHashCode();
    }

    public readonly int CompareTo(ValueTuple<T1, T2, T3, T4, T5, T6> other)
    {
        int order = Comparer<T1>.Default.Compare(Item1, other.Item1);
        order = order != 0 ? order : Comparer<T2>.Default.Compare(Item2, other.Item2);
        order = order != 0 ? order : Comparer<T3>.Default.Compare(Item3, other.Item3);
        order = order != 0 ? order : Comparer<T4>.Default.Compare(Item4, other.Item4);
        order = order != 0 ? order : Comparer<T5>.Default.Compare(Item5, other.Item5);
        return order != 0 ? order : Comparer<T6>.Default.Compare(Item6, other.Item6);
    }

    readonly int IComparable.CompareTo(object? other) => other is null ? 1
        : other is ValueTuple<T1, T2, T3, T4, T5, T6> same ? CompareTo(same)
        : throw new ArgumentException("Argument must be of type " + GetType() + ".", nameof(other));

    public override readonly string ToString() => "(" + Item1?.ToString() + ", " + Item2?.ToString() + ", " + Item3?.ToString() + ", "
        + Item4?.ToString() + ", " + Item5?.ToString() + ", " + Item6?.ToString() + ")";
}
