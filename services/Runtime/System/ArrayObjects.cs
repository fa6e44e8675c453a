// An array whose elements' type is not known: through IList, and by GetValue.

using System.Collections;
using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

public abstract partial class Array
{
    public bool IsReadOnly => false;

    public bool IsFixedSize => true;

    public bool IsSynchronized => false;

    public object SyncRoot => this;

    // SAFETY: an object's type is data of the image.
    public unsafe int Rank => m_pEEType->Rank;

    int ICollection.Count => Length;

    object? IList.this[int index]
    {
        get => GetValue(index);
        set => SetValue(value, index);
    }

    public int GetLength(int dimension)
    {
        int rank = Rank;
        return (uint)dimension >= (uint)rank ? throw new IndexOutOfRangeException("Array does not have that many dimensions.")
            : rank == 1 ? Length
            : Unsafe.Add(ref Unsafe.As<byte, int>(ref Data), dimension);
    }

    public long GetLongLength(int dimension) => GetLength(dimension);

    public int GetLowerBound(int dimension) => (uint)dimension < (uint)Rank
        ? 0
        : throw new IndexOutOfRangeException("Array does not have that many dimensions.");

    public int GetUpperBound(int dimension) => GetLength(dimension) - 1;

    public object? GetValue(int index) => Rank == 1 ? ValueAt(index) : throw WrongRank(1);

    public object? GetValue(params int[] indices) => ValueAt(Flat(indices));

    public object? GetValue(int index1, int index2) => GetValue([index1, index2]);

    public object? GetValue(int index1, int index2, int index3) => GetValue([index1, index2, index3]);

    public void SetValue(object? value, int index) => SetValueAt(value, Rank == 1 ? index : throw WrongRank(1));

    public void SetValue(object? value, params int[] indices) => SetValueAt(value, Flat(indices));

    public void SetValue(object? value, int index1, int index2) => SetValue(value, [index1, index2]);

    public void SetValue(object? value, int index1, int index2, int index3) => SetValue(value, [index1, index2, index3]);

    /// <summary>All elements zero or null.</summary>
    public static unsafe void Clear(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);

        // SAFETY: the elements are as many bytes as that; zero is a value of each type.
        if (array.Length > 0)
        {
            SpanHelpers.Fill(ref array.Element(0), 0, (nuint)array.Length * array.m_pEEType->ComponentSize);
        }
    }

    // Where an element lies among all of them.
    private int Flat(int[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.Length != Rank)
        {
            throw WrongRank(indices.Length);
        }

        int flat = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            int length = GetLength(i);
            flat = (uint)indices[i] < (uint)length ? (flat * length) + indices[i] : throw new IndexOutOfRangeException();
        }

        return flat;
    }

    private static ArgumentException WrongRank(int count) => new(count == 1
        ? "Array was not a one-dimensional array."
        : "The number of dimensions does not match the array's rank.");

    private unsafe object? ValueAt(int index)
    {
        // SAFETY: the array's MethodTable names its elements' type and size; the index is checked.
        ref byte at = ref Element(index);
        MethodTable* type = m_pEEType->RelatedType;
        return type->IsValueType ? Runtime.RuntimeExports.RhBox(type, ref at) : Unsafe.As<byte, object?>(ref at);
    }

    private unsafe void SetValueAt(object? value, int index)
    {
        // SAFETY: as in GetValue; what is stored was found to be of the elements' type.
        ref byte at = ref Element(index);
        MethodTable* type = m_pEEType->RelatedType;
        if (!type->IsValueType)
        {
            Runtime.TypeCast.CheckArrayStore(this, value);
            Unsafe.As<byte, object?>(ref at) = value;
        }
        else if (type->IsNullable)
        {
            Runtime.RuntimeExports.RhUnboxNullable(ref at, type, value);
        }
        else if (value is null)
        {
            SpanHelpers.Fill(ref at, 0, m_pEEType->ComponentSize);
        }
        else
        {
            SpanHelpers.Memmove(ref at, ref Runtime.RuntimeExports.RhUnbox2(type, value), m_pEEType->ComponentSize);
        }
    }

    public void CopyTo(Array array, int index)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (array.Length - index < Length)
        {
            throw new ArgumentException("Destination array was not long enough. Check the destination index, length, and the array's lower "
                + "bounds.", "destinationArray");
        }

        for (int i = 0; i < Length; i++)
        {
            array.SetValue(GetValue(i), index + i);
        }
    }

    public IEnumerator GetEnumerator() => ((IEnumerable)this).GetEnumerator();

    // An array of one dimension has an enumerator of its elements' type, which stands in for this.
    IEnumerator IEnumerable.GetEnumerator()
    {
        for (int i = 0; i < Length; i++)
        {
            yield return ValueAt(i);
        }
    }

    int IList.Add(object? value) => throw new NotSupportedException("Collection was of a fixed size.");

    bool IList.Contains(object? value) => ((IList)this).IndexOf(value) >= 0;

    void IList.Clear()
    {
        for (int i = 0; i < Length; i++)
        {
            SetValue(null, i);
        }
    }

    int IList.IndexOf(object? value)
    {
        for (int i = 0; i < Length; i++)
        {
            if (Equals(GetValue(i), value))
            {
                return i;
            }
        }

        return -1;
    }

    void IList.Insert(int index, object? value) => throw new NotSupportedException("Collection was of a fixed size.");

    void IList.Remove(object? value) => throw new NotSupportedException("Collection was of a fixed size.");

    void IList.RemoveAt(int index) => throw new NotSupportedException("Collection was of a fixed size.");

    // SAFETY: the index is checked against the length.
    private unsafe ref byte Element(int index)
    {
        if ((uint)index >= (uint)Length)
        {
            throw new IndexOutOfRangeException();
        }

        // The base size has the word before the object, too: what is beyond 24 are the dimensions.
        return ref Unsafe.Add(ref Data, (nint)m_pEEType->BaseSize - 24 + ((nint)index * (nint)m_pEEType->ComponentSize));
    }
}
