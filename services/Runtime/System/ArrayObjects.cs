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

    public int Rank => 1;

    int ICollection.Count => Length;

    object? IList.this[int index]
    {
        get => GetValue(index);
        set => SetValue(value, index);
    }

    public int GetLength(int dimension) => dimension == 0 ? Length : throw new IndexOutOfRangeException();

    public int GetLowerBound(int dimension) => dimension == 0 ? 0 : throw new IndexOutOfRangeException();

    public int GetUpperBound(int dimension) => GetLength(dimension) - 1;

    public unsafe object? GetValue(int index)
    {
        // SAFETY: the array's MethodTable names its elements' type and size; the index is checked.
        ref byte at = ref Element(index);
        MethodTable* type = m_pEEType->RelatedType;
        return type->IsValueType ? Runtime.RuntimeExports.RhBox(type, ref at) : Unsafe.As<byte, object?>(ref at);
    }

    public unsafe void SetValue(object? value, int index)
    {
        // SAFETY: as in GetValue; what is stored was found to be of the elements' type.
        ref byte at = ref Element(index);
        MethodTable* type = m_pEEType->RelatedType;
        if (!type->IsValueType)
        {
            Unsafe.As<object?[]>(this)[index] = value;
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

    // Each array's own type has one of its elements' type, which stands in for this.
    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException();

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

        return ref Unsafe.Add(ref Data, (nint)index * (nint)m_pEEType->ComponentSize);
    }
}
