// Generic virtual methods of a library (tests/ParityLibrary), called and overridden on either side; contravariant interfaces; arrays of
// a narrower type.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.ParityLibrary;

namespace RustKernel.ParityProgram;

internal static class LibraryCases
{
    private interface ISink<in T>
    {
        string Take(T item);
    }

    private interface IBoth<in TIn, out TOut>
    {
        TOut Turn(TIn item);
    }

    private delegate TOut Turner<in TIn, out TOut>(TIn item);

    internal static void Run(Table table)
    {
        Library(table);
        Contravariance(table);
        Arrays(table);
    }

    private static void Library(Table table)
    {
        Node tree = new Sum(new Number(3), new Sum(new Number(4), new Twice(5)));
        table.Case("library: visitor of numbers", () => tree.Accept(new Value()));
        table.Case("library: visitor of text", () => tree.Accept(new Shown()));
        table.Case("library: visitor of pairs", () => tree.Accept(new Counted()));
        table.Case("library: method of a base class", () => new Number(1).Tag(2.5));
        table.Case("library: calls into the program", () => Node.Tagged(new Twice(1), 'x') + " " + Node.Tagged(tree, (int?)null));
        table.Case("library: delegate", () => ((Func<string, string>)tree.Tag)("late"));
        table.Case("library: null", () => ((Node)null!).Tag(1));
        MemoryStore<string> store = new();
        store.Put("a", 1);
        store.Put("b", "two");
        store.Put("c", (3, 4.5));
        foreach ((string name, IStore<string> any) in new (string, IStore<string>)[] { ("", store), ("derived ", new Loud(store)) })
        {
            table.Case($"library: {name}store, number", () => any.Get<int>("a"));
            table.Case($"library: {name}store, text", () => any.Get<string>("b"));
            table.Case($"library: {name}store, tuple", () => any.Get<(int, double)>("c"));
            table.Case($"library: {name}store, wrong type", () => any.Get<Guid>("c"));
            table.Case($"library: {name}store, all", () => any.GetAll<string>(["a", "b", "z"]));
        }
    }

    private static void Contravariance(Table table)
    {
        table.Case("contravariant: interface", static () => ((ISink<string>)new Any()).Take("s"));
        table.Case(
            "contravariant: is",
            static () => (object)new Any() is ISink<string> && (object)new Text() is not ISink<object> and ISink<string>);
        table.Case("contravariant: value types", static () => (object)new Any() is ISink<int>);
        table.Case("contravariant: comparer", static () =>
        {
            List<string> words = ["ccc", "a", "bb"];
            words.Sort(new ByText());
            return words;
        });
        table.Case("contravariant: equality", static () => new HashSet<string>(new ByText()) { "ab", "AB", "c" }.Count);
        table.Case("contravariant: both ways", static () => ((IBoth<string, object>)new Turned()).Turn("x"));
        table.Case("contravariant: wrong way", static () => (object)new Turned() is IBoth<object, string>);
        table.Case("contravariant: cast", static () => ((ISink<object>)(object)new Text()).Take(1));
        table.Case("contravariant: of covariant", static () => ((ISink<IEnumerable<string>>)new Every()).Take(["p", "q"]));
        table.Case("contravariant: of contravariant", static () => (object)new Sinks() is ISink<ISink<object>>);
        table.Case("contravariant: delegate at run time", static () => ((object)(Action<object>)(o => { })) is Action<string>);
        table.Case("contravariant: delegate, wrong way", static () => ((object)(Action<string>)(o => { })) is Action<object>);
        table.Case("contravariant: own delegate", static () => ((Turner<string, object>)(Turner<object, string>)(o => $"<{o}>"))("y"));
        table.Case("contravariant: comparable", static () => new Version3() is IComparable<Derived3>);
        table.Case("contravariant: in order by", static () => new[] { "b", "C", "a" }.OrderBy(word => word, new ByText()));
    }

    private static void Arrays(Table table)
    {
        object[] narrow = new string[] { "a", "b" };
        table.Case("array of something narrower: span", () => new Span<object>(narrow).Length);
        table.Case("array of something narrower: AsSpan", () => narrow.AsSpan().Length);
        table.Case("array of something narrower: part", () => narrow.AsSpan(1, 1).Length);
        table.Case("array of something narrower: part out of range", () => narrow.AsSpan(7, 1).Length);
        table.Case("array of something narrower: readable", () => new ReadOnlySpan<object>(narrow).Length);
        table.Case("array of something narrower: memory", () => new Memory<object>(narrow).Length);
        table.Case("array of something narrower: conversion", () => ((Span<object>)narrow).Length);
        table.Case("array of something narrower: none", static () => new Span<object>(null).Length);
        table.Case("array of something narrower: copies", () => narrow.ToArray().Length + new List<object>(narrow).Count);
        table.Case("array of something narrower: sorted", () =>
        {
            object[] copy = (object[])narrow.Clone();
            Array.Sort(copy);
            Array.Reverse(copy);
            Array.Fill(copy, "z", 0, 1);
            Array.Clear(copy, 1, 1);
            return copy;
        });
        table.Case("array of something narrower: filled with something else", () =>
        {
            object[] copy = (object[])narrow.Clone();
            Array.Fill(copy, 5);
            return copy;
        });
        table.Case("array of something narrower: params", () => string.Concat(narrow) + string.Format("{0}{1}", narrow));
        table.Case("array of something narrower: collections", () => new Stack<object>(narrow).Count + new Queue<object>(narrow).Count);
        table.Case("array of something narrower: copied", () =>
        {
            object[] all = new object[4];
            narrow.CopyTo(all, 2);
            new List<object>(narrow).CopyTo(all, 0);
            return all;
        });
        table.Case("array of something narrower: linq", () => narrow.Reverse().Concat(narrow).Order().Distinct().ToArray());
        table.Case("array of something narrower: resized", () =>
        {
            object[] copy = narrow;
            Array.Resize(ref copy, 3);
            return copy;
        });
        table.Case("array of something narrower: segment", () => new ArraySegment<object>(narrow, 1, 1)[0]);
        table.Case("array of something narrower: index", () => Array.IndexOf(narrow, "b") + " " + Array.Exists(narrow, o => o is "a"));
        table.Case("array of something narrower: last", () => narrow[^1] + " " + narrow[..1].Length + narrow[..1].GetType());
    }

    private class Twice(int value) : Number(value)
    {
        private readonly int _value = value;

        public override TResult Accept<TResult>(IVisitor<TResult> visitor) => visitor.Sum(new Number(_value), new Number(_value));

        public override string Tag<TValue>(TValue value) => $"twice {value} of {typeof(TValue).Name}";
    }

    private sealed class Value : IVisitor<int>
    {
        public int Number(int value) => value;

        public int Sum(Node left, Node right) => left.Accept(this) + right.Accept(this);
    }

    private sealed class Shown : IVisitor<string>
    {
        public string Number(int value) => value.ToString();

        public string Sum(Node left, Node right) => $"({left.Accept(this)}+{right.Accept(this)})";
    }

    private sealed class Counted : IVisitor<(int Nodes, int Depth)>
    {
        public (int Nodes, int Depth) Number(int value) => (1, 1);

        public (int Nodes, int Depth) Sum(Node left, Node right)
        {
            (int Nodes, int Depth) l = left.Accept(this), r = right.Accept(this);
            return (l.Nodes + r.Nodes + 1, Math.Max(l.Depth, r.Depth) + 1);
        }
    }

    private sealed class Loud(MemoryStore<string> store) : MemoryStore<string>
    {
        public override TValue? Get<TValue>(string key)
            where TValue : default => store.Get<TValue>(key) is { } found ? found : base.Get<TValue>(key);
    }

    private sealed class Any : ISink<object>
    {
        public string Take(object item) => "any " + item;
    }

    private sealed class Text : ISink<string>
    {
        public string Take(string item) => "text " + item;
    }

    private sealed class Every : ISink<IEnumerable<object>>
    {
        public string Take(IEnumerable<object> item) => string.Join('+', item);
    }

    private sealed class Sinks : ISink<ISink<string>>
    {
        public string Take(ISink<string> item) => item.Take("x");
    }

    private sealed class Turned : IBoth<object, string>
    {
        public string Turn(object item) => "turned " + item;
    }

    private sealed class ByText : IComparer<object>, IEqualityComparer<object>
    {
        public int Compare(object? x, object? y) => string.CompareOrdinal(x?.ToString(), y?.ToString());

        public new bool Equals(object? x, object? y) => string.Equals(x?.ToString(), y?.ToString(), StringComparison.OrdinalIgnoreCase);

        public int GetHashCode(object obj) => obj.ToString()!.Length;
    }

    private class Version3 : IComparable<Version3>
    {
        public int CompareTo(Version3? other) => 0;
    }

    private sealed class Derived3 : Version3;
}
