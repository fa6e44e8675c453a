// A list as one of objects: it contains no value of another type, and none can be added.

namespace System.Collections.Generic;

internal interface IUntypedList<T> : IList<T>, IList, IUntypedCollection<T>
{
    bool IList.IsReadOnly => ((ICollection<T>)this).IsReadOnly;

    bool IList.IsFixedSize => ((ICollection<T>)this).IsReadOnly;

    object? IList.this[int index]
    {
        get => ((IList<T>)this)[index];
        set => ((IList<T>)this)[index] = Item(value);
    }

    int IList.Add(object? value)
    {
        ((ICollection<T>)this).Add(Item(value));
        return ((ICollection<T>)this).Count - 1;
    }

    void IList.Clear() => ((ICollection<T>)this).Clear();

    bool IList.Contains(object? value) => Untyped.Is<T>(value) && ((ICollection<T>)this).Contains((T)value!);

    int IList.IndexOf(object? value) => Untyped.Is<T>(value) ? ((IList<T>)this).IndexOf((T)value!) : -1;

    void IList.Insert(int index, object? value) => ((IList<T>)this).Insert(index, Item(value));

    void IList.Remove(object? value)
    {
        if (Untyped.Is<T>(value))
        {
            _ = ((ICollection<T>)this).Remove((T)value!);
        }
    }

    void IList.RemoveAt(int index) => ((IList<T>)this).RemoveAt(index);

    // A read-only one refuses by itself, whatever the value.
    private T Item(object? value) => ((ICollection<T>)this).IsReadOnly ? default! : Untyped.Of<T>(value, nameof(value));
}
