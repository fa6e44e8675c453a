// Atomic operations. The compiler expands each in place (load-exclusive, store-exclusive, dmb ish); the bodies never run.

using System.Runtime.CompilerServices;
using Internal.Runtime.CompilerHelpers;

namespace System.Threading;

public static partial class Interlocked
{
    [Intrinsic]
    public static int CompareExchange(ref int location1, int value, int comparand)
    {
        ThrowHelpers.ThrowNotSupportedException();
        return 0;
    }

    [Intrinsic]
    public static long CompareExchange(ref long location1, long value, long comparand)
    {
        ThrowHelpers.ThrowNotSupportedException();
        return 0;
    }

    [Intrinsic]
    public static int Exchange(ref int location1, int value)
    {
        ThrowHelpers.ThrowNotSupportedException();
        return 0;
    }

    [Intrinsic]
    public static int ExchangeAdd(ref int location1, int value)
    {
        ThrowHelpers.ThrowNotSupportedException();
        return 0;
    }

    [Intrinsic]
    public static long ExchangeAdd(ref long location1, long value)
    {
        ThrowHelpers.ThrowNotSupportedException();
        return 0;
    }

    public static int Add(ref int location1, int value) => ExchangeAdd(ref location1, value) + value;

    public static long Add(ref long location1, long value) => ExchangeAdd(ref location1, value) + value;

    public static int Increment(ref int location) => ExchangeAdd(ref location, 1) + 1;

    public static int Decrement(ref int location) => ExchangeAdd(ref location, -1) - 1;

    [Intrinsic]
    public static void MemoryBarrier() => ThrowHelpers.ThrowNotSupportedException();
}
