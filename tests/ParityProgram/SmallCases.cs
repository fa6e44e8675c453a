// Small programs: events, values that may be null, generic virtual methods, iterators, exceptions.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text;

namespace RustKernel.ParityProgram;

internal static class SmallCases
{
    private delegate int Transform(ref int value, out string text);

    private interface IShape
    {
        string Name => "shape";

        T Visit<T>(IVisitor<T> visitor);
    }

    private interface IVisitor<out T>
    {
        T Square(int side);

        T Circle(int radius);
    }

    [Flags]
    private enum Modes : byte
    {
        None,
        Read = 1,
        Write = 2,
        Execute = 4,
        All = 7,
    }

    internal static void Run(Table table)
    {
        Events(table);
        Nullables(table);
        Virtuals(table);
        Iterators(table);
        Exceptions(table);
        Statics(table);
        Enums(table);
    }

    private static void Events(Table table)
    {
        table.Case("event, handlers in order", static () =>
        {
            Bell bell = new();
            StringBuilder log = new();
            bell.Rung += (_, e) => log.Append('a').Append(e.Count);
            bell.Rung += (_, e) => log.Append('b').Append(e.Count);
            bell.Ring(3);
            return log.ToString();
        });
        table.Case("event, one removed while it runs", static () =>
        {
            Bell bell = new();
            StringBuilder log = new();
            EventHandler<BellArgs>? second = null;
            bell.Rung += (_, _) =>
            {
                log.Append('1');
                bell.Rung -= second;
            };
            second = (_, _) => log.Append('2');
            bell.Rung += second;
            bell.Ring(1);
            bell.Ring(1);
            return log.ToString();
        });
        table.Case("event, sender and empty arguments", static () =>
        {
            Plain plain = new();
            object? from = null;
            bool isEmpty = false;
            plain.Happened += (sender, e) => (from, isEmpty) = (sender, ReferenceEquals(e, EventArgs.Empty));
            plain.Raise();
            return $"{ReferenceEquals(from, plain)} {isEmpty}";
        });
        table.Case("event, static and generic", static () =>
        {
            int sum = 0;
            Topic<int>.Published += Add;
            Topic<string>.Published += text => sum += text.Length;
            Topic<int>.Publish(5);
            Topic<string>.Publish("abc");
            Topic<int>.Published -= Add;
            Topic<int>.Publish(50);
            return sum;

            void Add(int value) => sum += value;
        });
        table.Case("event, virtual and overridden", static () =>
        {
            Overriding source = new();
            ((Virtual)source).Changed += static () => { };
            ((Virtual)source).Changed += static () => { };
            return $"{source.Count} {source.IsBaseRaised}";
        });
        table.Case("delegate, list of those called", static () =>
        {
            Func<int> all = static () => 1;
            all += static () => 2;
            all += static () => 3;
            return $"{all()} {string.Join(",", all.GetInvocationList().Select(static one => ((Func<int>)one)()))}";
        });
        table.Case("delegate, minus of a run", static () =>
        {
            StringBuilder log = new();
            Action a = () => log.Append('a');
            Action b = () => log.Append('b');
            Action? left = (a + b + a + b) - (a + b);
            left!();
            left -= b + a;
            log.Append('|');
            left!();
            left -= a + b;
            return $"{log} {left is null}";
        });
        table.Case("delegate, null and null", static () => (Action?)null + null is null);
        table.Case("delegate, with ref and out", static () =>
        {
            Transform transform = static (ref int value, out string text) =>
            {
                text = $"was {value}";
                return value *= 2;
            };
            int number = 21;
            return $"{transform(ref number, out string said)} {number} {said}";
        });
        table.Case("delegate, of a struct's method has a copy", static () =>
        {
            Counter counter = new() { Value = 1 };
            Func<int> next = counter.Next;
            counter.Value = 10;
            return $"{next()} {next()} {counter.Value}";
        });
        table.Case("delegate, of an extension method", static () =>
        {
            Func<string, int> length = "ab".Measure;
            return $"{length("cde")} {length.Target}";
        });
        table.Case("delegate, contravariant and covariant", static () =>
        {
            Action<object> any = static _ => { };
            Action<string> text = any;
            Func<string> make = static () => "made";
            Func<object> wide = make;
            return $"{ReferenceEquals(any, text)} {wide()}";
        });
        table.Case("delegate, DynamicInvoke is not needed to compare", static () =>
        {
            Plain one = new();
            Action first = one.Raise;
            Action second = one.Raise;
            Action other = new Plain().Raise;
            return $"{first == second} {first.Equals(other)} {first.GetHashCode() == second.GetHashCode()} {first.Target == one}";
        });
    }

    private static void Nullables(Table table)
    {
        int?[] values = [null, 0, 1, -1, int.MaxValue];
        table.Pairs("int? + - * compare", values, values, static (a, b) =>
            $"{unchecked(a + b)} {unchecked(a - b)} {a < b} {a >= b} {a == b} {a != b} {a & b} {a | b}");
        bool?[] flags = [null, false, true];
        table.Pairs("bool? & | ^", flags, flags, static (a, b) => $"{a & b} {a | b} {a ^ b} {!a} {a == b}");
        table.Each("int? ?? and GetValueOrDefault", values,
            static a => $"{a ?? 9} {a.GetValueOrDefault(8)} {a.GetValueOrDefault()} {a is 1}");
        table.Each("int? boxed", values, static a => $"{(object?)a is int} {((object?)a)?.GetType().Name ?? "-"} {Equals(a, 1)}");
        table.Each("int? formatted", values, static a => $"[{a}] [{a,4}] [{a:X2}] [{a,-4:D2}]");
        table.Case("Nullable.Value of none", static () => Said(static () => ((int?)null)!.Value));
        table.Case("Nullable cast of none", static () => Said(static () => (int)Opaque((int?)null)!));
        table.Case("Nullable of a struct with a method that changes it", static () =>
        {
            Counter? counter = new Counter { Value = 4 };
            int seen = counter.Value.Next() + counter.Value.Next();
            return $"{seen} {counter.Value.Value}";
        });
        table.Case("Nullable lifted conversion", static () =>
            $"{(long?)Opaque((int?)5)} {(byte?)Opaque((int?)300 - 45)} {(double?)Opaque((int?)null) is null}");
        table.Case("Nullable lifted operator of one's own",
            static () => $"{Opaque((Weight?)new Weight(2)) + new Weight(3)} {Opaque((Weight?)null) + new Weight(3) is null}");
        table.Case("Nullable.Compare and Equals", static () =>
            $"{Nullable.Compare<int>(null, 1)} {Nullable.Compare<int>(2, 1)} {Nullable.Equals<int>(null, null)}"
                + $" {Nullable.Compare<int>(null, null)}");
        table.Case("Nullable.GetUnderlyingType", static () =>
            $"{Nullable.GetUnderlyingType(typeof(int?))?.Name} {Nullable.GetUnderlyingType(typeof(int)) is null}");
        table.Case("Nullable in a pattern", static () => string.Join(" ", new int?[] { null, 0, 7, 100 }.Select(static v => v switch
        {
            null => "none",
            > 0 and < 10 => "few",
            var other when other == 0 => "zero",
            { } many => $"many {many}",
        })));
        table.Case("Nullable in a tuple, equal", static () => ((int?)1, (string?)null) == (1, null));
        table.Case("Nullable sum, max, average", static () =>
        {
            int?[] some = [1, null, 4];
            int?[] none = [null];
            return $"{some.Sum()} {some.Max()} {some.Min()} {some.Average()} [{none.Sum()}] [{none.Max()}] [{none.Average()}]";
        });
        table.Case("Nullable key of groups and lookups", static () =>
        {
            var groups = new[] { ("a", (int?)1), ("b", null), ("c", 1), ("d", null) }.GroupBy(static p => p.Item2, static p => p.Item1);
            return string.Join(";", groups.Select(static g => $"{g.Key}:{string.Concat(g)}"));
        });
        table.Case("Nullable default and new", static () => $"{new int?()}|{default(Guid?)}|{new int?(3)}|{default(int?).HasValue}");
        table.Case("Nullable.ToString of an enum", static () => $"{(Modes?)Modes.Read}{(Modes?)null}{((Modes?)Modes.All).ToString()}");
        table.Case("Nullable is generic's default", static () => $"{Default<int?>() is null} {Default<string>() is null} {Default<int>()}");
    }

    private static void Virtuals(Table table)
    {
        table.Case("generic virtual method, visitor", static () =>
        {
            IShape[] shapes = [new Square(3), new Round(2)];
            return string.Join(" ", shapes.Select(static s => s.Visit(new Areas()) + s.Visit(new Names()) + s.Name));
        });
        table.Case("generic virtual method, overridden twice", static () =>
        {
            Maker maker = new Finest();
            return $"{maker.Make(1)} {maker.Make("x")} {maker.Make<object?>(null)} {new Finer().Make(2.5)} {new Maker().Make('c')}";
        });
        table.Case("generic virtual method of a generic class", static () =>
        {
            Box<string> box = new Sealed<string>("in");
            return $"{box.Pair(1)} {box.Pair("b")} {box.Pair((2, 'c'))} {new Box<int>(4).Pair(5L)}";
        });
        table.Case("generic virtual method, as a delegate", static () =>
        {
            Maker maker = new Finer();
            Func<int, string> make = maker.Make;
            Func<string, string> other = maker.Make;
            return make(3) + other("y");
        });
        table.Case("generic virtual method, explicit interface", static () =>
        {
            IConverter converter = new Converter();
            return $"{converter.Convert<int, string>(5, static i => i + "!")}"
                + $" {converter.Convert<string, int>("abc", static s => s.Length)}";
        });
        table.Case("generic method, constrained to a struct and an interface",
            static () => $"{Larger(3, 9)} {Larger("b", "a")} {Larger(2.5, -1)}");
        table.Case("generic method, new()", static () => $"{Made<Plain>() is not null} {Made<Counter>().Value} {Made<List<int>>().Count}");
        table.Case("generic class, static field for each", static () =>
        {
            PerType<int>.Count = PerType<string>.Count = PerType<object>.Count = 0;
            PerType<int>.Count++;
            PerType<int>.Count++;
            PerType<string>.Count++;
            PerType<object>.Count += 5;
            return $"{PerType<int>.Count} {PerType<string>.Count} {PerType<object>.Count} {PerType<long>.Count}";
        });
        table.Case("abstract, base call and hidden member", static () =>
        {
            Animal animal = new Puppy();
            return $"{animal.Speak()} {animal.Legs} {((Dog)animal).Legs} {((Puppy)animal).Legs} {animal}";
        });
        table.Case("virtual property, only the getter overridden", static () =>
        {
            Setting setting = new Doubled { Value = 4 };
            return $"{setting.Value} {new Setting { Value = 4 }.Value}";
        });
        table.Case("type tests along a hierarchy", static () =>
            string.Join(" ", new object[] { new Dog(), new Puppy(), "s", 1, 2L, new int[1], (1, 2) }
            .Select(static o => o switch
            {
                Puppy => "puppy",
                Animal { Legs: 4 } => "animal",
                string { Length: 1 } s => s,
                int or long => "number",
                int[] { Length: > 0 } => "array",
                ITuple t => $"tuple{t.Length}",
                _ => "?",
            })));
        table.Case("recursive generic constraint", static () => new Node<int>(3).CompareTo(new Node<int>(4)));
        table.Case("covariant interface through three", static () =>
        {
            IEnumerable<IEnumerable<object>> nested = new List<List<string>> { new() { "a", "b" }, new() { "c" } };
            return string.Concat(nested.SelectMany(static i => i));
        });
    }

    private static void Iterators(Table table)
    {
        table.Case("iterator, lazily", static () =>
        {
            StringBuilder log = new();
            IEnumerable<int> numbers = Logged(log, 3);
            log.Append('-');
            foreach (int number in numbers)
            {
                log.Append(number);
            }

            return log.ToString();
        });
        table.Case("iterator, finally after break", static () =>
        {
            StringBuilder log = new();
            foreach (int number in Logged(log, 9))
            {
                if (number == 2)
                {
                    break;
                }
            }

            return log.ToString();
        });
        table.Case("iterator, twice is from the start", static () =>
        {
            IEnumerable<int> numbers = Logged(new StringBuilder(), 3);
            return $"{numbers.Sum()} {numbers.Sum()}";
        });
        table.Case("iterator, Current before and after", static () =>
        {
            IEnumerator<int> numbers = Logged(new StringBuilder(), 2).GetEnumerator();
            string before = $"{numbers.Current}";
            while (numbers.MoveNext())
            {
            }

            return $"{before} {numbers.Current} {numbers.MoveNext()} {Said(() => numbers.Reset())}";
        });
        table.Case("iterator, throws and is at its end", static () =>
        {
            IEnumerator<int> numbers = Failing().GetEnumerator();
            return $"{numbers.MoveNext()} {Said(() => numbers.MoveNext())} {numbers.MoveNext()}";
        });
        table.Case("iterator, of a tree", static () => string.Join(",", new Tree(new Tree(null, 1, null), 2, new Tree(null, 3, null))));
        table.Case("iterator, foreach over a pattern type", static () =>
        {
            int sum = 0;
            foreach (int i in new Countdown(4))
            {
                sum = (sum * 10) + i;
            }

            return sum;
        });
        table.Case("iterator, with an extension's GetEnumerator", static () =>
        {
            int sum = 0;
            foreach (int i in 3..7)
            {
                sum += i;
            }

            return sum;
        });
        table.Case("iterator, captured variable of foreach", static () =>
        {
            List<Func<int>> makers = [];
            foreach (int i in new[] { 1, 2, 3 })
            {
                makers.Add(() => i);
            }

            for (int i = 4; i < 6; i++)
            {
                makers.Add(() => i);
            }

            return string.Join(",", makers.Select(static m => m()));
        });
    }

    private static void Exceptions(Table table)
    {
        table.Case("exception, filter before finally", static () =>
        {
            StringBuilder log = new();
            try
            {
                try
                {
                    throw new InvalidOperationException("x");
                }
                finally
                {
                    log.Append("inner ");
                }
            }
            catch (Exception e) when (Log(log, "filter ", e is InvalidOperationException))
            {
                log.Append("caught");
            }

            return log.ToString();
        });
        table.Case("exception, filter that throws is false", static () =>
        {
            try
            {
                throw new FormatException("first");
            }
            catch (Exception) when (int.Parse(Opaque("x")) == 1)
            {
                return "filtered";
            }
            catch (Exception e)
            {
                return e.Message;
            }
        });
        table.Case("exception, throw in finally replaces", static () => Said(static () =>
        {
            try
            {
                throw new FormatException("first");
            }
            finally
            {
                throw new InvalidOperationException("second");
            }
        }));
        table.Case("exception, return in try, changed in finally", static () =>
        {
            int value = 1;
            int Get()
            {
                try
                {
                    return value;
                }
                finally
                {
                    value = 2;
                }
            }

            return $"{Get()} {value}";
        });
        table.Case("exception, nested finally on goto and continue", static () =>
        {
            StringBuilder log = new();
            for (int i = 0; i < 3; i++)
            {
                try
                {
                    try
                    {
                        if (i == 1)
                        {
                            continue;
                        }

                        log.Append(i);
                    }
                    finally
                    {
                        log.Append('f');
                    }
                }
                finally
                {
                    log.Append('g');
                }
            }

            return log.ToString();
        });
        table.Case("exception, captured and thrown elsewhere", static () =>
        {
            ExceptionDispatchInfo? info = null;
            try
            {
                Thrower();
            }
            catch (Exception e)
            {
                info = ExceptionDispatchInfo.Capture(e);
            }

            try
            {
                info!.Throw();
            }
            catch (Exception e)
            {
                return $"{ReferenceEquals(e, info!.SourceException)} {e.Message}";
            }

            return "none";
        });
        table.Case("exception, inner ones and the base", static () =>
        {
            Exception e = new InvalidOperationException("outer", new FormatException("middle", new TimeoutException("inner")));
            return $"{e.GetBaseException().Message} {e.InnerException!.Message} {e.InnerException.GetBaseException().GetType().Name}";
        });
        table.Case("exception, ToString with inner ones", static () =>
            new InvalidOperationException("outer", new FormatException("inner")).ToString());
        table.Case("exception, Data", static () =>
        {
            Exception e = new("m");
            e.Data["key"] = 5;
            e.Data.Add("other", null);
            return $"{e.Data.Count} {e.Data["key"]} {e.Data["none"] is null} {e.Data.Contains("other")} {Said(() => e.Data.Add("key", 6))}";
        });
        table.Case("exception, of one's own", static () =>
        {
            try
            {
                throw new Custom(7, "own");
            }
            catch (Custom e) when (e.Code > 5)
            {
                return $"{e.Code} {e.Message} {e.GetType().Name} {e.HResult:X}";
            }
        });
        table.Case("exception, message of none given", static () =>
            new Custom().Message.Replace("RustKernel.ParityProgram.", "", StringComparison.Ordinal));
        table.Case("exception, using disposes in reverse", static () =>
        {
            StringBuilder log = new();
            try
            {
                using Disposer first = new(log, "1");
                using Disposer second = new(log, "2");
                throw new FormatException();
            }
            catch (FormatException)
            {
                log.Append('c');
            }

            return log.ToString();
        });
        table.Case("exception, of using whose Dispose throws", static () => Said(static () =>
        {
            using Disposer bad = new(new StringBuilder(), "!");
            throw new FormatException("lost");
        }));
        table.Case("exception, in a constructor of a base", static () => Said(static () => new BadHeir()));
        table.Case("exception, of a checked block", static () =>
            $"{Said(static () => checked(Opaque(int.MaxValue) + 1))} {Said(static () => checked((byte)Opaque(256)))}"
                + $" {Said(static () => checked((uint)Opaque(-1)))}"
            + $" {Said(static () => checked(-Opaque(int.MinValue)))} {Said(static () => checked((int)Opaque(1e10)))}"
                + $" {Said(static () => (decimal)Opaque(1e30))}");
        table.Case("exception, of division", static () =>
            $"{Said(static () => 1 / Opaque(0))} {Said(static () => Opaque(int.MinValue) / Opaque(-1))}"
                + $" {Said(static () => Opaque(1m) / Opaque(0m))} {1 / Opaque(0.0)}");
        table.Case("exception, of arrays and casts", static () =>
            $"{Said(static () => new int[Opaque(-1)])} {Said(static () => Opaque(new int[2])[Opaque(2)])}"
                + $" {Said(static () => (Opaque<object[]>(new string[1]))[0] = 5)}"
            + $" {Said(static () => (string)Opaque((object)5))} {Said(static () => ((string)Opaque((string)null!)).Length)}");
        table.Case("exception, argument texts", static () =>
            $"{Said(static () => throw new ArgumentException("text", "name"))}|{Said(static () => throw new ArgumentNullException("name"))}"
            + $"|{Said(static () => throw new ArgumentOutOfRangeException("name", 5, "text"))}"
                + $"|{Said(static () => throw new ArgumentException())}"
            + $"|{Said(static () => throw new ArgumentNullException("name", "text"))}"
                + $"|{Said(static () => throw new ArgumentOutOfRangeException())}");
        table.Case("exception, ThrowIf of each kind", static () =>
            $"{Said(static () => ArgumentException.ThrowIfNullOrEmpty("", "p"))}"
                + $"|{Said(static () => ArgumentException.ThrowIfNullOrWhiteSpace(" ", "p"))}"
            + $"|{Said(static () => ArgumentOutOfRangeException.ThrowIfZero(0, "p"))}"
                + $"|{Said(static () => ArgumentOutOfRangeException.ThrowIfLessThan(1, 2, "p"))}"
            + $"|{Said(static () => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(3, 2, "p"))}"
                + $"|{Said(static () => ArgumentOutOfRangeException.ThrowIfEqual(2, 2, "p"))}"
            + $"|{Said(static () => ArgumentOutOfRangeException.ThrowIfNegativeOrZero(-1, "p"))}"
                + $"|{Said(static () => ObjectDisposedException.ThrowIf(true, "s"))}");
        table.Case("exception, KeyNotFound and others of collections", static () =>
            $"{Said(static () => new Dictionary<string, int>()["k"])}|{Said(static () => new List<int>()[0])}"
                + $"|{Said(static () => new Queue<int>().Dequeue())}"
            + $"|{Said(static () => new Stack<int>().Pop())}|{Said(static () => new Dictionary<int, int> { { 1, 1 }, { 1, 2 } })}"
                + $"|{Said(static () => new SortedDictionary<int, int>()[3])}"
            + $"|{Said(static () => new List<int>(-1))}|{Said(static () => Enumerable.Empty<int>().First())}"
                + $"|{Said(static () => new[] { 1, 2 }.Single())}");
    }

    private static void Statics(Table table)
    {
        table.Case("static, in order of the text", static () => $"{Ordered.First} {Ordered.Second} {Ordered.Third}");
        table.Case("static, a failing initialiser of a nested type", static () =>
        {
            try
            {
                return Broken.Value;
            }
            catch (TypeInitializationException e)
            {
                return $"{e.TypeName} {e.Message} {e.InnerException!.Message}";
            }
        });
        table.Case("static, a failing initialiser of a generic type", static () =>
        {
            try
            {
                return BrokenOf<int>.Value;
            }
            catch (TypeInitializationException e)
            {
                return $"{e.TypeName} {e.InnerException!.Message}";
            }
        });
        table.Case("static, a failing initialiser of a top type", static () =>
        {
            try
            {
                return BrokenTop.Value;
            }
            catch (TypeInitializationException e)
            {
                return $"{e.TypeName}";
            }
        });
        table.Case("static, a failing initialiser twice is one exception", static () =>
        {
            Exception? first = null;
            for (int i = 0; i < 2; i++)
            {
                try
                {
                    _ = Broken.Value;
                }
                catch (TypeInitializationException e)
                {
                    if (first is not null)
                    {
                        return ReferenceEquals(first, e);
                    }

                    first = e;
                }
            }

            return "none";
        });
    }

    private static void Enums(Table table)
    {
        Modes[] modes = [Modes.None, Modes.Read, Modes.Write | Modes.Execute, Modes.All, (Modes)8, (Modes)9, (Modes)255];
        table.Each("enum of flags", modes, static m => $"{m} {m:G} {m:D} {m:X} {m:F} {m.HasFlag(Modes.Read)} {Enum.IsDefined(m)} {(int)m}");
        table.Each("enum of days", [DayOfWeek.Sunday, DayOfWeek.Friday, (DayOfWeek)9, (DayOfWeek)(-1)], static d =>
            $"{d} {d:G} {d:D} {d:X} {d:F} {Enum.GetName(d)} {Enum.IsDefined(d)}");
        string[] texts = ["Read", "read", "Read, Write", "3", "Read,7", "None", "", " Write ", "Nope", "-1", "256", "1.0", "+1",
            "Read|Write", "Read,"];
        table.Each("enum parsed", texts, static t => $"{Said(() => Enum.Parse<Modes>(t))} {Enum.TryParse(t, true, out Modes mode)} {mode}");
        table.Case("enum, values and names", static () =>
            $"{string.Join(",", Enum.GetValues<Modes>())} {string.Join(",", Enum.GetNames<Modes>())}"
                + $" {Enum.GetUnderlyingType(typeof(Modes)).Name}");
        table.Case("enum, compared and hashed", static () =>
            $"{Modes.Read.CompareTo(Modes.Write)} {Modes.Read.Equals(1)} {Modes.Read.Equals(Modes.Read)}"
                + $" {DayOfWeek.Friday.GetHashCode()} {Modes.Read.GetHashCode()}");
        table.Case("enum, in a dictionary and a switch", static () =>
        {
            Dictionary<Modes, int> counts = [];
            foreach (Modes mode in new[] { Modes.Read, Modes.Write, Modes.Read })
            {
                counts[mode] = counts.GetValueOrDefault(mode) + 1;
            }

            return string.Join(",", counts.Select(static p => $"{p.Key}={p.Value}"));
        });
        table.Case("enum, ToObject and conversions", static () =>
            $"{Enum.ToObject(typeof(Modes), 3)} {(Modes)Enum.ToObject(typeof(Modes), (byte)7)} {(object)Modes.Read is byte}");
        table.Case("enum, TryFormat", static () =>
        {
            Span<char> text = stackalloc char[20];
            bool done = Enum.TryFormat(Modes.Read | Modes.Write, text, out int written);
            return $"{done} {text[..written]} {Enum.TryFormat(Modes.All, text[..2], out written)} {written}";
        });
    }

    private static bool Log(StringBuilder log, string text, bool value)
    {
        log.Append(text);
        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Thrower() => throw new InvalidOperationException("thrown");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Opaque<T>(T value) => value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T? Default<T>() => default;

    private static T Larger<T>(T left, T right)
        where T : IComparable<T> => left.CompareTo(right) > 0 ? left : right;

    private static T Made<T>()
        where T : new() => new();

    private static IEnumerable<int> Logged(StringBuilder log, int count)
    {
        log.Append("begin ");
        try
        {
            for (int i = 1; i <= count; i++)
            {
                yield return i;
            }
        }
        finally
        {
            log.Append(" end");
        }
    }

    private static IEnumerable<int> Failing()
    {
        yield return 1;
        throw new FormatException("inside");
    }

    internal static string Said(Action run) => Said(() =>
    {
        run();
        return "done";
    });

    internal static string Said<T>(Func<T> make)
    {
        try
        {
            return $"{make()}";
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    private sealed class BellArgs(int count) : EventArgs
    {
        internal int Count { get; } = count;
    }

    private sealed class Bell
    {
        internal event EventHandler<BellArgs>? Rung;

        internal void Ring(int count) => Rung?.Invoke(this, new BellArgs(count));
    }

    private sealed class Plain
    {
        public event EventHandler? Happened;

        public void Raise() => Happened?.Invoke(this, EventArgs.Empty);
    }

    private static class Topic<T>
    {
        internal static event Action<T>? Published;

        internal static void Publish(T value) => Published?.Invoke(value);
    }

    private class Virtual
    {
        public virtual event Action? Changed;

        internal bool IsBaseRaised => Changed is not null;
    }

    private sealed class Overriding : Virtual
    {
        internal int Count { get; private set; }

        public override event Action? Changed
        {
            add => Count++;
            remove => Count--;
        }
    }

    private struct Counter
    {
        public int Value;

        public int Next() => ++Value;
    }

    private readonly record struct Weight(int Grams)
    {
        public static Weight operator +(Weight left, Weight right) => new(left.Grams + right.Grams);
    }

    private sealed class Square(int side) : IShape
    {
        public string Name => "square";

        public T Visit<T>(IVisitor<T> visitor) => visitor.Square(side);
    }

    private sealed class Round(int radius) : IShape
    {
        public T Visit<T>(IVisitor<T> visitor) => visitor.Circle(radius);
    }

    private sealed class Areas : IVisitor<double>
    {
        public double Square(int side) => side * side;

        public double Circle(int radius) => 3 * radius * radius;
    }

    private sealed class Names : IVisitor<string>
    {
        public string Square(int side) => $"s{side}";

        public string Circle(int radius) => $"c{radius}";
    }

    private class Maker
    {
        internal virtual string Make<T>(T value) => $"M{typeof(T).Name}{value}";
    }

    private class Finer : Maker
    {
        internal override string Make<T>(T value) => $"F{value}" + base.Make(value);
    }

    private sealed class Finest : Finer
    {
        internal override string Make<T>(T value) => $"T{default(T)}" + base.Make(value);
    }

    private class Box<T>(T item)
    {
        protected T Item { get; } = item;

        internal virtual string Pair<TOther>(TOther other) => $"<{Item},{other}>";
    }

    private sealed class Sealed<T>(T item) : Box<T>(item)
    {
        internal override string Pair<TOther>(TOther other) => $"[{Item},{other},{typeof(TOther).Name}]" + base.Pair(this.Item);
    }

    private interface IConverter
    {
        TTo Convert<TFrom, TTo>(TFrom value, Func<TFrom, TTo> how);
    }

    private sealed class Converter : IConverter
    {
        TTo IConverter.Convert<TFrom, TTo>(TFrom value, Func<TFrom, TTo> how) => how(value);
    }

    private static class PerType<T>
    {
        internal static int Count;
    }

    private abstract class Animal
    {
        internal virtual int Legs => 4;

        internal abstract string Speak();

        public override string ToString() => $"{GetType().Name}:{Speak()}";
    }

    private class Dog : Animal
    {
        internal override string Speak() => "woof";
    }

    private sealed class Puppy : Dog
    {
        internal new int Legs => 3;

        internal override string Speak() => "yip+" + base.Speak();
    }

    private class Setting
    {
        internal virtual int Value { get; set; }
    }

    private sealed class Doubled : Setting
    {
        internal override int Value
        {
            get => base.Value * 2;
        }
    }

    private sealed class Node<T>(T value) : IComparable<Node<T>>
        where T : IComparable<T>
    {
        private readonly T _value = value;

        public int CompareTo(Node<T>? other) => other is null ? 1 : _value.CompareTo(other._value);
    }

    private sealed class Tree(Tree? left, int value, Tree? right) : IEnumerable<int>
    {
        public IEnumerator<int> GetEnumerator()
        {
            foreach (int item in left ?? Enumerable.Empty<int>())
            {
                yield return item;
            }

            yield return value;
            foreach (int item in right ?? Enumerable.Empty<int>())
            {
                yield return item;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private readonly struct Countdown(int from)
    {
        public Enumerator GetEnumerator() => new(from);

        internal struct Enumerator(int left)
        {
            public readonly int Current => left + 1;

            public bool MoveNext() => left-- > 0;
        }
    }

    private sealed class Custom : Exception
    {
        public Custom()
        {
        }

        public Custom(int code, string message)
            : base(message) => (Code, HResult) = (code, 0x1234);

        public int Code { get; }
    }

    private sealed class Disposer(StringBuilder log, string name) : IDisposable
    {
        public void Dispose()
        {
            if (name == "!")
            {
                throw new InvalidOperationException("in Dispose");
            }

            log.Append(name);
        }
    }

    private class BadBase
    {
        protected BadBase() => throw new NotSupportedException("base");
    }

    private sealed class BadHeir : BadBase
    {
    }

    private static class Ordered
    {
        internal static readonly int First = 1 + Third;
        internal static readonly int Second = First + 1;
        internal static readonly int Third = 7;
    }

    private static class Broken
    {
        internal static readonly int Value = int.Parse(Opaque("broken"), CultureInfo.InvariantCulture);

        static Broken()
        {
        }
    }

    private static class BrokenOf<T>
    {
        internal static readonly int Value = int.Parse(Opaque("b" + typeof(T).Name), CultureInfo.InvariantCulture);

        static BrokenOf()
        {
        }
    }
}

internal static class BrokenTop
{
    internal static readonly int Value = int.Parse("x" + Environment.NewLine.Length, CultureInfo.InvariantCulture);

    static BrokenTop()
    {
    }
}

internal static class SmallExtensions
{
    internal static int Measure(this string text, string other) => (text.Length * 10) + other.Length;

    internal static IEnumerator<int> GetEnumerator(this Range range)
    {
        for (int i = range.Start.Value; i < range.End.Value; i++)
        {
            yield return i;
        }
    }
}
