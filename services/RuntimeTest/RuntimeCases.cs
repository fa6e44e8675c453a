// Suite runtime: the language and the core library.

using System;
using System.Collections.Generic;
using System.Text;
using RustKernel.SelfTests;

namespace RustKernel.RuntimeTest;

[Suite("runtime", 130)]
internal static partial class RuntimeCases
{
    private static readonly List<string> s_names = new() { "a", "b" };

    [Test]
    private static void Classes()
    {
        Shape[] shapes = [new Square(3), new Rectangle(2, 5)];
        int sum = 0;
        foreach (Shape shape in shapes)
        {
            sum += shape.Area();
        }

        Checks.Equal(19, sum);
        Checks.That(shapes[0] is Square);
        Checks.That(shapes[0] is not Rectangle);
        Checks.That(shapes[0].GetType() == typeof(Square));
        Checks.That((object)shapes is Shape[] && (object)shapes is not string[]);
        using Line line = new(4);
        Checks.Equal(4, line.Area());
    }

    [Test]
    private static void Strings()
    {
        int number = 42;
        Checks.Equal("n=42 x=002A", $"n={number} x={number:X4}");
        Checks.Equal("[   42|42   ]", $"[{number,5}|{number,-5}]");
        Checks.Equal("-9223372036854775808", long.MinValue.ToString());
        Checks.Equal("18446744073709551615", ulong.MaxValue.ToString());
        Checks.Equal("ff", ((sbyte)-1).ToString("x"));
        Checks.Equal(-12, int.Parse(" -12 "));
        Checks.That(!int.TryParse("2147483648", out _));
        Checks.Equal("a,b,c", string.Join(",", "a b c".Split(' ')));
        Checks.Equal("hello", "  hello\t".Trim());
        Checks.Equal("HELLO", "hello".ToUpperInvariant());
        Checks.Equal("heLLo", "hello".Replace('l', 'L'));
        Checks.Equal("hexxo", "hello".Replace("ll", "xx"));
        Checks.Equal("llo", "hello"[2..]);
        Checks.Equal(2, "hello".IndexOf('l'));
        Checks.That("hello".Contains("ell") && string.CompareOrdinal("a", "b") < 0);
        StringBuilder text = new();
        for (int i = 0; i < 100; i++)
        {
            text.Append(i).Append(' ');
        }

        Checks.Equal(290, text.Length);
        Checks.Equal("99 ", text.ToString().Substring(287));
    }

    [Test("list")]
    private static void Lists()
    {
        List<int> list = new();
        for (int i = 0; i < 1000; i++)
        {
            list.Add(i * 3);
        }

        Checks.Equal(1000, list.Count);
        Checks.Equal(27, list[9]);
        Checks.Equal(9, list.IndexOf(27));
        list.RemoveAt(0);
        list.Insert(0, -1);
        Checks.Equal(500, list.RemoveAll(i => i % 2 == 0) + 1);
        int sum = 0;
        foreach (int item in list)
        {
            sum += item;
        }

        Checks.Equal(749999, sum);
    }

    [Test("dictionary")]
    private static void Dictionaries()
    {
        Dictionary<string, int> ages = new() { ["ada"] = 36, ["alan"] = 41 };
        for (int i = 0; i < 500; i++)
        {
            ages["n" + i] = i;
        }

        Checks.Equal(502, ages.Count);
        Checks.Equal(41, ages["alan"]);
        Checks.That(ages.TryGetValue("n499", out int last) && last == 499);
        Checks.That(ages.Remove("n499") && !ages.ContainsKey("n499"));
        int sum = 0;
        foreach ((string key, int value) in ages)
        {
            sum += key[0] == 'n' ? value : 0;
        }

        Checks.Equal(499 * 498 / 2, sum);
        Dictionary<(int, int), string> places = new() { [(1, 2)] = "x" };
        Checks.Equal("x", places[(1, 2)]);
    }

    [Test]
    private static void Lambdas()
    {
        int total = 0;
        Action<int> add = n => total += n;
        add += n => total += 10 * n;
        add(2);
        Checks.Equal(22, total);
        Func<int, Func<int, int>> adder = a => b => a + b;
        Checks.Equal(7, adder(3)(4));
        IShape shape = new Strip();
        Func<int> area = shape.Area;
        Checks.Equal(7, area());
        Func<string, int> parse = int.Parse;
        Checks.Equal(12, parse("12"));
        Action<int> one = Count;
        Action<int>? left = one + one - one;
        Checks.That(left == one);
    }

    private static void Count(int n)
    {
    }

    [Test]
    private static void Interfaces()
    {
        IShape[] shapes = [new Square(2), new Rectangle(1, 3), default(Dot), new Line(5), new Strip()];
        int sum = 0;
        StringBuilder text = new();
        for (int round = 0; round < 3; round++)
        {
            foreach (IShape shape in shapes)
            {
                sum += shape.Area();
                text.Append(shape.Describe()).Append(';');
            }
        }

        Checks.Equal(57, sum);
        Checks.That(text.ToString().StartsWith("area 4;area 3;area 0;line;area 7;area 4;"));
        object covariant = new List<string>();
        Checks.That(covariant is IEnumerable<object>);
        Checks.That(covariant is not IEnumerable<int>);
        Checks.That(shapes[3] is IDisposable && shapes[4] is not IDisposable);
    }

    private static IEnumerable<int> Squares(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return i * i;
        }
    }

    [Test]
    private static void Iterators()
    {
        int sum = 0;
        foreach (int square in Squares(10))
        {
            sum += square;
        }

        Checks.Equal(285, sum);
        IEnumerable<int> array = new[] { 1, 2, 3 };
        foreach (int item in array)
        {
            sum += item;
        }

        Checks.Equal(291, sum);
        Checks.Equal("0-1-4", string.Join("-", new List<int>(Squares(3))));
    }

    [Test]
    private static void Boxing()
    {
        object boxed = 5;
        Checks.That(boxed is int five && five == 5);
        Checks.That(boxed is not long);
        Checks.Equal("5", boxed.ToString());
        int? none = null;
        object? nothing = none;
        Checks.That(nothing is null);
        int? some = 6;
        object? six = some;
        Checks.That(six is 6);
        Checks.Equal(6, ((int?)six)!.Value);
        Checks.That(Equals((1, 'a'), (1, 'a')));
    }

    [Test]
    private static void Arrays()
    {
        string[] words = ["x", "y"];
        object[] objects = words;
        Checks.Equal("y", (string)objects[1]);
        int[] numbers = [5, 3, 9];
        Array.Reverse(numbers);
        Checks.Equal(9, numbers[0]);
        Array.Resize(ref numbers!, 5);
        Checks.Equal(5, numbers.Length);
        Checks.Equal(2, Array.IndexOf(numbers, 5));
        IList<int> list = numbers;
        Checks.Equal(5, list.Count);
        int[][] jagged = [[1], [2, 3]];
        Checks.Equal(3, jagged[1][1]);
        Checks.Equal(2, numbers[0..2].Length);
    }

    [Test]
    private static void Statics()
    {
        s_names.Add("c");
        Checks.Equal("abc", string.Concat(s_names.ToArray()));
    }

    [Test]
    private static void Sorting()
    {
        int[] numbers = new int[1000];
        uint seed = 1;
        for (int i = 0; i < numbers.Length; i++)
        {
            seed = (seed * 1664525) + 1013904223;
            numbers[i] = (int)(seed >> 8);
        }

        Array.Sort(numbers);
        for (int i = 1; i < numbers.Length; i++)
        {
            Checks.That(numbers[i - 1] <= numbers[i]);
        }

        List<string> words = new() { "pear", "fig", "apple" };
        words.Sort((a, b) => a.Length - b.Length);
        Checks.Equal("fig pear apple", string.Join(" ", words));
        words.Sort();
        Checks.Equal("apple fig pear", string.Join(" ", words));
        Checks.Equal(0, Array.BinarySearch(numbers, numbers[0]));
    }

    [Test("queue_stack")]
    private static void QueueAndStack()
    {
        Queue<int> queue = new();
        Stack<int> stack = new();
        for (int i = 0; i < 100; i++)
        {
            queue.Enqueue(i);
            stack.Push(i);
        }

        Checks.Equal(0, queue.Dequeue());
        Checks.Equal(99, stack.Pop());
        Checks.Equal(99, queue.Count);
        Checks.Equal(98, stack.Peek());
    }
}
