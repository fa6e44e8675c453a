// Small programs with collections: an enumerator before its first and after its last element, and the effect of changes on it.

using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Linq;

namespace RustKernel.ParityProgram;

internal static class GatherCases
{
    private static readonly (string Name, Func<IEnumerable> Make)[] s_all =
    [
        ("List<int>", static () => new List<int> { 5, 6 }), ("List<string>", static () => new List<string> { "a" }),
            ("empty List<int>", static () => new List<int>()),
        ("Stack<int>", static () => new Stack<int>([5, 6])), ("Queue<int>", static () => new Queue<int>([5, 6])),
            ("empty Stack<int>", static () => new Stack<int>()), ("empty Queue<int>", static () => new Queue<int>()),
        ("HashSet<int>", static () => new HashSet<int> { 5 }), ("SortedSet<int>", static () => new SortedSet<int> { 5, 4 }),
            ("LinkedList<int>", static () => new LinkedList<int>([5])),
        ("Dictionary<int, string>", static () => new Dictionary<int, string> { [5] = "five" }),
            ("its Keys", static () => new Dictionary<int, string> { [5] = "five" }.Keys),
        ("its Values", static () => new Dictionary<int, string> { [5] = "five" }.Values),
            ("SortedDictionary<int, int>", static () => new SortedDictionary<int, int> { [5] = 1 }),
        ("SortedList<int, int>", static () => new SortedList<int, int> { [5] = 1 }),
            ("SortedList.Keys", static () => new SortedList<int, int> { [5] = 1 }.Keys),
            ("SortedList.Values", static () => new SortedList<int, int> { [5] = 1 }.Values),
        ("SortedDictionary.Keys", static () => new SortedDictionary<int, int> { [5] = 1 }.Keys),
            ("SortedDictionary.Values", static () => new SortedDictionary<int, int> { [5] = 1 }.Values),
        ("int[]", static () => new[] { 5 }), ("string[]", static () => new[] { "a" }), ("empty int[]", static () => Array.Empty<int>()),
            ("int[,]", static () => new[,] { { 1, 2 } }), ("string", static () => "ab"), ("empty string", static () => ""),
        ("Collection<int>", static () => new Collection<int> { 5 }),
            ("ReadOnlyCollection<int>", static () => new ReadOnlyCollection<int>([5])),
            ("ArraySegment<int>", static () => new ArraySegment<int>([4, 5, 6], 1, 1)),
        ("OrderedDictionary<int, int>", static () => new OrderedDictionary<int, int> { [5] = 1 }),
        ("ConcurrentQueue<int>", static () => new ConcurrentQueue<int>([5])),
            ("ConcurrentStack<int>", static () => new ConcurrentStack<int>([5])),
            ("ConcurrentBag<int>", static () => new ConcurrentBag<int>([5])),
        ("ConcurrentDictionary<int, int>", static () => new ConcurrentDictionary<int, int> { [5] = 1 }),
            ("ImmutableArray<int>", static () => ImmutableArray.Create(5)), ("ImmutableList<int>", static () => ImmutableList.Create(5)),
        ("ImmutableDictionary<int, int>", static () => ImmutableDictionary<int, int>.Empty.Add(5, 1)),
            ("ImmutableHashSet<int>", static () => ImmutableHashSet.Create(5)),
        ("Range", static () => Enumerable.Range(5, 2)), ("Repeat", static () => Enumerable.Repeat(5, 2)),
            ("Select", static () => new[] { 5 }.Select(static i => i)),
            ("Where", static () => new List<int> { 5 }.Where(static i => i > 0)),
        ("OrderBy", static () => new[] { 5, 4 }.Order()), ("Reverse", static () => new List<int> { 5, 4 }.AsEnumerable().Reverse()),
            ("Concat", static () => new[] { 5 }.Concat([6])), ("Distinct", static () => new[] { 5 }.Distinct()),
            ("Empty", static () => Enumerable.Empty<int>()),
        ("DefaultIfEmpty", static () => Enumerable.Empty<int>().DefaultIfEmpty(3)),
            ("GroupBy", static () => new[] { 5 }.GroupBy(static i => i).Select(static g => g.Key)),
            ("Grouping", static () => new[] { 5, 5 }.GroupBy(static i => i).First()),
        ("PriorityQueue.UnorderedItems", static () => new PriorityQueue<int, int>([(5, 1)]).UnorderedItems),
            ("AsReadOnly", static () => new List<int> { 5 }.AsReadOnly()),
            ("view of SortedSet", static () => new SortedSet<int> { 1, 5, 9 }.GetViewBetween(2, 6)),
        ("ReadOnlyDictionary", static () => new ReadOnlyDictionary<int, int>(new Dictionary<int, int> { [5] = 1 })), ("iterator", Iterator),
    ];

    internal static void Run(Table table)
    {
        foreach ((string name, Func<IEnumerable> make) in s_all)
        {
            table.Case($"{name}, MoveNext after the end", () => SmallCases.Said(() => Ended(make()).MoveNext()));
            table.Case($"{name}, boxed and listed", () => string.Join(",", make().Cast<object>()));
        }

        foreach ((string name, Func<IEnumerable> make) in s_all.Where(static a => a.Name != "int[,]" && !a.Name.StartsWith("Concurrent")))
        {
            table.Case($"{name}, Reset", () => SmallCases.Said(() => Reset(make())));
        }

        // The types for which .NET defines Current outside the items; for others it is whatever was left there.
        string[] checkeds = ["List<int>", "HashSet<int>", "SortedSet<int>", "LinkedList<int>", "Dictionary<int, string>", "its Keys",
            "its Values", "SortedDictionary<int, int>", "SortedList<int, int>", "view of SortedSet"];
        foreach ((string name, Func<IEnumerable> make) in s_all.Where(a => checkeds.Contains(a.Name)))
        {
            table.Case($"{name}, IEnumerator.Current before", () => SmallCases.Said(() => make().GetEnumerator().Current));
            table.Case($"{name}, IEnumerator.Current after", () => SmallCases.Said(() => Ended(make()).Current));
        }

        table.Case("enumerators of their own types", static () =>
        {
            HashSet<int>.Enumerator set = new HashSet<int> { 5 }.GetEnumerator();
            SortedSet<int>.Enumerator sorted = new SortedSet<int> { 6 }.GetEnumerator();
            LinkedList<int>.Enumerator linked = new LinkedList<int>([7]).GetEnumerator();
            Dictionary<int, int>.KeyCollection.Enumerator keys = new Dictionary<int, int> { [8] = 9 }.Keys.GetEnumerator();
            Dictionary<int, int>.ValueCollection.Enumerator values = new Dictionary<int, int> { [8] = 9 }.Values.GetEnumerator();
            SortedDictionary<int, int>.Enumerator pairs = new SortedDictionary<int, int> { [8] = 9 }.GetEnumerator();
            return $"{set.MoveNext()}{set.Current} {sorted.MoveNext()}{sorted.Current} {linked.MoveNext()}{linked.Current}"
                + $" {keys.MoveNext()}{keys.Current} {values.MoveNext()}{values.Current}"
                + $" {pairs.MoveNext()}{pairs.Current} {set.MoveNext()}";
        });

        Typed(table);
        Changes(table);
        Sorted(table);
        Linked(table);
        Mixed(table);
    }

    private static void Typed(Table table)
    {
        table.Case("entries of a dictionary, before and after", static () =>
        {
            IDictionaryEnumerator entries = ((IDictionary)new Dictionary<int, string> { [5] = "five" }).GetEnumerator();
            string before = SmallCases.Said(() => entries.Key) + SmallCases.Said(() => entries.Entry);
            bool has = entries.MoveNext();
            string on = $"{entries.Key} {entries.Value} {entries.Entry.Key} {entries.Current}";
            return $"{before} {has} {on} {entries.MoveNext()} {SmallCases.Said(() => entries.Value)}";
        });
        table.Case("entries of a SortedList", static () =>
        {
            IDictionaryEnumerator entries = ((IDictionary)new SortedList<string, int> { ["k"] = 4 }).GetEnumerator();
            string before = SmallCases.Said(() => entries.Key);
            return $"{before} {entries.MoveNext()} {entries.Key} {entries.Value} {entries.MoveNext()}"
                + $" {SmallCases.Said(() => entries.Entry)}";
        });
    }

    private static void Changes(Table table)
    {
        (string Name, Action<List<int>> Change)[] changes =
        [
            ("Add", static l => l.Add(1)), ("Clear", static l => l.Clear()), ("set", static l => l[0] = 9),
                ("Sort", static l => l.Sort()), ("Reverse", static l => l.Reverse()),
                ("RemoveAll none", static l => l.RemoveAll(static _ => false)),
            ("RemoveAll", static l => l.RemoveAll(static i => i == 2)), ("Insert", static l => l.Insert(0, 7)),
                ("Capacity", static l => l.Capacity = 50), ("TrimExcess", static l => l.TrimExcess()),
                ("AddRange none", static l => l.AddRange([])),
            ("RemoveRange none", static l => l.RemoveRange(0, 0)), ("EnsureCapacity", static l => l.EnsureCapacity(100)),
                ("Remove none", static l => l.Remove(99)), ("Remove", static l => l.Remove(2)),
                ("InsertRange none", static l => l.InsertRange(0, [])),
        ];
        foreach ((string name, Action<List<int>> change) in changes)
        {
            table.Case($"List changed while enumerated: {name}", () =>
            {
                List<int> list = [2, 1, 3];
                string seen = "";
                return SmallCases.Said(() =>
                {
                    foreach (int item in list)
                    {
                        seen += item;
                        if (seen.Length == 1)
                        {
                            change(list);
                        }
                    }
                }) + seen + ":" + string.Join("", list);
            });
        }

        (string Name, Action<Dictionary<int, int>> Change)[] others =
        [
            ("Add", static d => d.Add(9, 9)), ("set", static d => d[1] = 5), ("set new", static d => d[7] = 5),
                ("Remove", static d => d.Remove(2)), ("Clear", static d => d.Clear()), ("TryAdd old", static d => d.TryAdd(1, 1)),
            ("EnsureCapacity", static d => d.EnsureCapacity(100)), ("TrimExcess", static d => d.TrimExcess()),
                ("Remove none", static d => d.Remove(55)), ("Remove the last", static d => d.Remove(3)),
        ];
        foreach ((string name, Action<Dictionary<int, int>> change) in others)
        {
            table.Case($"Dictionary changed while enumerated: {name}", () =>
            {
                Dictionary<int, int> map = new() { [1] = 1, [2] = 2, [3] = 3 };
                string seen = "";
                return SmallCases.Said(() =>
                {
                    foreach ((int key, _) in map)
                    {
                        seen += key;
                        if (seen.Length == 1)
                        {
                            change(map);
                        }
                    }
                }) + seen + ":" + string.Join("", map.Keys);
            });
        }

        (string Name, Func<(IEnumerable<int> Items, Action Change)> Make)[] collections =
        [
            ("HashSet.Add", static () => new HashSet<int> { 1, 2 } is var s ? (s, () => s.Add(3)) : default),
                ("HashSet.Remove", static () => new HashSet<int> { 1, 2 } is var s ? (s, () => s.Remove(2)) : default),
            ("Queue.Enqueue", static () => new Queue<int>([1, 2]) is var q ? (q, () => q.Enqueue(3)) : default),
                ("Queue.Dequeue", static () => new Queue<int>([1, 2]) is var q ? (q, () => q.Dequeue()) : default),
            ("Stack.Push", static () => new Stack<int>([1, 2]) is var s ? (s, () => s.Push(3)) : default),
                ("LinkedList.AddLast", static () => new LinkedList<int>([1, 2]) is var l ? (l, () => l.AddLast(3)) : default),
            ("SortedSet.Add", static () => new SortedSet<int> { 1, 2 } is var s ? (s, () => s.Add(3)) : default),
                ("Collection.Add", static () => new Collection<int> { 1, 2 } is var c ? (c, () => c.Add(3)) : default),
            ("ConcurrentQueue.Enqueue", static () => new ConcurrentQueue<int>([1, 2]) is var q ? (q, () => q.Enqueue(3)) : default),
                ("ConcurrentStack.Push", static () => new ConcurrentStack<int>([1, 2]) is var s ? (s, () => s.Push(3)) : default),
            ("SortedDictionary.Add", static () => new SortedDictionary<int,
                int> { [1] = 1, [2] = 2 } is var d ? (d.Keys, () => d.Add(3, 3)) : default),

        ];
        foreach ((string name, Func<(IEnumerable<int> Items, Action Change)> make) in collections)
        {
            table.Case($"changed while enumerated: {name}", () =>
            {
                (IEnumerable<int> items, Action change) = make();
                string seen = "";
                return SmallCases.Said(() =>
                {
                    foreach (int item in items)
                    {
                        seen += item;
                        if (seen.Length == 1)
                        {
                            change();
                        }
                    }
                }) + seen;
            });
        }
    }

    private static void Sorted(Table table)
    {
        table.Case("SortedSet, ranges and set operations", static () =>
        {
            SortedSet<int> set = [5, 1, 9, 3];
            SortedSet<int> other = [3, 4, 5];
            string text = $"{set.Min} {set.Max} {string.Join(",", set.Reverse())} {string.Join(",", set.GetViewBetween(2, 6))}"
                + $" {set.Overlaps(other)} {set.IsSupersetOf([1, 3])}";
            set.IntersectWith(other);
            set.SymmetricExceptWith([3, 8]);
            return $"{text} {string.Join(",", set)} {set.Add(8)} {set.Remove(5)} {set.TryGetValue(8, out int found)} {found}";
        });
        table.Case("SortedSet, view is live and bounded", static () =>
        {
            SortedSet<int> set = [1, 5, 9];
            SortedSet<int> view = set.GetViewBetween(2, 7);
            set.Add(6);
            return $"{view.Count} {string.Join(",", view)} {SmallCases.Said(() => view.Add(50))} {view.Add(3)}"
                + $" {string.Join(",", set)} {SmallCases.Said(() => set.GetViewBetween(5, 1))}";
        });
        table.Case("SortedDictionary, by a comparer", static () =>
        {
            SortedDictionary<string, int> map = new(Comparer<string>.Create(static (a, b) => b.Length - a.Length))
            {
                ["aa"] = 1,
                ["b"] = 2,
                ["ccc"] = 3
            };
            map["zz"] = 9;
            return string.Join(",", map.Select(static p => $"{p.Key}{p.Value}")) + map.ContainsValue(9) + map.First();
        });
        table.Case("SortedList, by index", static () =>
        {
            SortedList<string, int> list = new(StringComparer.Ordinal) { ["b"] = 2, ["a"] = 1, ["c"] = 3 };
            list.RemoveAt(1);
            list.SetValueAtIndex(0, 7);
            return $"{list.IndexOfKey("c")} {list.IndexOfValue(7)} {list.GetKeyAtIndex(0)} {list.GetValueAtIndex(1)}"
                + $" {list.Capacity >= 2} {SmallCases.Said(() => list.GetKeyAtIndex(2))}";
        });
        table.Case("PriorityQueue", static () =>
        {
            PriorityQueue<string, int> queue = new();
            queue.Enqueue("c", 3);
            queue.Enqueue("a", 1);
            string first = queue.EnqueueDequeue("b", 2);
            queue.EnqueueRange(["x", "y"], 0);
            bool removed = queue.Remove("c", out string? what, out int priority);
            string rest = "";
            while (queue.TryDequeue(out string? item, out int p))
            {
                rest += item + p;
            }

            return $"{first} {removed} {what} {priority} {rest.Length} {rest[^2..]} {SmallCases.Said(() => queue.Peek())}";
        });
        table.Case("binary search, where it would be", static () =>
        {
            List<int> list = [1, 3, 5];
            return $"{list.BinarySearch(3)} {~list.BinarySearch(4)} {~list.BinarySearch(0)} {~list.BinarySearch(9)}"
                + $" {Array.BinarySearch([1, 2], 2)}";
        });
    }

    private static void Linked(Table table)
    {
        table.Case("LinkedList, nodes", static () =>
        {
            LinkedList<string> list = new(["a", "c"]);
            LinkedListNode<string> c = list.Find("c")!;
            list.AddBefore(c, "b");
            list.AddAfter(c, new LinkedListNode<string>("d"));
            list.RemoveFirst();
            list.AddFirst(new LinkedListNode<string>("z"));
            c.Value = "C";
            c.ValueRef += "!";
            return $"{string.Concat(list)} {list.Count} {c.Previous!.Value} {c.Next!.Value} {list.First!.Value} {list.Last!.Value}"
                + $" {ReferenceEquals(c.List, list)}";
        });
        table.Case("LinkedList, a node of another list", static () =>
        {
            LinkedList<int> one = new([1]);
            LinkedList<int> two = new([2]);
            return $"{SmallCases.Said(() => one.AddLast(two.First!))} {SmallCases.Said(() => one.Remove(two.First!))}"
                + $" {SmallCases.Said(() => one.AddAfter(two.First!, 5))} {one.Remove(7)}";
        });
        table.Case("LinkedList, walked and cut", static () =>
        {
            LinkedList<int> list = new(Enumerable.Range(0, 10));
            for (LinkedListNode<int>? node = list.First; node is not null;)
            {
                LinkedListNode<int>? next = node.Next;
                if (node.Value % 3 == 0)
                {
                    list.Remove(node);
                }

                node = next;
            }

            return string.Join(",", list) + list.FindLast(8)?.Value + (list.Find(9) is null);
        });
    }

    private static void Mixed(Table table)
    {
        table.Case("List, whole", static () =>
        {
            List<int> list = [.. Enumerable.Range(1, 8)];
            list.RemoveRange(2, 2);
            list.InsertRange(1, [20, 21]);
            list.Reverse(0, 3);
            list.Sort(4, 3, Comparer<int>.Create(static (a, b) => b - a));
            return $"{string.Join(",", list)} {list.FindIndex(static i => i > 6)} {list.FindLastIndex(static i => i > 6)}"
                + $" {list.Exists(static i => i == 20)} {list.TrueForAll(static i => i > 0)}"
                + $" {string.Join(",", list.FindAll(static i => i % 2 == 0))}"
                    + $" {string.Join(",", list.ConvertAll(static i => i + "'"))} {list.LastIndexOf(8)} {list.Slice(1, 2).Count}";
        });
        table.Case("List, errors", static () =>
        {
            List<int> list = [1, 2];
            return $"{SmallCases.Said(() => list[2])}|{SmallCases.Said(() => list.RemoveAt(-1))}"
                + $"|{SmallCases.Said(() => list.Insert(3, 1))}|{SmallCases.Said(() => list.RemoveRange(1, 2))}"
                + $"|{SmallCases.Said(() => list.GetRange(-1, 1))}"
                + $"|{SmallCases.Said(() => list.Capacity = 1)}|{SmallCases.Said(() => list.AddRange(null!))}"
                    + $"|{SmallCases.Said(() => list.CopyTo(new int[1]))}|{SmallCases.Said(() => list.Sort((Comparison<int>)null!))}";
        });
        table.Case("Dictionary, room made after a removal", static () =>
        {
            Dictionary<int, int> map = new() { [1] = 1, [2] = 2, [3] = 3 };
            map.Remove(2);
            map.EnsureCapacity(1000);
            map.Add(4, 4);
            return $"{string.Join(",", map)} {map.Count} {map.ContainsKey(2)}";
        });
        table.Case("Dictionary, in order of insertion and reuse", static () =>
        {
            Dictionary<string, int> map = new() { ["a"] = 1, ["b"] = 2, ["c"] = 3 };
            map.Remove("b");
            map["d"] = 4;
            map["e"] = 5;
            return $"{string.Join(",", map)} {map.GetValueOrDefault("zz", -1)} {map.Remove("a", out int was)} {was}"
                + $" {map.ContainsValue(5)} {map.TryAdd("c", 9)} {map["c"]}";
        });
        table.Case("Dictionary, ignoring case", static () =>
        {
            Dictionary<string, int> map = new(StringComparer.OrdinalIgnoreCase) { ["Key"] = 1 };
            map["KEY"] = 2;
            return $"{map.Count} {map.Keys.First()} {map["key"]}";
        });
        table.Case("Dictionary, of a struct with bad hashes", static () =>
        {
            Dictionary<Bad, int> map = [];
            for (int i = 0; i < 40; i++)
            {
                map[new Bad(i)] = i;
            }

            return $"{map.Count} {map[new Bad(39)]} {map.ContainsKey(new Bad(40))} {map.Keys.Sum(static k => k.Number)}";
        });
        table.Case("HashSet, set operations", static () =>
        {
            HashSet<int> set = [1, 2, 3];
            set.UnionWith([3, 4]);
            set.ExceptWith([1]);
            bool sub = set.IsProperSubsetOf([2, 3, 4, 5]);
            set.SymmetricExceptWith([4, 9]);
            return $"{string.Join(",", set.Order())} {sub} {set.Overlaps([9])} {set.SetEquals([9, 3, 2, 2])}"
                + $" {set.RemoveWhere(static i => i > 2)} {set.Count}";
        });
        table.Case("Queue and Stack, grown and wrapped", static () =>
        {
            Queue<int> queue = new();
            string text = "";
            for (int i = 0; i < 20; i++)
            {
                queue.Enqueue(i);
                if (i % 3 == 0)
                {
                    text += queue.Dequeue();
                }
            }

            Stack<int> stack = new(queue);
            return $"{text} {string.Join(",", queue)} {stack.Peek()} {string.Join(",", stack)} {queue.Contains(19)}"
                + $" {stack.TryPop(out int top)} {top}";
        });
        table.Case("Collection, overridden", static () =>
        {
            Doubling items = [1, 2];
            items[0] = 5;
            items.Insert(1, 7);
            return string.Join(",", items);
        });
        table.Case("Immutable, persistent", static () =>
        {
            ImmutableList<int> one = [1, 2];
            ImmutableList<int> two = one.Add(3).SetItem(0, 9);
            ImmutableDictionary<string, int> map = ImmutableDictionary<string, int>.Empty.Add("a", 1).SetItem("a", 2).SetItem("b", 3);
            ImmutableStack<int> stack = ImmutableStack<int>.Empty.Push(1).Push(2);
            ImmutableQueue<int> queue = ImmutableQueue<int>.Empty.Enqueue(1).Enqueue(2).Dequeue(out int head);
            return $"{string.Join(",", one)} {string.Join(",", two)} {map["a"]} {map.Count} {stack.Peek()} {string.Join(",", stack)}"
                + $" {head} {queue.Peek()} {SmallCases.Said(() => map.Add("a", 7))}";
        });
        table.Case("collection expressions", static () =>
        {
            int[] a = [1, 2];
            List<int> b = [0, .. a, 3];
            ReadOnlySpan<int> c = [.. b, .. a];
            HashSet<int> d = [.. c];
            IReadOnlyList<int> e = [7];
            IEnumerable<string> f = ["x", .. new[] { "y" }];
            return $"{b.Count} {c.Length} {d.Count} {e[0]} {string.Concat(f)} {e is IList<int> { IsReadOnly: true }}";
        });
        table.Case("arrays, jagged and of two dimensions", static () =>
        {
            int[][] jagged = [[1], [2, 3], []];
            int[,] grid = new int[2, 3];
            grid[1, 2] = 5;
            int sum = 0;
            foreach (int cell in grid)
            {
                sum += cell;
            }

            return $"{jagged.Sum(static r => r.Length)} {grid.Length} {grid.Rank} {grid.GetLength(1)} {sum} {grid.GetUpperBound(0)}"
                + $" {SmallCases.Said(() => grid[2, 0])} {SmallCases.Said(() => jagged[2][0])}";
        });
        table.Case("tuples in a set, and by order", static () =>
        {
            HashSet<(int, string)> set = [(1, "a"), (1, "a"), (2, "b")];
            return $"{set.Count} {string.Join(",", new[] { (2, "a"), (1, "z"), (1, "b") }.Order())} {(1, 2).CompareTo((1, 3))}"
                + $" {(1, (2, "x")).Equals((1, (2, "x")))} {(1, 2, 3, 4, 5, 6, 7, 8, 9)}";
        });
    }

    private static IEnumerator Ended(IEnumerable items)
    {
        IEnumerator enumerator = items.GetEnumerator();
        while (enumerator.MoveNext())
        {
        }

        return enumerator;
    }

    private static string Reset(IEnumerable items)
    {
        IEnumerator enumerator = items.GetEnumerator();
        string first = enumerator.MoveNext() ? $"{enumerator.Current}" : "none";
        enumerator.Reset();
        return first + (enumerator.MoveNext() ? $"{enumerator.Current}" : "none");
    }

    private static IEnumerable<int> Iterator()
    {
        yield return 5;
    }

    private readonly record struct Bad(int Number)
    {
        public override int GetHashCode() => 1;
    }

    private sealed class Doubling : Collection<int>
    {
        protected override void InsertItem(int index, int item) => base.InsertItem(index, item * 2);

        protected override void SetItem(int index, int item) => base.SetItem(index, item * 3);
    }
}
