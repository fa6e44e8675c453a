// Structs without their own Equals: compared bit by bit when that is enough, otherwise field by field.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

namespace RustKernel.ParityProgram;

internal static class StructCases
{
    private static readonly double s_negativeZero = -0.0;
    private static readonly double s_otherNan = BitConverter.Int64BitsToDouble(0x7FF8000000000001);

    private enum Shade : byte
    {
        Dark,
        Light,
    }

    internal static void Run(Table table)
    {
        (string Name, object[] Values)[] kinds =
        [
            ("double", [new Weight(1), new Weight(0), new Weight(s_negativeZero), new Weight(double.NaN), new Weight(s_otherNan)]),
            ("float", [new Small(1), new Small(0), new Small(-0f), new Small(float.NaN)]),
            ("padding", [new Padded(1, 2), new Padded(1, 3), new Padded(2, 2)]),
            ("reference and double", [new Named("a", 0), new Named("A".ToLowerInvariant(), s_negativeZero), new Named(null, 0)]),
            ("nested", [new Around(new Weight(0), 1), new Around(new Weight(s_negativeZero), 1), new Around(new Weight(0), 2)]),
            ("nested with Equals", [new Holder(new Parity(2), 1), new Holder(new Parity(4), 1), new Holder(new Parity(3), 1)]),
            ("nullable", [new Perhaps(null), new Perhaps(0), new Perhaps(s_negativeZero), new Perhaps(double.NaN)]),
            ("enum", [new Painted(Shade.Dark, 'a'), new Painted(Shade.Light, 'a'), new Painted(Shade.Dark, 'b')]),
            ("tuple", [new Paired((0.0, "x")), new Paired((s_negativeZero, "x")), new Paired((1, "x"))]),
            ("decimal", [new Priced(1.0m), new Priced(1.00m), new Priced(2m)]),
            ("generic", [new Of<double>(0), new Of<double>(s_negativeZero), new Of<int>(0), new Of<string>("0"), new Of<object>("0")]),
            ("array", [new Of<int[]>([1]), new Of<int[]>([1])]),
            ("empty", [default(Nothing), default(Nothing)]),
            ("date", [new Of<DateTime>(new DateTime(5, DateTimeKind.Utc)), new Of<DateTime>(new DateTime(5, DateTimeKind.Local))]),
        ];
        foreach ((string name, object[] values) in kinds)
        {
            table.Case($"struct of {name}, Equals", () => values.Select(a => string.Concat(values.Select(b => a.Equals(b) ? '=' : '-'))));
            table.Case(
                $"struct of {name}, hashes of equals",
                () => values.Select(a => values.All(b => !a.Equals(b) || a.GetHashCode() == b.GetHashCode())));
            table.Case($"struct of {name}, set", () => new HashSet<object>(values).Count);
        }

        table.Case("struct in a list", static () => new List<Weight> { new(1), new(s_negativeZero) }.IndexOf(new Weight(0)));
        table.Case("struct keys, both zeroes", static () => new Dictionary<Weight, int> { [new(0)] = 7 }.ContainsKey(new(s_negativeZero)));
        table.Case("struct keys, NaN", static () => new Dictionary<Weight, int> { [new(double.NaN)] = 7 }[new(double.NaN)]);
        table.Case("struct distinct", static () => new[] { new Named("a", 1), new Named("a", 1), new Named("b", 1) }.Distinct().Count());
        table.Case("struct array contains", static () => Array.IndexOf([new Padded(1, 2), new Padded(1, 3)], new Padded(1, 3)));
        table.Case("struct and null", static () => new Weight(0).Equals(null));
        table.Case("struct and another type", static () => new Weight(0).Equals(0.0));
        table.Case("struct of a struct in a record", static () => new Kept(new(0)).Equals(new Kept(new(s_negativeZero))));
        table.Case("inline array, Equals", static () => default(Row).Equals(default(Row)));
        table.Case("inline array, hash", static () => default(Row).GetHashCode());
        table.Case("struct without text", static () => new Weight(1).ToString());
    }

    private struct Weight(double value)
    {
        internal double Value = value;
    }

    private struct Small(float value)
    {
        internal float Value = value;
    }

    private struct Padded(byte first, long second)
    {
        internal byte First = first;
        internal long Second = second;
    }

    private struct Named(string? name, double weight)
    {
        internal string? Name = name;
        internal double Weight = weight;
    }

    private struct Around(Weight weight, int count)
    {
        internal Weight Weight = weight;
        internal int Count = count;
    }

    // Equal when both are odd or both even.
    private readonly struct Parity(int value) : IEquatable<Parity>
    {
        private readonly int _value = value;

        public bool Equals(Parity other) => (_value & 1) == (other._value & 1);

        public override bool Equals(object? obj) => obj is Parity other && Equals(other);

        public override int GetHashCode() => _value & 1;
    }

    private struct Holder(Parity parity, int count)
    {
        internal Parity Parity = parity;
        internal int Count = count;
    }

    private struct Perhaps(double? value)
    {
        internal double? Value = value;
    }

    private struct Painted(Shade shade, char letter)
    {
        internal Shade Shade = shade;
        internal char Letter = letter;
    }

    private struct Paired((double, string) pair)
    {
        internal (double, string) Pair = pair;
    }

    private struct Priced(decimal price)
    {
        internal decimal Price = price;
    }

    private struct Of<T>(T value)
    {
        internal T Value = value;
    }

    private struct Nothing;

    private record Kept(Weight Weight);

    [InlineArray(4)]
    private struct Row
    {
        private int _first;
    }
}
