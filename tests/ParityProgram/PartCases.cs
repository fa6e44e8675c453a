// Which items operators produce, and when: a selector, a key or a predicate is called only as often as in .NET.

using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Text;

namespace RustKernel.ParityProgram;

internal static class PartCases
{
    private static readonly string[] s_sources =
        ["array", "list", "none", "nolist", "range", "repeat", "queue", "set", "collection", "iterator", "part", "linked"];

    // Each makes a sequence from the source and logs its calls.
    private static readonly (string Name, Func<IEnumerable<int>, StringBuilder, IEnumerable<int>> Make)[] s_forms =
    [
        ("itself", static (source, _) => source),
        ("Select", static (source, log) => source.Select(Seen(log, 's'))),
        ("Select Select", static (source, log) => source.Select(Seen(log, 's')).Select(Seen(log, 't'))),
        ("Select with index", static (source, log) => source.Select((item, index) => Seen(log, 'i')(item + index))),
        ("Where", static (source, log) => source.Where(Odd(log))),
        ("Where Select", static (source, log) => source.Where(Odd(log)).Select(Seen(log, 's'))),
        ("Select Where", static (source, log) => source.Select(Seen(log, 's')).Where(Odd(log))),
        ("Select Skip", static (source, log) => source.Select(Seen(log, 's')).Skip(2)),
        ("Select Take", static (source, log) => source.Select(Seen(log, 's')).Take(2)),
        ("Skip Select", static (source, log) => source.Skip(2).Select(Seen(log, 's'))),
        ("Select Skip Take", static (source, log) => source.Select(Seen(log, 's')).Skip(1).Take(2)),
        ("Select Take Skip", static (source, log) => source.Select(Seen(log, 's')).Take(3).Skip(2)),
        ("Where Select Skip", static (source, log) => source.Where(Odd(log)).Select(Seen(log, 's')).Skip(1)),
        ("Select TakeLast", static (source, log) => source.Select(Seen(log, 's')).TakeLast(2)),
        ("Select SkipLast", static (source, log) => source.Select(Seen(log, 's')).SkipLast(2)),
        ("Select Take range", static (source, log) => source.Select(Seen(log, 's')).Take(1..3)),
        ("Select Take range from the end", static (source, log) => source.Select(Seen(log, 's')).Take(1..^1)),
        ("Select Concat", static (source, log) => source.Select(Seen(log, 's')).Concat([8, 9])),
        ("Concat Select Skip", static (source, log) => source.Concat([8, 9]).Select(Seen(log, 's')).Skip(3)),
        ("Select Append", static (source, log) => source.Select(Seen(log, 's')).Append(7)),
        ("Select Prepend", static (source, log) => source.Select(Seen(log, 's')).Prepend(7)),
        ("Append Select Skip", static (source, log) => source.Append(7).Select(Seen(log, 's')).Skip(2)),
        ("Select Reverse", static (source, log) => source.Select(Seen(log, 's')).Reverse()),
        ("Reverse Select Skip", static (source, log) => source.Reverse().Select(Seen(log, 's')).Skip(1)),
        ("Select DefaultIfEmpty", static (source, log) => source.Select(Seen(log, 's')).DefaultIfEmpty()),
        ("Distinct Select Skip", static (source, log) => source.Distinct().Select(Seen(log, 's')).Skip(1)),
        ("SelectMany Select Skip", static (source, log) =>
            source.SelectMany(static item => new[] { item, item }).Select(Seen(log, 's')).Skip(3)),
        ("Union Select Skip", static (source, log) => source.Union([2, 8]).Select(Seen(log, 's')).Skip(2)),
        ("GroupBy Select Skip", static (source, log) =>
            source.GroupBy(Seen(log, 'k')).Select(static group => group.Key).Select(Seen(log, 's')).Skip(1)),
        ("OrderBy Select Skip", static (source, log) => source.OrderBy(static item => -item).Select(Seen(log, 's')).Skip(1)),
        ("Take 0", static (source, log) => source.Select(Seen(log, 's')).Take(0)),
        ("Skip 0", static (source, log) => source.Select(Seen(log, 's')).Skip(0)),
        ("Skip beyond", static (source, log) => source.Select(Seen(log, 's')).Skip(99)),
        ("TakeWhile", static (source, log) => source.Select(Seen(log, 's')).TakeWhile(static item => item < 3)),
        ("SkipWhile", static (source, log) => source.Select(Seen(log, 's')).SkipWhile(static item => item < 3)),
        ("Cast", static (source, log) => source.Cast<int>().Select(Seen(log, 's'))),
        ("OfType", static (source, log) => source.OfType<int>().Select(Seen(log, 's'))),
    ];

    private static readonly (string Name, Func<IEnumerable<int>, object?> Ask)[] s_questions =
    [
        ("all", static items => string.Join(' ', items)),
        ("twice", static items => string.Join(' ', items.Concat(items))),
        ("Count", static items => items.Count()),
        ("LongCount", static items => items.LongCount()),
        ("known", static items => items.TryGetNonEnumeratedCount(out int count) + " " + count),
        ("Any", static items => items.Any()),
        ("First", static items => items.FirstOrDefault(-1)),
        ("Last", static items => items.LastOrDefault(-1)),
        ("Last even", static items => items.LastOrDefault(static item => item % 2 == 0, -1)),
        ("at 1", static items => items.ElementAtOrDefault(1)),
        ("at 9", static items => items.ElementAtOrDefault(9)),
        ("at -1", static items => items.ElementAtOrDefault(-1)),
        ("at ^1", static items => items.ElementAtOrDefault(^1)),
        ("at ^9", static items => items.ElementAtOrDefault(^9)),
        ("at 2 or throws", static items => items.ElementAt(2)),
        ("array", static items => items.ToArray().Length),
        ("list", static items => items.ToList().Count),
        ("Contains 2", static items => items.Contains(2)),
        ("Single", static items => items.Take(1).SingleOrDefault(-1)),
    ];

    internal static void Run(Table table)
    {
        foreach (string source in s_sources)
        {
            foreach ((string form, Func<IEnumerable<int>, StringBuilder, IEnumerable<int>> make) in s_forms)
            {
                table.Case($"{source}, {form}", () => AskAll(source, make));
            }
        }

        Kinds(table);
        Keys(table);
        Changes(table);
    }

    private static string AskAll(string source, Func<IEnumerable<int>, StringBuilder, IEnumerable<int>> make)
    {
        StringBuilder text = new();
        foreach ((string question, Func<IEnumerable<int>, object?> ask) in s_questions)
        {
            StringBuilder log = new();
            string answer;
            try
            {
                answer = ask(make(Source(source), log))?.ToString() ?? "null";
            }
            catch (Exception e)
            {
                answer = e.GetType().Name;
            }

            text.Append(question).Append(' ').Append(answer).Append('(').Append(log).Append(") ");
        }

        return text.ToString();
    }

    private static IEnumerable<int> Source(string name) => name switch
    {
        "array" => new[] { 1, 2, 3, 4, 5 },
        "list" => new List<int> { 1, 2, 3, 4, 5 },
        "none" => Array.Empty<int>(),
        "nolist" => new List<int>(),
        "range" => Enumerable.Range(1, 5),
        "repeat" => Enumerable.Repeat(3, 4),
        "queue" => new Queue<int>([1, 2, 3, 4, 5]),
        "set" => new HashSet<int>([1, 2, 3, 4, 5]),
        "collection" => new Collection<int>([1, 2, 3, 4, 5]),
        "part" => new List<int> { 0, 1, 2, 3, 4, 5, 6 }.Skip(1).Take(5),
        "linked" => new LinkedList<int>([1, 2, 3, 4, 5]),
        _ => Iterator(),
    };

    private static IEnumerable<int> Iterator()
    {
        for (int i = 1; i <= 5; i++)
        {
            yield return i;
        }
    }

    private static Func<int, int> Seen(StringBuilder log, char mark) => item =>
    {
        log.Append(mark).Append(item);
        return item;
    };

    private static Func<int, bool> Odd(StringBuilder log) => item =>
    {
        log.Append('w').Append(item);
        return item % 2 != 0;
    };

    // A sequence's other types.
    private static void Kinds(Table table)
    {
        foreach (string source in s_sources)
        {
            table.Case("kinds of " + source, () =>
            {
                StringBuilder text = new();
                foreach ((string form, Func<IEnumerable<int>, StringBuilder, IEnumerable<int>> make) in s_forms)
                {
                    IEnumerable<int> made = make(Source(source), new StringBuilder());
                    text.Append(form).Append(' ')
                        .Append(made is IList<int> ? 'L' : '-')
                        .Append(made is ICollection<int> ? 'C' : '-')
                        .Append(made is IReadOnlyList<int> ? 'R' : '-')
                        .Append(made is System.Collections.ICollection ? 'c' : '-')
                        .Append(made is ICollection<int> { IsReadOnly: true } ? 'r' : '-').Append(' ');
                }

                return text.ToString();
            });
        }

        table.Case("a range as a list", static () =>
        {
            IList<int> range = (IList<int>)Enumerable.Range(3, 4);
            int[] copy = new int[6];
            range.CopyTo(copy, 1);
            return $"{range[2]} {range.IndexOf(5)} {range.IndexOf(9)} {range.Contains(6)} {string.Join(',', copy)}";
        });
        table.Case("a repeated item as a list", static () =>
        {
            IList<string> many = (IList<string>)Enumerable.Repeat("x", 3);
            string[] copy = new string[3];
            many.CopyTo(copy, 0);
            return $"{many[2]} {many.IndexOf("x")} {many.IndexOf("y")} {many.Contains("y")} {string.Join(',', copy)}";
        });
        table.Each("a range refuses ", ["add", "clear", "insert", "remove", "removeat", "set", "get"], static what =>
        {
            IList<int> range = (IList<int>)Enumerable.Range(3, 4);
            switch (what)
            {
                case "add":
                    range.Add(1);
                    break;
                case "clear":
                    range.Clear();
                    break;
                case "insert":
                    range.Insert(0, 1);
                    break;
                case "remove":
                    _ = range.Remove(3);
                    break;
                case "removeat":
                    range.RemoveAt(0);
                    break;
                case "set":
                    range[0] = 1;
                    break;
                default:
                    _ = range[4];
                    break;
            }

            return "done";
        });
    }

    private static void Keys(Table table)
    {
        table.Case("keys of what is counted", static () => Keyed(static items => items.Count()));
        table.Case("keys of what is asked for any", static () => Keyed(static items => items.Any()));
        table.Case("keys of the first", static () => Keyed(static items => items.First()));
        table.Case("keys of the last", static () => Keyed(static items => items.Last()));
        table.Case("keys of the second", static () => Keyed(static items => items.ElementAt(1)));
        table.Case("keys of a known count", static () => Keyed(static items => items.TryGetNonEnumeratedCount(out int count) ? count : -1));
        table.Case("lists of different lengths are not compared", static () =>
        {
            StringBuilder log = new();
            bool same = new List<int> { 1, 2 }.SequenceEqual([1, 2, 3], EqualityComparer<int>.Create((a, b) =>
            {
                log.Append(a).Append(b);
                return a == b;
            }));
            return same + " " + log;
        });
    }

    private static string Keyed(Func<IOrderedEnumerable<int>, object> ask)
    {
        StringBuilder log = new();
        object answer = ask(new List<int> { 3, 1, 2 }.OrderBy(Seen(log, 'k')));
        return answer + " " + log;
    }

    // A list that changes while it is read.
    private static void Changes(Table table)
    {
        table.Each("a list changed in ", ["list", "Where", "Select", "Skip", "Take", "Skip Select"], static form =>
        {
            List<int> list = [1, 2, 3];
            IEnumerable<int> items = form switch
            {
                "Where" => list.Where(static _ => true),
                "Select" => list.Select(static item => item),
                "Skip" => list.Skip(1),
                "Take" => list.Take(9),
                "Skip Select" => list.Skip(1).Select(static item => item),
                _ => list,
            };
            StringBuilder seen = new();
            try
            {
                foreach (int item in items)
                {
                    seen.Append(item).Append(' ');
                    if (list.Count < 6)
                    {
                        list.Add(item + 10);
                    }
                }
            }
            catch (InvalidOperationException)
            {
                seen.Append("changed");
            }

            return seen.ToString();
        });
        table.Case("a part sees what comes later", static () =>
        {
            List<int> list = [1];
            IEnumerable<int> part = list.Skip(1).Take(2);
            int before = part.Count();
            list.AddRange([2, 3, 4]);
            return before + " " + string.Join(',', part);
        });
    }
}
