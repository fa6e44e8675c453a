// Language constructs in combination: statics of nested generics, finally in iterators, handlers of interpolated text, captured
// references,
// failed static constructors.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.ParityProgram;

internal static class ConstructCases
{
    // The result of the first of several runs in a process.
    private static string? s_counted;
    private static string? s_late;

    internal static void Run(Table table)
    {
        Types(table);
        Statics(table);
        Flow(table);
        Patterns(table);
        Texts(table);
        Spans(table);
        Sequences(table);
        Numbers(table);
        Tasks(table);
        Threads(table);
    }

    private static void Types(Table table)
    {
        table.Case(
            "default interface method, diamond",
            static () => $"{((INamed)new Leaf()).Name} {((IRight)new Leaf()).Name} {((ILeft)new Leaf()).Twice()}");
        table.Case("default interface method of a struct", static () => Describe(new Point(3)) + Describe<INamed>(new Point(4)));
        table.Case(
            "interface reimplemented by an heir",
            static () => $"{((IValue)new Heir()).Value} {((IValue)new Base()).Value} {new Heir().Value}");
        table.Case(
            "private interface method and static member",
            static () => s_counted ??= ((ICounted)new Counted()).Next() + ((ICounted)new Counted()).Next());
        table.Case("covariant returns, three deep", static () => Three().Name);
        table.Case("generic attribute", static () => new Marked().ToString());
        table.Case("records of records", static () =>
        {
            Circle circle = new(new Center(1, 2), 3) { Tags = ["a"] };
            Shape same = circle with { Radius = 4 };
            return $"{circle} {same} {same == circle} {same.Equals(circle with { Radius = 4 })}"
                + $" {same.GetHashCode() == ((Circle)same with { }).GetHashCode()}";
        });
        table.Case("sealed ToString of a record", static () => new Labeled("x", 1).ToString() + new LabeledMore("y", 2, 3));
        table.Case("PrintMembers of a record's own", static () => new Secret("u", "p").ToString());
        table.Case("record struct with a mutable field", static () =>
        {
            Mutable mutable = new() { Count = 1 };
            Mutable copy = mutable;
            copy.Count++;
            return $"{mutable} {copy} {mutable == copy} {mutable with { Count = 2 } == copy}";
        });
        table.Case("positional record with an out and in", static () =>
        {
            (Center center, int radius) = new Circle(new Center(5, 6), 7);
            return $"{center.X}{center.Y}{radius}";
        });
        table.Case("extension members", static () => $"{"abc".Doubled} {"abc".Repeated(3)} {string.Dashes(2)}");
        table.Case(
            "indexers of ranges",
            static () => new Letters("abcdefgh") is var letters ? $"{letters[^1]} {letters[2..^2]} {letters[..2]}" : "");
        table.Case("operators of one's own", static () =>
        {
            Money money = new(5);
            money += new Money(2);
            money++;
            return $"{money} {-money} {money > new Money(3)} {(int)money} {(Money)9} {money == new Money(8)} {(money ? "rich" : "poor")}";
        });
        table.Case("compound assignment operator", static () =>
        {
            Accumulator sum = new();
            Accumulator same = sum;
            sum += 5;
            sum += 6;
            return $"{sum.Sum} {ReferenceEquals(sum, same)}";
        });
        table.Case("field keyword", static () => new Clamped { Value = 500 }.Value + new Clamped { Value = -3 }.Value);
        table.Case("events with accessors of their own", static () =>
        {
            Source source = new();
            StringBuilder log = new();
            void One(object? sender, int value) => log.Append($"one{value} ");
            source.Changed += One;
            source.Changed += (_, value) => log.Append($"two{value} ");
            source.Raise(1);
            source.Changed -= One;
            source.Changed -= One;
            source.Raise(2);
            return log.ToString() + source.Log;
        });
        table.Case("an event whose handler throws", static () =>
        {
            Source source = new();
            StringBuilder log = new();
            source.Changed += (_, _) => log.Append("first ");
            source.Changed += (_, _) => throw new FormatException("second");
            source.Changed += (_, _) => log.Append("third ");
            try
            {
                source.Raise(0);
            }
            catch (FormatException e)
            {
                log.Append(e.Message);
            }

            return log.ToString();
        });
        table.Case("static abstract with a factory", static () => Made<Metre>(3).ToString() + Made<Foot>(4));
        table.Case(
            "generic math over an interface",
            static () => Total<int>([1, 2, 3]) + " " + Total<double>([0.5, 0.25]) + " " + Total<byte>([200, 55]));
        table.Case("explicit interface event and indexer", static () =>
        {
            IStrange strange = new Strange();
            string got = "";
            strange.Done += text => got += text;
            strange[3] = "x";
            return got + strange[2];
        });
        table.Case(
            "new hides, override does not",
            static () => $"{new Third().Say()} {((First)new Third()).Say()} {((Second)new Third()).Say()}");
        table.Case("virtual call in a constructor", static () => new Late("set").Seen);
        table.Case("finally of an object's initializers", static () =>
        {
            List<string> log = [];
            try
            {
                _ = new Initialized(log) { First = 1, Second = -1 };
            }
            catch (ArgumentOutOfRangeException)
            {
                log.Add("refused");
            }

            return log;
        });
    }

    private static void Statics(Table table)
    {
        table.Case("statics of nested generics", static () =>
        {
            Outer<int>.Inner<string>.Count = 1;
            Outer<int>.Inner<object>.Count = 2;
            Outer<long>.Inner<string>.Count = 3;
            Outer<string>.Inner<string>.Count = 4;
            Outer<object>.Inner<string>.Count = 5;
            return $"{Outer<int>.Inner<string>.Count}{Outer<int>.Inner<object>.Count}{Outer<long>.Inner<string>.Count}"
                + $"{Outer<string>.Inner<string>.Count}"
                + $"{Outer<object>.Inner<string>.Count} {Outer<int>.Inner<string>.Made} {Outer<string>.Inner<object>.Made}";
        });
        table.Case(
            "static constructor that fails twice",
            static () => Fails(static () => Broken.Value) + Fails(static () => Broken.Value) + Fails(static () => new Broken()));
        table.Case("static constructor of a generic that fails", static () =>
            Fails(static () => BrokenFor<int>.Value) + Fails(static () => BrokenFor<string>.Value)
                + Fails(static () => BrokenFor<int>.Value));
        table.Case(
            "static constructor runs once, late",
            static () => s_late ??= $"{Order.Log}{Eager.Touch()}{Order.Log}{Eager.Touch()}{Order.Log}");
        table.Case("static constructors that need each other", static () => $"{CycleA.Value} {CycleB.Value}");
        table.Case("thread static of a generic", static () =>
        {
            PerThread<int>.Value = "here";
            PerThread<string>.Value = "there";
            string? seen = "not run";
            Thread thread = new(() => seen = PerThread<int>.Value);
            thread.Start();
            thread.Join();
            return $"{PerThread<int>.Value} {PerThread<string>.Value} {seen ?? "null"}";
        });
        table.Case("static readonly of a struct is not changed by calls", static () => $"{s_frozen.Bump()} {s_frozen.Bump()}");
    }

    private static void Flow(Table table)
    {
        table.Case("recursion of lambdas", static () =>
        {
            Func<int, long>? factorial = null;
            factorial = n => n < 2 ? 1 : n * factorial!(n - 1);
            Func<Func<Func<int, int>, Func<int, int>>, Func<int, int>>? fix = null;
            fix = f => x => f(fix!(f))(x);
            return $"{factorial(20)} {fix(self => n => n < 2 ? n : self(n - 1) + self(n - 2))(15)}";
        });
        table.Case("local functions that capture by reference", static () =>
        {
            int count = 0;
            Span<int> seen = stackalloc int[4];
            static int Twice(int n) => 2 * n;
            void Add(Span<int> into, ref int at)
            {
                into[at++] = Twice(++count);
            }

            int place = 0;
            Add(seen, ref place);
            Add(seen, ref place);
            return $"{count} {place} {seen[0]} {seen[1]}";
        });
        table.Case("local generic functions", static () =>
        {
            List<string> log = [];
            void Say<T>(T value)
                where T : notnull
            {
                log.Add($"{typeof(T).Name} {value}");
                if (value is int n and > 0)
                {
                    Say(n - 1);
                    Say($"{n}");
                }
            }

            Say(2);
            return log;
        });
        table.Case("goto out of nested loops, and case to case", static () =>
        {
            int found = 0;
            for (int i = 0; i < 10; i++)
            {
                for (int j = 0; j < 10; j++)
                {
                    if (i * j == 42)
                    {
                        found = (i * 10) + j;
                        goto done;
                    }
                }
            }

        done:
            string text = "";
            switch (found % 3)
            {
                case 1:
                    text += "one";
                    goto case 2;
                case 2:
                    text += "two";
                    goto default;
                default:
                    return text + found;
            }
        });
        table.Case("exception filters, their order", static () =>
        {
            List<string> log = [];
            bool Filter(string name, bool result)
            {
                log.Add(name);
                return result;
            }

            try
            {
                try
                {
                    throw new InvalidOperationException("x");
                }
                catch (InvalidOperationException) when (Filter("inner", false))
                {
                    log.Add("never");
                }
                finally
                {
                    log.Add("finally");
                }
            }
            catch (Exception e) when (Filter("outer", true))
            {
                log.Add(e.Message);
            }

            return log;
        });
        table.Case("a filter that throws is false", static () =>
        {
            try
            {
                throw new FormatException("first");
            }
            catch (FormatException) when (((string?)null)!.Length > 0)
            {
                return "never";
            }
            catch (FormatException e)
            {
                return e.Message;
            }
        });
        table.Case("finally replaces the exception", static () =>
        {
            try
            {
                try
                {
                    throw new FormatException("lost");
                }
                finally
                {
                    throw new ArgumentException("kept");
                }
            }
            catch (Exception e)
            {
                return $"{e.GetType().Name} {e.Message} {e.InnerException is null}";
            }
        });
        table.Case("throw; after another try keeps the first", static () => Fails(static () =>
        {
            try
            {
                throw new KeyNotFoundException("outer");
            }
            catch (KeyNotFoundException)
            {
                try
                {
                    throw new FormatException("inner");
                }
                catch (FormatException)
                {
                }

                throw;
            }
        }));
        table.Case("using of a ref struct and of null", static () =>
        {
            List<string> log = [];
            using (IDisposable? none = null)
            {
                log.Add("none");
            }

            using (new Closing(log, "b"))
            {
                using Closing inner = new(log, "a");
                log.Add("body");
            }

            return log;
        });
        table.Case("null-conditional assignment and events", static () =>
        {
            Source? none = null;
            Source some = new();
            none?.Raise(Boom());
            some?.Tag = "set";
            none?.Tag = Boom().ToString(CultureInfo.InvariantCulture);
            string? text = null;
            text ??= "made";
            return $"{some!.Tag} {text} {none?.Tag?.Length ?? -1}";
        });
        table.Case("evaluation order of indexers and arguments", static () =>
        {
            List<string> log = [];
            int Next(string name)
            {
                log.Add(name);
                return log.Count - 1;
            }

            int[] items = new int[8];
            items[Next("index")] = Next("value") + (Next("left") * Next("right"));
            items[Next("compound")] += Next("added");
            return string.Join(" ", log) + " " + string.Join(",", items);
        });
        table.Case("ref locals, ref ternary, ref foreach", static () =>
        {
            int[] items = [1, 2, 3];
            int other = 9;
            ref int place = ref other;
            place = ref items[1];
            place *= 10;
            (items[0] > 5 ? ref items[0] : ref other) = 100;
            foreach (ref int item in items.AsSpan())
            {
                item++;
            }

            place = ref other;
            place++;
            return string.Join(",", items) + " " + other;
        });
        table.Case("checked conversions", static () => string.Join(" ",
            Fails(static () => checked((byte)Opaque(256))),
            Fails(static () => checked((sbyte)Opaque(-129))),
            Fails(static () => checked((uint)Opaque(-1))),
            Fails(static () => checked((char)Opaque(65536))),
            Fails(static () => checked((int)Opaque(2147483648.0))),
            Fails(static () => checked((int)Opaque(-2147483648.9))),
            Fails(static () => checked((long)Opaque(double.NaN))),
            Fails(static () => checked((ulong)Opaque(-0.5))),
            Fails(static () => checked((ulong)Opaque(-1.0))),
            Fails(static () => checked((short)Opaque(32767.9f))),
            Fails(static () => checked((nint)Opaque(ulong.MaxValue))),
            Fails(static () => checked(-Opaque(int.MinValue))),
            Fails(static () => checked(Opaque(long.MinValue) / Opaque(-1L))),
            Fails(static () => checked(Opaque(int.MaxValue) * Opaque(2))),
            Fails(static () => checked((int)Opaque(3e9m)))));
        table.Case(
            "unchecked conversions",
            static () => $"{unchecked((byte)Opaque(511))} {unchecked((short)Opaque(70000))} {unchecked((int)Opaque(1L << 33))} "
            + $"{unchecked((ulong)Opaque(-1))} {unchecked((char)Opaque(-1))} {Opaque(int.MaxValue) + Opaque(1)} {Opaque(-7) >>> 1}"
                + $" {Opaque(-7) >> 1} {Opaque(1) << 33}");
    }

    private static void Patterns(Table table)
    {
        table.Case("patterns on spans", static () => $"{Kind("get /x".AsSpan())} {Kind("put")} {Kind("")} {Kind("get")}");
        table.Case(
            "list patterns",
            static () => string.Join(" ", Listed([]), Listed([1]), Listed([1, 2]), Listed([1, 2, 3, 4, 9]), Listed([0, 0])));
        table.Case("list patterns of texts and lists", static () =>
            (new List<string> { "a", "b", "c" } is [var head, .., { Length: 1 } last] ? head + last : "no")
                + ("abc" is ['a', .. var rest] ? rest : "no"));
        table.Case("property and positional patterns", static () => string.Join(" ",
            Shaped(new Circle(new Center(0, 0), 1)), Shaped(new Circle(new Center(1, 0), 1)), Shaped(new Circle(new Center(1, 2), 10)),
                Shaped(null)));
        table.Case(
            "relational and logical patterns",
            static () => string.Join(",", new object?[] { -1, 0, 5, 10, 11, 5L, 'x', null, "long text", 2.5 }.Select(Judged)));
        table.Case(
            "switch on types and generics",
            static () => $"{Typed(1)} {Typed("s")} {Typed<object>(2.5)} {Typed(new List<int> { 1 })} {Typed<int?>(null)}"
                + $" {Typed(new int[2])}");
#pragma warning disable CS8509 // the case is a value that no arm takes
        table.Case("switch without an arm", static () => Fails(static () => Opaque(3) switch { 1 => "one", 2 => "two" }));
#pragma warning restore CS8509
        table.Case(
            "tuple patterns",
            static () => string.Join(" ", Rock("rock", "paper"), Rock("paper", "rock"), Rock("x", "x"), Rock(null, "rock")));
    }

    private static void Texts(Table table)
    {
        table.Case(
            "handler of interpolated text that stops",
            static () => Log(false, $"{Boom()} never") + Log(true, $"{5:D3}|{"r",4}|{'l',-3}|"));
        table.Case("handler with a reference to its receiver", static () =>
        {
            Target target = new("<");
            target.Write($"{1}{"two"}{3.5:F2}");
            return target.Text;
        });
        table.Case(
            "StringBuilder.Append of interpolated text",
            static () => new StringBuilder("s:").Append(CultureInfo.InvariantCulture, $"{255:x4} {true} {null} {1.5m}").ToString());
        table.Case(
            "interpolated text with all kinds",
            static () => $"{1,5}|{-1,-5}|{0.1:P1}|{255:X}|{DateTime.UnixEpoch:yyyy-MM-dd}|{Guid.Empty:N}|"
                + $"{(Colors)3}|{Colors.Red | Colors.Blue}|{new[] { 1 }.Length}|{(object?)null}|{{}}");
        table.Case("string.Create with state", static () => string.Create(5, (Start: 'a', Step: 2), static (span, state) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = (char)(state.Start + (i * state.Step));
            }
        }));
        table.Case("string.Create with a provider", static () => string.Create(CultureInfo.InvariantCulture, $"{1234.5:N2} {1e10}"));
        table.Case("TryFormat into what is too short", static () =>
        {
            Span<char> room = stackalloc char[4];
            bool fits = 1234.TryFormat(room, out int written);
            bool not = 12345.TryFormat(room, out int none);
            bool own = new Centi(321).TryFormat(room, out int some, "", null);
            return $"{fits} {written} {not} {none} {own} {some} {room.ToString()}";
        });
        table.Case("ISpanFormattable in interpolated text", static () => $"{new Centi(321)}|{new Centi(5),8}|{new Centi(7):x}|");
        table.Case("TryWrite", static () =>
        {
            Span<char> room = stackalloc char[6];
            bool fits = room.TryWrite($"{12}-{"ab"}", out int written);
            bool not = room.TryWrite($"{123456}{7}", out int none);
            return $"{fits} {written} {not} {none}";
        });
        table.Case("raw text with quotes and braces", static () => $$"""a "{{1 + 1}}" {b} "" """);
        table.Case(
            "UTF-8 literals and lengths",
            static () => $"{"é€😀"u8.Length} {Encoding.UTF8.GetString("é€😀"u8)} {"é€😀".Length} {"é€😀".EnumerateRunes().Count()}");
    }

    private static void Spans(Table table)
    {
        table.Case("enumerator that is a ref struct", static () =>
        {
            string text = "";
            foreach (ReadOnlySpan<char> word in new Words("the quick  fox"))
            {
                text += $"[{word}]";
            }

            return text;
        });
        table.Case("ref struct with an interface", static () => Length(new Buffered(stackalloc byte[7])));
        table.Case("ref fields", static () =>
        {
            int count = 1;
            Referrer referrer = new(ref count);
            referrer.Add(5);
            count++;
            return $"{count} {referrer.Value}";
        });
        table.Case("Span.Sort with items and comparisons", static () =>
        {
            Span<int> keys = [3, 1, 2];
            Span<string> items = ["c", "a", "b"];
            keys.Sort(items);
            Span<string> more = ["bb", "a", "ccc"];
            more.Sort(static (x, y) => y.Length - x.Length);
            return $"{string.Join(",", keys.ToArray())} {string.Join(",", items.ToArray())} {string.Join(",", more.ToArray())}";
        });
        table.Case("params spans and collections", static () => $"{Sum()} {Sum(1)} {Sum(1, 2, 3)} {Joined("a", "b")} {Joined([])}");
        table.Case("collection expressions into what is asked for", static () =>
        {
            int[] some = [1, 2];
            List<int> list = [0, .. some, 3];
            HashSet<int> set = [.. list, 3, 0];
            ReadOnlySpan<int> span = [.. some, .. some];
            IEnumerable<int> sequence = [.. list.Where(static n => n > 1)];
            IReadOnlyList<string> texts = ["a", .. "bc".Select(static c => $"{c}")];
            Bag bag = [1, 2, .. some];
            return $"{list.Count} {set.Count} {span.Length} {sequence.Count()} {string.Join("", texts)} {bag}";
        });
        table.Case("inline arrays in loops and slices", static () =>
        {
            Four four = default;
            for (int i = 0; i < 4; i++)
            {
                four[i] = i * i;
            }

            Span<int> part = four[1..3];
            part[0] = 50;
            int total = 0;
            foreach (int item in four)
            {
                total += item;
            }

            return $"{total} {four[^1]} {part.Length}";
        });
        table.Case("stackalloc in a loop, and slices of it", static () =>
        {
            Span<byte> bytes = stackalloc byte[16];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)(i * 17);
            }

            return $"{bytes[4..8].ToArray().Sum(static b => b)} {bytes.IndexOf((byte)34)} {bytes.SequenceEqual(bytes.ToArray())}"
                + $" {bytes[^1]}";
        });
        table.Case("spans of text", static () =>
        {
            ReadOnlySpan<char> text = "  key = value  ";
            int at = text.IndexOf('=');
            return $"[{text[..at].Trim()}][{text[(at + 1)..].Trim()}]{text.Count(' ')}"
                + $"{text.ContainsAny("xyz")}{text.TrimEnd().EndsWith("value")}";
        });
    }

    private static void Sequences(Table table)
    {
        table.Case("finally of an iterator", static () =>
        {
            List<string> log = [];
            foreach (int item in Guarded(log))
            {
                if (item == 2)
                {
                    break;
                }
            }

            try
            {
                foreach (int item in Guarded(log))
                {
                    if (item == 1)
                    {
                        throw new FormatException();
                    }
                }
            }
            catch (FormatException)
            {
                log.Add("caught");
            }

            return log;
        });
        table.Case("an iterator that was not begun has no finally", static () =>
        {
            List<string> log = [];
            IEnumerator<int> items = Guarded(log).GetEnumerator();
            items.Dispose();
            bool after = items.MoveNext();
            return string.Join(",", log) + after;
        });
        table.Case("an iterator twice", static () =>
        {
            int made = 0;
            IEnumerable<int> Make()
            {
                made++;
                yield return made;
                yield return made * 10;
            }

            IEnumerable<int> items = Make();
            return $"{string.Join(",", items)} {string.Join(",", items)} {made}";
        });
        table.Case(
            "recursive iterators",
            static () => string.Join(",", InOrder(new Tree(new Tree(null, 1, null), 2, new Tree(new Tree(null, 3, null), 4, null)))));
        table.Case("queries", static () => string.Join(";",
            from word in new[] { "apple", "bob", "cat", "avocado", "bee" }
            let first = word[0]
            group word by first into letters
            orderby letters.Count() descending, letters.Key
            select $"{letters.Key}:{string.Join("+", from w in letters orderby w.Length select w)}"));
        table.Case("query with a join and into", static () => string.Join(";",
            from owner in new[] { (Id: 1, Name: "ann"), (Id: 2, Name: "ben") }
            join pet in new[] { (Owner: 1, Name: "rex"), (Owner: 1, Name: "tom"),
                (Owner: 3, Name: "x") } on owner.Id equals pet.Owner into pets
            from pet in pets.DefaultIfEmpty()
            select $"{owner.Name}-{pet.Name ?? "none"}"));
        table.Case(
            "newer operators",
            static () => $"{string.Join("|", Enumerable.Range(1, 7).Chunk(3).Select(static c => string.Join(",", c)))} "
            + $"{new[] { "a", "bb", "cc" }.DistinctBy(static s => s.Length).Count()} {new[] { 3, 1, 2 }.Order().First()}"
                + $" {new[] { "x", "yy" }.MaxBy(static s => s.Length)} "
            + $"{string.Join(",", new[] { "a", "b" }.Index())} {string.Join(",", new[] { 1, 2, 1 }.CountBy(static n => n))} "
            + $"{string.Join(",", new[] { 1, 2, 3 }.AggregateBy(static n => n % 2, 0, static (sum, n) => sum + n))}"
                + $" {string.Join(",", new[] { 1, 2 }.Zip(new[] { "a", "b" }, new[] { 'x', 'y' }))}");
        table.Case("enumerators by pattern alone", static () =>
        {
            string text = "";
            foreach (char c in new Countdown(3))
            {
                text += c;
            }

            foreach ((int a, string b) in new Dictionary<int, string> { [1] = "x", [2] = "y" })
            {
                text += a + b;
            }

            return text;
        });
    }

    private static void Numbers(Table table)
    {
        table.Case(
            "floats at their edges",
            static () => $"{Opaque(0.1) + 0.2} {Opaque(1.0) / 3} {(float)Opaque(0.1)} {Opaque(1e16) + 1} {Opaque(double.MaxValue) * 2}"
                + $" {-Opaque(0.0)} "
            + $"{Opaque(double.NaN) == double.NaN} {double.NaN.Equals(Opaque(double.NaN))} {Math.Sign(Opaque(-0.0))}"
                + $" {Math.Round(Opaque(2.5))} {Math.Round(Opaque(-0.5))} {Opaque(5.5) % 2}");
        table.Case(
            "decimals keep their scale",
            static () => $"{1.10m + 2.2m} {1.0m * 2.00m} {10m / 4} {1m / 3} {decimal.MaxValue} {-7.5m % 2} {decimal.Round(2.345m, 2)}"
                + $" {Math.Floor(-1.5m)} {0.1m + 0.2m == 0.3m}");
        table.Case(
            "shifts, masks, bits",
            static () => $"{Opaque(1) << 31} {Opaque(-1) >>> 28} {Opaque(1L) << 63} {BitOperations.PopCount(0xF0F0u)}"
                + $" {BitOperations.LeadingZeroCount(1u)} {BitOperations.RotateLeft(0x80000001u, 1)} {~Opaque(5)} {5 & 3 | 8 ^ 1}");
        table.Case(
            "big numbers",
            static () => $"{BigInteger.Pow(2, 100)} {BigInteger.Parse("-12345678901234567890") / 7} {new BigInteger(10) % 3}"
                + $" {BigInteger.ModPow(3, 200, 13)}");
        table.Case(
            "enums as they print and parse",
            static () => $"{Colors.Red} {(Colors)6} {(Colors)9} {Enum.Parse<Colors>("red, Blue", true)} {Enum.IsDefined(Colors.Green)}"
                + $" {Colors.Blue.HasFlag(Colors.Red)} {Colors.Green:D} {Colors.Green:X} {Enum.GetValues<Colors>().Length}");
        table.Case(
            "parsing",
            static () => string.Join(" ", Fails(static () => int.Parse(" 12 ")), Fails(static () => int.Parse("1x")),
                Fails(static () => byte.Parse("256")), Fails(static () => int.Parse("FF", NumberStyles.HexNumber)),
            Fails(static () => double.Parse("1e400", CultureInfo.InvariantCulture)),
                Fails(static () => decimal.Parse("1,234.50", CultureInfo.InvariantCulture)),
                Fails(static () => DateTime.Parse("2026-02-30", CultureInfo.InvariantCulture)),
                Fails(static () => TimeSpan.Parse("1.02:03:04.5", CultureInfo.InvariantCulture)), Fails(static () => Guid.Parse("x")),
                Fails(static () => bool.Parse(" TRUE "))));
    }

    private static void Tasks(Table table)
    {
        table.Case("async void that ends, with a context of its own", static () =>
        {
            TaskCompletionSource done = new();
            async void Begin()
            {
                await Task.Yield();
                done.SetResult();
            }

            Begin();
            return done.Task.Wait(100_000);
        });
        table.Case("ConfigureAwait and its options", static () =>
        {
            async Task<string> Run()
            {
                await Task.Delay(1).ConfigureAwait(false);
                Task failed = Task.FromException(new FormatException());
                await failed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                return $"{failed.IsFaulted}";
            }

            return Run().Result;
        });
        table.Case("await in catch and finally", static () =>
        {
            async Task<string> Run()
            {
                string log = "";
                try
                {
                    await Task.Yield();
                    throw new FormatException("x");
                }
                catch (FormatException e) when (e.Message == "x")
                {
                    await Task.Delay(1);
                    log += "catch ";
                }
                finally
                {
                    await Task.Yield();
                    log += "finally ";
                }

                return log;
            }

            return Run().Result;
        });
        table.Case("exceptions of WhenAll", static () =>
        {
            async Task Fail(string name)
            {
                await Task.Yield();
                throw new InvalidOperationException(name);
            }

            Task all = Task.WhenAll(Fail("a"), Task.CompletedTask, Fail("b"));
            string seen = Fails(() => { all.GetAwaiter().GetResult(); return ""; });
            return $"{seen} {all.Exception!.InnerExceptions.Count}"
                + $" {string.Join(",", all.Exception.InnerExceptions.Select(static e => e.Message).Order())} {all.IsFaulted}";
        });
        table.Case("IAsyncEnumerable with cancellation", static () =>
        {
            async IAsyncEnumerable<int> Count([EnumeratorCancellation] CancellationToken cancel = default)
            {
                for (int i = 0; ; i++)
                {
                    cancel.ThrowIfCancellationRequested();
                    yield return i;
                    await Task.Yield();
                }
            }

            async Task<string> Run()
            {
                using CancellationTokenSource source = new();
                string log = "";
                try
                {
                    await foreach (int item in Count().WithCancellation(source.Token).ConfigureAwait(false))
                    {
                        log += item;
                        if (item == 3)
                        {
                            source.Cancel();
                        }
                    }
                }
                catch (OperationCanceledException e)
                {
                    log += e.CancellationToken == source.Token ? " canceled" : " by another";
                }

                return log;
            }

            return Run().Result;
        });
        table.Case("async dispose in order", static () =>
        {
            async Task<string> Run()
            {
                List<string> log = [];
                await using (new AsyncClosing(log, "outer").ConfigureAwait(false))
                {
                    await using AsyncClosing inner = new(log, "inner");
                    log.Add("body");
                }

                return string.Join(" ", log);
            }

            return Run().Result;
        });
        table.Case("AsyncLocal across branches", static () =>
        {
            AsyncLocal<string?> local = new() { Value = "root" };
            async Task<string?> Branch(string name)
            {
                await Task.Yield();
                string? before = local.Value;
                local.Value = name;
                await Task.Delay(1);
                return before + ">" + local.Value;
            }

            Task<string?> one = Branch("one");
            Task<string?> two = Branch("two");
            return $"{one.Result} {two.Result} {local.Value}";
        });
        table.Case("custom awaiter", static () =>
        {
            async Task<int> Run() => await new Ready(7) + await new Ready(8);
            return Run().Result;
        });
        table.Case("a value task of either kind", static () =>
        {
            async ValueTask<int> Slow()
            {
                await Task.Yield();
                return 2;
            }

            async Task<int> Run() => await new ValueTask<int>(1) + await Slow() + await Slow().AsTask();
            return Run().Result;
        });
        table.Case("a canceled task is no failed one", static () =>
        {
            CancellationTokenSource source = new();
            source.CancelAfter(1);
            Task waits = Task.Delay(100_000, source.Token);
            string seen = Fails(() => { waits.GetAwaiter().GetResult(); return ""; });
            return $"{seen} {waits.IsCanceled} {waits.IsFaulted} {waits.Status} {Fails(() => { waits.Wait(); return ""; })}";
        });
        table.Case("linked cancellation and its callbacks", static () =>
        {
            using CancellationTokenSource first = new();
            using CancellationTokenSource second = new();
            using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(first.Token, second.Token);
            string log = "";
            both.Token.Register(() => log += "a");
            using (both.Token.Register(() => log += "gone"))
            {
            }

            both.Token.Register(() => log += "b");
            second.Cancel();
            return $"{log} {both.IsCancellationRequested} {first.IsCancellationRequested}";
        });
        table.Case("progress of a channel", static () =>
        {
            System.Threading.Channels.Channel<int> channel = System.Threading.Channels.Channel.CreateBounded<int>(2);
            async Task<int> Consume()
            {
                int total = 0;
                await foreach (int item in channel.Reader.ReadAllAsync())
                {
                    total += item;
                }

                return total;
            }

            async Task Produce()
            {
                for (int i = 1; i <= 10; i++)
                {
                    await channel.Writer.WriteAsync(i);
                }

                channel.Writer.Complete();
            }

            Task<int> consumed = Consume();
            Produce().Wait();
            return consumed.Result;
        });
    }

    private static void Threads(Table table)
    {
        table.Case("Lock in a lock statement, entered again", static () =>
        {
            Lock gate = new();
            int count = 0;
            void Work()
            {
                for (int i = 0; i < 1000; i++)
                {
                    lock (gate)
                    {
                        lock (gate)
                        {
                            count++;
                        }
                    }
                }
            }

            Thread[] threads = [new(Work), new(Work), new(Work)];
            foreach (Thread thread in threads)
            {
                thread.Start();
            }

            foreach (Thread thread in threads)
            {
                thread.Join();
            }

            using (gate.EnterScope())
            {
                count += gate.IsHeldByCurrentThread ? 1 : 0;
            }

            return count;
        });
        table.Case("Monitor.Wait and Pulse", static () =>
        {
            object gate = new();
            Queue<int> queue = new();
            int total = 0;
            Thread consumer = new(() =>
            {
                for (int i = 0; i < 10; i++)
                {
                    lock (gate)
                    {
                        while (queue.Count == 0)
                        {
                            Monitor.Wait(gate);
                        }

                        total += queue.Dequeue();
                    }
                }
            });
            consumer.Start();
            for (int i = 1; i <= 10; i++)
            {
                lock (gate)
                {
                    queue.Enqueue(i);
                    Monitor.Pulse(gate);
                }
            }

            consumer.Join();
            return total;
        });
        table.Case(
            "Monitor without a lock",
            static () => Fails(static () => { Monitor.Pulse(new object()); return ""; })
                + Fails(static () => { Monitor.Exit(new object()); return ""; })
            + Monitor.TryEnter(new object()) + Monitor.IsEntered(new object()));
        table.Case("Interlocked of each kind", static () =>
        {
            int number = 5;
            long large = 7;
            string? text = "a";
            uint bits = 0b1100;
            return $"{Interlocked.Increment(ref number)} {Interlocked.Add(ref large, 3)} {Interlocked.Exchange(ref text, "b")}"
                + $" {Interlocked.CompareExchange(ref text, "c", "b")} {text} "
                + $"{Interlocked.Or(ref bits, 1u)} {Interlocked.And(ref bits, 0b0101u)} {bits} {Interlocked.Read(ref large)}"
                    + $" {Interlocked.Decrement(ref number)}";
        });
        table.Case("a thread's own exception is caught in it", static () =>
        {
            Exception? seen = null;
            Thread thread = new(() =>
            {
                try
                {
                    int[] one = new int[Opaque(1)];
                    _ = one[Opaque(4)].ToString(CultureInfo.InvariantCulture);
                }
                catch (IndexOutOfRangeException e)
                {
                    seen = e;
                }
            });
            thread.Start();
            thread.Join();
            return seen?.GetType().Name;
        });
        table.Case("Lazy of each mode", static () =>
        {
            int made = 0;
            Lazy<int> safe = new(() => ++made);
            Lazy<int> failing = new(() => made++ > 1 ? 9 : throw new FormatException(), LazyThreadSafetyMode.PublicationOnly);
            return $"{safe.Value} {safe.Value} {safe.IsValueCreated} {Fails(() => failing.Value)} {Fails(() => failing.Value)} {made}";
        });
    }

    // The types for the cases.
    private interface INamed
    {
        string Name => "named";

        string Twice() => Name + Name;
    }

    private interface ILeft : INamed
    {
        string INamed.Name => "left";
    }

    private interface IRight : INamed
    {
        new string Name => "right";
    }

    private interface IValue
    {
        int Value { get; }
    }

    private interface ICounted
    {
        private static int s_count;

        private static int More() => ++s_count;

        string Next() => $"{More()}";
    }

    private interface IUnit<TSelf>
        where TSelf : IUnit<TSelf>
    {
        static abstract TSelf From(int value);

        static virtual string Unit => "unit";
    }

    private interface IStrange
    {
        event Action<string> Done;

        string this[int index] { get; set; }
    }

    private interface ISized
    {
        int Size { get; }
    }

    [Flags]
    private enum Colors
    {
        None,
        Red,
        Green,
        Blue = 4,
    }

    [AttributeUsage(AttributeTargets.All)]
    private sealed class MarkAttribute<T> : Attribute
    {
        public T? Value { get; set; }
    }

    [Mark<int>(Value = 3)]
    private sealed class Marked
    {
        [Mark<string>(Value = "s")]
        public override string ToString() => "marked";
    }

    private sealed class Leaf : ILeft, IRight
    {
    }

    private readonly struct Point(int x) : INamed
    {
        public string Name => $"point{x}";
    }

    private class Base : IValue
    {
        public int Value => 1;
    }

    private sealed class Heir : Base, IValue
    {
        int IValue.Value => 2;
    }

    private sealed class Counted : ICounted
    {
    }

    private abstract class Vehicle
    {
        public abstract Vehicle Copy();

        public virtual string Name => "vehicle";
    }

    private class Car : Vehicle
    {
        public override Car Copy() => new();

        public override string Name => "car";
    }

    private sealed class Sport : Car
    {
        public override Sport Copy() => new();

        public override string Name => "sport";
    }

    private abstract record Shape
    {
        public string[] Tags { get; init; } = [];

        protected virtual bool PrintMembers(StringBuilder builder)
        {
            builder.Append($"Tags = {Tags.Length}");
            return true;
        }
    }

    private sealed record Center(int X, int Y);

    private sealed record Circle(Center Center, int Radius) : Shape;

    private record Labeled(string Label, int Number)
    {
        public sealed override string ToString() => $"<{Label}>";
    }

    private sealed record LabeledMore(string Label, int Number, int More) : Labeled(Label, Number);

    private sealed record Secret(string User, string Password)
    {
        private bool PrintMembers(StringBuilder builder)
        {
            builder.Append("User = ").Append(User).Append(", Password = *");
            return true;
        }
    }

    private record struct Mutable
    {
        public int Count;
    }

    private readonly struct Letters(string text)
    {
        public int Length => text.Length;

        public char this[int index] => text[index];

        public string Slice(int start, int length) => text.Substring(start, length);
    }

    private readonly struct Money(int amount) : IEquatable<Money>
    {
        private readonly int _amount = amount;

        public static Money operator +(Money left, Money right) => new(left._amount + right._amount);

        public static Money operator -(Money money) => new(-money._amount);

        public static Money operator ++(Money money) => new(money._amount + 1);

        public static bool operator >(Money left, Money right) => left._amount > right._amount;

        public static bool operator <(Money left, Money right) => left._amount < right._amount;

        public static bool operator ==(Money left, Money right) => left._amount == right._amount;

        public static bool operator !=(Money left, Money right) => left._amount != right._amount;

        public static bool operator true(Money money) => money._amount > 0;

        public static bool operator false(Money money) => money._amount <= 0;

        public static explicit operator int(Money money) => money._amount;

        public static implicit operator Money(int amount) => new(amount);

        public bool Equals(Money other) => this == other;

        public override bool Equals(object? obj) => obj is Money other && Equals(other);

        public override int GetHashCode() => _amount;

        public override string ToString() => $"${_amount}";
    }

    private sealed class Accumulator
    {
        public int Sum { get; private set; }

        public void operator +=(int value) => Sum += value;
    }

    private sealed class Clamped
    {
        public int Value
        {
            get;
            set => field = Math.Clamp(value, 0, 100);
        }
    }

    private sealed class Source
    {
        private EventHandler<int>? _changed;

        public event EventHandler<int> Changed
        {
            add
            {
                Log += "+";
                _changed += value;
            }

            remove
            {
                Log += "-";
                _changed -= value;
            }
        }

        public string Log { get; private set; } = "";

        public string? Tag { get; set; }

        public void Raise(int value) => _changed?.Invoke(this, value);
    }

    private readonly record struct Metre(int Value) : IUnit<Metre>
    {
        public static string Unit => "m";

        public static Metre From(int value) => new(value);
    }

    private readonly record struct Foot(int Value) : IUnit<Foot>
    {
        public static Foot From(int value) => new(value);
    }

    private sealed class Strange : IStrange
    {
        private Action<string>? _done;

        event Action<string> IStrange.Done
        {
            add => _done += value;
            remove => _done -= value;
        }

        string IStrange.this[int index]
        {
            get => $"[{index}]";
            set => _done?.Invoke($"{index}={value} ");
        }
    }

    private class First
    {
        public virtual string Say() => "first";
    }

    private class Second : First
    {
        public new virtual string Say() => "second";
    }

    private sealed class Third : Second
    {
        public override string Say() => "third";
    }

    private abstract class Early
    {
        protected Early() => Seen = Text();

        public string Seen { get; }

        protected abstract string Text();
    }

    private sealed class Late(string given) : Early
    {
        private readonly string _set = "field";

        protected override string Text() => $"{_set} {given ?? "null"}";
    }

    private sealed class Initialized
    {
        private readonly List<string> _log;

        public Initialized(List<string> log)
        {
            _log = log;
            log.Add("made");
        }

        public int First
        {
            set => _log.Add($"first {value}");
        }

        public int Second
        {
            set => ArgumentOutOfRangeException.ThrowIfNegative(value);
        }
    }

    private static class Outer<T>
    {
        internal static class Inner<TOther>
        {
            internal static readonly string Made = $"{typeof(T).Name}+{typeof(TOther).Name}";
            internal static int Count;
        }
    }

    private sealed class Broken
    {
        internal static readonly int Value = int.Parse("no number");
    }

    private static class BrokenFor<T>
    {
        internal static readonly int Value = default(T) is null ? 1 : throw new NotSupportedException(typeof(T).Name);
    }

    private static class Order
    {
        internal static string Log = "";
    }

    private static class Eager
    {
        static Eager() => Order.Log += "made ";

        internal static string Touch() => "touched ";
    }

    private static class CycleA
    {
        internal static readonly int Value = CycleB.Value + 1;
    }

    private static class CycleB
    {
        internal static readonly int Value = CycleA.Value + 10;
    }

    private static class PerThread<T>
    {
        [ThreadStatic]
        internal static string? Value;
    }

    private struct Counter
    {
        private int _count;

        public int Bump() => ++_count;
    }

    private static readonly Counter s_frozen;

    private readonly ref struct Closing(List<string> log, string name)
    {
        public void Dispose() => log.Add($"closed {name}");
    }

    private sealed class AsyncClosing(List<string> log, string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            log.Add($"closed {name}");
        }
    }

    [InterpolatedStringHandler]
    private ref struct LogHandler
    {
        private readonly StringBuilder? _text;

        public LogHandler(int literalLength, int formattedCount, bool isOn, out bool isWanted)
        {
            isWanted = isOn;
            _text = isOn ? new StringBuilder($"({literalLength},{formattedCount})") : null;
        }

        public readonly void AppendLiteral(string value) => _text!.Append(value);

        public readonly void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable => _text!.Append(value.ToString(format, CultureInfo.InvariantCulture));

        public readonly void AppendFormatted(string value, int alignment = 0) => _text!.Append(value.PadLeft(alignment));

        public readonly void AppendFormatted(char value, int alignment) => _text!.Append(value).Append(alignment);

        public override readonly string ToString() => _text?.ToString() ?? "off ";
    }

    private sealed class Target(string prefix)
    {
        public string Text { get; set; } = prefix;

        public void Write([InterpolatedStringHandlerArgument("")] TargetHandler handler) => Text += handler.Count;
    }

    [InterpolatedStringHandler]
    private struct TargetHandler(int literalLength, int formattedCount, Target target)
    {
        public int Count { get; private set; } = literalLength + formattedCount;

        public void AppendLiteral(string value) => target.Text += value;

        public void AppendFormatted<T>(T value, string? format = null)
        {
            Count *= 2;
            target.Text += value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString();
        }
    }

    private readonly struct Centi(int value) : ISpanFormattable
    {
        public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
        {
            bool fits = destination.TryWrite(CultureInfo.InvariantCulture, $"{value / 100}.{value % 100:D2}", out charsWritten);
            return fits;
        }

        public string ToString(string? format, IFormatProvider? formatProvider) => $"{value / 100}.{value % 100:D2}";
    }

    private readonly ref struct Words(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text;

        public Enumerator GetEnumerator() => new(_text);

        public ref struct Enumerator(ReadOnlySpan<char> text)
        {
            private ReadOnlySpan<char> _left = text;

            public ReadOnlySpan<char> Current { get; private set; }

            public bool MoveNext()
            {
                _left = _left.TrimStart(' ');
                if (_left.IsEmpty)
                {
                    return false;
                }

                int end = _left.IndexOf(' ');
                end = end < 0 ? _left.Length : end;
                Current = _left[..end];
                _left = _left[end..];
                return true;
            }
        }
    }

    private readonly ref struct Buffered(Span<byte> bytes) : ISized
    {
        private readonly Span<byte> _bytes = bytes;

        public int Size => _bytes.Length;
    }

    private readonly ref struct Referrer(ref int count)
    {
        private readonly ref int _count = ref count;

        public int Value => _count;

        public void Add(int more) => _count += more;
    }

    [CollectionBuilder(typeof(ConstructCases), nameof(MakeBag))]
    private sealed class Bag(int[] items) : IEnumerable<int>
    {
        public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)items).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"bag of {items.Length}";
    }

    private static Bag MakeBag(ReadOnlySpan<int> items) => new(items.ToArray());

    [InlineArray(4)]
    private struct Four
    {
        private int _first;
    }

    private sealed record Tree(Tree? Left, int Value, Tree? Right);

    private readonly struct Countdown(int from)
    {
        public Enumerator GetEnumerator() => new(from);

        public struct Enumerator(int from)
        {
            private int _at = from;

            public readonly char Current => (char)('0' + _at);

            public bool MoveNext() => --_at >= 0;
        }
    }

    private readonly struct Ready(int value)
    {
        public Awaiter GetAwaiter() => new(value);

        public readonly struct Awaiter(int value) : INotifyCompletion
        {
            public bool IsCompleted => value % 2 == 0;

            public int GetResult() => value;

            public void OnCompleted(Action continuation) => continuation();
        }
    }

    private static Vehicle Three()
    {
        Sport sport = new Sport().Copy();
        Car car = sport;
        Vehicle vehicle = car.Copy();
        return vehicle.Copy();
    }

    private static string Describe<T>(T value)
        where T : INamed => value.Name + value.Twice();

    private static string Made<T>(int value)
        where T : IUnit<T> => $"{T.From(value)} {T.Unit}";

    private static T Total<T>(ReadOnlySpan<T> items)
        where T : INumber<T>
    {
        T sum = T.Zero;
        foreach (T item in items)
        {
            sum += item;
        }

        return sum;
    }

    private static int Length<T>(T sized)
        where T : ISized, allows ref struct => sized.Size;

    private static string Kind(ReadOnlySpan<char> text) => text switch
    {
        "get" => "bare",
        ['g', 'e', 't', ' ', .. var rest] => rest.ToString(),
        [] => "none",
        _ => "other",
    };

    private static string Listed(int[] items) => items switch
    {
        [] => "none",
        [var one] => $"one{one}",
        [0, 0] => "zeros",
        [var first, .. [.., 4] and var middle, var last] => $"{first}{middle.Length}{last}",
        [_, .. var rest] => $"rest{rest.Length}",
    };

    private static string Shaped(Shape? shape) => shape switch
    {
        Circle((0, 0), 1) => "unit",
        Circle { Center.X: var x, Radius: < 5 } when x > 0 => $"small at {x}",
        Circle(_, var radius) => $"circle {radius}",
        null => "null",
        _ => "other",
    };

    private static string Judged(object? value) => value switch
    {
        int and (< 0 or > 10) => "outside",
        0 => "zero",
        int n and not 7 => $"inside{n}",
        long or double => "wide",
        char and >= 'a' and <= 'z' => "letter",
        string { Length: > 5 } => "long",
        not null => "thing",
        null => "null",
    };

    private static string Typed<T>(T value) => value switch
    {
        int n => $"int{n}",
        string => "text",
        IList<int> { Count: var count } => $"list{count}",
        null => $"null of {typeof(T) == typeof(int?)}",
        _ => value.ToString()!,
    };

    private static string Rock(string? left, string? right) => (left, right) switch
    {
        ("rock", "paper") or ("paper", "scissors") => "right",
        ("paper", "rock") => "left",
        (null, _) or (_, null) => "nobody",
        var (a, b) when a == b => "draw",
        _ => "?",
    };

    private static string Log(bool isOn, [InterpolatedStringHandlerArgument(nameof(isOn))] LogHandler handler) => handler.ToString();

    private static int Sum(params ReadOnlySpan<int> items)
    {
        int sum = 0;
        foreach (int item in items)
        {
            sum += item;
        }

        return sum;
    }

    private static string Joined(params IEnumerable<string> items) => string.Join("+", items);

    private static IEnumerable<int> Guarded(List<string> log)
    {
        try
        {
            log.Add("begin");
            for (int i = 1; ; i++)
            {
                yield return i;
            }
        }
        finally
        {
            log.Add("end");
        }
    }

    private static IEnumerable<int> InOrder(Tree? tree)
    {
        if (tree is null)
        {
            yield break;
        }

        foreach (int item in InOrder(tree.Left))
        {
            yield return item;
        }

        yield return tree.Value;
        foreach (int item in InOrder(tree.Right))
        {
            yield return item;
        }
    }

    private static int Boom() => throw new InvalidOperationException("evaluated");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Opaque<T>(T value) => value;

    private static string Fails(Func<object?> make)
    {
        try
        {
            return Convert.ToString(make(), CultureInfo.InvariantCulture) ?? "null";
        }
        catch (TypeInitializationException e)
        {
            return $"!{e.GetType().Name}({e.InnerException?.GetType().Name})";
        }
        catch (Exception e)
        {
            return $"!{e.GetType().Name}";
        }
    }
}

internal static class ConstructExtensions
{
    extension(string text)
    {
        public string Doubled => text + text;

        public static string Dashes(int count) => new('-', count);

        public string Repeated(int count) => string.Concat(Enumerable.Repeat(text, count));
    }
}
