// Pseudorandom numbers. With a seed, the sequence of .NET's Random(seed): a subtractive generator over 55 numbers. Without, the counter is
// the seed.

using RustKernel.User;

namespace System;

public class Random
{
    private const int Numbers = 55;

    // The distance from the first number to the second.
    private const int Distance = 21;
    private const int FirstSeed = 161803398;

    [ThreadStatic]
    private static Random? s_shared;

    private readonly int[] _numbers = new int[Numbers + 1];
    private int _next;
    private int _second = Distance;

    public Random()
        : this((int)Kernel.ReadCounter() * 0x2545F491)
    {
    }

    public Random(int Seed)
    {
        int last = FirstSeed - (Seed == int.MinValue ? int.MaxValue : Math.Abs(Seed));
        int number = 1;
        _numbers[Numbers] = last;
        for (int i = 1; i < Numbers; i++)
        {
            int place = Distance * i % Numbers;
            _numbers[place] = number;
            number = last - number;
            number += number < 0 ? int.MaxValue : 0;
            last = _numbers[place];
        }

        for (int round = 0; round < 4; round++)
        {
            for (int i = 1; i <= Numbers; i++)
            {
                _numbers[i] -= _numbers[1 + ((i + 30) % Numbers)];
                _numbers[i] += _numbers[i] < 0 ? int.MaxValue : 0;
            }
        }
    }

    // One for each thread, so that no lock is needed.
    public static Random Shared => s_shared ??= new Random();

    public virtual int Next() => NextNumber();

    public virtual int Next(int maxValue)
    {
        if (maxValue < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(maxValue), $"maxValue ('{maxValue}') must be a non-negative value.");
        }

        return (int)(Sample() * maxValue);
    }

    public virtual int Next(int minValue, int maxValue)
    {
        if (minValue > maxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(minValue), "'minValue' cannot be greater than maxValue.");
        }

        long range = (long)maxValue - minValue;
        return range <= int.MaxValue ? (int)(Sample() * range) + minValue : (int)((long)(SampleOfMany() * range) + minValue);
    }

    public virtual long NextInt64()
    {
        while (true)
        {
            ulong bits = NextBits() >> 1;
            if (bits != long.MaxValue)
            {
                return (long)bits;
            }
        }
    }

    public virtual long NextInt64(long maxValue)
    {
        if (maxValue < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(maxValue), $"maxValue ('{maxValue}') must be a non-negative value.");
        }

        return NextInt64(0, maxValue);
    }

    public virtual long NextInt64(long minValue, long maxValue)
    {
        if (minValue > maxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(minValue), "'minValue' cannot be greater than maxValue.");
        }

        ulong range = (ulong)(maxValue - minValue);
        if (range <= 1)
        {
            return minValue;
        }

        // As many bits as the range has; numbers beyond it are discarded.
        int bits = 64 - Numerics.BitOperations.LeadingZeroCount(range - 1);
        while (true)
        {
            ulong result = NextBits() >> (64 - bits);
            if (result < range)
            {
                return (long)result + minValue;
            }
        }
    }

    public virtual double NextDouble() => Sample();

    public virtual float NextSingle()
    {
        while (true)
        {
            float sample = (float)Sample();
            if (sample < 1.0f)
            {
                return sample;
            }
        }
    }

    public virtual void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    public virtual void NextBytes(Span<byte> buffer)
    {
        for (int i = 0; i < buffer.Length; i++)
        {
            buffer[i] = (byte)NextNumber();
        }
    }

    public void GetItems<T>(ReadOnlySpan<T> choices, Span<T> destination)
    {
        if (choices.IsEmpty)
        {
            throw new ArgumentException("Span may not be empty.", nameof(choices));
        }

        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = choices[Next(choices.Length)];
        }
    }

    public T[] GetItems<T>(ReadOnlySpan<T> choices, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        T[] items = new T[length];
        GetItems(choices, items.AsSpan());
        return items;
    }

    public T[] GetItems<T>(T[] choices, int length)
    {
        ArgumentNullException.ThrowIfNull(choices);
        return GetItems(new ReadOnlySpan<T>(choices), length);
    }

    public void Shuffle<T>(T[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Shuffle(values.AsSpan());
    }

    public void Shuffle<T>(Span<T> values)
    {
        for (int i = 0; i < values.Length - 1; i++)
        {
            int other = Next(i, values.Length);
            (values[i], values[other]) = (values[other], values[i]);
        }
    }

    protected virtual double Sample() => NextNumber() * (1.0 / int.MaxValue);

    private int NextNumber()
    {
        _next = _next == Numbers ? 1 : _next + 1;
        _second = _second == Numbers ? 1 : _second + 1;
        int number = _numbers[_next] - _numbers[_second];
        number -= number == int.MaxValue ? 1 : 0;
        number += number < 0 ? int.MaxValue : 0;
        _numbers[_next] = number;
        return number;
    }

    // A sample has 31 bits; for a larger range it would never reach some values.
    private double SampleOfMany()
    {
        int result = NextNumber();
        result = NextNumber() % 2 == 0 ? -result : result;
        double sample = result + (int.MaxValue - 1.0);
        return sample / ((2.0 * int.MaxValue) - 1);
    }

    private ulong NextBits() => (uint)Next(1 << 22) | ((ulong)(uint)Next(1 << 22) << 22) | ((ulong)(uint)Next(1 << 20) << 44);
}
