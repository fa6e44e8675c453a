// Immutable collections, their builders, and views of mutable ones.

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace RustKernel.ParityProgram;

internal static class ImmutableCases
{
    private static readonly int[] s_places = [-1, 0, 1, 3, 4, 5];
    private static readonly int[] s_eightNine = [8, 9];

    internal static void Run(Table table)
    {
        Arrays(table);
        DefaultArrays(table);
        Builders(table);
        Capacities(table);
        Lists(table);
        Dictionaries(table);
        Sets(table);
        Ends(table);
        Views(table);
        ViewsOfChanges(table);
    }

    private static ImmutableArray<int> Four() => [3, 1, 2, 1];

    private static void Arrays(Table table)
    {
        table.Each("immutable array: inserted", s_places, static i => Said(() => Four().Insert(i, 9)));
        table.Each("immutable array: range inserted", s_places, static i => Said(() => Four().InsertRange(i, s_eightNine)));
        table.Each("immutable array: removed at", s_places, static i => Said(() => Four().RemoveAt(i)));
        table.Pairs("immutable array: range removed", s_places, s_places, static (i, n) => Said(() => Four().RemoveRange(i, n)));
        table.Each("immutable array: set", s_places, static i => Said(() => Four().SetItem(i, 9)));
        table.Each("immutable array: at", s_places, static i => OrderCases.Message(() => _ = Four()[i]));
        table.Each("immutable array: removed", [1, 3, 9], static n => Four().Remove(n));
        table.Each("immutable array: replaced", [1, 9], static n => Said(() => Four().Replace(n, 7)));
        table.Case("immutable array: added", static () => Four().Add(5).AddRange(6, 7).AddRange(s_eightNine));
        table.Case("immutable array: unchanged", static () =>
        {
            ImmutableArray<int> four = Four();
            _ = four.Add(5).Sort();
            return four;
        });
        table.Case("immutable array: sorted", static () => Four().Sort());
        table.Case("immutable array: sorted the other way", static () => Four().Sort((a, b) => b - a));
        table.Case("immutable array: removed where", static () => Four().RemoveAll(n => n == 1));
        table.Case("immutable array: places", static () => $"{Four().IndexOf(1)} {Four().LastIndexOf(1)} {Four().IndexOf(9)}");
        table.Case("immutable array: has", static () => $"{Four().Contains(2)} {Four().Contains(9)} {Four().Length} {Four().IsEmpty}");
        table.Case("immutable array: nothing added", static () => OrderCases.Message(() => Four().AddRange((IEnumerable<int>)null!)));
        table.Case("immutable array: equality", static () =>
        {
            ImmutableArray<int> four = Four();
            return $"{four == four.AddRange(new int[0])} {four.Equals(Four())} {ImmutableArray<int>.Empty == ImmutableArray.Create<int>()}";
        });
        table.Case("immutable array: copied", static () =>
        {
            int[] room = new int[6];
            Four().CopyTo(room, 1);
            return room;
        });
        table.Case("immutable array: copied, no room", static () => OrderCases.Message(() => Four().CopyTo(new int[3])));
        table.Case("immutable array: read-only", static () => OrderCases.Message(() => ((IList<int>)Four()).Add(1)));
        table.Case("immutable array: of null", static () => ImmutableArray.Create((int[]?)null).Length);
        table.Case("immutable array: of a sequence", static () => Enumerable.Range(0, 4).ToImmutableArray());
        table.Case("immutable array: queried", static () => Four().Where(n => n > 1).Select(n => n * 2));
    }

    private static void DefaultArrays(Table table)
    {
        table.Case("immutable array, default: is it", static () => $"{default(ImmutableArray<int>).IsDefault} "
            + $"{default(ImmutableArray<int>).IsDefaultOrEmpty} {default(ImmutableArray<int>) == default} "
            + $"{default(ImmutableArray<int>).GetHashCode()} {default(ImmutableArray<int>).AsSpan().Length}");
        table.Case("immutable array, default: length", static () => OrderCases.Message(() => _ = default(ImmutableArray<int>).Length));
        table.Case("immutable array, default: empty", static () => OrderCases.Message(() => _ = default(ImmutableArray<int>).IsEmpty));
        table.Case("immutable array, default: first", static () => OrderCases.Message(() => _ = default(ImmutableArray<int>)[0]));
        table.Case("immutable array, default: added", static () => OrderCases.Message(() => default(ImmutableArray<int>).Add(1)));
        table.Case("immutable array, default: default added", static () =>
            OrderCases.Message(() => Four().AddRange(default(ImmutableArray<int>))));
        table.Case("immutable array, default: queried", static () => OrderCases.Message(() =>
            ((IEnumerable<int>)default(ImmutableArray<int>)).GetEnumerator()));
        table.Case("immutable array, default: each", static () => OrderCases.Message(() =>
        {
            foreach (int n in default(ImmutableArray<int>))
            {
                throw new InvalidOperationException($"{n}");
            }
        }));
    }

    private static ImmutableArray<int>.Builder Built() => Four().ToBuilder();

    private static void Builders(Table table)
    {
        table.Each("builder: at", s_places, static i => OrderCases.Message(() => _ = Built()[i]));
        table.Each("builder: set", s_places, static i => Said(static (b, n) => b[n] = 9, i));
        table.Each("builder: inserted", s_places, static i => Said(static (b, n) => b.Insert(n, 9), i));
        table.Each("builder: range inserted", s_places, static i => Said(static (b, n) => b.InsertRange(n, s_eightNine), i));
        table.Each("builder: removed at", s_places, static i => Said(static (b, n) => b.RemoveAt(n), i));
        table.Each("builder: count set", s_places, static i => Said(static (b, n) => b.Count = n, i));
        table.Each("builder: capacity set", s_places, static i => Said(static (b, n) => b.Capacity = n, i));
        table.Each("builder: copied", s_places, static i => OrderCases.Message(() => Built().CopyTo(new int[6], i)));
        table.Pairs("builder: range removed", s_places, s_places, static (i, n) => Said((b, at) => b.RemoveRange(at, n), i));
        table.Each("builder: removed", [1, 9], static n => Said(static (b, value) => b.Remove(value), n));
        table.Each("builder: replaced", [1, 9], static n => Said(static (b, value) => b.Replace(value, 7), n));
        table.Each("builder: items of an array", [-1, 0, 2, 3], static n => Said(static (b, count) => b.AddRange(s_eightNine, count), n));
        table.Case("builder: added", static () => Said(static (b, n) => b.AddRange(n, n, n), 5));
        table.Case("builder: a sequence added", static () => Said(static (b, n) => b.AddRange(new List<int>(new int[n])), 9));
        table.Case("builder: a builder added", static () => Said(static (b, _) => b.AddRange(Built()), 0));
        table.Case("builder: an array added", static () => Said(static (b, _) => b.AddRange(Four()), 0));
        table.Case("builder: nothing added", static () => OrderCases.Message(() => Built().AddRange((IEnumerable<int>)null!)));
        table.Case("builder: sorted", static () => Said(static (b, _) => b.Sort(), 0));
        table.Case("builder: sorted the other way", static () => Said(static (b, _) => b.Sort((x, y) => y - x), 0));
        table.Case("builder: sorted by nothing", static () => OrderCases.Message(() => Built().Sort((Comparison<int>)null!)));
        table.Case("builder: a part sorted", static () => Said(static (b, _) => b.Sort(1, 2, Comparer<int>.Default), 0));
        table.Case("builder: a wrong part sorted", static () => OrderCases.Message(() => Built().Sort(1, 4, Comparer<int>.Default)));
        table.Case("builder: reversed", static () => Said(static (b, _) => b.Reverse(), 0));
        table.Case("builder: removed where", static () => Said(static (b, _) => b.RemoveAll(n => n == 1), 0));
        table.Case("builder: cleared", static () => Said(static (b, _) => b.Clear(), 0));
        table.Case("builder: places", static () => $"{Built().IndexOf(1)} {Built().LastIndexOf(1)} {Built().Contains(9)}");
        table.Case("builder: changed while it is gone through", static () => OrderCases.Message(() =>
        {
            ImmutableArray<int>.Builder builder = Built();
            int sum = 0;
            foreach (int n in builder)
            {
                sum += n;
                builder[3] = 100;
            }

            throw new InvalidOperationException($"{sum}");
        }));
        table.Case("builder: read-only", static () => ((ICollection<int>)Built()).IsReadOnly);
    }

    private static void Capacities(Table table)
    {
        table.Case("builder: capacity at first", static () => ImmutableArray.CreateBuilder<int>().Capacity);
        table.Each("builder: capacity asked", [-1, 0, 3], static n => Said(() => ImmutableArray.CreateBuilder<int>(n)));
        table.Case("builder: capacity of a copy", static () => Built().Capacity);
        table.Each("builder: capacity grows", [1, 2, 3, 5, 9], static n =>
        {
            ImmutableArray<int>.Builder builder = ImmutableArray.CreateBuilder<int>(1);
            for (int i = 0; i < n; i++)
            {
                builder.Add(i);
            }

            return $"{builder.Count} of {builder.Capacity}";
        });
        table.Each("builder: capacity of several at once", [1, 2, 5], static n =>
        {
            ImmutableArray<int>.Builder builder = ImmutableArray.CreateBuilder<int>(2);
            builder.AddRange(new int[n]);
            builder.AddRange(new List<int>(new int[n]));
            return $"{builder.Count} of {builder.Capacity}";
        });
        table.Each("builder: moved", [3, 4], static n =>
        {
            ImmutableArray<int>.Builder builder = ImmutableArray.CreateBuilder<int>(n);
            builder.AddRange(1, 2, 3);
            return OrderCases.Message(() => _ = builder.MoveToImmutable()) + $" {builder.Count} of {builder.Capacity}";
        });
        table.Each("builder: drained", [3, 4], static n =>
        {
            ImmutableArray<int>.Builder builder = ImmutableArray.CreateBuilder<int>(n);
            builder.AddRange(1, 2, 3);
            return $"{string.Join(',', builder.DrainToImmutable())} {builder.Count} of {builder.Capacity}";
        });
        table.Case("builder: made twice", static () =>
        {
            ImmutableArray<int>.Builder builder = Built();
            ImmutableArray<int> first = builder.ToImmutable();
            builder[0] = 9;
            return $"{first[0]} {builder.ToImmutable()[0]} {builder.ToArray().Length}";
        });
    }

    private static string Said(Func<IEnumerable<int>> make)
    {
        string made = "";
        string message = OrderCases.Message(() => made = string.Join(',', make()));
        return message == "fine" ? made : message;
    }

    private static string Said(Action<ImmutableArray<int>.Builder, int> act, int value)
    {
        ImmutableArray<int>.Builder builder = Built();
        string message = OrderCases.Message(() => act(builder, value));
        return $"{message} {string.Join(',', builder)} {builder.Capacity}";
    }

    private static void Lists(Table table)
    {
        ImmutableList<int> four = [3, 1, 2, 1];
        table.Each("immutable list: inserted", s_places, i => Said(() => four.Insert(i, 9)));
        table.Each("immutable list: removed at", s_places, i => Said(() => four.RemoveAt(i)));
        table.Pairs("immutable list: range removed", s_places, s_places, (i, n) => Said(() => four.RemoveRange(i, n)));
        table.Each("immutable list: set", s_places, i => Said(() => four.SetItem(i, 9)));
        table.Each("immutable list: at", s_places, i => OrderCases.Message(() => _ = four[i]));
        table.Each("immutable list: replaced", [1, 9], n => Said(() => four.Replace(n, 7)));
        table.Case("immutable list: sorted", () => four.Sort());
        table.Case("immutable list: reversed", () => four.Reverse());
        table.Case("immutable list: removed where", () => four.RemoveAll(n => n == 1));
        table.Case("immutable list: found", () => $"{four.Find(n => n < 3)} {four.FindIndex(n => n == 2)} {four.Exists(n => n > 3)}");
        table.Case("immutable list: nothing to find by", () => OrderCases.Message(() => four.RemoveAll(null!)));
        table.Case("immutable list: nothing added", () => OrderCases.Message(() => four.AddRange(null!)));
        table.Case("immutable list: same", () =>
            $"{ReferenceEquals(four, four.Remove(9))} {ReferenceEquals(four.Clear(), ImmutableList<int>.Empty)}");
    }

    private static void Dictionaries(Table table)
    {
        ImmutableDictionary<string, int> two = ImmutableDictionary<string, int>.Empty.Add("a", 1).Add("b", 2);
        table.Case("immutable dictionary: added twice", () => OrderCases.Message(() => two.Add("a", 3)));
        table.Case("immutable dictionary: added twice, the same", () => two.Add("a", 1).Count);
        table.Case("immutable dictionary: set", () => $"{two.SetItem("a", 9)["a"]} {two["a"]}");
        table.Case("immutable dictionary: removed", () => $"{two.Remove("a").ContainsKey("a")} {ReferenceEquals(two, two.Remove("z"))}");
        table.Case("immutable dictionary: not there", () => OrderCases.Message(() => _ = two["z"]));
        table.Case("immutable dictionary: null", () => OrderCases.Message(() => two.Add(null!, 1)));
        table.Case("immutable dictionary: null looked for", () => OrderCases.Message(() => two.ContainsKey(null!)));
        table.Case("immutable dictionary: found", () => $"{two.TryGetValue("b", out int b)} {b} {two.TryGetValue("z", out int z)} {z}");
        table.Case("immutable dictionary: contains", () =>
            $"{two.Contains(new("a", 1))} {two.Contains(new("a", 2))} {two.ContainsValue(2)}");
        table.Case("immutable dictionary: keys", () => two.Keys.Order());
        table.Case("immutable dictionary: values", () => two.Values.Order());
        table.Case("immutable dictionary: several", () => two.AddRange([new("c", 3), new("d", 4)]).Count);
        table.Case("immutable dictionary: several removed", () => two.RemoveRange(["a", "z"]).Count);
        table.Case("immutable dictionary: several set", () => two.SetItems([new("a", 5), new("e", 6)]).Values.Sum());
        table.Case("immutable dictionary: comparer", () => two.WithComparers(StringComparer.OrdinalIgnoreCase)["A"]);
        table.Case("immutable dictionary: cleared", () => two.Clear().IsEmpty);
        table.Case("immutable dictionary: built", () =>
        {
            ImmutableDictionary<string, int>.Builder builder = two.ToBuilder();
            builder["c"] = 3;
            _ = builder.Remove("a");
            return $"{builder.Count} {two.Count} {OrderCases.Message(() => builder.Add("b", 9))} {builder.ToImmutable().Count}";
        });
        table.Case("immutable dictionary: of a sequence", static () =>
            Enumerable.Range(0, 3).ToImmutableDictionary(n => n, n => n * n).Values.Sum());
        table.Case("immutable dictionary: of a sequence with a key twice", static () => OrderCases.Message(() =>
            Enumerable.Range(0, 3).ToImmutableDictionary(n => n / 2, n => n)));
    }

    private static void Sets(Table table)
    {
        ImmutableHashSet<int> three = [1, 2, 3];
        int[][] others = [[], [1], [1, 2, 3], [2, 3, 4], [1, 2, 3, 4], [3, 3]];
        table.Each("immutable set: union", others, o => three.Union(o).Order());
        table.Each("immutable set: both", others, o => three.Intersect(o).Order());
        table.Each("immutable set: without", others, o => three.Except(o).Order());
        table.Each("immutable set: either", others, o => three.SymmetricExcept(o).Order());
        table.Each("immutable set: compared", others, o =>
            $"{three.SetEquals(o)} {three.IsSubsetOf(o)} {three.IsSupersetOf(o)} {three.IsProperSubsetOf(o)} {three.IsProperSupersetOf(o)} "
                + $"{three.Overlaps(o)}");
        table.Case("immutable set: added", () => $"{ReferenceEquals(three, three.Add(1))} {three.Add(4).Count} {three.Remove(1).Count}");
        table.Case("immutable set: null", () => OrderCases.Message(() => three.Union(null!)));
    }

    private static void Ends(Table table)
    {
        table.Case("immutable queue", static () => ImmutableQueue.Create(1, 2, 3).Enqueue(4).Dequeue());
        table.Case("immutable queue: first", static () => ImmutableQueue.Create(1, 2, 3).Peek());
        table.Case("immutable queue: taken", static () =>
            $"{string.Join(',', ImmutableQueue.Create(1, 2).Dequeue(out int first))} {first}");
        table.Case("immutable queue: empty", static () => OrderCases.Message(() => ImmutableQueue<int>.Empty.Peek()));
        table.Case("immutable queue: nothing to take", static () => OrderCases.Message(() => ImmutableQueue<int>.Empty.Dequeue()));
        table.Case("immutable queue: same", static () => ReferenceEquals(ImmutableQueue.Create(1).Dequeue(), ImmutableQueue<int>.Empty));
        table.Case("immutable stack", static () => ImmutableStack.Create(1, 2, 3).Push(4).Pop().Pop());
        table.Case("immutable stack: top", static () => ImmutableStack.Create(1, 2, 3).Peek());
        table.Case("immutable stack: taken", static () => $"{string.Join(',', ImmutableStack.Create(1, 2).Pop(out int top))} {top}");
        table.Case("immutable stack: empty", static () => OrderCases.Message(() => ImmutableStack<int>.Empty.Peek()));
        table.Case("immutable stack: nothing to take", static () => OrderCases.Message(() => ImmutableStack<int>.Empty.Pop()));
        table.Case("immutable stack: cleared", static () =>
            $"{ImmutableStack.Create(1).Clear().IsEmpty} {ImmutableStack<int>.Empty.Any()}");
    }

    private static OrderedDictionary<string, int> Three() => new() { ["one"] = 1, ["two"] = 2, ["three"] = 3 };

    private static void Views(Table table)
    {
        table.Case("ordered dictionary: keys follow", static () => Seen(static d => d.Keys));
        table.Case("ordered dictionary: values follow", static () => Seen(static d => d.Values));
        table.Case("ordered dictionary: the same view", static () =>
        {
            OrderedDictionary<string, int> three = Three();
            return $"{ReferenceEquals(three.Keys, three.Keys)} {ReferenceEquals(three.Values, ((IDictionary<string, int>)three).Values)}";
        });
        table.Each("ordered dictionary: key at", [-1, 0, 2, 3], static i => OrderCases.Message(() => _ = ((IList<string>)Three().Keys)[i]));
        table.Each("ordered dictionary: value at", [-1, 0, 2, 3], static i =>
            OrderCases.Message(() => _ = ((IList<int>)Three().Values)[i]));
        table.Case("ordered dictionary: place of a key", static () =>
            $"{((IList<string>)Three().Keys).IndexOf("two")} {((IList<string>)Three().Keys).IndexOf("x")} {Three().Keys.Contains("x")}");
        table.Case("ordered dictionary: place of a value", static () =>
            $"{((IList<int>)Three().Values).IndexOf(2)} {((IList<int>)Three().Values).IndexOf(9)} {Three().Values.Contains(3)}");
        table.Case("ordered dictionary: keys are read-only", static () =>
            $"{((ICollection<string>)Three().Keys).IsReadOnly} {OrderCases.Message(() => ((ICollection<string>)Three().Keys).Add("x"))}");
        table.Case("ordered dictionary: values are read-only", static () =>
            OrderCases.Message(() => ((IList<int>)Three().Values)[0] = 1));
        table.Each("ordered dictionary: keys copied", [-1, 0, 1, 2], static i => OrderCases.Message(() =>
            Three().Keys.CopyTo(new string[4], i)));
        table.Case("ordered dictionary: values copied", static () =>
        {
            int[] room = new int[4];
            Three().Values.CopyTo(room, 1);
            return room;
        });
        table.Case("ordered dictionary: keys copied to nothing", static () => OrderCases.Message(() => Three().Keys.CopyTo(null!, 0)));
    }

    // The allowed changes while keys, values or pairs are enumerated.
    private static void ViewsOfChanges(Table table)
    {
        (string Name, Action<OrderedDictionary<string, int>> Act)[] changes =
        [
            ("a value", static d => d["two"] = 7), ("a value by place", static d => d.SetAt(1, 7)), ("an addition", static d => d["x"] = 9),
            ("a removal", static d => d.Remove("three")), ("no removal", static d => d.Remove("x")), ("the end", static d => d.Clear()),
            ("room", static d => d.EnsureCapacity(100)), ("less room", static d => d.TrimExcess()),
            ("no addition", static d => d.TryAdd("one", 5)),
            ("a key by place", static d => d.SetAt(0, "y", 8)), ("the same key by place", static d => d.SetAt(0, "one", 8)),
        ];
        foreach ((string name, Action<OrderedDictionary<string, int>> act) in changes)
        {
            table.Case($"ordered dictionary: {name} while keys are gone through", () => Through(static d => d.Keys, act));
            table.Case($"ordered dictionary: {name} while values are gone through", () => Through(static d => d.Values, act));
            table.Case($"ordered dictionary: {name} while pairs are gone through", () => Through(static d => d, act));
        }
    }

    private static string Seen<T>(Func<OrderedDictionary<string, int>, IEnumerable<T>> view)
    {
        OrderedDictionary<string, int> three = Three();
        IEnumerable<T> seen = view(three);
        string before = string.Join(',', seen);
        three.Insert(1, "half", 0);
        _ = three.Remove("one");
        three["two"] = 22;
        return $"{before} {string.Join(',', seen)} {seen.Count()}";
    }

    private static string Through<T>(
        Func<OrderedDictionary<string, int>, IEnumerable<T>> view,
        Action<OrderedDictionary<string, int>> act)
    {
        OrderedDictionary<string, int> three = Three();
        List<T> seen = [];
        string message = OrderCases.Message(() =>
        {
            foreach (T item in view(three))
            {
                if (seen.Count == 0)
                {
                    act(three);
                }

                seen.Add(item);
            }
        });
        return message + " " + string.Join(',', seen);
    }
}
