// A tuple of 1 as an object.

using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace System;

public partial struct ValueTuple<T1> : IEquatable<ValueTuple<T1>>, IComparable<ValueTuple<T1>>, IComparable, ITuple
{
    readonly int ITuple.Length => 1;

    readonly object? ITuple.this[int index] => index switch
    {
        0 => Item1,
        _ => throw new IndexOutOfRangeException(),
    };

    public readonly bool Equals(ValueTuple<T1> other) => EqualityComparer<T1>.Default.Equals(Item1, other.Item1);

    public override readonly bool Equals(object? obj) => obj is ValueTuple<T1> other && Equals(other);

    public override readonly int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Item1);
        return hash.ToHashCode();
    }

    public readonly int CompareTo(ValueTuple<T1> other)
    {
        return Comparer<T1>.Default.Compare(Item1, other.Item1);
    }

    readonly int IComparable.CompareTo(object? other) => other is null ? 1
        : other is ValueTuple<T1> same ? CompareTo(same)
        : throw new ArgumentException("Argument must be of type " + GetType() + ".", nameof(other));

    public override readonly string ToString() => "(" + Item1?.ToString() + ")";
}
