// Combines several hashes. The mixing is ours: .NET's has a seed for each process.

using System.Collections.Generic;

namespace System;

public struct HashCode
{
    private uint _hash;

    public static int Combine<T1>(T1 value1)
    {
        HashCode hash = default;
        hash.Add(value1);
        return hash.ToHashCode();
    }

    public static int Combine<T1, T2>(T1 value1, T2 value2)
    {
        HashCode hash = default;
        hash.Add(value1);
        hash.Add(value2);
        return hash.ToHashCode();
    }

    public static int Combine<T1, T2, T3>(T1 value1, T2 value2, T3 value3)
    {
        HashCode hash = default;
        hash.Add(value1);
        hash.Add(value2);
        hash.Add(value3);
        return hash.ToHashCode();
    }

    public static int Combine<T1, T2, T3, T4>(T1 value1, T2 value2, T3 value3, T4 value4) =>
        Combine(Combine(value1, value2, value3), value4);

    public static int Combine<T1, T2, T3, T4, T5>(T1 value1, T2 value2, T3 value3, T4 value4, T5 value5) =>
        Combine(Combine(value1, value2, value3, value4), value5);

    public static int Combine<T1, T2, T3, T4, T5, T6>(T1 value1, T2 value2, T3 value3, T4 value4, T5 value5, T6 value6) =>
        Combine(Combine(value1, value2, value3, value4, value5), value6);

    public void Add<T>(T value) => Mix(value?.GetHashCode() ?? 0);

    public void Add<T>(T value, IEqualityComparer<T>? comparer) =>
        Mix(value is null ? 0 : comparer?.GetHashCode(value) ?? value.GetHashCode());

    public readonly int ToHashCode()
    {
        uint hash = _hash;
        hash = (hash ^ (hash >> 15)) * 0x85EBCA77;
        return (int)(hash ^ (hash >> 13));
    }

    private void Mix(int hash) => _hash = (System.Numerics.BitOperations.RotateLeft(_hash, 5) ^ (uint)hash) * 0x9E3779B1;
}
