// Arrays of one type copied, set, searched and sorted as arrays of another: conversions, refusals, and what was done before a refusal.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RustKernel.ParityProgram;

internal static class ArrayCases
{
    private enum Small : byte
    {
        One = 1,
        Large = 200,
    }

    private enum Wide : long
    {
        Negative = -5,
        Far = 1L << 40,
    }

    private record struct Pair(int X, string Y) : IComparable<Pair>
    {
        public readonly int CompareTo(Pair other) => X.CompareTo(other.X);
    }

    private class Animal(string name) : IComparable
    {
        public int CompareTo(object? obj) => string.CompareOrdinal(ToString(), obj?.ToString());

        public override string ToString() => name;
    }

    private sealed class Cat(string name) : Animal(name), IDisposable
    {
        public void Dispose()
        {
        }
    }

    private sealed class Backward : IComparer
    {
        public int Compare(object? x, object? y) => Comparer.Default.Compare(y, x);
    }

    // Three elements each, made again for each case.
    private static readonly (string Name, Func<Array> Make)[] s_arrays =
    [
        ("bool[]", static () => new[] { true, false, true }),
        ("char[]", static () => new[] { 'a', '\0', '\uffff' }),
        ("sbyte[]", static () => new sbyte[] { -1, 127, -128 }),
        ("byte[]", static () => new byte[] { 255, 0, 128 }),
        ("short[]", static () => new short[] { -1, short.MaxValue, short.MinValue }),
        ("ushort[]", static () => new ushort[] { 65535, 1, 32768 }),
        ("int[]", static () => new[] { -1, int.MaxValue, int.MinValue }),
        ("uint[]", static () => new[] { uint.MaxValue, 1u, 1u << 31 }),
        ("long[]", static () => new[] { -1, long.MaxValue, long.MinValue }),
        ("ulong[]", static () => new[] { ulong.MaxValue, 1ul, 1ul << 63 }),
        ("nint[]", static () => new nint[] { -1, 5, nint.MinValue }),
        ("nuint[]", static () => new nuint[] { nuint.MaxValue, 5, 0 }),
        ("float[]", static () => new[] { -1.5f, float.MaxValue, float.NaN }),
        ("double[]", static () => new[] { -1.5, double.MaxValue, double.NaN }),
        ("decimal[]", static () => new[] { 1.50m, -2m, 0m }),
        ("Small[]", static () => new[] { Small.One, Small.Large, (Small)7 }),
        ("Wide[]", static () => new[] { Wide.Negative, Wide.Far, (Wide)7 }),
        ("DayOfWeek[]", static () => new[] { DayOfWeek.Friday, DayOfWeek.Sunday, (DayOfWeek)9 }),
        ("int?[]", static () => new int?[] { 1, null, 3 }),
        ("Pair[]", static () => new Pair[] { new(1, "a"), default, new(3, "c") }),
        ("TimeSpan[]", static () => new[] { TimeSpan.FromSeconds(1), TimeSpan.Zero, TimeSpan.MaxValue }),
        ("string[]", static () => new[] { "x", null, "z" }),
        ("object[] of ints", static () => new object?[] { 1, 2, 3 }),
        ("object[] of ints and null", static () => new object?[] { 1, null, 3 }),
        ("object[] of strings", static () => new object?[] { "p", "q", null }),
        ("object[] of bytes", static () => new object?[] { (byte)1, Small.Large, (sbyte)-1 }),
        ("object[] mixed", static () => new object?[] { new Cat("tom"), 2L, "end" }),
        ("Cat[]", static () => new Cat[] { new("a"), new("b"), new("c") }),
        ("Animal[] of both", static () => new Animal[] { new Cat("a"), new("b"), new Cat("c") }),
        ("IComparable[]", static () => new IComparable[] { 1, "two", 3.5 }),
        ("IComparable[] of ints", static () => new IComparable[] { 4, 5, 6 }),
        ("IDisposable[]", static () => new IDisposable[] { new Cat("a"), new Cat("b"), null! }),
        ("ValueType[]", static () => new ValueType[] { 1, 2, TimeSpan.Zero }),
        ("Enum[]", static () => new Enum[] { Small.One, DayOfWeek.Monday, Small.Large }),
        ("Array[]", static () => new Array[] { new[] { 1 }, new[] { "a" }, new int[1, 1] }),
        ("int[][]", static () => new int[][] { [1], [2, 3], null! }),
        ("uint[][]", static () => new uint[][] { [1], [2, 3], null! }),
        ("object[][]", static () => new object[][] { ["a"], new string[] { "b" }, null! }),
        ("string[][]", static () => new string[][] { ["a"], ["b"], null! }),
        ("IEnumerable<object>[]", static () => new IEnumerable<object>[] { new List<object>(), new string[1], null! }),
        ("IEnumerable<string>[]", static () => new IEnumerable<string>[] { new List<string>(), new string[1], null! }),
        ("Func<object>[]", static () => new Func<object>[] { static () => 1, static () => 2, null! }),
        ("Func<string>[]", static () => new Func<string>[] { static () => "1", static () => "2", null! }),
    ];

    private static readonly (string Name, Func<Array> Make)[] s_grids =
    [
        ("int[2,3]", static () => new[,] { { 1, 2, 3 }, { 4, 5, 6 } }),
        ("int[3,2]", static () => new[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }),
        ("long[2,3]", static () => new[,] { { 1L, 2, 3 }, { 4, 5, 6 } }),
        ("object[2,3]", static () => new object?[,] { { 1, 2, 3 }, { 4, "5", null } }),
        ("string[2,3]", static () => new[,] { { "a", "b", "c" }, { "d", "e", "f" } }),
        ("int[2,1,3]", static () => new[,,] { { { 1, 2, 3 } }, { { 4, 5, 6 } } }),
        ("int[0,5]", static () => new int[0, 5]),
        ("int[6]", static () => new[] { 1, 2, 3, 4, 5, 6 }),
    ];

    private static readonly object?[] s_values =
    [
        null, true, 'c', (sbyte)-1, (byte)200, (short)-2, (ushort)3, -4, 5u, -6L, 7ul, (nint)8, (nuint)9, 1.5f, -2.5, 3.5m, Small.Large,
        Wide.Far, DayOfWeek.Friday, new Pair(1, "v"), TimeSpan.FromSeconds(2), "text", new Cat("cat"), new Animal("animal"),
        new[] { 1 }, new[] { "s" }, new[] { 3u },
    ];

    internal static void Run(Table table)
    {
        foreach ((string name, Func<Array> make) in s_arrays)
        {
            foreach ((string other, Func<Array> makeOther) in s_arrays)
            {
                table.Case(
                    $"Array.Copy {name} to {other}",
                    () => $"{After(makeOther(), to => Array.Copy(make(), 0, to, 0, 3))} constrained "
                        + End(() => Array.ConstrainedCopy(make(), 0, makeOther(), 0, 3)));
            }

            foreach (object? value in s_values)
            {
                string text = $"{value?.GetType().Name ?? "null"} {Show(value)}";
                table.Case($"{name} and {text}", () => $"{After(make(), to => to.SetValue(value, 1))} {((IList)make()).IndexOf(value)}");
            }

            Whole(table, name, make);
        }

        Casts(table);
        Ranges(table);
        Grids(table);
        Generic(table);
        Sorts(table);
        Searches(table);
        Collections(table);
    }

    // Each array alone.
    private static void Whole(Table table, string name, Func<Array> make)
    {
        table.Case($"{name} GetValue", () => $"{Show(make().GetValue(0))} {Show(make().GetValue(2L))}");
        table.Case($"{name} GetValue, too far", () => make().GetValue(3));
        table.Case($"{name} GetValue, far too far", () => make().GetValue(1L << 40));
        table.Case($"{name} Clear", () => After(make(), static array => Array.Clear(array)));
        table.Case($"{name} Clear one", () => After(make(), static array => Array.Clear(array, 1, 1)));
        table.Case($"{name} Clear, too many", () => After(make(), static array => Array.Clear(array, 1, 3)));
        table.Case($"{name} Reverse", () => After(make(), Array.Reverse));
        table.Case($"{name} Reverse two", () => After(make(), static array => Array.Reverse(array, 1, 2)));
        table.Case($"{name} Sort", () => After(make(), Array.Sort));
        table.Case($"{name} Sort backward", () => After(make(), static array => Array.Sort(array, new Backward())));
        table.Case($"{name} Clone", () => Show(make().Clone()));
        table.Case($"{name} CopyTo object[]", () => After(new object[4], to => make().CopyTo(to, 1)));
        table.Case($"{name} CopyTo, too short", () => After(new object[3], to => make().CopyTo(to, 1)));
        table.Case($"{name} IList.Clear", () => After(make(), static array => ((IList)array).Clear()));
        table.Case($"{name} IList.Contains null", () => ((IList)make()).Contains(null));
        table.Case($"{name} IndexOf its last", () => Array.IndexOf(make(), make().GetValue(2)));
        table.Case($"{name} LastIndexOf its first", () => Array.LastIndexOf(make(), make().GetValue(0)));
        table.Case($"{name} Cast<object>", () => make().Cast<object>().Select(Show));
        table.Case($"{name} overlapping up", () => After(make(), static array => Array.Copy(array, 0, array, 1, 2)));
        table.Case($"{name} overlapping down", () => After(make(), static array => Array.Copy(array, 1, array, 0, 2)));
    }

    private static void Casts(Table table)
    {
        foreach ((string name, Func<Array> make) in s_arrays)
        {
            object array = make();
            table.Case(
                $"casts of {name}",
                () => $"{array is bool[]} {array is char[]} {array is sbyte[]} {array is byte[]} {array is short[]} "
                + $"{array is ushort[]} {array is int[]} {array is uint[]} {array is long[]} {array is ulong[]} {array is nint[]}"
                    + $" {array is nuint[]} "
                + $"{array is float[]} {array is Small[]} {array is Wide[]} {array is DayOfWeek[]} {array is int?[]} {array is object[]} "
                + $"{array is Array[]} {array is IComparable[]} {array is ValueType[]} {array is Enum[]} {array is IEnumerable[]} "
                + $"{array is IEnumerable<object>[]} {array is Func<object>[]} {array is Animal[]}");
            table.Case($"interfaces of {name}", () => $"{array is IList} {array is ICloneable} {array is IEnumerable<object>} "
                + $"{array is IList<object>} {array is IReadOnlyList<IComparable>} {array is IEnumerable<double>}"
                    + $" {array is ICollection<string>}");
        }

        table.Case("uint[] as int[]", static () => ((int[])(object)new[] { uint.MaxValue, 2u })[0]);
        table.Case("int[] as uint[], stored", static () =>
        {
            int[] array = [1, 2];
            ((uint[])(object)array)[1] = uint.MaxValue;
            return array;
        });
        table.Case("DayOfWeek[] as int[]", static () => ((int[])(object)new[] { DayOfWeek.Friday })[0]);
        table.Case("long[] as ulong[], its type", static () => Same(new long[1]) is ulong[] array ? array.GetType().Name : "no");
        table.Case("int[] as long[]", static () => ((long[])(object)new int[1])[0]);
    }

    private static void Ranges(Table table)
    {
        int[][] ranges = [[0, 0, 0], [0, 0, 3], [0, 0, 4], [1, 1, 2], [1, 1, 3], [3, 0, 0], [3, 3, 0], [4, 0, 0], [0, 4, 0], [-1, 0, 1],
            [0, -1, 1],
            [0, 0, -1], [-1, -1, -1], [2, 0, 2], [0, 2, 2], [int.MaxValue, 0, 1], [0, int.MaxValue, 1], [0, 0, int.MaxValue],
                [int.MinValue, 0, 0],
            [1, 0, int.MaxValue], [int.MaxValue, int.MaxValue, int.MaxValue]];
        foreach (int[] range in ranges)
        {
            (int from, int to, int count) = (range[0], range[1], range[2]);
            string text = $"({from}, {to}, {count})";
            table.Case($"Array.Copy same {text}", () => After(new int[3], array => Array.Copy(new[] { 1, 2, 3 }, from, array, to, count)));
            table.Case(
                $"Array.Copy wider {text}",
                () => After(new long[3], array => Array.Copy(new[] { 1, 2, 3 }, from, array, to, count)));
            table.Case(
                $"Array.Copy strings {text}",
                () => After(new string[3], array => Array.Copy(new[] { "1", "2", "3" }, from, array, to, count)));
            table.Case(
                $"Array.Copy narrower {text}",
                () => After(new string[3], array => Array.Copy(new object[] { "1", "2", "3" }, from, array, to, count)));
            table.Case(
                $"Array.ConstrainedCopy {text}",
                () => After(new int[3], array => Array.ConstrainedCopy(new[] { 1, 2, 3 }, from, array, to, count)));
            table.Case(
                $"Array.Copy of longs {text}",
                () => After(new int[3], array => Array.Copy(new[] { 1, 2, 3 }, (long)from, array, to, (long)count)));
            table.Case($"Array.Clear {text}", () => After(new[] { 1, 2, 3 }, array => Array.Clear(array, from, count)));
            table.Case($"Array.Clear<int> {text}", () => After(new[] { 1, 2, 3 }, array => Array.Clear((int[])array, from, count)));
            table.Case($"Array.Reverse<int> {text}", () => After(new[] { 1, 2, 3 }, array => Array.Reverse((int[])array, from, count)));
            table.Case($"Array.Reverse {text}", () => After(new[] { 1, 2, 3 }, array => Array.Reverse(array, from, count)));
            table.Case($"Array.Sort<int> {text}", () => After(new[] { 3, 2, 1 }, array => Array.Sort((int[])array, from, count)));
            table.Case($"Array.Sort {text}", () => After(new[] { 3, 2, 1 }, array => Array.Sort(array, from, count)));
            table.Case($"Array.Fill {text}", () => After(new[] { 3, 2, 1 }, array => Array.Fill((int[])array, 7, from, count)));
            table.Case($"Array.IndexOf<int> {text}", () => Array.IndexOf([3, 2, 1], 1, from, count));
            table.Case($"Array.IndexOf {text}", () => Array.IndexOf((Array)new[] { 3, 2, 1 }, 1, from, count));
            table.Case($"Array.LastIndexOf<int> {text}", () => Array.LastIndexOf([3, 2, 1], 3, from, count));
            table.Case($"Array.LastIndexOf {text}", () => Array.LastIndexOf((Array)new[] { 3, 2, 1 }, 3, from, count));
            table.Case($"Array.BinarySearch<int> {text}", () => Array.BinarySearch([1, 2, 3], from, count, 3));
            table.Case($"Array.BinarySearch {text}", () => Array.BinarySearch((Array)new[] { 1, 2, 3 }, from, count, 3));
            table.Case($"Array.FindIndex {text}", () => Array.FindIndex([1, 2, 3], from, count, static n => n == 3));
            table.Case(
                $"List.CopyTo {text}",
                () => After(new int[3], array => new List<int> { 1, 2, 3 }.CopyTo(from, (int[])array, to, count)));
            table.Case($"List.GetRange {text}", () => new List<int> { 1, 2, 3 }.GetRange(from, count));
            table.Case($"List.RemoveRange {text}", () => Kept(list => list.RemoveRange(from, count)));
            table.Case($"List.Reverse {text}", () => Kept(list => list.Reverse(from, count)));
            table.Case($"List.Sort {text}", () => Kept(list => list.Sort(from, count, null)));
            table.Case($"List.IndexOf {text}", () => new List<int> { 1, 2, 3 }.IndexOf(3, from, count));
            table.Case($"List.LastIndexOf {text}", () => new List<int> { 1, 2, 3 }.LastIndexOf(3, from, count));
            table.Case($"List.FindIndex {text}", () => new List<int> { 1, 2, 3 }.FindIndex(from, count, static n => n == 3));
            table.Case($"List.FindLastIndex {text}", () => new List<int> { 1, 2, 3 }.FindLastIndex(from, count, static n => n == 3));
            table.Case(
                $"Buffer.BlockCopy {text}",
                () => After(new byte[12], array => Buffer.BlockCopy(new[] { 1, 2, 3 }, from, array, to, count)));
            table.Case($"string.CopyTo {text}", () => After(new char[3], array => "abc".CopyTo(from, (char[])array, to, count)));
            table.Case($"ArraySegment {text}", () => new ArraySegment<int>([1, 2, 3], from, count));
            table.Case($"new Span {text}", () => new Span<int>([1, 2, 3], from, count).ToArray());
            table.Case($"new Memory {text}", () => new Memory<int>([1, 2, 3], from, count).ToArray());
            table.Case($"new string {text}", () => new string(['a', 'b', 'c'], from, count));
        }

        foreach (int size in new[] { 0, 1, 3, 5, -1 })
        {
            table.Case($"Array.Resize {size}", () => Resized<int>([1, 2, 3], size));
            table.Case($"Array.Resize null {size}", () => Resized<string>(null, size));
            table.Case($"Array.Resize narrower {size}", () => Resized<object>(new string[] { "a", "b" }, size));
        }

        table.Case("Array.Copy null", static () => End(static () => Array.Copy(null!, new int[1], 0)));
        table.Case("Array.Copy to null", static () => End(static () => Array.Copy(new int[1], null!, 0)));
        table.Case("Array.Copy null objects", static () => End(static () => Array.Copy(null!, 0, new object[1], 0, 0)));
        table.Case("Array.CopyTo null", static () => End(static () => new int[1].CopyTo((Array)null!, 0)));
        table.Case("Array.CopyTo, negative", static () => End(static () => new int[1].CopyTo(new int[1], -1)));
        table.Case("Array.CopyTo, a long", static () => After(new int[2], static to => new[] { 1 }.CopyTo(to, 1L)));
        table.Case("Array.CopyTo, a long too far", static () => After(new int[2], static to => new[] { 1 }.CopyTo(to, 1L << 40)));
    }

    private static void Grids(Table table)
    {
        foreach ((string name, Func<Array> make) in s_grids)
        {
            foreach ((string other, Func<Array> makeOther) in s_grids)
            {
                table.Case(
                    $"Array.Copy {name} to {other}",
                    () => After(Cleared(makeOther), to => Array.Copy(make(), to, Math.Min(5, make().Length))));
                table.Case($"Array.Copy inside {name} to {other}", () => After(Cleared(makeOther), to => Array.Copy(make(), 1, to, 2, 3)));
            }

            table.Case(
                $"{name} Rank",
                () => $"{make().Rank} {make().GetLength(0)} {make().GetUpperBound(make().Rank - 1)} {make().LongLength}");
            table.Case($"{name} GetLength, too far", () => make().GetLength(make().Rank));
            table.Case($"{name} GetLength, negative", () => make().GetLength(-1));
            table.Case($"{name} CopyTo", () => After(new int[6], to => make().CopyTo(to, 0)));
            table.Case($"{name} Clear part", () => After(make(), static array => Array.Clear(array, 1, 3)));
            table.Case($"{name} Reverse", () => After(make(), Array.Reverse));
            table.Case($"{name} Sort", () => After(make(), Array.Sort));
            table.Case($"{name} IndexOf", () => Array.IndexOf(make(), 3));
            table.Case($"{name} LastIndexOf", () => Array.LastIndexOf(make(), 3));
            table.Case($"{name} BinarySearch", () => Array.BinarySearch(make(), 3));
            table.Case($"{name} GetValue(1)", () => make().GetValue(1));
            table.Case($"{name} GetValue(1, 0)", () => make().GetValue(1, 0));
            table.Case($"{name} GetValue(1, 0, 0)", () => make().GetValue(1, 0, 0));
            table.Case($"{name} GetValue(1, 9)", () => make().GetValue(1, 9));
            table.Case($"{name} GetValue(-1, 0)", () => make().GetValue(-1, 0));
            table.Case($"{name} GetValue(null)", () => make().GetValue((int[])null!));
            table.Case($"{name} GetValue()", () => make().GetValue(Array.Empty<int>()));
            table.Case($"{name} GetValue of longs", () => make().GetValue(new long[] { 1, 0 }));
            table.Case($"{name} GetValue of long longs", () => make().GetValue(new long[] { 1L << 40, 0 }));
            table.Case($"{name} SetValue", () => After(make(), static array => array.SetValue((byte)7, 1, 0)));
            table.Case($"{name} SetValue of a text", () => After(make(), static array => array.SetValue("7", 1, 0)));
            table.Case($"{name} Clone", () => $"{make().Clone().GetType() == make().GetType()} {Show(make().Clone())}");
            table.Case($"{name} foreach", () => make().Cast<object>().Select(Show));
            table.Case($"{name} IList.Count", () => ((IList)make()).Count);
            table.Case($"{name} IList[1]", () => ((IList)make())[1]);
            table.Case($"{name} IList.IndexOf", () => ((IList)make()).IndexOf(1));
            table.Case($"{name} IList.Contains", () => ((IList)make()).Contains(1));
        }
    }

    // Methods that are generic in .NET, with arrays of a narrower type.
    private static void Generic(Table table)
    {
        table.Case("Array.Fill narrower", static () => After(new string[2], static to => Array.Fill((object[])to, "x")));
        table.Case("Array.Fill narrower, wrong", static () => After(new string[2], static to => Array.Fill((object[])to, 1)));
        table.Case("Cast<DayOfWeek> of int[]", static () => string.Join(",", ((IEnumerable)new[] { 1, 2 }).Cast<DayOfWeek>()));
        table.Case("Cast<int> of DayOfWeek[]", static () => string.Join(",", ((IEnumerable)new[] { DayOfWeek.Friday }).Cast<int>()));
        table.Case("Array.Reverse<object> narrower", static () => After(new[] { "a", "b" }, static to => Array.Reverse((object[])to)));
        table.Case("Array.Sort<object> narrower", static () => After(new[] { "b", "a" }, static to => Array.Sort((object[])to)));
        table.Case("Array.IndexOf<object> narrower", static () => Array.IndexOf((object[])["a", "b"], "b"));
        table.Case(
            "Array.Copy of covariant",
            static () => After(new string[2], static to => Array.Copy((object[])["a", "b"], (object[])to, 2)));
        table.Case(
            "Array.Copy of covariant, wrong",
            static () => After(new string[2], static to => Array.Copy((object[])["a", 1], (object[])to, 2)));
        table.Case("ToArray of covariant", static () => ((IEnumerable<object>)new[] { "a", "b" }).ToArray().GetType().Name);
        table.Case("ToList of covariant", static () => ((IEnumerable<object>)new[] { "a", "b" }).ToList().Append(1).Count());
        table.Case("ToArray of ArraySegment", static () => new ArraySegment<object>(new[] { "a", "b" }, 1, 1).ToArray().GetType().Name);
        table.Case("List of covariant", static () => new List<object>(new[] { "a", "b" }) { 1 }.Count);
        table.Case("List.AddRange of covariant", static () =>
        {
            List<object> list = [1];
            list.AddRange(new[] { "a", "b" });
            list.InsertRange(1, new List<object> { 2 });
            return list;
        });
        table.Case("List.AddRange of itself", static () => Kept(static list => list.AddRange(list)));
        table.Case("List.InsertRange of itself", static () => Kept(static list => list.InsertRange(1, list)));
        table.Case("spread of covariant", static () => Show((object[])[.. (object[])new string[] { "a" }, 1]));
        table.Case("AsSpan of covariant", static () => ((object[])new string[1]).AsSpan().Length);
        table.Case("ReadOnlySpan of covariant", static () => new ReadOnlySpan<object>(new string[1]).Length);
        table.Case("Concat of covariant", static () => ((object[])new[] { "a" }).Concat([1]).ToArray().Length);
        table.Case("params of covariant", static () => string.Join("/", (object[])new[] { "a", "b" }));
        table.Case("string.Concat of covariant", static () => string.Concat((object[])new[] { "a", "b" }));
        table.Case(
            "ICollection<object>.CopyTo narrower",
            static () => After(new string[2], static to => ((ICollection<object>)new[] { "a", "b" }).CopyTo((object[])to, 0)));
        table.Case("IList<object> stored, wrong", static () => End(static () => ((IList<object>)new string[1])[0] = 1));
        table.Case("Array.ConvertAll", static () => Array.ConvertAll(new object[] { 1, "b" }, Show));
        table.Case("Array.AsReadOnly of covariant", static () => Array.AsReadOnly((object[])new[] { "a" })[0]);
        table.Case("Array.Exists of covariant", static () => Array.Exists((object[])new[] { "a" }, static item => item is string));
    }

    private static void Sorts(Table table)
    {
        table.Case("Array.Sort objects", static () => After(new object[] { 3, 1, 2 }, Array.Sort));
        table.Case("Array.Sort objects, mixed", static () => After(new object[] { 3, "a", 2 }, Array.Sort));
        table.Case("Array.Sort objects, null", static () => After(new object?[] { "b", null, "a" }, Array.Sort));
        table.Case("Array.Sort, incomparable", static () => After(new object[] { new(), new() }, Array.Sort));
        table.Case("Array.Sort, one incomparable", static () => After(new object[] { new() }, Array.Sort));
        table.Case("Array.Sort NaN", static () => After(new[] { 1, double.NaN, -1, double.NegativeInfinity }, Array.Sort));
        table.Case(
            "Array.Sort<T>, incomparable",
            static () => End(static () => Array.Sort(new[] { new Incomparable(), new Incomparable() })));
        table.Case("List.Sort, incomparable", static () => End(static () => new List<Incomparable> { new(), new() }.Sort()));
        table.Case(
            "Array.Sort keys and items",
            static () => Keyed(new[] { 3, 1, 2 }, new[] { "c", "a", "b" }, static (keys, items) => Array.Sort(keys, items)));
        table.Case(
            "Array.Sort keys and longer items",
            static () => Keyed(new[] { 3, 1 }, new[] { "c", "a", "b" }, static (keys, items) => Array.Sort(keys, items)));
        table.Case(
            "Array.Sort keys and shorter items",
            static () => Keyed(new[] { 3, 1 }, new[] { "c" }, static (keys, items) => Array.Sort(keys, items)));
        table.Case("Array.Sort keys, no items", static () => Keyed(new[] { 3, 1 }, null, static (keys, items) => Array.Sort(keys, items)));
        table.Case(
            "Array.Sort objects by texts",
            static () => Keyed(new[] { "b", "a" }, new object[] { 1, 2 }, static (keys, items) => Array.Sort(keys, items)));
        table.Case(
            "Array.Sort keys backward",
            static () => Keyed(new[] { 3, 1, 2 }, new[] { 'c', 'a', 'b' }, static (keys, items) =>
                Array.Sort(keys, items, new Backward())));
        table.Case(
            "Array.Sort part of keys",
            static () => Keyed(new[] { 3, 2, 1 }, new[] { 'c', 'a', 'b' }, static (keys, items) => Array.Sort(keys, items, 1, 2)));
        table.Case(
            "Array.Sort part of keys, too far",
            static () => Keyed(new[] { 3, 2, 1 }, new[] { 'c', 'a', 'b' }, static (keys, items) => Array.Sort(keys, items, 2, 2)));
        table.Case(
            "Array.Sort<,> narrower items",
            static () => Keyed(new[] { 2, 1 }, new[] { "b", "a" }, static (keys, items) => Array.Sort((int[])keys, (object[])items!)));
        table.Case("Array.Sort null", static () => End(static () => Array.Sort((Array)null!)));
        table.Case("Array.Sort null keys", static () => End(static () => Array.Sort((Array)null!, new int[1])));
    }

    private static void Searches(Table table)
    {
        table.Case("Array.BinarySearch objects", static () => Array.BinarySearch((Array)new object[] { 1, 3, 5 }, 4));
        table.Case("Array.BinarySearch, other type", static () => Array.BinarySearch((Array)new[] { 1, 3, 5 }, 3L));
        table.Case("Array.BinarySearch, a text", static () => Array.BinarySearch((Array)new[] { 1, 3, 5 }, "3"));
        table.Case("Array.BinarySearch null", static () => Array.BinarySearch((Array)new[] { 1, 3, 5 }, null));
        table.Case("Array.BinarySearch backward", static () => Array.BinarySearch(new[] { 5, 3, 1 }, 1, new Backward()));
        table.Case("Array.BinarySearch of texts", static () => Array.BinarySearch((Array)new[] { "a", "c" }, "b"));
        table.Case(
            "Array.BinarySearch enum",
            static () => Array.BinarySearch((Array)new[] { DayOfWeek.Monday, DayOfWeek.Friday }, DayOfWeek.Friday));
        table.Case(
            "Array.BinarySearch enum by int",
            static () => Array.BinarySearch((Array)new[] { DayOfWeek.Monday, DayOfWeek.Friday }, 5));
        table.Case("Array.IndexOf, other type", static () => Array.IndexOf((Array)new[] { 1, 3, 5 }, 3L));
        table.Case("Array.IndexOf null", static () => Array.IndexOf((Array)new[] { "a", null }, null));
        table.Case("Array.IndexOf null in ints", static () => Array.IndexOf((Array)new int[2], null));
        table.Case("Array.IndexOf nullable", static () => Array.IndexOf((Array)new int?[] { 1, null, 2 }, 2));
        table.Case("Array.IndexOf nullable null", static () => Array.IndexOf((Array)new int?[] { 1, null, 2 }, null));
        table.Case("Array.IndexOf from", static () => Array.IndexOf((Array)new[] { 1, 2, 1 }, 1, 1));
        table.Case("Array.IndexOf from the end", static () => Array.IndexOf((Array)new[] { 1, 2, 1 }, 1, 3));
        table.Case("Array.IndexOf from too far", static () => Array.IndexOf((Array)new[] { 1, 2, 1 }, 1, 4));
        table.Case("Array.LastIndexOf from", static () => Array.LastIndexOf((Array)new[] { 1, 2, 1 }, 1, 1));
        table.Case("Array.LastIndexOf from too far", static () => Array.LastIndexOf((Array)new[] { 1, 2, 1 }, 1, 3));
        table.Case("Array.LastIndexOf in none", static () => Array.LastIndexOf((Array)Array.Empty<int>(), 1));
        table.Case(
            "Array.IndexOf NaN",
            static () => $"{Array.IndexOf([double.NaN], double.NaN)} {Array.IndexOf((Array)new[] { double.NaN }, double.NaN)}");
        table.Case("Array.IndexOf null array", static () => Array.IndexOf((Array)null!, 1));
        table.Case("IList<string>.IndexOf", static () => ((IList<object>)new[] { "a", "b" }).IndexOf("b"));
        table.Case("IList.Remove", static () => End(static () => ((IList)new int[1]).Remove(0)));
        table.Case("IList.Add", static () => ((IList)new int[1]).Add(0));
    }

    private static void Collections(Table table)
    {
        (string Name, ICollection Items)[] collections =
        [
            ("List<int>", new List<int> { 1, 2, 3 }), ("List<string>", new List<string> { "a", "b", "c" }),
            ("List<object>", new List<object> { 1, "b", 3L }), ("Stack<int>", new Stack<int>([1, 2, 3])),
            ("Stack<string>", new Stack<string>(["a", "b", "c"])), ("Queue<int>", new Queue<int>([1, 2, 3])),
            ("Queue<object>", new Queue<object>([1, "b", 3L])), ("LinkedList<int>", new LinkedList<int>([1, 2, 3])),
            ("LinkedList<string>", new LinkedList<string>(["a", "b", "c"])), ("SortedSet<int>", new SortedSet<int> { 1, 2, 3 }),
            ("Dictionary<int, string>", new Dictionary<int, string> { [1] = "a", [2] = "b", [3] = "c" }),
            ("Dictionary<int, string>.Keys", new Dictionary<int, string> { [1] = "a", [2] = "b", [3] = "c" }.Keys),
            ("Dictionary<int, string>.Values", new Dictionary<int, string> { [1] = "a", [2] = "b", [3] = "c" }.Values),
            ("SortedDictionary<int, string>", new SortedDictionary<int, string> { [1] = "a", [2] = "b", [3] = "c" }),
            ("SortedList<int, string>", new SortedList<int, string> { [1] = "a", [2] = "b", [3] = "c" }),
            ("ReadOnlyCollection<int>", new List<int> { 1, 2, 3 }.AsReadOnly()), ("int[]", new[] { 1, 2, 3 }),
            ("Collection<string>", new System.Collections.ObjectModel.Collection<string> { "a", "b", "c" }),
            ("ConcurrentQueue<int>", new System.Collections.Concurrent.ConcurrentQueue<int>([1, 2, 3])),
            ("ConcurrentStack<string>", new System.Collections.Concurrent.ConcurrentStack<string>(["a", "b", "c"])),
            ("ConcurrentBag<int>", new System.Collections.Concurrent.ConcurrentBag<int>([1, 2, 3])),
            ("ConcurrentDictionary<int, string>", new System.Collections.Concurrent.ConcurrentDictionary<int, string> { [1] = "a" }),
        ];
        (string Name, Func<Array> Make)[] targets =
        [
            ("int[5]", static () => new int[5]), ("long[5]", static () => new long[5]), ("string[5]", static () => new string[5]),
            ("object[5]", static () => new object[5]), ("object[2]", static () => new object[2]),
                ("IComparable[5]", static () => new IComparable[5]),
            ("byte[5]", static () => new byte[5]), ("Exception[5]", static () => new Exception[5]),
                ("int[5,1]", static () => new int[5, 1]),
            ("KeyValuePair<int, string>[5]", static () => new KeyValuePair<int, string>[5]),
                ("DictionaryEntry[5]", static () => new DictionaryEntry[5]),
        ];
        foreach ((string name, ICollection items) in collections)
        {
            foreach ((string other, Func<Array> make) in targets)
            {
                table.Case($"{name} ICollection.CopyTo {other}", () => After(make(), to => items.CopyTo(to, 1)));
            }

            table.Case($"{name} ICollection.CopyTo null", () => End(() => items.CopyTo(null!, 0)));
            table.Case($"{name} ICollection.CopyTo -1", () => End(() => items.CopyTo(new object[5], -1)));
            table.Case($"{name} ICollection.CopyTo 9", () => End(() => items.CopyTo(new object[5], 9)));
            table.Case($"{name} ICollection", () => $"{items.Count} {items.IsSynchronized} {Synchronized(items)}");
            if (items is Array or List<int> or Stack<string> or Queue<int> or Dictionary<int, string>)
            {
                table.Case($"{name} IEnumerator.Current, before", () => items.GetEnumerator().Current);
                table.Case($"{name} IEnumerator.Current, after", () => Ended(items.GetEnumerator()).Current);
            }

            table.Case($"{name} is IList", () => items is IList list ? $"{list.IsFixedSize} {list.IsReadOnly}" : "no");
            table.Case(
                $"{name} is IDictionary",
                () => items is IDictionary map ? $"{map.IsFixedSize} {map.IsReadOnly} {map.Contains(1)} {map[1]}" : "no");
        }

        Lists(table);
    }

    private static void Lists(Table table)
    {
        foreach (object? value in s_values)
        {
            string text = $"{value?.GetType().Name ?? "null"} {Show(value)}";
            table.Case($"List<int> as IList {text}", () => Listed(new List<int> { 1, -4 }, value));
            table.Case($"List<string> as IList {text}", () => Listed(new List<string> { "a", "text" }, value));
            table.Case($"List<int?> as IList {text}", () => Listed(new List<int?> { 1, null, -4 }, value));
            table.Case($"List<object> as IList {text}", () => Listed(new List<object> { 1, -4 }, value));
            table.Case($"Dictionary as IDictionary {text}", () => Mapped(new Dictionary<int, string> { [-4] = "four" }, value));
        }

        table.Case("List<int>.Enumerator.Current, before", static () => new List<int> { 5 }.GetEnumerator().Current);
        table.Case("Stack<int>.Enumerator.Current, before", static () => new Stack<int>([5]).GetEnumerator().Current);
        table.Case("List<int>.CopyTo null", static () => End(static () => new List<int>().CopyTo(null!)));
        table.Case("List<int>.CopyTo, too far", static () => End(static () => new List<int> { 1, 2 }.CopyTo(new int[2], 1)));
        table.Case(
            "List<object>.CopyTo narrower",
            static () => After(new string[2], static to => new List<object> { "a", "b" }.CopyTo((object[])to)));
        table.Case(
            "List<object>.CopyTo narrower, wrong",
            static () => After(new string[2], static to => new List<object> { "a", 2 }.CopyTo((object[])to)));
        table.Case(
            "Queue<object>.CopyTo narrower",
            static () => After(new string[2], static to => new Queue<object>(["a", "b"]).CopyTo((object[])to, 0)));
        table.Case(
            "Queue<object>.CopyTo narrower, wrong",
            static () => After(new string[2], static to => new Queue<object>(["a", 2]).CopyTo((object[])to, 0)));
        table.Case(
            "Stack<object>.CopyTo narrower, wrong",
            static () => After(new string[2], static to => new Stack<object>([2, "a"]).CopyTo((object[])to, 0)));
        table.Case(
            "HashSet<object>.CopyTo narrower, wrong",
            static () => After(new string[2], static to => new HashSet<object> { "a", 2 }.CopyTo((object[])to)));
        table.Case(
            "LinkedList<object>.CopyTo narrower, wrong",
            static () => After(new string[2], static to => new LinkedList<object>(["a", 2]).CopyTo((object[])to, 0)));
    }

    private static string Listed(IList list, object? value)
    {
        StringBuilder text = new();
        Try(text, () => list.Add(value));
        Try(text, () => { list.Insert(0, value); return 0; });
        Try(text, () => list[1] = value);
        Try(text, () => list.Contains(value));
        Try(text, () => list.IndexOf(value));
        Try(text, () => { list.Remove(value); return 0; });
        return text.Append(Show(list.Cast<object>())).ToString();
    }

    private static string Mapped(IDictionary map, object? value)
    {
        StringBuilder text = new();
        Try(text, () => map.Contains(value!));
        Try(text, () => map[value!]);
        Try(text, () => map[value!] = "set");
        Try(text, () => map[7] = value);
        Try(text, () => { map.Add(value!, "added"); return 0; });
        Try(text, () => { map.Remove(value!); return 0; });
        foreach (DictionaryEntry entry in map)
        {
            text.Append($"{entry.Key}:{entry.Value},");
        }

        return text.ToString();
    }

    private static void Try(StringBuilder text, Func<object?> act)
    {
        try
        {
            text.Append(Show(act()));
        }
        catch (Exception e)
        {
            text.Append(e.GetType().Name);
        }

        text.Append(' ');
    }

    private static string Synchronized(ICollection items)
    {
        try
        {
            return items.SyncRoot is null ? "null" : "a root";
        }
        catch (NotSupportedException)
        {
            return "none";
        }
    }

    private static IEnumerator Ended(IEnumerator items)
    {
        while (items.MoveNext())
        {
        }

        return items;
    }

    private static string Keyed(Array keys, Array? items, Action<Array, Array?> act) => End(() => act(keys, items)) + Show(keys)
        + Show(items);

    private static string Resized<T>(T[]? array, int size)
    {
        string end = End(() => Array.Resize(ref array, size));
        return $"{end} {array?.GetType().Name} {Show(array)}";
    }

    private static string Kept(Action<List<int>> act)
    {
        List<int> list = [1, 2, 3];
        return End(() => act(list)) + Show(list);
    }

    private static Array Cleared(Func<Array> make)
    {
        Array made = make();
        Array.Clear(made);
        return made;
    }

    private static object Same(object array) => array;

    private static string After(Array array, Action<Array> act) => End(() => act(array)) + Show(array);

    private static string End(Action act)
    {
        try
        {
            act();
            return "";
        }
        catch (Exception e)
        {
            return "!" + e.GetType().Name;
        }
    }

    private static string Show(object? value) => value switch
    {
        null => "-",
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => "[" + string.Join(",", items.Cast<object>().Select(Show)) + "]",
        Func<object> => "function",
        _ => value.ToString()!,
    };

    private sealed class Incomparable;
}
