// The types and methods that suite lang tests.

using System;
using System.Runtime.CompilerServices;

namespace RustKernel.Suites;

internal sealed partial class LangSuite
{
    private static readonly ushort[] s_primes = [2, 3, 5, 7, 11, 13, 17, 19];
    private static readonly int[] s_scratch = new int[8];

    private static ulong s_calls;
    private static Shape? s_shape;

    private interface IScale
    {
        static abstract ulong Factor { get; }
    }

    private interface ICounter
    {
        void Add(ulong amount);
    }

    [Flags]
    private enum Colours
    {
        Red = 1,
        Green = 2,
        Blue = 4,
    }

    private static string NameAt(int index) => index switch
    {
        0 => "alpha",
        1 => "beta",
        _ => "gamma",
    };

    private static uint DigitBySwitch(int index)
    {
        switch (index)
        {
            case 0: return 3;
            case 1: return 1;
            case 2: return 4;
            case 3: return 1;
            case 4: return 5;
            case 5: return 9;
            case 6: return 2;
            case 7: return 6;
            case 8: return 5;
            default: return 0;
        }
    }

    private static uint SparseCase(int value) => value switch
    {
        -1000 => 1,
        7 => 2,
        1_000_000 => 3,
        _ => 0,
    };

    private static uint ByName(string name) => name switch
    {
        "alpha" => 1,
        "beta" => 2,
        _ => 0,
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong PassByReference(in Sample sample) => sample.Sum();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Replace(ref Sample target, Sample source) => target = source;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Sample Make(ulong seed) => new(seed, seed + 1, seed + 2, seed + 3, seed + 4);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Result<ulong> Half(ulong value)
    {
        if ((value & 1) != 0)
        {
            return ErrorCode.InvalidArgument;
        }

        return value / 2;
    }

    private static T Largest<T>(ReadOnlySpan<T> values)
        where T : struct, IComparable<T>
    {
        T largest = values[0];
        foreach (T value in values)
        {
            if (value.CompareTo(largest) > 0)
            {
                largest = value;
            }
        }

        return largest;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Identity<T>(T value)
        where T : class => value;

    private static ulong Measure<T>(ulong length)
        where T : struct, IScale => length * T.Factor;

    private static void CountTo<T>(ref T counter, int times)
        where T : struct, ICounter
    {
        for (int i = 0; i < times; i++)
        {
            counter.Add(1);
        }
    }

    private static (int Quotient, int Remainder) Divide(int dividend, int divisor) => (dividend / divisor, dividend % divisor);

    private static uint Classify(int value) => value switch
    {
        < 0 => 1,
        0 => 2,
        > 10 and < 20 => 3,
        _ => 4,
    };

    private static ref ulong Pick(Span<ulong> cells, int index) => ref cells[index];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Fibonacci(uint index) => index < 2 ? index : Fibonacci(index - 1) + Fibonacci(index - 2);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CountCall() => s_calls++;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Combine(
        ulong a, ulong b, ulong c, ulong d, ulong e, ulong f, ulong g, ulong h, ulong i, ulong j, ulong k) =>
        (((((((((((((((((((a * 10) + b) * 10) + c) * 10) + d) * 10) + e) * 10) + f) * 10) + g) * 10) + h) * 10) + i) * 10) + j) * 10) + k;

    private struct Sample
    {
        public ulong A;
        public ulong B;
        public ulong C;
        public ulong D;
        public ulong E;

        public Sample(ulong a, ulong b, ulong c, ulong d, ulong e)
        {
            A = a;
            B = b;
            C = c;
            D = d;
            E = e;
        }

        public readonly ulong Sum() => A + B + C + D + E;
    }

    [InlineArray(8)]
    private struct EightWords
    {
        private uint _first;
    }

    private readonly struct Pair<TFirst, TSecond>(TFirst first, TSecond second)
    {
        public readonly TFirst First = first;
        public readonly TSecond Second = second;
    }

    private struct Wide : IScale
    {
        public static ulong Factor => 3;
    }

    private struct Narrow : IScale
    {
        public static ulong Factor => 1;
    }

    private struct Counter : ICounter
    {
        public ulong Value;

        public void Add(ulong amount) => Value += amount;
    }

    private abstract class Shape
    {
        public abstract ulong Area(ulong size);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public virtual ulong Corners() => 100;
    }

    private sealed class Circle : Shape
    {
        internal static readonly Circle Instance = new();

        [MethodImpl(MethodImplOptions.NoInlining)]
        public override ulong Area(ulong size) => 3 * size * size;
    }

    private sealed class Square : Shape
    {
        internal static readonly Square Instance = new();

        [MethodImpl(MethodImplOptions.NoInlining)]
        public override ulong Area(ulong size) => size * size;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public override ulong Corners() => base.Corners() - 96;
    }
}
