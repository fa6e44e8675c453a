// Numbers through the interfaces of System.Numerics: written once for all types.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace RustKernel.ParityProgram;

internal static class GenericMathCases
{
    internal static void Run(Table table)
    {
        Integers<byte>(table, "byte");
        Integers<sbyte>(table, "sbyte");
        Integers<short>(table, "short");
        Integers<ushort>(table, "ushort");
        Integers<int>(table, "int");
        Integers<uint>(table, "uint");
        Integers<long>(table, "long");
        Integers<ulong>(table, "ulong");
        Integers<nint>(table, "nint");
        Integers<nuint>(table, "nuint");
        All<char>(table, "char");
        All<decimal>(table, "decimal");
        All<BigInteger>(table, "BigInteger");
        Reals<double>(table, "double");
        Reals<float>(table, "float");
        Own(table);
        Members(table);
    }

    private static void All<T>(Table table, string name)
        where T : INumber<T>
    {
        T[] values = [.. new[] { 0, 1, 2, 3, 7, 100, 120 }.Select(T.CreateChecked)];
        table.Case($"{name} sum", () => Sum(values.Take(4)));
        table.Case($"{name} product", () => values.Skip(1).Take(4).Aggregate(T.One, (product, value) => product * value));
        table.Case($"{name} average", () => Sum(values.Take(4)) / T.CreateChecked(4));
        table.Case($"{name} of sizes", () => string.Join(" ", values.Select(value => value % T.CreateChecked(3))));
        table.Case($"{name} order", () => string.Join(" ", T.Max(values[2], values[5]), T.Min(values[2], values[5]), T.Sign(values[3]),
            T.Clamp(values[6], values[1], values[4]), T.Abs(values[4]), T.MaxMagnitude(values[2], values[3])));
        table.Case($"{name} kinds", () => string.Join(" ", values.Select(value => $"{T.IsZero(value)}{T.IsEvenInteger(value)}"
            + $"{T.IsOddInteger(value)}{T.IsNegative(value)}{T.IsPositive(value)}{T.IsInteger(value)}{T.IsNaN(value)}{T.IsFinite(value)}"
            + $"{T.IsCanonical(value)}{T.IsNormal(value)}{T.IsRealNumber(value)}{T.IsSubnormal(value)}{T.IsInfinity(value)}")));
        table.Case(
            $"{name} up and down",
            () => $"{Next(values[3])} {values[3]--} {T.Radix} {T.AdditiveIdentity} {T.MultiplicativeIdentity}");
        table.Case($"{name} comparison", () => (values[1] < values[2]) + " " + (values[1] >= values[2]) + " " + (values[1] == values[1])
            + " " + (values[1] != values[2]) + " " + values[1].CompareTo(values[2]));
        if (name != "char")
        {
            table.Case($"{name} parse", () => T.Parse("12", CultureInfo.InvariantCulture) + T.Parse("34".AsSpan(), null));
            table.Case($"{name} try parse", () => T.TryParse("x", null, out T? result) + " " + result + " "
                + T.TryParse("+5", NumberStyles.Integer, null, out T? other) + other);
        }

        From(
            table,
            name,
            new[] { 0, 1, -1, 42, 200, 70_000, int.MinValue, int.MaxValue },
            T.CreateChecked,
            T.CreateSaturating,
            T.CreateTruncating);
        From(table, name, new[] { 0ul, 300ul, ulong.MaxValue }, T.CreateChecked, T.CreateSaturating, T.CreateTruncating);
        From(table, name, new[] { 0.5, -0.5, 1.75, 255.9, -129.5, 3e9, 1e19 }, T.CreateChecked, T.CreateSaturating, T.CreateTruncating);
        From(table, name, new[] { 0.5m, 1.75m, 65_536.25m, -1.5m }, T.CreateChecked, T.CreateSaturating, T.CreateTruncating);
        From(table, name, new[] { 'a', '\u20AC' }, T.CreateChecked, T.CreateSaturating, T.CreateTruncating);
        From(table, name, new[] { BigInteger.One, -BigInteger.Pow(2, 70) - 1 }, T.CreateChecked, T.CreateSaturating, T.CreateTruncating);
    }

    private static void From<T, TFrom>(
        Table table,
        string name,
        TFrom[] values,
        Func<TFrom, T> check,
        Func<TFrom, T> saturate,
        Func<TFrom, T> truncate)
    {
        string from = typeof(TFrom).Name;
        table.Each($"{name} from {from} checked", values, value => Shown(check(value)));
        table.Each($"{name} from {from} saturating", values, value => Shown(saturate(value)));
        table.Each($"{name} from {from} truncating", values, value => Shown(truncate(value)));
    }

    private static object? Shown<T>(T value) => value is char c ? (int)c : value;

    private static void Integers<T>(Table table, string name)
        where T : IBinaryInteger<T>, IMinMaxValue<T>
    {
        All<T>(table, name);
        T[] values = [.. new[] { T.Zero, T.One, T.CreateChecked(6), T.CreateChecked(100), T.MaxValue, T.MinValue }.Distinct()];
        table.Each($"{name} bits", values, value => $"{T.PopCount(value)} {T.LeadingZeroCount(value)} {T.TrailingZeroCount(value)} "
            + $"{T.IsPow2(value)} {value.GetByteCount()} {value.GetShortestBitLength()}");
        table.Each(
            $"{name} rotated",
            values,
            value => $"{T.RotateLeft(value, 3)} {T.RotateRight(value, 3)} {value << 2} {value >> 1} {value >>> 1}");
        table.Each(
            $"{name} with a mask",
            values,
            value => $"{value & T.CreateChecked(7)} {value | T.One} {value ^ T.CreateChecked(5)} {~value}");
        table.Each($"{name} checked", values, value => checked(value + T.One));
        table.Each($"{name} unchecked", values, value => $"{unchecked(value + T.One)} {unchecked(value * value)} {unchecked(-value)}");
        table.Each($"{name} negated, checked", values, value => checked(-value));
        table.Each($"{name} absolute", values, value => T.Abs(value));
        table.Each($"{name} logarithm", values, value => T.Log2(value));
        table.Each($"{name} quotient", values, value => T.DivRem(value, T.CreateChecked(7)));
        table.Case($"{name} by nothing", () => T.One / T.Zero);
    }

    private static void Reals<T>(Table table, string name)
        where T : IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        All<T>(table, name);
        T[] values = [.. new[] { 0, -0.0, 1, -2.5, 3.5, 0.125, double.NaN, double.PositiveInfinity, 1e-40 }.Select(T.CreateChecked)];
        table.Each($"{name} kinds", values, value => $"{T.IsNaN(value)}{T.IsInteger(value)}{T.IsNegative(value)}{T.IsSubnormal(value)}"
            + $"{T.IsInfinity(value)}{T.IsPow2(value)}{T.IsEvenInteger(value)}{T.IsOddInteger(value)}{T.IsNormal(value)}");
        table.Each($"{name} rounded", values, value => $"{T.Round(value)} {T.Floor(value)} {T.Ceiling(value)} {T.Truncate(value)} "
            + $"{T.Round(value, MidpointRounding.AwayFromZero)}");
        table.Each(
            $"{name} root",
            values,
            value => $"{T.Sqrt(value)} {T.Abs(value)} {-value} {T.BitIncrement(value)} {T.BitDecrement(value)}");
        table.Pairs($"{name} larger", values, values, (x, y) => $"{T.Max(x, y)} {T.Min(x, y)} {T.MaxNumber(x, y)} {T.CopySign(x, y)}");
        table.Case(
            $"{name} constants",
            () => $"{T.E} {T.Pi} {T.Tau} {T.Epsilon} {T.NaN} {T.NegativeInfinity} {T.NegativeZero} {T.MaxValue}");
        table.Case($"{name} functions", () => string.Join(
            " ",
            T.Round(T.Pow(T.CreateChecked(2), T.CreateChecked(10))),
            T.Hypot(T.CreateChecked(3), T.CreateChecked(4)),
            T.Lerp(T.Zero, T.CreateChecked(10), T.CreateChecked(0.25)),
            T.Exp(T.Zero),
            T.Log10(T.CreateChecked(100))));
        From(table, name + " exact", new[] { long.MaxValue, 16_777_217L, -3L }, T.CreateChecked, T.CreateSaturating, T.CreateTruncating);
        From(table, "int of " + name, values, int.CreateChecked, int.CreateSaturating, int.CreateTruncating);
        From(table, "decimal of " + name, values, decimal.CreateChecked, decimal.CreateSaturating, decimal.CreateTruncating);
    }

    private static void Own(Table table)
    {
        table.Case("own number", () => Sum([new Meters(1.5), new Meters(2)]).ToString());
        table.Case("own operators", () => Twice<Meters, double>(new Meters(3), 2.5).ToString());
        table.Case(
            "own parse",
            () => Read<Meters>("4.5m").ToString() + Read<int>("7") + Read<Guid>(Guid.Empty.ToString()) + Read<DateTime>("2024-02-03"));
        table.Case("own identity", () => Zero<Meters>().ToString() + Zero<int>());
        table.Case("dot product", () => Dot([1.5, 2], [4.0, 0.5]) + " " + Dot([1, 2, 3], [4, 5, 6]) + " " + Dot([1.5m], [2m]));
        table.Case("fibonacci", () => string.Join(",", Fibonacci<long>().Take(12)) + "," + Fibonacci<BigInteger>().Skip(100).First());
        table.Case("greatest divisor", () => Divisor(84, 36) + " " + Divisor(84ul, 36ul) + " " + Divisor(new BigInteger(84), 36));
        table.Case("standard deviation", () => Deviation<int, double>([2, 4, 4, 4, 5, 5, 7, 9]) + " " + Deviation<float, float>([1, 3]));
        table.Case("overflow of a sum", () => CheckedSum<byte>([200, 100]));
        table.Case("histogram", () => string.Join(" ", new[] { 1, 5, 5, 7 }.GroupBy(value => value).Select(group => Half(group.Key))));
    }

    private static void Members(Table table)
    {
        table.Case("int members",
        () => $"{int.Max(3, 4)} {int.Min(3, 4)} {int.Abs(-5)} {int.Sign(-9)} {int.Clamp(50, 1, 9)} {int.PopCount(255)} "
            + $"{int.LeadingZeroCount(1)} {int.TrailingZeroCount(8)} {int.IsPow2(64)} {int.IsEvenInteger(3)} {int.DivRem(17, 5)} "
                + $"{int.Log2(1000)}");
        table.Case("int copy sign", () => $"{int.CopySign(5, -1)} {int.CopySign(-5, 1)} {int.MaxMagnitude(-5, 3)} {int.RotateLeft(1, 33)}");
        table.Case("int from", () => $"{int.CreateChecked(5L)} {int.CreateSaturating(1e20)} {int.CreateTruncating(0x1_0000_0005L)}");
        table.Case("int from too much", () => int.CreateChecked(5_000_000_000L));
        table.Case("byte members", () => $"{byte.Max(3, 4)} {byte.CreateSaturating(-5)} {byte.CreateTruncating(511)} {byte.Log2(8)}");
        table.Case("long members", () => $"{long.Max(3, 4)} {long.Abs(-5)} {long.RotateRight(1, 1)} {ulong.PopCount(ulong.MaxValue)}");
        table.Case("double members",
        () => $"{double.Max(1.5, 2.5)} {double.Sqrt(2.25)} {double.Pow(2, 8)} {double.Abs(-1.5)} {double.Round(2.5)} "
            + $"{double.Floor(-1.5)} {double.Ceiling(1.2)} {double.Truncate(-1.7)} {double.Sign(-2.5)} {double.IsEvenInteger(4)} "
            + $"{double.Clamp(7, 1, 5)} {double.Lerp(1, 3, 0.5)} {double.Tau:F3} {double.CreateChecked(3)}");
        table.Case("float members", () => $"{float.Max(1.5f, 2.5f)} {float.Sqrt(2.25f)} {float.IsPow2(8)} {float.Lerp(1, 3, 0.5f)}");
        table.Case("decimal members",
        () => $"{decimal.CreateChecked(5)} {decimal.IsEvenInteger(4m)} {decimal.IsOddInteger(1.5m)} {decimal.CopySign(5, -1)} "
            + $"{decimal.IsCanonical(1.50m)} {decimal.IsCanonical(1.5m)} {decimal.MaxMagnitude(-3, 2)}");
        table.Case("nint members", () => $"{nint.MaxValue} {nint.Parse("12")} {nint.TryParse("x", out _)} {nuint.MinValue} {nint.Abs(-3)}");
        table.Case("large members",
        () => $"{BigInteger.CreateChecked(5)} {BigInteger.Log2(1024)} {BigInteger.PopCount(255)} {BigInteger.PopCount(-1)} "
            + $"{BigInteger.TrailingZeroCount(8)} {BigInteger.MaxMagnitude(-5, 3)}");
    }

    private static T Sum<T>(IEnumerable<T> values)
        where T : IAdditionOperators<T, T, T>, IAdditiveIdentity<T, T>
    {
        T sum = T.AdditiveIdentity;
        foreach (T value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static T CheckedSum<T>(T[] values)
        where T : INumber<T>
    {
        T sum = T.Zero;
        foreach (T value in values)
        {
            sum = checked(sum + value);
        }

        return sum;
    }

    private static T Next<T>(T value)
        where T : IIncrementOperators<T> => ++value;

    private static T Half<T>(T value)
        where T : INumber<T> => value / (T.One + T.One);

    private static T Twice<T, TFactor>(T value, TFactor factor)
        where T : IMultiplyOperators<T, TFactor, T> => value * factor;

    private static T Read<T>(string text)
        where T : IParsable<T> => T.Parse(text, CultureInfo.InvariantCulture);

    private static T Zero<T>()
        where T : IAdditiveIdentity<T, T> => T.AdditiveIdentity;

    private static T Dot<T>(T[] left, T[] right)
        where T : INumber<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    private static IEnumerable<T> Fibonacci<T>()
        where T : INumberBase<T>
    {
        (T one, T other) = (T.Zero, T.One);
        while (true)
        {
            yield return one;
            (one, other) = (other, one + other);
        }
    }

    private static T Divisor<T>(T left, T right)
        where T : IBinaryInteger<T> => T.IsZero(right) ? left : Divisor(right, left % right);

    private static TResult Deviation<T, TResult>(T[] values)
        where T : INumber<T>
        where TResult : IFloatingPointIeee754<TResult>
    {
        TResult average = values
            .Select(TResult.CreateChecked)
            .Aggregate((sum, value) => sum + value) / TResult.CreateChecked(values.Length);
        TResult squares = TResult.Zero;
        foreach (T value in values)
        {
            TResult distance = TResult.CreateChecked(value) - average;
            squares += distance * distance;
        }

        return TResult.Sqrt(squares / TResult.CreateChecked(values.Length));
    }

    private readonly record struct Meters(double Value)
        : IAdditionOperators<Meters, Meters, Meters>,
          IAdditiveIdentity<Meters, Meters>,
          IMultiplyOperators<Meters, double, Meters>,
          IParsable<Meters>
    {
        public static Meters AdditiveIdentity => default;

        public static Meters operator +(Meters left, Meters right) => new(left.Value + right.Value);

        public static Meters operator *(Meters left, double right) => new(left.Value * right);

        public static Meters Parse(string s, IFormatProvider? provider) => new(double.Parse(s.TrimEnd('m'), provider));

        public static bool TryParse(string? s, IFormatProvider? provider, out Meters result)
        {
            result = default;
            return false;
        }
    }
}
