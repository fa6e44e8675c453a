// An array whose element type is unknown: through IList, and by GetValue.

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

    public object? GetValue(long index) => GetValue(Number(index));

    public object? GetValue(long index1, long index2) => GetValue(Number(index1), Number(index2));

    public object? GetValue(long index1, long index2, long index3) => GetValue(Number(index1), Number(index2), Number(index3));

    public object? GetValue(params long[] indices) => GetValue(Numbers(indices));

    public void SetValue(object? value, long index) => SetValue(value, Number(index));

    public void SetValue(object? value, long index1, long index2) => SetValue(value, Number(index1), Number(index2));

    public void SetValue(object? value, long index1, long index2, long index3) =>
        SetValue(value, Number(index1), Number(index2), Number(index3));

    public void SetValue(object? value, params long[] indices) => SetValue(value, Numbers(indices));

    private static int Number(long index, string name = "index") =>
        index == (int)index ? (int)index : throw new ArgumentOutOfRangeException(name, "Arrays larger than 2GB are not supported.");

    private int[] Numbers(long[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.Length != Rank)
        {
            throw WrongRank(indices.Length);
        }

        int[] numbers = new int[indices.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Number(indices[i]);
        }

        return numbers;
    }

    // The position of an element among all of them.
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
        // SAFETY: as in GetValue; what is stored was checked to have the elements' type, or is converted to it.
        ref byte at = ref Element(index);
        MethodTable* type = m_pEEType->RelatedType;
        if (!type->IsValueType)
        {
            if (value is not null && !Runtime.TypeCast.IsAssignable(value.m_pEEType, type))
            {
                throw new InvalidCastException("Object cannot be stored in an array of this type.");
            }

            Unsafe.As<byte, object?>(ref at) = value;
        }
        else if (!TryUnbox(value, ref at, type))
        {
            SetNumber(value, ref at, type);
        }
    }

    // SAFETY: types are data of the image. A non-reference had the elements' type when it was boxed.
    private protected static unsafe bool MayHold(Array array, object? item)
    {
        MethodTable* type = array.m_pEEType->RelatedType;
        return item is null || type->IsValueType || Runtime.TypeCast.IsAssignable(item.m_pEEType, type);
    }

    // A boxed value of the type itself; null is its default.
    private static unsafe bool TryUnbox(object? value, ref byte at, MethodTable* type)
    {
        // SAFETY: at is an element of the type.
        if (value is null)
        {
            SpanHelpers.Fill(ref at, 0, type->ValueSize);
        }
        else if (type->IsNullable && value.m_pEEType == type->NullableType)
        {
            Runtime.RuntimeExports.RhUnboxNullable(ref at, type, value);
        }
        else if (value.m_pEEType == type)
        {
            SpanHelpers.Memmove(ref at, ref value.GetRawData(), type->ValueSize);
        }
        else
        {
            return false;
        }

        return true;
    }

    // A number of another type: only a wider type takes it.
    private static unsafe void SetNumber(object? value, ref byte at, MethodTable* type)
    {
        // SAFETY: both have the sizes of their kinds.
        MethodTable* from = value!.m_pEEType;
        if (!type->IsPrimitive || type->IsEnum || !from->IsPrimitive)
        {
            throw new InvalidCastException("Object cannot be stored in an array of this type.");
        }

        if (!IsWidened(from->KindNumber, type->KindNumber))
        {
            throw new ArgumentException("Cannot widen from source type to target type either because the source type is a not a "
                + "primitive type or the conversion cannot be accomplished.");
        }

        Widen(ref value.GetRawData(), from->KindNumber, ref at, type->KindNumber);
    }

    public void CopyTo(Array array, int index)
    {
        if (array is not null && array.Rank != 1)
        {
            throw new ArgumentException("Only single dimensional arrays are supported for the requested action.");
        }

        Copy(this, 0, array!, index, Length);
    }

    public void CopyTo(Array array, long index) => CopyTo(array, Number(index));

    public IEnumerator GetEnumerator() => ((IEnumerable)this).GetEnumerator();

    // An array of one dimension has an enumerator of its element type, which overrides this.
    IEnumerator IEnumerable.GetEnumerator()
    {
        for (int i = 0; i < Length; i++)
        {
            yield return ValueAt(i);
        }
    }

    int IList.Add(object? value) => throw new NotSupportedException("Collection was of a fixed size.");

    bool IList.Contains(object? value) => ((IList)this).IndexOf(value) >= 0;

    void IList.Clear() => Clear(this);

    int IList.IndexOf(object? value) => IndexOf(this, value);

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

        return ref Unsafe.Add(ref First, (nint)index * (nint)m_pEEType->ComponentSize);
    }

    // SAFETY: a type is data of the image. The base size also counts the word before the object: what exceeds 24 are the dimensions.
    private unsafe ref byte First => ref Unsafe.Add(ref Data, (nint)m_pEEType->BaseSize - 24);
}
