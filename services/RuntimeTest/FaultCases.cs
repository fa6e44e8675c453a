// Language bugs that this runtime had: each in its smallest form, with .NET's result.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using RustKernel.SelfTests;

namespace RustKernel.RuntimeTest;

[Suite("runtime", 130, Part = 5)]
internal static partial class FaultCases
{
    private static event Action<int>? Raised;

    private enum Kind
    {
        First,
        Second,
    }

    private interface ICounter
    {
        event EventHandler? Changed;
    }

    [Test]
    internal static void Events()
    {
        int sum = 0;
        Action<int> add = x => sum += x;
        Raised += add;
        Raised += add;
        Raised!(2);
        Raised -= add;
        Raised!(1);
        Checks.Equal(5, sum);
        Counter counter = new();
        int changes = 0;
        EventHandler handler = (_, _) => changes++;
        ((ICounter)counter).Changed += handler;
        counter.Change();
        ((ICounter)counter).Changed -= handler;
        counter.Change();
        Checks.Equal(1, changes);
        Checks.Equal(3, Counter.Guarded(1) + counter.AlsoGuarded(2));
    }

    [Test]
    internal static void AnonymousTypes()
    {
        var pair = new { X = 1, Y = "b" };
        Checks.Equal("1b", pair.X + pair.Y);
        Checks.Equal("{ X = 1, Y = b }", pair.ToString());
        Checks.That(pair.Equals(new { X = 1, Y = "b" }));
        IEnumerable<string> named = from n in Enumerable.Range(1, 4) let square = n * n where square > 3 orderby -n select n + ":" + square;
        Checks.Equal("4:16,3:9,2:4", string.Join(",", named));
        Checks.Equal("1-4;2-8", string.Join(";", from a in new[] { 1, 2 } join b in new[] { 4, 8 } on a equals b / 4 select a + "-" + b));
    }

    [Test]
    internal static void StaticInitialisers()
    {
        string text = "";
        for (int i = 0; i < 2; i++)
        {
            try
            {
                text += Broken.Value;
            }
            catch (TypeInitializationException error)
            {
                text += error.InnerException!.Message + (error.Message.Contains("Broken", StringComparison.Ordinal) ? "+" : "-");
            }
        }

        Checks.Equal("bad+bad+", text);
    }

    [Test]
    internal static void NamesOfTypes()
    {
        Checks.Equal("List`1", typeof(List<int>).Name);
        Checks.Equal("System.Collections.Generic.List`1[System.Int32]", new List<int>().ToString());
        Checks.Equal("System.Object", new object().ToString());
        Checks.Equal("RustKernel.RuntimeTest.FaultCases+Counter", new Counter().ToString());
        Checks.Equal("Int32[]", typeof(int[]).Name);
        Checks.Equal("Second", Text(Kind.Second) + "");
        Checks.Equal("Pair { Left = Second, Right = 0.5 }", new Pair(Kind.Second, 0.5).ToString());
        Checks.Equal("(Second, 1.5)", (Kind.Second, 1.5).ToString());
    }

    [Test]
    internal static void DeepRecursion() => Checks.Equal(10_000, Depth(10_000));

    [Test]
    internal static void ExchangedReferences()
    {
        string? place = "a";
        Checks.Equal("a", Interlocked.CompareExchange(ref place, "b", "x"));
        Checks.Equal("a", Interlocked.Exchange(ref place, "c"));
        Checks.Equal("c", place);
    }

    private static int Depth(int n) => n == 0 ? 0 : 1 + Depth(n - 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Text<T>(T value) => value!.ToString();

    private static class Broken
    {
        internal static readonly int Value = Make();

        static Broken()
        {
        }

        private static int Make() => throw new InvalidOperationException("bad");
    }

    private sealed class Counter : ICounter
    {
        public event EventHandler? Changed;

        [MethodImpl(MethodImplOptions.Synchronized)]
        internal static int Guarded(int value) => value;

        [MethodImpl(MethodImplOptions.Synchronized)]
        internal int AlsoGuarded(int value) => value;

        internal void Change() => Changed?.Invoke(this, EventArgs.Empty);
    }

    private sealed record Pair(Kind Left, double Right);
}
