// An object's other types, texts that are one object, and small types of the library.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RustKernel.ParityProgram;

internal static class KindCases
{
    private delegate TResult Make<out TResult>();

    private delegate void Take<in TValue>(TValue value);

    private delegate T Exact<T>(T value);

    // A cast to a delegate that the program never makes is decided at compile time.
    private static readonly object[] s_made =
    [
        new Func<object>(static () => ""), new Func<IComparable>(static () => ""), new Func<string, object>(static _ => ""),
        new Func<int, string>(static _ => ""), new Action<string>(static _ => { }), new Action<int>(static _ => { }),
        new Comparison<string>(static (_, _) => 0), new Make<object>(static () => ""), new Take<string>(static _ => { }),
        new Exact<object>(static value => value), new Predicate<string>(static _ => true), new Converter<string, object>(static s => s),
        new EventHandler<object>(static (_, _) => { }), new Func<long>(static () => 0),
    ];

    internal static void Run(Table table)
    {
        table.Case("delegates", static () => s_made.Length);
        Delegates(table);
        Texts(table);
        Comparers(table);
        Bits(table);
        table.Case("numeric values", static () =>
        {
            StringBuilder text = new();
            for (int c = 0; c < 0x10000; c++)
            {
                double value = char.GetNumericValue((char)c);
                if (value != -1)
                {
                    text.Append(c.ToString("x")).Append(' ').Append(value).Append(';');
                }
            }

            return text.ToString();
        });
        table.Each("numeric value", ['0', '9', 'a', '½', '²', '٣', 'Ⅷ', '㊿', '\ud835', '\uffff'], static c =>
            char.GetNumericValue(c));
    }

    private static void Delegates(Table table)
    {
        Func<string> text = static () => "t";
        Func<object, string> both = static item => "b" + item;
        Action<object> act = static _ => { };
        Comparison<object> order = static (_, _) => 0;
        (string Name, object Value)[] values =
        [
            ("Func<string>", text), ("Func<object, string>", both), ("Action<object>", act), ("Comparison<object>", order),
            ("Func<int>", static () => 1), ("Make<string>", new Make<string>(static () => "m")),
            ("Take<object>", new Take<object>(static _ => { })),
            ("Exact<string>", new Exact<string>(static s => s)), ("Predicate<object>", new Predicate<object>(static _ => true)),
            ("Converter<object, string>", new Converter<object, string>(static o => "c")),
            ("EventHandler<string>", new EventHandler<string>(static (_, _) => { })),
            ("Func<string>[]", new[] { text }), ("Action<object>[]", new[] { act }),
            ("List<Func<string>>", new List<Func<string>> { text }),
        ];
        foreach ((string name, object value) in values)
        {
            table.Case("what is " + name, () => new StringBuilder()
                .Append(Mark(value is Func<object>)).Append(Mark(value is Func<string>)).Append(Mark(value is Func<IComparable>))
                .Append(Mark(value is Func<string, object>)).Append(Mark(value is Func<int, string>)).Append(Mark(value is Action<string>))
                .Append(Mark(value is Action<int>)).Append(Mark(value is Comparison<string>)).Append(Mark(value is Make<object>))
                .Append(Mark(value is Take<string>)).Append(Mark(value is Exact<object>)).Append(Mark(value is Predicate<string>))
                .Append(Mark(value is Converter<string, object>)).Append(Mark(value is EventHandler<object>))
                .Append(Mark(value is Func<object>[])).Append(Mark(value is Action<string>[])).Append(Mark(value is object[]))
                .Append(Mark(value is Delegate)).Append(Mark(value is MulticastDelegate)).Append(Mark(value is IEnumerable<Func<object>>))
                .Append(Mark(value is IReadOnlyList<Func<object>>)).Append(Mark(value is Func<long>)).ToString());
            table.Case("cast of " + name, () => Cast<Func<object>>(value) + Cast<Action<string>>(value) + Cast<Func<string, object>>(value)
                + Cast<Make<object>>(value) + Cast<Func<object>[]>(value));
        }

        table.Case("a variant delegate is called", () => ((Func<object>)(object)text)() + " " + ((Func<string, object>)(object)both)("x"));
        table.Case("a variant delegate in a pattern", () => (object)text switch
        {
            Func<int> => "int",
            Func<object> make => "object " + make(),
            _ => "none",
        });
        table.Case("variant delegates of one type are combined", () =>
        {
            Action<object> log = static _ => { };
            Action<string> first = log, second = log;
            return ((Delegate)first == (Delegate)second) + " " + (first + second).GetInvocationList().Length;
        });
        table.Case("variant delegates of two types are not", () =>
        {
            Action<string> first = act, second = static _ => { };
            return (first + second).GetInvocationList().Length;
        });
        table.Case("an array of variant delegates is written to", () =>
        {
            object[] array = new Func<object>[1];
            array[0] = text;
            return ((Func<object>)array[0])();
        });
        table.Case("types of variant delegates", static () => typeof(Func<object>).IsAssignableFrom(typeof(Func<string>)) + " "
            + typeof(Func<string>).IsAssignableFrom(typeof(Func<object>))
            + " " + typeof(Action<string>).IsAssignableFrom(typeof(Action<object>)));
    }

    private static char Mark(bool value) => value ? '+' : '-';

    private static string Cast<T>(object value)
    {
        try
        {
            return (T)value is null ? "null " : "cast ";
        }
        catch (InvalidCastException)
        {
            return "refused ";
        }
    }

    private static void Texts(Table table)
    {
        table.Case("a literal is interned", static () =>
            ReferenceEquals(string.Intern(new string("a literal")), "a literal"));
        table.Case("a text of parts is interned", static () =>
        {
            string made = new StringBuilder("part").Append('s').Append(1 + 2).ToString();
            string one = string.Intern(made);
            return ReferenceEquals(one, made) + " " + ReferenceEquals(string.Intern(new string(made)), made)
                + ReferenceEquals(string.IsInterned(new string(made)), made);
        });
        table.Case("a text that is not interned", static () =>
            string.IsInterned(string.Concat("never ", "seen ", 12345.ToString())) ?? "null");
        table.Case("the empty text is interned", static () => ReferenceEquals(string.Intern(new string('a', 0)), ""));
        table.Case("null is not interned", static () => string.Intern(null!));
        table.Case("null is asked for", static () => string.IsInterned(null!) ?? "null");
        table.Case("literals are one", static () => ReferenceEquals("one" + "two", "onetwo"));
    }

    private static void Comparers(Table table)
    {
        EqualityComparer<string> length = EqualityComparer<string>.Create(static (a, b) => a?.Length == b?.Length, static s => s.Length);
        table.Case("a comparer of a delegate", () =>
            length.Equals("ab", "cd") + " " + length.Equals(null, "") + " " + length.GetHashCode("abc"));
        table.Case("a set by it", () => string.Join(',', new HashSet<string>(["a", "b", "cc", "dd", "eee"], length)));
        table.Case("without a hash", static () => EqualityComparer<int>.Create(static (a, b) => a == b).GetHashCode(1));
        table.Case("of null", static () => EqualityComparer<int>.Create(null!));
        table.Case("comparer of null", static () => Comparer<int>.Create(null!));
        object?[] items = [1, 2, "x", null, 20L];
        table.Pairs("untyped equality", items, items, static (a, b) =>
            Said(() => ((IEqualityComparer)EqualityComparer<int>.Default).Equals(a, b)));
        table.Each("untyped hash", items, static a => Said(() => ((IEqualityComparer)EqualityComparer<int>.Default).GetHashCode(a!)));
        table.Pairs("untyped order", items, items, static (a, b) => Said(() => ((IComparer)Comparer<int>.Default).Compare(a, b)));
        table.Case("an ArrayList's order as a comparer", static () =>
        {
            object[] array = [3, 1, 2];
            Array.Sort(array, (IComparer)Comparer<int>.Create(static (a, b) => b - a));
            return string.Join(',', array);
        });
    }

    private static string Said(Func<object> ask)
    {
        try
        {
            return ask().ToString()!;
        }
        catch (Exception e)
        {
            return e.GetType().Name + ": " + e.Message;
        }
    }

    private static void Bits(Table table)
    {
        int[] lengths = [0, 1, 7, 8, 31, 32, 33, 64, 100];
        table.Each("bits of length", lengths, static length => Text(new BitArray(length)) + Text(new BitArray(length, true)));
        table.Pairs("bits moved right", lengths, [0, 1, 31, 32, 40, 200, -1], static (length, count) =>
            Said(() => Text(Pattern(length).RightShift(count))));
        table.Pairs("bits moved left", lengths, [0, 1, 31, 32, 40, 200, -1], static (length, count) =>
            Said(() => Text(Pattern(length).LeftShift(count))));
        table.Pairs("bits combined", lengths, lengths, static (left, right) => Said(() =>
            Text(Pattern(left).And(new BitArray(right, true))) + Text(Pattern(left).Or(Pattern(right).Not()))
            + Text(Pattern(left).Xor(Pattern(right)))));
        table.Each("bits inverted", lengths, static length => Text(Pattern(length).Not()));
        table.Each("bits in all", lengths, static length => $"{Pattern(length).HasAllSet()} {Pattern(length).HasAnySet()} "
            + $"{new BitArray(length, true).HasAllSet()} {new BitArray(length).HasAnySet()}");
        table.Pairs("bits of another length", lengths, lengths, static (length, other) =>
        {
            BitArray bits = new(length, true) { Length = other };
            string shorter = Text(bits);
            bits.Length = length;
            return shorter + Text(bits);
        });
        table.Each("bits copied", lengths, static length =>
        {
            byte[] bytes = new byte[20];
            int[] words = new int[5];
            bool[] values = new bool[101];
            Pattern(length).CopyTo(bytes, 1);
            Pattern(length).CopyTo(words, 1);
            Pattern(length).CopyTo(values, 1);
            return Convert.ToHexString(bytes) + " " + string.Join(',', words) + " " + Text(new BitArray(values));
        });
        table.Each("bits without room", new Array[] { new byte[2], new int[1], new bool[5], new long[9], new int[2, 2] }, static array =>
            Said(() =>
            {
                Pattern(40).CopyTo(array, 0);
                return "done";
            }));
        table.Each("bit at", [-1, 0, 39, 40], static index => Said(() => Pattern(40)[index]));
        table.Case("bits of values", static () => Text(new BitArray(new[] { true, false, true }))
            + Text(new BitArray(new byte[] { 5, 128 }))
            + Text(new BitArray([int.MinValue, 3])));
        table.Case("bits of null", static () => Said(static () => new BitArray((byte[])null!))
            + Said(static () => new BitArray((bool[])null!))
            + Said(static () => new BitArray((int[])null!)) + Said(static () => new BitArray((BitArray)null!))
            + Said(static () => new BitArray(-1)));
        table.Case("bits cloned", static () =>
        {
            BitArray bits = Pattern(9);
            BitArray other = (BitArray)bits.Clone();
            other[0] = !other[0];
            return Text(bits) + Text(other) + bits.Count + bits.IsReadOnly + bits.IsSynchronized;
        });
        table.Case("bits changed while read", static () => Said(static () =>
        {
            BitArray bits = new(3);
            foreach (bool bit in bits)
            {
                bits[0] = true;
            }

            return "read";
        }));
        table.Case("bits before and after", static () =>
        {
            IEnumerator items = new BitArray(1).GetEnumerator();
            string before = Said(() => items.Current!);
            items.MoveNext();
            items.MoveNext();
            return before + Said(() => items.Current!);
        });
        table.Case("bits by LINQ", static () => string.Join(
            ',',
            Pattern(10).Cast<bool>().Select(static (bit, i) => bit ? i : -1).Where(static i => i >= 0)));
    }

    private static BitArray Pattern(int length)
    {
        BitArray bits = new(length);
        for (int i = 0; i < length; i++)
        {
            bits[i] = i % 3 == 0 || i % 7 == 2;
        }

        return bits;
    }

    private static string Text(BitArray bits)
    {
        StringBuilder text = new("[");
        foreach (bool bit in bits)
        {
            text.Append(bit ? '1' : '0');
        }

        return text.Append("] ").ToString();
    }
}
