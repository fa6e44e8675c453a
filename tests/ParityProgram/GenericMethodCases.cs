// Generic virtual methods of generic classes, also as delegates.

using System;
using System.Linq;

namespace RustKernel.ParityProgram;

internal static class GenericMethodCases
{
    internal static void Run(Table table)
    {
        table.Case(
            "generic virtual of a generic class",
            static () => Put(new Box<int>(3)) + Put(new Crate<string>("s")) + Put(new IntBox()));
        table.Case("generic virtual of a generic class, null", static () => Put<int>(null!));
        table.Case(
            "generic virtual of a nested class",
            static () => new Outer<string>.Inner("q").With(4) + ((Keeper<string>)new Outer<string>.Inner("r")).With('z'));
        table.Case(
            "generic interface, generic method",
            static () => Through<int>(new Lister()) + Through<string>(new Store<string>()) + Through<long>(new Pack<long>(7)));
        table.Case("generic interface, default method", static () => ((IStore<int>)new Store<int>()).Both(1, "x"));
        table.Case("visitor of a generic tree", static () =>
            new Branch<int>(new Leaf<int>(2), new Leaf<int>(5)).Accept(new Adder())
                + " "
                + new Branch<string>(new Leaf<string>("a"), new Leaf<string>("b")).Accept(new Shower<string>()));
        table.Case("generic virtual as a delegate", static () =>
        {
            Keeper<int> keeper = new IntBox();
            Func<string, string> with = keeper.With;
            Func<double, string> other = new Box<int>(9).With;
            return with("d") + other(0.5) + ReferenceEquals(with.Target, keeper);
        });
        table.Case("generic virtual as a delegate of null", static () =>
        {
            Keeper<int>? keeper = null;
            Func<string, string> with = keeper!.With;
            return with("d");
        });
        table.Case(
            "generic interface method as a delegate",
            static () => string.Join(",", new[] { 1, 2 }.Select(new Store<int>().Keep<int>)));
        table.Case("generic interface method of a struct as a delegate", static () =>
        {
            IStore<long> store = new Pack<long>(3);
            Func<string, string> keep = store.Keep;
            return keep("k");
        });
        table.Case("delegates are equal", static () =>
        {
            Keeper<int> keeper = new IntBox();
            Func<int, string> one = keeper.With;
            Func<int, string> other = keeper.With;
            return one.Equals(other);
        });
        table.Case(
            "generic virtual with several parameters",
            static () => ((Pairs<int, string>)new Swapped<int, string>()).Of(1, "a", 2.5));
        table.Case(
            "generic virtual that returns the class's own",
            static () => ((Maker<int>)new Twenty()).Make("x") + ((Maker<string>)new Text()).Make(3));
        table.Case("generic virtual by reference", static () =>
        {
            int value = 4;
            ((Maker<int>)new Twenty()).Change(ref value, "y");
            return value;
        });
    }

    private static string Put<T>(Keeper<T> keeper) => keeper.With("t") + keeper.With(2) + ";";

    private static string Through<T>(IStore<T> store) => store.Keep("t") + store.Keep(8) + ";";

    private abstract class Keeper<T>
    {
        public abstract string With<TOther>(TOther other);
    }

    private class Box<T>(T value) : Keeper<T>
    {
        public override string With<TOther>(TOther other) => $"box {value} {other} {typeof(TOther).Name}";
    }

    private sealed class Crate<T>(T value) : Box<T>(value)
    {
        public override string With<TOther>(TOther other) => "crate " + base.With(other);
    }

    private sealed class IntBox : Keeper<int>
    {
        public override string With<TOther>(TOther other) => $"int {other}";
    }

    private static class Outer<T>
    {
        internal sealed class Inner(T value) : Keeper<T>
        {
            public override string With<TOther>(TOther other) => $"inner {value} {other}";
        }
    }

    private interface IStore<T>
    {
        string Keep<TOther>(TOther other);

        string Both<TOther>(T own, TOther other) => $"{own} and {Keep(other)}";
    }

    private sealed class Store<T> : IStore<T>
    {
        public string Keep<TOther>(TOther other) => $"{typeof(T).Name} {other}";
    }

    private sealed class Lister : IStore<int>, IStore<string>
    {
        string IStore<int>.Keep<TOther>(TOther other) => $"ints {other}";

        string IStore<string>.Keep<TOther>(TOther other) => $"strings {other}";
    }

    private readonly struct Pack<T>(T value) : IStore<T>
    {
        public string Keep<TOther>(TOther other) => $"pack {value} {other}";
    }

    private interface IVisitor<T, out TResult>
    {
        TResult OfLeaf(T value);

        TResult OfBranch(Tree<T> left, Tree<T> right);
    }

    private abstract class Tree<T>
    {
        public abstract TResult Accept<TResult>(IVisitor<T, TResult> visitor);
    }

    private sealed class Leaf<T>(T value) : Tree<T>
    {
        public override TResult Accept<TResult>(IVisitor<T, TResult> visitor) => visitor.OfLeaf(value);
    }

    private sealed class Branch<T>(Tree<T> left, Tree<T> right) : Tree<T>
    {
        public override TResult Accept<TResult>(IVisitor<T, TResult> visitor) => visitor.OfBranch(left, right);
    }

    private sealed class Adder : IVisitor<int, int>
    {
        public int OfLeaf(int value) => value;

        public int OfBranch(Tree<int> left, Tree<int> right) => left.Accept(this) + right.Accept(this);
    }

    private sealed class Shower<T> : IVisitor<T, string>
    {
        public string OfLeaf(T value) => $"{value}";

        public string OfBranch(Tree<T> left, Tree<T> right) => $"({left.Accept(this)} {right.Accept(this)})";
    }

    private class Pairs<TLeft, TRight>
    {
        public virtual string Of<TOther>(TLeft left, TRight right, TOther other) => $"{left}{right}{other}";
    }

    private sealed class Swapped<TFirst, TSecond> : Pairs<TFirst, TSecond>
    {
        public override string Of<TOther>(TFirst left, TSecond right, TOther other) => $"{other}{right}{left}";
    }

    private abstract class Maker<T>
    {
        public abstract T Make<TFrom>(TFrom from);

        public virtual void Change<TFrom>(ref T value, TFrom from)
        {
        }
    }

    private sealed class Twenty : Maker<int>
    {
        public override int Make<TFrom>(TFrom from) => 20;

        public override void Change<TFrom>(ref int value, TFrom from) => value += 20;
    }

    private sealed class Text : Maker<string>
    {
        public override string Make<TFrom>(TFrom from) => $"made of {from}";
    }
}
