// Atomic operations on references and on what the compiler does not expand, built on those that it does. Nothing moves, so a reference can
// be treated as a number.

using System.Runtime.CompilerServices;

namespace System.Threading;

public static partial class Interlocked
{
    public static T CompareExchange<T>(ref T location1, T value, T comparand)
    {
        if (Unsafe.SizeOf<T>() == sizeof(long))
        {
            long seen = CompareExchange(
                ref Unsafe.As<T, long>(ref location1),
                Unsafe.As<T, long>(ref value),
                Unsafe.As<T, long>(ref comparand));
            return Unsafe.As<long, T>(ref seen);
        }

        if (Unsafe.SizeOf<T>() == sizeof(int))
        {
            int seen = CompareExchange(ref Unsafe.As<T, int>(ref location1), Unsafe.As<T, int>(ref value), Unsafe.As<T,
                int>(ref comparand));
            return Unsafe.As<int, T>(ref seen);
        }

        throw new NotSupportedException("The specified type must be a reference type, a primitive type, or an enum type of 4 or 8 bytes.");
    }

    public static T Exchange<T>(ref T location1, T value)
    {
        T seen = location1;
        while (true)
        {
            T found = CompareExchange(ref location1, value, seen);
            if (IsSame(ref found, ref seen))
            {
                return found;
            }

            seen = found;
        }
    }

    public static object? CompareExchange(ref object? location1, object? value, object? comparand) =>
        CompareExchange<object?>(ref location1, value, comparand);

    public static object? Exchange(ref object? location1, object? value) => Exchange<object?>(ref location1, value);

    public static long Exchange(ref long location1, long value) => Exchange<long>(ref location1, value);

    public static uint Exchange(ref uint location1, uint value) => (uint)Exchange(ref Unsafe.As<uint, int>(ref location1), (int)value);

    public static ulong Exchange(ref ulong location1, ulong value) => Exchange<ulong>(ref location1, value);

    public static uint CompareExchange(ref uint location1, uint value, uint comparand) =>
        (uint)CompareExchange(ref Unsafe.As<uint, int>(ref location1), (int)value, (int)comparand);

    public static ulong CompareExchange(ref ulong location1, ulong value, ulong comparand) =>
        (ulong)CompareExchange(ref Unsafe.As<ulong, long>(ref location1), (long)value, (long)comparand);

    public static nint CompareExchange(ref nint location1, nint value, nint comparand) =>
        CompareExchange<nint>(ref location1, value, comparand);

    public static double CompareExchange(ref double location1, double value, double comparand) =>
        CompareExchange<double>(ref location1, value, comparand);

    public static long Increment(ref long location) => ExchangeAdd(ref location, 1) + 1;

    public static long Decrement(ref long location) => ExchangeAdd(ref location, -1) - 1;

    public static uint Increment(ref uint location) => (uint)Increment(ref Unsafe.As<uint, int>(ref location));

    public static uint Decrement(ref uint location) => (uint)Decrement(ref Unsafe.As<uint, int>(ref location));

    public static ulong Increment(ref ulong location) => (ulong)Increment(ref Unsafe.As<ulong, long>(ref location));

    public static ulong Decrement(ref ulong location) => (ulong)Decrement(ref Unsafe.As<ulong, long>(ref location));

    public static uint Add(ref uint location1, uint value) => (uint)Add(ref Unsafe.As<uint, int>(ref location1), (int)value);

    public static ulong Add(ref ulong location1, ulong value) => (ulong)Add(ref Unsafe.As<ulong, long>(ref location1), (long)value);

    public static long Read(ref readonly long location) => Volatile.Read(ref Unsafe.AsRef(in location));

    public static int And(ref int location1, int value)
    {
        int seen = location1;
        for (int found; (found = CompareExchange(ref location1, seen & value, seen)) != seen; seen = found)
        {
        }

        return seen;
    }

    public static int Or(ref int location1, int value)
    {
        int seen = location1;
        for (int found; (found = CompareExchange(ref location1, seen | value, seen)) != seen; seen = found)
        {
        }

        return seen;
    }

    public static uint And(ref uint location1, uint value) => (uint)And(ref Unsafe.As<uint, int>(ref location1), (int)value);

    public static uint Or(ref uint location1, uint value) => (uint)Or(ref Unsafe.As<uint, int>(ref location1), (int)value);

    public static ulong And(ref ulong location1, ulong value) => (ulong)And(ref Unsafe.As<ulong, long>(ref location1), (long)value);

    public static ulong Or(ref ulong location1, ulong value) => (ulong)Or(ref Unsafe.As<ulong, long>(ref location1), (long)value);

    public static long And(ref long location1, long value)
    {
        long seen = location1;
        for (long found; (found = CompareExchange(ref location1, seen & value, seen)) != seen; seen = found)
        {
        }

        return seen;
    }

    public static long Or(ref long location1, long value)
    {
        long seen = location1;
        for (long found; (found = CompareExchange(ref location1, seen | value, seen)) != seen; seen = found)
        {
        }

        return seen;
    }

    private static bool IsSame<T>(ref T left, ref T right) => Unsafe.SizeOf<T>() == sizeof(long)
        ? Unsafe.As<T, long>(ref left) == Unsafe.As<T, long>(ref right)
        : Unsafe.As<T, int>(ref left) == Unsafe.As<T, int>(ref right);
}
