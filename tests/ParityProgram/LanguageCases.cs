// Language features, form by form.

using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks;

namespace RustKernel.ParityProgram;

internal static class LanguageCases
{
    internal static void Run(Table table)
    {
        GenericVirtuals(table);
        Arrays(table);
        Records(table);
        Patterns(table);
        Spans(table);
        Functions(table);
        Interfaces(table);
        Numbers(table);
        Exceptions(table);
        Texts(table);
        Values(table);
    }

    private static void GenericVirtuals(Table table)
    {
        table.Case("generic virtual", static () => new Heir().Twice<string>("a") + new Heir().Twice(3));
        table.Case("generic virtual through the base", static () => Call(new Heir()) + Call(new LaterHeir()) + Call(new Base()));
        table.Case("generic virtual of the base", static () => new LaterHeir().Twice("x"));
        table.Case("generic interface method", static () => ((IShow)new Shower()).Show(4) + ((IShow)new Shower()).Show("b"));
        table.Case("generic interface method, explicit", static () => ((IShow)new ExplicitShower()).Show(4.5));
        table.Case("generic interface method, default", static () => ((IShow)new Shower()).Both(1, "c"));
        table.Case("generic interface method of a struct", static () => ((IShow)new StructShower(3)).Show('x'));
        table.Case("generic interface method of a type parameter", static () => Through(new Shower()) + Through(new StructShower(2)));
        table.Case("generic interface method, overridden", static () => ((IShow)new LaterShower()).Show(1));
        table.Case("generic virtual of null", static () => ((Base?)null)!.Twice(1));
        table.Case("generic virtual with an out", static () => ((Base)new Heir()).TryMake(out List<int>? made) + " " + made!.Count);
        table.Case("visitor", static () => new Sum(new Constant(2), new Sum(new Constant(3), new Constant(4))).Accept(new Evaluator()) + " "
            + new Sum(new Constant(2), new Constant(5)).Accept(new Printer()));
    }

    private static string Call(Base of) => of.Twice("q") + of.Twice(7L) + of.Twice<object>('z');

    private static string Through<T>(T shower)
        where T : IShow => shower.Show(8) + shower.Show("t");

    private static void Arrays(Table table)
    {
        table.Case("two dimensions", static () =>
        {
            int[,] grid = { { 1, 2, 3 }, { 4, 5, 6 } };
            grid[1, 2] += 10;
            int sum = 0;
            foreach (int cell in grid)
            {
                sum += cell;
            }

            return sum + " " + grid.Length + " " + grid.Rank + " " + grid.GetLength(0) + grid.GetLength(1) + grid.GetUpperBound(1);
        });
        table.Case("three dimensions", static () =>
        {
            string[,,] cube = new string[2, 3, 4];
            cube[1, 2, 3] = "end";
            return cube[1, 2, 3] + (cube[0, 0, 0] ?? "null") + cube.Length;
        });
        table.Case("two dimensions out of range", static () => (new int[2, 2])[1, 2]);
        table.Case("two dimensions negative", static () => new int[2, int.Parse("-1")].Length);
        table.Case("two dimensions cloned", static () =>
        {
            double[,] one = { { 1.5, 2 }, { 3, 4 } };
            double[,] other = (double[,])one.Clone();
            other[0, 0] = 9;
            return one[0, 0] + " " + other[0, 0];
        });
        table.Case("two dimensions by reference", static () =>
        {
            int[,] grid = new int[2, 2];
            ref int cell = ref grid[1, 0];
            cell = 5;
            return grid[1, 0];
        });
        table.Case("two dimensions of objects", static () =>
        {
            object[,] grid = new string[1, 1];
            grid[0, 0] = 5;
            return 0;
        });
        table.Case("two dimensions as a sequence", static () => new[,] { { 1, 2 }, { 3, 4 } }.Cast<int>().Select(x => x * x).Sum());
        table.Case("two dimensions, type", static () => new int[1, 1] is Array array && array.GetValue(0, 0) is int);
        table.Case("jagged", static () => new int[][] { [1], [2, 3] }.Select(row => row.Length).Sum());
        table.Case("ranges", static () => string.Join(",", new[] { 1, 2, 3, 4, 5 }[1..^1]) + "abcdef"[^2..] + "abcdef"[..2]);
        table.Case("covariant store", static () =>
        {
            object[] objects = new string[1];
            objects[0] = new object();
            return 0;
        });
    }

    private static void Records(Table table)
    {
        table.Case("record", static () => new Person("Ada", 36));
        table.Case("record with", static () => new Person("Ada", 36) with { Age = 37 });
        table.Case("record equality", static () => new Person("a", 1) == new Person("a", 1) && new Person("a", 1) != new Person("a", 2));
        table.Case("record heir", static () => new Worker("Bob", 40, 1.5));
        table.Case("record heir equality", static () => new Person("Bob", 40).Equals(new Worker("Bob", 40, 1.5)));
        table.Case("record deconstructed", static () =>
        {
            (string name, int age) = new Person("Eve", 5);
            return name + age;
        });
        table.Case(
            "record struct",
            static () => new Pair<int, string>(1, "x") + " " + (new Pair<int, int>(1, 2) == new Pair<int, int>(1, 2)));
        table.Case("required and init", static () => new Options { Name = "n", Level = 3 }.Text);
        table.Case("primary constructor", static () => new Counter(5).Next() + new Counter(5).Next());
        table.Case("anonymous", static () => new { A = 1, B = "x" }.ToString() + new { A = 1 }.Equals(new { A = 1 }));
        table.Case("covariant return", static () => ((Shape)new Square()).Copy().GetType().Name + new Square().Copy().Side);
    }

    private static void Patterns(Table table)
    {
        object?[] values = [
            null,
            1,
            -5,
            42L,
            2.5,
            "text",
            "",
            'c',
            new[] { 1, 2, 3 },
            new int[0],
            new Person("Al", 70),
            DayOfWeek.Friday,
            (1, 2)
        ];
        table.Each("pattern", values, static value => value switch
        {
            null => "null",
            int and < 0 => "negative",
            int n => "int " + n,
            long and (40 or 42) => "long",
            double d when d > 2 => "large",
            string { Length: 0 } => "empty",
            string text => text[0],
            char and >= 'a' and <= 'z' => "letter",
            int[] and [1, .. int[] rest] => "starts " + rest.Length,
            int[] and [] => "none",
            Person { Age: > 60, Name: ['A', ..] name } => "old " + name,
            DayOfWeek.Friday => "day",
            (int a, int b) => a + b,
            _ => "other",
        });
        table.Case(
            "switch without a match",
            static () => int.Parse("5") switch
            {
                1 => "a",
                int n when n < 0 => "b",
                3 => "c",
                int n when n > 9 => "d",
                _ => throw new NotSupportedException()
            });
        table.Case("not", static () => "x".Substring(0) is not "y" and not null);
        table.Each("string switch", ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "x"], static text =>
        {
            switch (text)
            {
                case "alpha":
                case "beta":
                    return 1;
                case "gamma":
                    goto case "delta";
                case "delta":
                    return 2;
                case "epsilon" or "zeta" or "eta":
                    return 3;
                case ['t', .., 'a']:
                    return 4;
                default:
                    return 0;
            }
        });
    }

    private static void Spans(Table table)
    {
        table.Case("stackalloc", static () =>
        {
            Span<int> numbers = stackalloc int[] { 3, 1, 2 };
            numbers.Sort();
            return numbers[0] + " " + numbers[^1] + " " + numbers.IndexOf(2);
        });
        table.Case("span of text", static () =>
        {
            ReadOnlySpan<char> text = "  key = value ".AsSpan().Trim();
            int at = text.IndexOf('=');
            return text[..at].TrimEnd().ToString() + "|" + text[(at + 1)..].TrimStart().ToString();
        });
        table.Case("params span", static () => Total(1, 2, 3) + Total() + Total([4, 5]));
        table.Case("collection expressions, spread", static () =>
        {
            int[] head = [1, 2];
            List<int> all = [0, .. head, .. Enumerable.Range(3, 2)];
            HashSet<int> set = [.. all, 1, 1];
            IReadOnlyList<int> read = [.. all];
            return string.Join(",", all) + set.Count + read[^1];
        });
        table.Case("ref struct", static () =>
        {
            Reader reader = new("a1b22");
            int digits = 0;
            while (reader.TryRead(out char c))
            {
                digits += char.IsDigit(c) ? 1 : 0;
            }

            return digits;
        });
        table.Case("ref return", static () =>
        {
            int[] numbers = [1, 5, 2];
            Largest(numbers) = 0;
            return string.Join(",", numbers);
        });
        table.Case("inline array", static () =>
        {
            Four four = default;
            four[2] = 7;
            Span<int> span = four;
            return span.Length + " " + span[2] + four[0];
        });
        table.Case("span out of range", static () => new int[3].AsSpan(1)[2]);
    }

    private static int Total(params ReadOnlySpan<int> numbers)
    {
        int sum = 0;
        foreach (int number in numbers)
        {
            sum += number;
        }

        return sum;
    }

    private static ref int Largest(int[] numbers)
    {
        int at = 0;
        for (int i = 1; i < numbers.Length; i++)
        {
            at = numbers[i] > numbers[at] ? i : at;
        }

        return ref numbers[at];
    }

    private static void Functions(Table table)
    {
        table.Case("closures of a loop", static () =>
        {
            List<Func<int>> made = [];
            for (int i = 0; i < 3; i++)
            {
                int own = i;
                made.Add(() => (own * 10) + i);
            }

            return string.Join(",", made.Select(f => f()));
        });
        table.Case("local function", static () =>
        {
            return Fibonacci(15);

            static int Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);
        });
        table.Case("multicast", static () =>
        {
            string log = "";
            Action<int> all = x => log += "a" + x;
            all += x => log += "b" + x;
            Action<int> last = x => log += "c" + x;
            all += last;
            all = (Action<int>)(all - last)!;
            all(1);
            return log + all.GetInvocationList().Length;
        });
        table.Case("iterator", static () => string.Join(",", Steps(3)));
        table.Case("iterator ends early", static () =>
        {
            s_log = "";
            foreach (int step in Steps(9))
            {
                if (step == 2)
                {
                    break;
                }
            }

            return s_log;
        });
        table.Case("default lambda parameter", static () =>
        {
            var add = (int a, int b = 5) => a + b;
            return add(1) + add(1, 1);
        });
        table.Case("natural function type", static () =>
        {
            var parse = (string s) => int.Parse(s);
            return parse("12") + ((Delegate)parse).GetType().Name.Length;
        });
        table.Case("optional and named", static () => Named(b: 2) + Named(1, c: "z"));
        table.Case("extension", static () => 5.Squared() + "ab".Squared());
        table.Case("async exceptions", static () => Sequence().Result);
        table.Case("operators", static () => (new Vector(1, 2) + (new Vector(3, 4) * 2)) + " " + (Vector)5 + " " + (int)new Vector(3, 4));
        table.Case("indexers", static () =>
        {
            Grid grid = new();
            grid["b", 2] = 7;
            return grid["b", 2] + grid["a", 0];
        });
        table.Case("events", static () =>
        {
            Source source = new();
            string log = "";
            EventHandler<int> handler = (_, value) => log += value;
            source.Changed += handler;
            source.Raise(4);
            source.Changed -= handler;
            source.Raise(5);
            return log;
        });
    }

    private static string s_log = "";

    private static IEnumerable<int> Steps(int count)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                yield return i;
            }
        }
        finally
        {
            s_log += "ended";
        }
    }

    private static string Named(int a = 9, int b = 8, string c = "y") => $"{a}{b}{c}";

    private static async Task<string> Sequence()
    {
        string log = "";
        try
        {
            await Task.WhenAll(Task.FromException(new InvalidOperationException("1")), Task.FromException(new ArgumentException("2")));
        }
        catch (InvalidOperationException e) when (e.Message == "1")
        {
            log += "first ";
        }
        finally
        {
            await Task.Yield();
            log += "finally";
        }

        return log;
    }

    private static void Interfaces(Table table)
    {
        table.Case("default interface method", static () => ((INamed)new Plain()).Describe() + ((INamed)new Fancy()).Describe());
        table.Case("static abstract", static () => Make<Meter>().Value + Make<Meter>().Unit);
        table.Case("static virtual operator", static () => Added(new Meter(2), new Meter(3)).Value);
        table.Case("explicit implementations", static () => ((ILeft)new Both()).Side + ((IRight)new Both()).Side);
        table.Case("interface reimplemented", static () => ((INamed)new Renamed()).Name);
        table.Case("covariant interface", static () => ((IEnumerable<object>)new List<string> { "a" }).First());
        table.Case("generic constraints", static () => Larger("b", "a") + Larger(1, 2));
        table.Case("boxed struct changed through an interface", static () =>
        {
            IBump bump = new Bumped();
            bump.Bump();
            bump.Bump();
            return bump.Count;
        });
    }

    private static T Make<T>()
        where T : IUnit<T> => T.Create(4);

    private static T Added<T>(T a, T b)
        where T : IUnit<T> => a + b;

    private static T Larger<T>(T a, T b)
        where T : IComparable<T> => a.CompareTo(b) > 0 ? a : b;

    private static void Numbers(Table table)
    {
        int[] shifts = [-9, -1, 0, 1, 31, 32, 33];
        table.Each("shifts", shifts, static n => (-8 >> n) + " " + (-8 >>> n) + " " + (1 << n) + " " + (1L << n) + " " + (0x80u >> n));
        table.Each("checked", [int.MaxValue, int.MinValue, 5], static n => checked(n + 1) + " " + checked(-n));
        table.Each("checked conversion", [300.7, -1, 1e20, 3.9, double.NaN], static d => checked((byte)d));
        table.Each("conversions", [300.7, -1.5, 1e20, double.NaN, -1e20], static d =>
            unchecked((int)d)
                + " "
                + unchecked((long)d)
                + " "
                + unchecked((ulong)d)
                + " "
                + unchecked((uint)d)
                + " "
                + unchecked((short)(int)d));
        table.Case("nint", static () => (nint)5 + nint.Size + " " + (nuint)7 * 2);
        table.Case(
            "integer limits",
            static () => unchecked(int.MaxValue + 1) + " " + (long.MinValue / 10) + " " + (-7 / 2) + " " + (-7 % 3));
        table.Case("division by zero", static () => 1 / int.Parse("0"));
        table.Case("lowest by minus one", static () => int.MinValue / int.Parse("-1"));
        table.Case("real division by zero", static () => 1 / double.Parse("0") + " " + (0 / double.Parse("0")));
        table.Case(
            "flags",
            static () => (Access.Read | Access.Write) + " " + (Access)8 + " " + Access.All.HasFlag(Access.Write) + " " + (Access)0);
        table.Case("enum arithmetic", static () => (Access.Read + 1) + " " + (int)Access.All + " " + (Access.All & ~Access.Read));
        table.Case("char arithmetic", static () => (char)('a' + 1) + " " + ('a' + 1) + " " + (int)'€');
        table.Case("floats", static () => 0.1f + 0.2f + " " + (double)0.1f + " " + 1e10f + " " + float.Epsilon);
    }

    private static void Exceptions(Table table)
    {
        table.Case("finally order", static () =>
        {
            string log = "";
            try
            {
                try
                {
                    throw new InvalidOperationException("a");
                }
                finally
                {
                    log += "1";
                }
            }
            catch (Exception e) when (Note(ref log, e.Message))
            {
                log += "2";
            }

            return log;
        });
        table.Case("rethrow keeps the exception", static () =>
        {
            try
            {
                try
                {
                    throw new ArgumentException("x", "p");
                }
                catch (ArgumentException)
                {
                    throw;
                }
            }
            catch (Exception e)
            {
                return e.Message + e.GetType();
            }
        });
        table.Case("inner", static () =>
        {
            try
            {
                try
                {
                    _ = int.Parse("q");
                }
                catch (FormatException e)
                {
                    throw new InvalidOperationException("outer", e);
                }
            }
            catch (Exception e)
            {
                return e.InnerException!.GetType().Name + e.GetBaseException().Message;
            }

            return "";
        });
        table.Case("exception data", static () =>
        {
            Exception e = new("m");
            e.Data["k"] = 5;
            return e.Data.Count + " " + e.Data["k"];
        });
        table.Case("return from finally's try", static () =>
        {
            int n = 1;
            int Get()
            {
                try
                {
                    return n;
                }
                finally
                {
                    n = 5;
                }
            }

            return Get() + n;
        });
        table.Case("using order", static () =>
        {
            StringBuilder log = new();
            using (Logged a = new(log, "a"))
            using (Logged b = new(log, "b"))
            {
                _ = log.Append('.');
            }

            return log.ToString();
        });
        table.Case("aggregate", static () => new AggregateException(
            "all",
            new ArgumentException("1"),
            new AggregateException(new FormatException("2")))
            .Flatten().InnerExceptions.Select(e => e.Message));
        table.Case("lock of null", static () =>
        {
            object? none = null;
            lock (none!)
            {
                return 0;
            }
        });
        table.Case("cast", static () => (string)(object)5);
        table.Case("cast message", static () => Message(() => _ = (string)(object)5));
        table.Case("null reference message", static () => Message(() => _ = ((string)null!).Length));
        table.Case("index message", static () => Message(() => _ = (new int[1])[2]));
        table.Case("key message", static () => Message(() => _ = new Dictionary<string, int>()["k"]));
        table.Case("overflow message", static () => Message(() => _ = checked(int.Parse("2147483647") + 1)));
    }

    private static bool Note(ref string log, string message)
    {
        log += "f" + message;
        return true;
    }

    private static string Message(Action act)
    {
        try
        {
            act();
            return "none";
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    private static void Texts(Table table)
    {
        table.Case("raw", static () => """
            a "quoted" line
              and {braces}
            """);
        table.Case("raw interpolated", static () => $$"""{ "n": {{3 + 4}} }""");
        table.Case("alignment", static () => $"[{5,4}|{"x",-3}|{1.5,8:F2}|{true,6}]");
        table.Case("nested interpolation", static () => $"{(1 < 2 ? $"yes{3:D2}" : "no")} {{}}");
        table.Case("FormattableString", static () => ((FormattableString)$"{1.5:F1} of {2}").ToString(CultureInfo.InvariantCulture));
        table.Case("string.Create", static () => string.Create(4, 'a', static (span, c) => span.Fill(c)));
        table.Case("own handler", static () => Written($"a{1}b{"c"}"));
        table.Case(
            "comparison",
            static () => string.Compare("a", "B", StringComparison.OrdinalIgnoreCase) + " " + string.CompareOrdinal("a", "B"));
        table.Case("surrogates", static () => "a😀b".Length + " " + char.IsSurrogate("😀"[0]) + " " + "😀".EnumerateRunes().Count());
        table.Case("case", static () => "straße ÄÖ ıİ".ToUpperInvariant() + "ÀÉ".ToLowerInvariant());
        table.Case("split", static () => string.Join("|", "a, b,,c".Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)));
        table.Case("utf-8 literal", static () => Encoding.UTF8.GetString("héllo"u8));
        table.Case("string builder", static () => new StringBuilder("abc").Insert(1, "--").Replace("b", "B").Remove(0, 1).Append(
            'x',
            3).AppendJoin('/', 1, 2)
            .ToString());
    }

    private static string Written(Handler handler) => handler.Text;

    private static void Values(Table table)
    {
        table.Case("struct keys", static () => new Dictionary<Key, int> { [new Key("a", 1.5)] = 3 }[new Key("a", 1.5)]);
        table.Case("struct keys, not a number", static () => new Key("a", double.NaN).Equals(new Key("a", double.NaN)));
        table.Case("struct hash", static () => new Key("ab", 2).GetHashCode() == new Key(string.Concat("a", "b"), 2).GetHashCode());
        table.Case("struct in a set", static () => new HashSet<Key> { new("a", 1), new("a", 1), new("b", 1) }.Count);
        table.Case(
            "struct with a nested struct",
            static () => new Outer { Inner = new Key("x", 1), Number = 2 }.Equals(new Outer { Inner = new Key("x", 1), Number = 2 }));
        table.Case("tuples", static () => (1, "a").Equals((1, "a")) + " " + (1, 2).CompareTo((1, 3)) + " " + (Name: "n", Age: 4));
        table.Case("long tuples", static () => (1, 2, 3, 4, 5, 6, 7, 8, 9).ToString());
        table.Case("tuple keys", static () => new Dictionary<(string, int), int> { [("a", 1)] = 5 }[("a", 1)]);
        table.Case("swap", static () =>
        {
            (int a, int b) = (1, 2);
            (a, b) = (b, a);
            return a + "" + b;
        });
        table.Case("nullable", static () => (Maybe(false) + 1) + " " + ((int?)2 > 1) + " " + ((int?)null ?? 7) + ((int?)5).ToString());
        table.Case("lifted equality", static () => ((int?)null == null) + " " + ((bool?)null & false));
        table.Case("lazy", static () =>
        {
            int made = 0;
            Lazy<int> lazy = new(() => ++made);
            return lazy.IsValueCreated + " " + lazy.Value + lazy.Value + made;
        });
        table.Case("lazy fails again", static () =>
        {
            int tries = 0;
            Lazy<int> lazy = new(() => tries++ == 0 ? throw new InvalidOperationException() : 5);
            try
            {
                _ = lazy.Value;
            }
            catch (InvalidOperationException)
            {
            }

            return lazy.Value;
        });
        table.Case("new T", static () => New<List<int>>().Count + New<Meter>().Value);
        table.Case("type names",
        static () => typeof(Dictionary<int, string>).Name + " " + typeof(int[]).Name + " " + typeof(int[,]).Name + " "
            + typeof(Key).Name + " " + typeof(int?).Name);
        table.Case("default", static () => default(Key).Name + default(int) + (default(string) ?? "null"));
        table.Case("random", static () => string.Join(",", Enumerable.Repeat(new Random(5), 4).Select(random => random.Next(100))));
        table.Case("date", static () => new DateTime(2024, 2, 29).AddYears(1).ToString("yyyy-MM-dd ddd", CultureInfo.InvariantCulture));
        table.Case("query", static () => string.Join(";", from x in Enumerable.Range(1, 4)
                                                          from y in new[] { "a", "b" }
                                                          let z = x + y
                                                          where x % 2 == 0
                                                          orderby y descending, x
                                                          group z by y into g
                                                          select g.Key + string.Join("", g)));
    }

    private static int? Maybe(bool isThere) => isThere ? 1 : null;

    private static T New<T>()
        where T : new() => new();

    private class Base
    {
        internal virtual string Twice<T>(T value) => "B" + value + value;

        internal virtual bool TryMake<T>([NotNullWhen(true)] out List<T>? made)
        {
            made = null;
            return false;
        }
    }

    private class Heir : Base
    {
        internal override string Twice<T>(T value) => "H" + value + base.Twice(value);

        internal override bool TryMake<T>([NotNullWhen(true)] out List<T>? made)
        {
            made = [default!];
            return true;
        }
    }

    private sealed class LaterHeir : Heir
    {
        internal override string Twice<T>(T value) => typeof(T) == typeof(string) ? "L" : base.Twice(value);
    }

    private interface IShow
    {
        string Show<T>(T value);

        string Both<TFirst, TSecond>(TFirst first, TSecond second) => Show(first) + Show(second);
    }

    private class Shower : IShow
    {
        public virtual string Show<T>(T value) => $"<{value}>";
    }

    private sealed class LaterShower : Shower
    {
        public override string Show<T>(T value) => $"({value})";
    }

    private sealed class ExplicitShower : IShow
    {
        string IShow.Show<TAny>(TAny value) => $"!{value}";
    }

    private readonly struct StructShower(int times) : IShow
    {
        public string Show<T>(T value) => string.Concat(Enumerable.Repeat(value!.ToString(), times));
    }

    private interface IVisitor<T>
    {
        T Visit(Constant constant);

        T Visit(Sum sum);
    }

    private abstract record Term
    {
        internal abstract T Accept<T>(IVisitor<T> visitor);
    }

    private sealed record Constant(int Value) : Term
    {
        internal override T Accept<T>(IVisitor<T> visitor) => visitor.Visit(this);
    }

    private sealed record Sum(Term Left, Term Right) : Term
    {
        internal override T Accept<T>(IVisitor<T> visitor) => visitor.Visit(this);
    }

    private sealed class Evaluator : IVisitor<int>
    {
        public int Visit(Constant constant) => constant.Value;

        public int Visit(Sum sum) => sum.Left.Accept(this) + sum.Right.Accept(this);
    }

    private sealed class Printer : IVisitor<string>
    {
        public string Visit(Constant constant) => constant.Value.ToString();

        public string Visit(Sum sum) => $"({sum.Left.Accept(this)} + {sum.Right.Accept(this)})";
    }

    private record Person(string Name, int Age);

    private sealed record Worker(string Name, int Age, double Pay) : Person(Name, Age);

    private record struct Pair<TFirst, TSecond>(TFirst First, TSecond Second);

    private sealed class Options
    {
        public required string Name { get; init; }

        public int Level { get; init; } = 1;

        public string Text => Name + Level;
    }

    private sealed class Counter(int start)
    {
        public int Next() => ++start;
    }

    private class Shape
    {
        public virtual Shape Copy() => new();
    }

    private sealed class Square : Shape
    {
        public int Side => 3;

        public override Square Copy() => new();
    }

    private ref struct Reader(string text)
    {
        private ReadOnlySpan<char> _rest = text;

        public bool TryRead(out char c)
        {
            c = _rest.IsEmpty ? '\0' : _rest[0];
            bool isThere = !_rest.IsEmpty;
            _rest = isThere ? _rest[1..] : _rest;
            return isThere;
        }
    }

    [InlineArray(4)]
    private struct Four
    {
        private int _first;
    }

    private readonly record struct Vector(int X, int Y)
    {
        public static Vector operator +(Vector a, Vector b) => new(a.X + b.X, a.Y + b.Y);

        public static Vector operator *(Vector a, int by) => new(a.X * by, a.Y * by);

        public static implicit operator Vector(int both) => new(both, both);

        public static explicit operator int(Vector v) => v.X + v.Y;
    }

    private sealed class Grid
    {
        private readonly Dictionary<(string, int), int> _cells = [];

        public int this[string row, int column]
        {
            get => _cells.GetValueOrDefault((row, column));
            set => _cells[(row, column)] = value;
        }
    }

    private sealed class Source
    {
        public event EventHandler<int>? Changed;

        public void Raise(int value) => Changed?.Invoke(this, value);
    }

    private interface INamed
    {
        string Name { get; }

        string Describe() => "I am " + Name;
    }

    private class Plain : INamed
    {
        public string Name => "plain";
    }

    private sealed class Fancy : INamed
    {
        public string Name => "fancy";

        public string Describe() => "!" + Name;
    }

    private sealed class Renamed : Plain, INamed
    {
        public new string Name => "renamed";
    }

    private interface IUnit<T>
        where T : IUnit<T>
    {
        static abstract T Create(int value);

        static abstract T operator +(T a, T b);

        static virtual string Of => "unit";
    }

    private readonly struct Meter(int value) : IUnit<Meter>
    {
        public int Value => value;

        public string Unit => "m";

        public static Meter Create(int value) => new(value);

        public static Meter operator +(Meter a, Meter b) => new(a.Value + b.Value);
    }

    private interface ILeft
    {
        string Side { get; }
    }

    private interface IRight
    {
        string Side { get; }
    }

    private sealed class Both : ILeft, IRight
    {
        string ILeft.Side => "l";

        string IRight.Side => "r";
    }

    private interface IBump
    {
        int Count { get; }

        void Bump();
    }

    private struct Bumped : IBump
    {
        public int Count { get; private set; }

        public void Bump() => Count++;
    }

    [Flags]
    private enum Access
    {
        None = 0,
        Read = 1,
        Write = 2,
        All = 3,
    }

    private sealed class Logged(StringBuilder log, string name) : IDisposable
    {
        public void Dispose() => log.Append(name);
    }

    [InterpolatedStringHandler]
    private readonly struct Handler(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new($"{literalLength}/{formattedCount}:");

        public string Text => _text.ToString();

        public void AppendLiteral(string text) => _text.Append('<').Append(text).Append('>');

        public void AppendFormatted<T>(T value) => _text.Append('{').Append(value).Append('}');
    }

    private struct Key(string name, double weight)
    {
        public string Name = name;
        public double Weight = weight;
    }

    private struct Outer
    {
        public Key Inner;
        public int Number;
    }

    private static int Squared(this int number) => number * number;

    private static string Squared(this string text) => text + text;
}
