// The order of items that compare equal, and ordered collections.

using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace RustKernel.ParityProgram;

internal static class OrderCases
{
    private const int Most = 200;
    private const int Step = 7;

    internal static void Run(Table table)
    {
        for (int count = 0; count < Most; count += Step)
        {
            Entry[] entries = Entries(count);
            table.Case($"order of equals: array of {count}", () => Shown(Sorted(entries)));
            table.Case($"order of equals: list of {count}", () => Shown(SortedList(entries)));
            table.Case($"order of equals: keys and values of {count}", () => WithKeys(Sorted(entries)));
            table.Case($"order of equals: queue of {count}", () => Queued(entries));
            table.Case($"order of equals: queue made of {count}", () => MadeQueue(entries));
        }

        Comparers(table);
        Searches(table);
        Between(table);
        Ordered(table);
        Collections(table);
        Sequences(table);
    }

    private static Entry[] Entries(int count)
    {
        Entry[] entries = new Entry[count];
        uint seed = (uint)(count * 2654435761u) + 1;
        for (int i = 0; i < count; i++)
        {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            entries[i] = new Entry((int)(seed % 5), i);
        }

        return entries;
    }

    private static string Shown(IEnumerable<Entry> entries) => string.Join(' ', entries.Select(entry => entry.Value));

    private static Entry[] Sorted(Entry[] entries)
    {
        Entry[] sorted = [.. entries];
        Array.Sort(sorted, new ByKey());
        return sorted;
    }

    private static List<Entry> SortedList(Entry[] entries)
    {
        List<Entry> sorted = [.. entries];
        sorted.Sort((left, right) => right.Key - left.Key);
        return sorted;
    }

    private static string WithKeys(Entry[] entries)
    {
        int[] keys = [.. entries.Select(entry => entry.Key * 7 % 3)];
        int[] values = [.. entries.Select(entry => entry.Value)];
        Array.Sort(keys, values);
        return string.Join(' ', values);
    }

    private static string Queued(Entry[] entries)
    {
        PriorityQueue<int, int> queue = new();
        foreach (Entry entry in entries)
        {
            queue.Enqueue(entry.Value, entry.Key);
        }

        StringBuilder text = new();
        while (queue.TryDequeue(out int value, out int priority))
        {
            text.Append(value).Append(':').Append(priority).Append(' ');
        }

        return text.ToString();
    }

    private static string MadeQueue(Entry[] entries)
    {
        PriorityQueue<int, int> queue = new(entries.Select(entry => (entry.Value, entry.Key)));
        queue.EnqueueRange(entries.Select(entry => entry.Value), 2);
        StringBuilder text = new();
        while (queue.Count > 0)
        {
            text.Append(queue.Dequeue()).Append(' ');
            if (queue.Count == 5)
            {
                text.Append(queue.EnqueueDequeue(8, 1)).Append('<').Append(queue.DequeueEnqueue(9, 1)).Append(' ');
            }
        }

        return text.ToString();
    }

    private static void Comparers(Table table)
    {
        table.Case("sort: nothing to compare by", static () => Message(() => new List<Plain> { new(), new() }.Sort()));
        table.Case(
            "sort: comparer throws",
            static () => Message(() => new List<int> { 2, 1 }.Sort((_, _) => throw new FormatException("x"))));
        table.Case("queue: removed", static () =>
        {
            PriorityQueue<string, int> queue = new([("a", 3), ("b", 1), ("c", 2)]);
            bool isRemoved = queue.Remove("b", out string? removed, out int priority);
            return $"{isRemoved} {removed} {priority} {queue.Count} {queue.Peek()} {string.Join(',', queue.UnorderedItems)}";
        });
        table.Case("queue: empty", static () => Message(() => new PriorityQueue<int, int>().Dequeue()));
        table.Case("queue: exchanged when empty", static () => Message(() => new PriorityQueue<int, int>().DequeueEnqueue(1, 1)));
        table.Case("exception: inner ones in text", static () => new Exception("o", new ArgumentException("i", "p")).ToString());
        table.Case(
            "exception: several in text",
            static () => new AggregateException("m", new FormatException("a"), new Exception()).ToString());
        table.Case("exception: empty message", static () => new Exception("").ToString());
    }

    private static void Searches(Table table)
    {
        int[] numbers = [1, 2, 3, 2, 1];
        table.Case("array: find last", () => Array.FindLast(numbers, number => number == 2));
        table.Case("array: find last index", () => Array.FindLastIndex(numbers, number => number == 2));
        table.Case("array: find last index from", () => Array.FindLastIndex(numbers, 2, number => number == 2));
        table.Case("array: find last index in part", () => Array.FindLastIndex(numbers, 4, 2, number => number > 1));
        table.Case("array: find index from", () => Array.FindIndex(numbers, 2, number => number == 2));
        table.Case("array: find index in part", () => Array.FindIndex(numbers, 0, 1, number => number == 2));
        table.Case("array: last index from", () => Array.LastIndexOf(numbers, 1, 3));
        table.Case("array: last index in part", () => Array.LastIndexOf(numbers, 2, 4, 3));
        table.Case("array: binary search in part", () => Array.BinarySearch(numbers, 0, 3, 3));
        (string Name, Action Act)[] mistakes =
        [
            ("find index from beyond", () => Array.FindIndex(numbers, 9, _ => true)),
            ("find index of too many", () => Array.FindIndex(numbers, 2, 9, _ => true)),
            ("find last index from beyond", () => Array.FindLastIndex(numbers, 9, _ => true)),
            ("sort of too many", () => Array.Sort(numbers, 3, 9)),
            ("sort from before", () => Array.Sort(numbers, -1, 1)),
            ("sort of keys of fewer values", () => Array.Sort(numbers, new int[2])),
            ("last index from beyond", () => Array.LastIndexOf(numbers, 1, 9)),
            ("last index of too many", () => Array.LastIndexOf(numbers, 1, 2, 9)),
        ];
        foreach ((string name, Action act) in mistakes)
        {
            table.Case("array: " + name, () => Message(act));
        }

        table.Case("array: part sorted", static () =>
        {
            int[] some = [5, 4, 3, 2, 1];
            Array.Sort(some, 1, 3);
            return some;
        });
        table.Case("array: part sorted downwards", static () =>
        {
            int[] some = [1, 2, 3, 4, 5];
            Array.Sort(some, 0, 4, Comparer<int>.Create((left, right) => right - left));
            return some;
        });
    }

    private static void Between(Table table)
    {
        static SortedSet<int> Threes() => [.. Enumerable.Range(0, 20).Select(number => number * 3)];
        table.Case("set between: items", static () => Threes().GetViewBetween(7, 30));
        table.Case(
            "set between: ends",
            static () => Threes().GetViewBetween(7, 31) is var part ? $"{part.Count} {part.Min} {part.Max}" : "");
        table.Case("set between: changes of the whole", static () =>
        {
            SortedSet<int> whole = Threes();
            SortedSet<int> part = whole.GetViewBetween(7, 30);
            _ = whole.Add(8);
            _ = part.Add(10);
            _ = part.Remove(30);
            return string.Join(',', part) + "|" + string.Join(',', whole) + part.Contains(3) + part.Contains(8);
        });
        table.Case("set between: cleared", static () =>
        {
            SortedSet<int> whole = Threes();
            SortedSet<int> part = whole.GetViewBetween(7, 30);
            int removed = part.RemoveWhere(number => number % 2 == 0);
            part.Clear();
            return $"{removed} {part.Count} {string.Join(',', whole)}";
        });
        table.Case("set between: of a part", static () => Threes().GetViewBetween(7, 30).GetViewBetween(9, 20).Reverse());
        table.Case("set between: added outside", static () => Message(() => Threes().GetViewBetween(7, 30).Add(99)));
        table.Case("set between: wrong way", static () => Message(() => Threes().GetViewBetween(5, 2)));
        table.Case("set between: part beyond the part", static () => Message(() => Threes().GetViewBetween(7, 30).GetViewBetween(1, 20)));
    }

    private static void Ordered(Table table)
    {
        static OrderedDictionary<string, int> Made()
        {
            OrderedDictionary<string, int> made = new() { ["one"] = 1, ["two"] = 2, ["three"] = 3 };
            made.Insert(1, "half", 0);
            made["two"] = 22;
            _ = made.Remove("one");
            made.SetAt(0, 5);
            return made;
        }

        table.Case("ordered dictionary: pairs", static () => Made());
        table.Case("ordered dictionary: keys", static () => Made().Keys);
        table.Case("ordered dictionary: values", static () => Made().Values);
        table.Case("ordered dictionary: places", static () => $"{Made().IndexOf("three")} {Made().IndexOf("one")} {Made().GetAt(1)}");
        table.Case("ordered dictionary: found", static () => Made().TryGetValue("two", out int value) + " " + value);
        table.Case("ordered dictionary: added", static () => $"{Made().TryAdd("two", 1)} {Made().TryAdd("four", 4)}");
        table.Case("ordered dictionary: value", static () => Made().ContainsValue(3));
        table.Case("ordered dictionary: added twice", static () => Message(() => Made().Add("two", 1)));
        table.Case("ordered dictionary: not there", static () => Message(() => _ = Made()["zz"]));
        table.Case("ordered dictionary: place beyond", static () => Message(() => Made().RemoveAt(7)));
        table.Case("ordered dictionary: key set", static () =>
        {
            OrderedDictionary<string, int> made = Made();
            made.SetAt(1, "2", 222);
            return made;
        });
    }

    private static void Collections(Table table)
    {
        table.Case("collection: each change is seen", static () =>
        {
            Watched watched = new() { 1, 2, 3 };
            watched.Insert(0, 9);
            watched[1] = 7;
            _ = watched.Remove(2);
            watched.RemoveAt(0);
            string left = string.Join(',', watched);
            watched.Clear();
            return watched.Seen + "|" + left;
        });
        table.Case("collection: place beyond", static () => Message(() => new Watched { 1 }.RemoveAt(1)));
        table.Case("collection: read-only", static () => Message(() => new Collection<int>(new ReadOnlyCollection<int>([1])).Add(2)));
        table.Case("keyed collection: by key", static () => new Named { ("a", 1), ("b", 2) }["b"].Value);
        table.Case("keyed collection: by place", static () => new Named { ("a", 1), ("b", 2) }[0].Value);
        table.Case("keyed collection: removed", static () =>
        {
            Named named = new() { ("a", 1), ("b", 2) };
            return $"{named.Remove("a")} {named.Remove("z")} {named.Count} {named.Contains("a")} {named.TryGetValue("b", out _)}";
        });
        table.Case("keyed collection: added twice", static () => Message(() => _ = new Named { ("a", 1), ("a", 2) }));
        ReadOnlyDictionary<string, int> fixedOne = new(new Dictionary<string, int> { ["k"] = 1 });
        table.Case("read-only dictionary: value", () => $"{fixedOne["k"]} {fixedOne.Count} {fixedOne.ContainsKey("z")}");
        table.Case("read-only dictionary: refused", () => Message(() => ((IDictionary<string, int>)fixedOne).Add("q", 1)));
        table.Case("dictionary: value in place", static () =>
        {
            Dictionary<string, int> values = [];
            CollectionsMarshal.GetValueRefOrAddDefault(values, "a", out bool wasThere) += 5;
            CollectionsMarshal.GetValueRefOrAddDefault(values, "a", out bool isThere) *= 3;
            return $"{values["a"]} {wasThere} {isThere}";
        });
        table.Case("list: items in place", static () =>
        {
            List<int> items = [1, 2];
            CollectionsMarshal.AsSpan(items)[1]++;
            return items;
        });
    }

    private static void Sequences(Table table)
    {
        int[] numbers = [1, 2, 3];
        table.Case("linq: sequence", static () => Enumerable.Sequence(1, 10, 3));
        table.Case("linq: sequence downwards", static () => Enumerable.Sequence(10, 1, -4));
        table.Case("linq: sequence wrong way", static () => Message(() => Enumerable.Sequence(1, 5, -1)));
        table.Case("linq: sequence without a step", static () => Message(() => Enumerable.Sequence(1, 5, 0)));
        table.Case("linq: endless sequence", static () => Enumerable.InfiniteSequence(5, 5).Take(3));
        table.Case("linq: shuffled", () => numbers.Shuffle().Order());
        table.Case("linq: right join", () => numbers.RightJoin([2, 3, 4], x => x, y => y, (x, y) => $"{x}/{y}"));
        table.Case("linq: element from the end", () => $"{numbers.ElementAtOrDefault(^1)} {numbers.ElementAtOrDefault(^9)}");
        table.Case("linq: pairs to a dictionary", static () => new[] { new KeyValuePair<int, int>(1, 2) }.ToDictionary()[1]);
        table.Case("linq: tuples to a dictionary", static () => new[] { ("x", 2) }.ToDictionary()["x"]);
        table.Case("linq: aggregate by", () => numbers.AggregateBy(n => n % 2, 0m, (sum, n) => sum + n));
        table.Case("linq: three zipped", () => numbers.Zip("abc", [1.5, 2.5]));
        decimal[] prices = [1.10m, 2m, 0.905m];
        table.Case("linq: decimals", () => $"{prices.Sum()} {prices.Average()} {prices.Min()} {prices.Max()}");
        table.Case(
            "linq: decimals selected",
            () => $"{numbers.Sum(n => n * 1.5m)} {numbers.Average(n => n / 3m)} {numbers.Max(n => -n * 1m)}");
        table.Case(
            "linq: decimals that may be missing",
            static () => new decimal?[] { null, 2.50m, 1m }.Sum() + " " + new decimal?[] { null }.Max());
        table.Case("linq: no decimals", static () => Message(() => new decimal[0].Average()));
    }

    /// <summary>The message of an act that fails.</summary>
    internal static string Message(Action act)
    {
        try
        {
            act();
            return "fine";
        }
        catch (Exception error)
        {
            return error.GetType().Name + ": " + error.Message + (error.InnerException is { } inner ? " <- " + inner.Message : "");
        }
    }

    private readonly record struct Entry(int Key, int Value);

    private sealed class Plain;

    private sealed class ByKey : IComparer<Entry>
    {
        public int Compare(Entry x, Entry y) => x.Key.CompareTo(y.Key);
    }

    private sealed class Named : KeyedCollection<string, (string Name, int Value)>
    {
        protected override string GetKeyForItem((string Name, int Value) item) => item.Name;
    }

    private sealed class Watched : Collection<int>
    {
        internal string Seen { get; private set; } = "";

        protected override void InsertItem(int index, int item)
        {
            Seen += "+" + item;
            base.InsertItem(index, item);
        }

        protected override void RemoveItem(int index)
        {
            Seen += "-" + index;
            base.RemoveItem(index);
        }

        protected override void ClearItems()
        {
            Seen += "x";
            base.ClearItems();
        }

        protected override void SetItem(int index, int item)
        {
            Seen += "=" + item;
            base.SetItem(index, item);
        }
    }
}
