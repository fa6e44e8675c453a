// Small programs with LINQ: when something is evaluated, in which order, the result for an empty sequence.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RustKernel.ParityProgram;

internal static class QueryCases
{
    private static readonly (string Name, int Age, string? Town)[] s_people =
        [("Ann", 31, "Bern"), ("Bob", 25, "Rome"), ("Cid", 31, null), ("Dee", 19, "Rome"), ("Eve", 25, "Bern"), ("Fox", 40, null)];

    internal static void Run(Table table)
    {
        Orders(table);
        Groups(table);
        Sets(table);
        Aggregates(table);
        Elements(table);
        Types(table);
        Words(table);
    }

    private static void Evaluation(Table table)
    {
        (string Name, Func<StringBuilder, IEnumerable<int>> Make)[] sources =
        [
            ("list", static log => new List<int> { 3, 1, 2 }.Select(i => Seen(log, i))),
            ("array", static log => new[] { 3, 1, 2 }.Select(i => Seen(log, i))),
            ("range", static log => Enumerable.Range(1, 3).Select(i => Seen(log, i))),
            ("repeat", static log => Enumerable.Repeat(2, 3).Select(i => Seen(log, i))),
            ("iterator", static log => Numbers(3).Select(i => Seen(log, i))),
            ("queue", static log => new Queue<int>([3, 1, 2]).Select(i => Seen(log, i))),
            ("where of array", static log => new[] { 3, 1, 2 }.Where(i => Seen(log, i) > 1)),
            ("where of list", static log => new List<int> { 3, 1, 2 }.Where(i => Seen(log, i) > 1)),
            ("where of iterator", static log => Numbers(3).Where(i => Seen(log, i) > 1)),
            ("where select", static log => new[] { 3, 1, 2 }.Where(static i => i > 1).Select(i => Seen(log, i))),
            ("where select of list", static log => new List<int> { 3, 1, 2 }.Where(static i => i > 1).Select(i => Seen(log, i))),
            ("select select", static log => new[] { 3, 1, 2 }.Select(i => Seen(log, i)).Select(static i => i * 2)),
            ("ordered", static log => new[] { 3, 1, 2 }.OrderBy(i => Seen(log, i))),
            ("ordered then", static log => new[] { 3, 1, 2 }.OrderBy(static i => i % 2).ThenByDescending(i => Seen(log, i))),
            ("ordered select", static log => new[] { 3, 1, 2 }.OrderBy(static i => i).Select(i => Seen(log, i))),
            ("distinct", static log => new[] { 3, 1, 3 }.Select(i => Seen(log, i)).Distinct()),
            ("concat", static log => new[] { 3 }.Select(i => Seen(log, i)).Concat(new[] { 1, 2 }.Select(i => Seen(log, i)))),
            ("append", static log => new[] { 3, 1 }.Select(i => Seen(log, i)).Append(9).Prepend(8)),
            ("skip take", static log => new[] { 5, 3, 1, 2, 4 }.Select(i => Seen(log, i)).Skip(1).Take(3)),
            ("skip of list", static log => new List<int> { 5, 3, 1, 2 }.Select(i => Seen(log, i)).Skip(2)),
            ("skip last", static log => new[] { 5, 3, 1, 2 }.Select(i => Seen(log, i)).SkipLast(1)),
            ("take last", static log => new[] { 5, 3, 1, 2 }.Select(i => Seen(log, i)).TakeLast(2)),
            ("take of a range", static log => new[] { 5, 3, 1, 2 }.Select(i => Seen(log, i)).Take(1..^1)),
            ("reverse", static log => new[] { 5, 3, 1 }.Select(i => Seen(log, i)).Reverse()),
            ("select many", static log => new[] { 1, 2 }.SelectMany(i => Enumerable.Repeat(Seen(log, i), i))),
            ("zip", static log => new[] { 1, 2, 3 }.Select(i => Seen(log, i)).Zip([1, 2], static (a, b) => a + b)),
            ("cast", static log => new object[] { 1, 2 }.Cast<int>().Select(i => Seen(log, i))),
            ("default", static log => Array.Empty<int>().Select(i => Seen(log, i)).DefaultIfEmpty(7)),
            ("chunk", static log => new[] { 1, 2, 3 }.Select(i => Seen(log, i)).Chunk(2).Select(static c => c.Length)),
            ("union", static log => new[] { 1, 2 }.Select(i => Seen(log, i)).Union(new[] { 2, 3 }.Select(i => Seen(log, i)))),
            ("group", static log => new[] { 1, 2, 3 }.GroupBy(i => Seen(log, i) % 2).Select(static g => g.Count())),
        ];
        (string Name, Func<IEnumerable<int>, object?> End)[] ends =
        [
            ("Count", static s => s.Count()), ("Any", static s => s.Any()), ("First", static s => s.First()),
                ("Last", static s => s.Last()),
            ("ElementAt 1", static s => s.ElementAtOrDefault(1)), ("ElementAt ^1", static s => s.ElementAtOrDefault(^1)),
            ("ToArray", static s => s.ToArray()), ("ToList", static s => s.ToList().Count), ("Contains", static s => s.Contains(1)),
            ("Min", static s => s.Min()), ("Sum", static s => s.Sum()), ("foreach", static s => Each(s)),
                ("twice", static s => Each(s) + Each(s)),
            ("NonEnumerated", static s => $"{s.TryGetNonEnumeratedCount(out int count)} {count}"),
                ("Skip(1).First", static s => s.Skip(1).First()),
            ("Take(1).Count", static s => s.Take(1).Count()), ("Skip(1).Count", static s => s.Skip(1).Count()),
                ("Last of Where", static s => s.Last(static i => i < 9)),
            ("All", static s => s.All(static i => i > 2)), ("First of Where", static s => s.FirstOrDefault(static i => i < 2, 77)),
                ("Single", static s => s.Take(1).Single()),
        ];
        foreach ((string name, Func<StringBuilder, IEnumerable<int>> make) in sources)
        {
            foreach ((string end, Func<IEnumerable<int>, object?> run) in ends)
            {
                table.Case($"evaluated: {name}, {end}", () =>
                {
                    StringBuilder log = new();
                    IEnumerable<int> source = make(log);
                    log.Append('|');
                    object? result = run(source);
                    return $"{(result as IEnumerable<int> is { } many ? string.Join(",", many) : result)} {log}";
                });
            }
        }

        table.Case("evaluated: a selector that adds to its list", static () =>
        {
            List<int> list = [1, 2];
            return SmallCases.Said(() => list.Select(i =>
            {
                list.Add(i);
                return i;
            }).Count()) + " " + list.Count;
        });
        table.Case("evaluated: a selector that adds to its list, ToList", static () =>
        {
            List<int> list = [1, 2];
            return SmallCases.Said(() => list.Select(i =>
            {
                list.Add(i);
                return i;
            }).ToList().Count) + " " + list.Count;
        });
        table.Case("evaluated: a predicate that adds to its list", static () =>
        {
            List<int> list = [1, 2];
            return SmallCases.Said(() => list.Where(i =>
            {
                list.Add(i);
                return true;
            }).Count()) + " " + list.Count;
        });
        table.Case("evaluated: a list that grew before", static () =>
        {
            List<int> list = [1, 2];
            IEnumerable<int> query = list.Select(static i => i * 10);
            list.Add(3);
            return string.Join(",", query);
        });
        table.Case("evaluated: arguments at once", static () =>
            $"{SmallCases.Said(static () => ((IEnumerable<int>)null!).Select(static i => i))}"
                + $" {SmallCases.Said(static () => new[] { 1 }.Where((Func<int, bool>)null!))}"
            + $" {SmallCases.Said(static () => Enumerable.Range(0, -1))} {SmallCases.Said(static () => Enumerable.Repeat(0, -1))}"
                + $" {SmallCases.Said(static () => new[] { 1 }.Chunk(0))}");
    }

    private static void Orders(Table table)
    {
        table.Case("order, stable and then", static () => Names(s_people.OrderBy(static p => p.Age).ThenByDescending(static p => p.Name)));
        table.Case("order, descending is stable", static () => Names(s_people.OrderByDescending(static p => p.Age)));
        table.Case("order, with null keys first", static () => Names(s_people.OrderBy(static p => p.Town)));
        table.Case("order, by a comparer", static () => string.Join(",",
            new[] { "b", "A", "a", "B" }.OrderBy(static s => s, StringComparer.OrdinalIgnoreCase)));
        table.Case("order, ordinal", static () => string.Join(",", new[] { "b", "A", "a", "B" }.Order(StringComparer.Ordinal)));
        table.Case("order, by two keys in query syntax", static () =>
            string.Join(",", from p in s_people orderby p.Town descending, p.Age select p.Name));
        table.Case("order, of doubles with NaN", static () =>
            string.Join(",", new[] { 1.5, double.NaN, -1, double.PositiveInfinity }.Order()));
        table.Case("order, first and last of it", static () =>
            $"{s_people.OrderBy(static p => p.Age).First().Name} {s_people.OrderBy(static p => p.Age).Last().Name}"
                + $" {s_people.OrderBy(static p => p.Age).ElementAt(2).Name}");
        table.Case("order, of what cannot be compared", static () =>
            SmallCases.Said(static () => new[] { new object(), new object() }.Order().ToArray()));
        table.Case("order, of one that cannot be compared", static () => new[] { new StringBuilder("x") }.Order().ToArray()[0]);
        table.Case("order, reversed twice", static () => string.Join(",", new[] { 3, 1, 2 }.OrderDescending().Reverse().Reverse()));
        table.Case("order, shuffled is a permutation", static () => string.Join(",", new[] { 3, 1, 2 }.Shuffle().Order()));
    }

    private static void Groups(Table table)
    {
        table.Case("group, keys in order of appearance", static () =>
            string.Join(";", s_people.GroupBy(static p => p.Town).Select(static g => $"{g.Key ?? "-"}:{Names(g)}")));
        table.Case("group, with a result", static () => string.Join(";",
            s_people.GroupBy(static p => p.Age, static p => p.Name, static (age, names) => $"{age}={string.Concat(names)}")));
        table.Case("group, by an anonymous type", static () =>
            string.Join(";", s_people.GroupBy(static p => new { p.Town, Old = p.Age > 30 }).Select(static g => $"{g.Key}:{g.Count()}")));
        table.Case("group, query syntax with into", static () => string.Join(";",
            from p in s_people
            group p by p.Age into ages
            where ages.Count() > 1
            orderby ages.Key
            select $"{ages.Key}:{string.Join("", ages.Select(static a => a.Name))}"));
        table.Case("lookup", static () =>
        {
            ILookup<string?, string> lookup = s_people.ToLookup(static p => p.Town, static p => p.Name);
            return $"{lookup.Count} {string.Concat(lookup["Rome"])} {string.Concat(lookup[null])} {lookup["Oslo"].Any()}"
                + $" {lookup.Contains("Bern")}";
        });
        table.Case("join, inner", static () => string.Join(";",
            s_people.Join([("Rome", "IT"), ("Bern", "CH"), ("Oslo", "NO")], static p => p.Town, static t => t.Item1,
            static (p, t) => p.Name + t.Item2)));
        table.Case("join, group", static () => string.Join(";",
            new[] { "Rome", "Oslo" }.GroupJoin(s_people, static t => t, static p => p.Town, static (t, ps) => $"{t}:{ps.Count()}")));
        table.Case("join, left", static () => string.Join(";",
            s_people.LeftJoin([("Rome", "IT")], static p => p.Town, static t => t.Item1, static (p, t) => $"{p.Name}{t.Item2 ?? "-"}")));
        table.Case("join, right", static () => string.Join(";",
            s_people.RightJoin([("Rome", "IT"), ("Oslo", "NO")], static p => p.Town, static t => t.Item1,
            static (p, t) => $"{p.Name ?? "-"}{t.Item2}")));
        table.Case("join, query syntax", static () => string.Join(";",
            from p in s_people
            join t in new[] { ("Rome", 1), ("Bern", 2) } on p.Town equals t.Item1 into found
            from t in found.DefaultIfEmpty()
            let text = $"{p.Name}{t.Item2}"
            select text));
        table.Case("count by and aggregate by", static () =>
            string.Join(",", s_people.CountBy(static p => p.Age))
                + string.Join(",", s_people.AggregateBy(static p => p.Town ?? "", 0, static (sum, p) => sum + p.Age)));
        table.Case("to dictionary, twice the same key", static () =>
            SmallCases.Said(static () => s_people.ToDictionary(static p => p.Age)));
        table.Case("to dictionary, of pairs", static () => string.Join(",",
            new[] { ("a", 1), ("b", 2) }.ToDictionary().Select(static p => p.Key + p.Value)));
    }

    private static void Sets(Table table)
    {
        int[] left = [3, 1, 2, 3, 5];
        int[] right = [5, 3, 4, 4];
        table.Case("union", () => left.Union(right));
        table.Case("intersect", () => left.Intersect(right));
        table.Case("except", () => left.Except(right));
        table.Case("concat", () => left.Concat(right));
        table.Case("distinct by", static () => Names(s_people.DistinctBy(static p => p.Town)));
        table.Case("except by", static () => Names(s_people.ExceptBy(["Rome"], static p => p.Town)));
        table.Case("intersect by", static () => Names(s_people.IntersectBy(["Rome", null], static p => p.Town)));
        table.Case("union by", static () => Names(s_people.Take(2).UnionBy(s_people, static p => p.Age)));
        table.Case("distinct, ignoring case", static () => string.Join(",",
            new[] { "a", "A", "b" }.Distinct(StringComparer.OrdinalIgnoreCase)));
        table.Case("sequence equal", () => $"{left.SequenceEqual(left.ToList())} {left.SequenceEqual(right)}"
            + $" {left.SequenceEqual([.. left, 1])}");
        table.Case("index", () => string.Join(",", left.Index().Select(static p => $"{p.Index}:{p.Item}")));
        table.Case("zip of three", () => string.Join(",", left.Zip(right, "abc").Select(static t => $"{t.First}{t.Second}{t.Third}")));
        table.Case("to hash set", () => $"{left.ToHashSet().Count} {left.ToHashSet().SetEquals([1, 2, 3, 5])}");
        table.Case("infinite and sequence", static () => string.Join(",", Enumerable.Sequence(1, 10, 4)) + "|"
            + string.Join(",", Enumerable.InfiniteSequence(5, -2).Take(3)));
    }

    private static void Aggregates(Table table)
    {
        table.Case("sum overflows", static () => SmallCases.Said(static () => new[] { int.MaxValue, 1 }.Sum()));
        table.Case("sum of floats is in double", static () => new[] { 1e8f, 1f, 1f, 1f }.Sum());
        table.Case("average of ints and longs", static () =>
            $"{new[] { 1, 2, 4 }.Average()} {new[] { long.MaxValue, 1 - long.MaxValue }.Average()} {new[] { 0.1f, 0.2f }.Average()}"
            + $" {new[] { 1m, 2m }.Average()}");
        table.Case("average of none", static () => SmallCases.Said(static () => Array.Empty<int>().Average()));
        table.Case("min and max with NaN", static () => $"{new[] { 1.0, double.NaN }.Min()} {new[] { 1.0, double.NaN }.Max()}"
            + $" {new[] { double.NaN, 2f }.Max()}");
        table.Case("min and max of text", static () => $"{new[] { "b", null, "a" }.Min()} {new[] { "b", null, "a" }.Max()}"
            + $" [{Array.Empty<string>().Max()}]");
        table.Case("min and max of none", static () => SmallCases.Said(static () => Array.Empty<int>().Min())
            + SmallCases.Said(static () => Array.Empty<int>().Max(static i => i)));
        table.Case("min by and max by", static () => $"{s_people.MinBy(static p => p.Age).Name}"
            + $" {s_people.MaxBy(static p => p.Town).Name} {Array.Empty<string>().MinBy(static s => s.Length) is null}");
        table.Case("aggregate", static () => $"{new[] { 1, 2, 3 }.Aggregate(static (a, b) => a * 10 + b)}"
            + $" {new[] { 1, 2 }.Aggregate("s", static (a, b) => a + b, static a => a.Length)}");
        table.Case("aggregate of none", static () => SmallCases.Said(static () => Array.Empty<int>().Aggregate(static (a, b) => a + b)));
        table.Case("long count", static () => Enumerable.Range(0, 5).LongCount(static i => i > 2));
        table.Case("sum of decimals and nulls", static () =>
            $"{new[] { 1.10m, 2.20m }.Sum()} {new decimal?[] { null, 1.5m }.Sum()} {new double?[] { null }.Average() is null}");
    }

    private static void Elements(Table table)
    {
        Func<IEnumerable<int>, object?>[] ends =
        [
            static s => s.First(), static s => s.FirstOrDefault(), static s => s.FirstOrDefault(-5), static s => s.Last(),
                static s => s.LastOrDefault(-5), static s => s.Single(),
            static s => s.SingleOrDefault(), static s => s.SingleOrDefault(-5), static s => s.ElementAt(1),
                static s => s.ElementAtOrDefault(1), static s => s.ElementAt(^1), static s => s.ElementAtOrDefault(^3),
            static s => s.First(static i => i > 1), static s => s.Last(static i => i > 1), static s => s.Single(static i => i > 1),
                static s => s.SingleOrDefault(static i => i > 1), static s => s.DefaultIfEmpty().First(),
        ];
        (string Name, Func<IEnumerable<int>> Make)[] sources =
            [("none", static () => []), ("one", static () => [2]), ("two", static () => new List<int> { 2, 3 }),
                ("lazy", static () => Numbers(3)), ("linked", static () => new LinkedList<int>([4]))];
        foreach ((string name, Func<IEnumerable<int>> make) in sources)
        {
            for (int i = 0; i < ends.Length; i++)
            {
                Func<IEnumerable<int>, object?> end = ends[i];
                table.Case($"element {i} of {name}", () => SmallCases.Said(() => end(make())));
            }
        }
    }

    private static void Types(Table table)
    {
        (string Name, Func<IEnumerable> Make)[] sources =
        [
            ("object[]", static () => new object?[] { 1, "a", null, 2L, 3u, DayOfWeek.Friday }), ("int[]", static () => new[] { 1, 2 }),
                ("uint[]", static () => new[] { 1u, uint.MaxValue }),
            ("DayOfWeek[]", static () => new[] { DayOfWeek.Monday }), ("int?[]", static () => new int?[] { 1, null }),
                ("string[]", static () => new[] { "a", null }),
            ("List<string>", static () => new List<string> { "c" }), ("byte[]", static () => new byte[] { 200 }),
                ("sbyte[]", static () => new sbyte[] { -1 }),
        ];
        foreach ((string name, Func<IEnumerable> make) in sources)
        {
            table.Case($"OfType<int?> of {name}", () => SmallCases.Said(() => string.Join(",", make().OfType<int?>())));
            table.Case($"OfType<string> of {name}", () => SmallCases.Said(() => string.Join(",", make().OfType<string>())));
            table.Case($"OfType<object> of {name}", () => SmallCases.Said(() => string.Join(",", make().OfType<object>())));
            table.Case($"Cast<int?> of {name}", () => SmallCases.Said(() => string.Join(",", make().Cast<int?>())));
            table.Case($"Cast<string> of {name}", () => SmallCases.Said(() => string.Join(",", make().Cast<string>())));
            table.Case($"Cast<object> of {name}", () => SmallCases.Said(() => string.Join(",", make().Cast<object>())));
        }

        // Arrays with the same storage are not sequences of each other's type here.
        string[] alike = ["int[]", "uint[]", "DayOfWeek[]", "sbyte[]"];
        foreach ((string name, Func<IEnumerable> make) in sources.Where(s => !alike.Contains(s.Name)))
        {
            table.Case($"OfType<int> of {name}", () => SmallCases.Said(() => string.Join(",", make().OfType<int>())));
            table.Case($"OfType<byte> of {name}", () => SmallCases.Said(() => string.Join(",", make().OfType<byte>())));
            table.Case($"OfType<DayOfWeek> of {name}", () => SmallCases.Said(() => string.Join(",", make().OfType<DayOfWeek>())));
            table.Case($"Cast<int> of {name}", () => SmallCases.Said(() => string.Join(",", make().Cast<int>())));
            table.Case($"Cast<byte> of {name}", () => SmallCases.Said(() => string.Join(",", make().Cast<byte>())));
            table.Case($"Cast<DayOfWeek> of {name}", () => SmallCases.Said(() => string.Join(",", make().Cast<DayOfWeek>())));
            table.Case($"is collection of {name}", () => $"{make() is IEnumerable<int>} {make() is IList<uint>}"
                + $" {make() is IReadOnlyList<object>} {make() is ICollection<string>} {make() is IEnumerable<DayOfWeek>}");
        }
    }

    private static void Words(Table table)
    {
        const string Text = "the quick brown fox jumps over the lazy dog the end";
        table.Case("words counted", static () => string.Join(" ",
            Text.Split(' ').GroupBy(static w => w).OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key,
            StringComparer.Ordinal).Take(3).Select(static g => $"{g.Key}:{g.Count()}")));
        table.Case("letters", static () => string.Concat(Text.Where(char.IsLetter).Distinct().Order()));
        table.Case("pairs", static () => string.Join(" ", from a in Enumerable.Range(1, 4)
                                                          from b in Enumerable.Range(a,
            4)
                                                          where (a * a) + (b * b) is var c && Math.Sqrt(c) % 1 == 0
                                                          select $"{a}{b}"));
        table.Case("matrix transposed", static () => string.Join("|",
            Enumerable.Range(0, 3).Select(static c => string.Join(",", new[] { new[] { 1, 2, 3 }, [4, 5, 6] }.Select(r => r[c])))));
        table.Case("running total", static () =>
        {
            int total = 0;
            return string.Join(",", new[] { 1, 2, 3 }.Select(i => total += i));
        });
        table.Case("permutations", static () => string.Join(" ", Permutations("abc")));
        table.Case("primes", static () => string.Join(",", Enumerable.Range(2,
            40).Where(static n => Enumerable.Range(2, (int)Math.Sqrt(n) - 1).All(d => n % d != 0))));
        table.Case("anonymous types", static () => string.Join(";",
            s_people.Select(static p => new { p.Name, Half = p.Age / 2.0 }).Where(static p => p.Half > 13)));
        table.Case("dictionary of lists", static () =>
        {
            Dictionary<char, List<string>> byLetter = [];
            foreach (string word in Text.Split(' '))
            {
                if (!byLetter.TryGetValue(word[0], out List<string>? list))
                {
                    byLetter[word[0]] = list = [];
                }

                list.Add(word);
            }

            return string.Join(";", byLetter.OrderBy(static p => p.Key).Select(static p => $"{p.Key}={string.Join("+", p.Value)}"));
        });
        table.Case("flattened with indexes", static () => string.Join(",",
            new[] { "ab", "c" }.SelectMany(static (s, i) => s.Select(c => $"{i}{c}"))));
        table.Case("take while and skip while", static () =>
            string.Join(",", Enumerable.Range(0, 9).SkipWhile(static i => i < 3).TakeWhile(static (i, n) => i + n < 9)));
    }

    private static IEnumerable<string> Permutations(string text) => text.Length < 2
        ? [text]
        : text.SelectMany((c, i) => Permutations(text.Remove(i, 1)).Select(rest => c + rest));

    private static string Names(IEnumerable<(string Name, int Age, string? Town)> people) =>
        string.Concat(people.Select(static p => p.Name[0]));

    private static IEnumerable<int> Numbers(int count)
    {
        for (int i = 1; i <= count; i++)
        {
            yield return i;
        }
    }

    private static int Seen(StringBuilder log, int value)
    {
        log.Append(value);
        return value;
    }

    private static string Each(IEnumerable<int> items)
    {
        string text = "";
        foreach (int item in items)
        {
            text += item;
        }

        return text;
    }
}
