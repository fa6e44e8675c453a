// A tuple of seven, followed by the rest as a tuple.

using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace System;

public struct ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> : IEquatable<ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest>>,
    IComparable<ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest>>, IComparable, ITuple
    where TRest : struct
{
    private const int Before = 7;

    public T1 Item1;
    public T2 Item2;
    public T3 Item3;
    public T4 Item4;
    public T5 Item5;
    public T6 Item6;
    public T7 Item7;
    public TRest Rest;

    public ValueTuple(T1 item1, T2 item2, T3 item3, T4 item4, T5 item5, T6 item6, T7 item7, TRest rest)
    {
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
        Item4 = item4;
        Item5 = item5;
        Item6 = item6;
        Item7 = item7;
        Rest = rest;
    }

    readonly int ITuple.Length => Before + (Rest is ITuple rest ? rest.Length : 1);

    private readonly ValueTuple<T1, T2, T3, T4, T5, T6, T7> First => new(Item1, Item2, Item3, Item4, Item5, Item6, Item7);

    readonly object? ITuple.this[int index] => index < Before ? At(First, index) : Rest is ITuple rest ? rest[index - Before] : Rest;

    public readonly bool Equals(ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> other) =>
        First.Equals(other.First) && EqualityComparer<TRest>.Default.Equals(Rest, other.Rest);

    public override readonly bool Equals(object? obj) => obj is ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(First.GetHashCode(), Rest.GetHashCode());

    public readonly int CompareTo(ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> other)
    {
        int order = First.CompareTo(other.First);
        return order != 0 ? order : Comparer<TRest>.Default.Compare(Rest, other.Rest);
    }

    readonly int IComparable.CompareTo(object? other) => other is null ? 1
        : other is ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> same ? CompareTo(same)
        : throw new ArgumentException("Argument must be of type " + GetType() + ".", nameof(other));

    // The parentheses between both parts are left out.
    public override readonly string ToString()
    {
        string first = First.ToString();
        string rest = Rest.ToString() ?? "";
        return first.Substring(0, first.Length - 1) + ", " + (Rest is ITuple ? rest.Substring(1) : rest + ")");
    }

    private static object? At(ITuple tuple, int index) => tuple[index];
}
