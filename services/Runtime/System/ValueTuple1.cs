// A tuple of 1.

namespace System;

public partial struct ValueTuple<T1>
{
    public T1 Item1;

    public ValueTuple(T1 item1)
    {
        Item1 = item1;
    }
}
