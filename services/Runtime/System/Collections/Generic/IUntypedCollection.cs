// A collection as one of objects.

namespace System.Collections.Generic;

internal interface IUntypedCollection<T> : ICollection<T>, ICollection
{
    int ICollection.Count => ((ICollection<T>)this).Count;

    object ICollection.SyncRoot => this;

    bool ICollection.IsSynchronized => false;

    void ICollection.CopyTo(Array array, int index) => Untyped.CopyEach(this, array, index);
}
