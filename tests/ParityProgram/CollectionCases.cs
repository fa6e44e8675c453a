// Collections, arrays as objects, strings' own members.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RustKernel.ParityProgram;

internal static class CollectionCases
{
    private static readonly string[] s_words = ["", "a", "A", "abc", "ABC", "banana", "straße", "Äö", "  x ", "a,b,,c", "😀", "zz",
        "\t", "0", "Hello, World"];

    internal static void Run(Table table)
    {
        Stacks(table);
        Queues(table);
        Arrays(table);
        Words(table);
        Delegates(table);
        Numbers(table);
    }

    private static void Stacks(Table table)
    {
        table.Case("Stack", static () =>
        {
            Stack<int> stack = new([1, 2, 3]);
            stack.Push(4);
            return $"{stack.Pop()} {stack.Peek()} {stack.Count} {stack.Contains(1)} {stack.TryPop(out int n)} {n} "
                + $"{string.Join(",", stack)} {string.Join(",", stack.ToArray())}";
        });
        table.Case("Stack, empty", static () => new Stack<int>().Pop());
        table.Case("Stack.TryPeek, empty", static () => new Stack<string>().TryPeek(out string? s) + (s ?? "null"));
        table.Case("Stack changed while gone through", static () =>
        {
            Stack<int> stack = new([1, 2]);
            foreach (int item in stack)
            {
                stack.Push(item);
            }

            return "no";
        });
        table.Case("Stack.Clear", static () =>
        {
            Stack<int> stack = new([1, 2]);
            stack.Clear();
            return stack.Count;
        });
        table.Case("Stack.CopyTo", static () =>
        {
            int[] items = new int[4];
            new Stack<int>([1, 2]).CopyTo(items, 1);
            return items;
        });
        table.Case("Stack(null)", static () => new Stack<int>(null!));
        table.Case("Stack(-1)", static () => new Stack<int>(-1));
    }

    private static void Queues(Table table)
    {
        table.Case("Queue", static () =>
        {
            Queue<int> queue = new([1, 2, 3]);
            queue.Enqueue(4);
            return $"{queue.Dequeue()} {queue.Peek()} {queue.Count} {queue.Contains(1)} {queue.TryDequeue(out int n)} {n} "
                + $"{string.Join(",", queue)} {string.Join(",", queue.ToArray())}";
        });
        table.Case("Queue turns around", static () =>
        {
            Queue<int> queue = new();
            for (int i = 0; i < 20; i++)
            {
                queue.Enqueue(i);
                if (i % 3 == 0)
                {
                    queue.Dequeue();
                }
            }

            return queue;
        });
        table.Case("Queue, empty", static () => new Queue<int>().Dequeue());
        table.Case("Queue.Peek, empty", static () => new Queue<int>().Peek());
        table.Case("Queue changed while gone through", static () =>
        {
            Queue<int> queue = new([1, 2]);
            foreach (int item in queue)
            {
                queue.Enqueue(item);
            }

            return "no";
        });
        table.Case("Queue.CopyTo, no room", static () =>
        {
            new Queue<int>([1, 2]).CopyTo(new int[2], 1);
            return "no";
        });
        table.Case("Queue.TrimExcess", static () =>
        {
            Queue<int> queue = new([1, 2, 3, 4, 5]);
            queue.Dequeue();
            queue.TrimExcess();
            queue.Enqueue(6);
            return queue;
        });
    }

    private static void Arrays(Table table)
    {
        table.Case("array as IList", static () =>
        {
            IList list = new[] { 1, 2, 3 };
            list[1] = 7;
            return $"{list.Count} {list[1]} {list.Contains(7)} {list.IndexOf(3)} {list.IsFixedSize} {list.IsReadOnly}";
        });
        table.Case("array as IList, Add", static () => ((IList)new[] { 1 }).Add(2));
        table.Case("array as IList, wrong type", static () =>
        {
            ((IList)new[] { 1 })[0] = "x";
            return "no";
        });
        table.Case("array as ICollection", static () =>
        {
            object[] copy = new object[4];
            ((ICollection)new[] { "a", "b" }).CopyTo(copy, 1);
            return copy;
        });
        table.Case("array as IEnumerable", static () =>
        {
            StringBuilder text = new();
            foreach (object? item in (IEnumerable)new double[] { 1.5, 2 })
            {
                text.Append(item).Append(' ');
            }

            return text.ToString();
        });
        table.Case("Array.GetValue", static () => new[] { "a", "b" }.GetValue(1));
        table.Case("Array.GetValue of numbers", static () => ((Array)new[] { 1L, 2L }).GetValue(1)!.GetType().Name);
        table.Case("Array.GetValue, too far", static () => new[] { 1 }.GetValue(1));
        table.Case("Array.SetValue", static () =>
        {
            DayOfWeek[] days = new DayOfWeek[2];
            days.SetValue(DayOfWeek.Friday, 1);
            return days[1].ToString();
        });
        table.Case("Array.SetValue, nullable", static () =>
        {
            int?[] numbers = new int?[2];
            numbers.SetValue(5, 0);
            numbers.SetValue(null, 1);
            return $"{numbers[0]} {numbers[1].HasValue}";
        });
        table.Case("Array.GetLength", static () => $"{new int[3].GetLength(0)} {new int[3].Rank} {new int[3].GetUpperBound(0)}");
        table.Case("Array.GetLength(1)", static () => new int[3].GetLength(1));
        table.Case("collection expressions", static () =>
        {
            IEnumerable<int> some = [1, 2, 3];
            IReadOnlyList<string> one = ["a"];
            IList<int> list = [1, .. some];
            ICollection<int> none = [];
            List<int> all = [.. list, .. some];
            Span<int> span = [1, 2];
            return $"{some.Count()} {one[0]} {list.Count} {none.Count} {string.Join(",", all)} {span.Length}";
        });
        table.Case("collection expression is read-only", static () =>
        {
            IReadOnlyCollection<int> some = [1, 2];
            ((ICollection<int>)some).Add(3);
            return "no";
        });
    }

    private static void Words(Table table)
    {
        table.Each("String.Trim", s_words, static s => s.Trim());
        table.Each("String.ToUpperInvariant", s_words, static s => s.ToUpperInvariant());
        table.Each("String.ToLowerInvariant", s_words, static s => s.ToLowerInvariant());
        table.Each("String.Split", s_words, static s => s.Split(','));
        table.Each("String.Length", s_words, static s => s.Length);
        table.Pairs("String.CompareOrdinal", s_words, s_words, static (a, b) => Math.Sign(string.CompareOrdinal(a, b)));
        table.Pairs("String.Contains", s_words, ["a", "", "A", "na"], static (a, b) => a.Contains(b));
        table.Pairs("String.IndexOf", s_words, ["a", "", "A", "na"], static (a, b) => a.IndexOf(b, StringComparison.OrdinalIgnoreCase));
        table.Pairs("Span.Equals", s_words, ["a", "", "BANANA", "na"], static (a, b) =>
            (a.AsSpan().Equals(b, StringComparison.OrdinalIgnoreCase), b.AsSpan().Equals(a, StringComparison.OrdinalIgnoreCase)));
        table.Pairs("String.Substring", s_words, [0, 1, 3, -1], static (s, n) => s.Substring(n));
        table.Pairs("String.PadLeft", s_words, [0, 4, 20, -1], static (s, n) => s.PadLeft(n, '.'));
        table.Pairs("String.Insert", s_words, [0, 2, 9], static (s, n) => s.Insert(n, "+"));
        table.Each("String.Replace", s_words, static s => s.Replace("a", "xy"));
    }

    private static void Delegates(Table table)
    {
        table.Case("Delegate.GetInvocationList", static () =>
        {
            Action one = static () => { };
            Action both = one + one;
            return $"{both.GetInvocationList().Length} {one.GetInvocationList().Length} {both == one + one}";
        });
        table.Case("Delegate.Target", static () =>
        {
            List<int> list = [1];
            Action<int> add = list.Add;
            return ReferenceEquals(add.Target, list);
        });
        table.Case("Delegate.RemoveAll", static () =>
        {
            Action one = static () => { };
            Action all = one + one + one;
            return Delegate.RemoveAll(all, one) is null;
        });
    }

    private static void Numbers(Table table)
    {
        int[] numbers = [0, 1, -1, 7, 42, -100, 999, 1000, -12345, 65535, 1234567, int.MaxValue, int.MinValue];
        table.Pairs("Int32.ToString", numbers, ["D", "D6", "X", "x8", "N0", "N2", "F1", "E2", "G", "G3", "P0", "C", "B", "0000", "#,##0",
            "0.0;(0.0);zero", "%0"],
            static (n, f) => n.ToString(f, System.Globalization.CultureInfo.InvariantCulture));
    }
}
