// Suite exceptions: flow and messages as .NET's.

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text;
using RustKernel.SelfTests;

namespace RustKernel.RuntimeTest;

[Suite("exceptions", 140)]
internal static partial class ExceptionCases
{
    private static readonly StringBuilder s_log = new();

    internal static void Run(int test)
    {
        s_log.Clear();
        RunTest(test);
    }

    private static void Fail(string message) => throw new InvalidOperationException(message);

    private static bool Log(string text, bool result = true)
    {
        s_log.Append(text).Append(' ');
        return result;
    }

    [Test]
    private static void Catch()
    {
        int kept = 17;
        try
        {
            Fail("no");
            kept = 0;
        }
        catch (ArgumentException)
        {
            kept = 1;
        }
        catch (InvalidOperationException e) when (e.Message == "no")
        {
            kept++;
        }

        Checks.Equal(18, kept);
    }

    [Test]
    private static void Finally()
    {
        try
        {
            try
            {
                Fail("x");
            }
            finally
            {
                Log("inner");
            }
        }
        catch (Exception e)
        {
            Log(e.Message);
        }
        finally
        {
            Log("outer");
        }

        Checks.Equal("inner x outer ", s_log.ToString());
        Line line = new(1);
        try
        {
            using (line)
            {
                Fail("y");
            }
        }
        catch (InvalidOperationException)
        {
        }

        Checks.That(line.IsDisposed);
    }

    [Test]
    private static void Filter()
    {
        try
        {
            try
            {
                Fail("f");
            }
            catch (Exception) when (Log("no", false))
            {
                Log("wrong");
            }
            finally
            {
                Log("finally");
            }
        }
        catch (Exception) when (Log("yes"))
        {
            Log("caught");
        }

        Checks.Equal("no yes finally caught ", s_log.ToString());
    }

    [Test]
    private static void Rethrow()
    {
        Exception? first = null;
        try
        {
            try
            {
                Fail("r");
            }
            catch (Exception e)
            {
                first = e;
                throw;
            }
        }
        catch (InvalidOperationException e)
        {
            Checks.That(ReferenceEquals(e, first));
            Checks.That(e.StackTrace is { Length: > 0 });
        }

        Checks.That(first is not null);
    }

    [Test]
    private static void Nested()
    {
        try
        {
            try
            {
                Fail("one");
            }
            catch (InvalidOperationException e)
            {
                try
                {
                    throw new ArgumentException("two", e);
                }
                catch (ArgumentException inner)
                {
                    Log(inner.InnerException!.Message);
                }

                throw new NotSupportedException("three");
            }
            finally
            {
                Log("finally");
            }
        }
        catch (NotSupportedException e)
        {
            Log(e.Message);
        }

        Checks.Equal("one finally three ", s_log.ToString());
    }

    private static string MessageOf(Action action)
    {
        try
        {
            action();
            return "none";
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    [Test]
    private static void RuntimeErrors()
    {
        int zero = s_log.Length;
        int[] array = new int[2];
        object text = "text";
        Checks.Equal("Attempted to divide by zero.", MessageOf(() => array[0] = 1 / zero));
        Checks.Equal("Index was outside the bounds of the array.", MessageOf(() => array[zero + 2] = 1));
        Checks.Equal("Arithmetic operation resulted in an overflow.", MessageOf(() => array[0] = checked(int.MaxValue + array.Length)));
        Checks.That(MessageOf(() => array = (int[])text) != "none");
        Checks.Equal("The input string 'zz' was not in a correct format.", MessageOf(() => array[0] = int.Parse("zz")));
        Checks.Equal(
            "The given key 'k' was not present in the dictionary.",
            MessageOf(() => array[0] = new Dictionary<string, int>()["k"]));
        Checks.Equal("Value cannot be null. (Parameter 's')", MessageOf(() => array[0] = int.Parse(null!)));
        object[] objects = new string[1];
        Checks.Equal("Attempted to access an element as a type incompatible with the array.", MessageOf(() => objects[0] = 1));
    }

    private static int AreaOf(IShape shape) => shape.Area();

    private static int LengthOf(string text) => text.Length;

    [Test]
    private static void NullReference()
    {
        const string Expected = "Object reference not set to an instance of an object.";
        Checks.Equal(Expected, MessageOf(() => LengthOf(null!)));
        Checks.Equal(Expected, MessageOf(() => AreaOf(null!)));
        Checks.Equal(Expected, MessageOf(() => ((int[]?)null)![0] = 1));
        Checks.Equal(4, AreaOf(new Square(2)) + AreaOf(default(Dot)));
        Checks.Equal(10, AreaOf(new Line(3)) + AreaOf(new Strip()));
    }

    [Test]
    private static void ThrowInFinally()
    {
        try
        {
            try
            {
                Fail("lost");
            }
            finally
            {
                try
                {
                    Fail("inside");
                }
                catch (InvalidOperationException e)
                {
                    Log(e.Message);
                }

                throw new NotSupportedException("kept");
            }
        }
        catch (Exception e)
        {
            Log(e.Message);
        }

        Checks.Equal("inside kept ", s_log.ToString());
    }

    private static bool FailingFilter()
    {
        Fail("swallowed");
        return true;
    }

    [Test]
    private static void ThrowInFilter()
    {
        try
        {
            try
            {
                throw new NotSupportedException("original");
            }
            catch (Exception) when (FailingFilter())
            {
                Log("wrong");
            }
        }
        catch (Exception e)
        {
            Log(e.Message);
        }

        Checks.Equal("original ", s_log.ToString());
    }

    private static int Descend(int depth)
    {
        try
        {
            if (depth == 0)
            {
                Fail("bottom");
            }

            return Descend(depth - 1) + 1;
        }
        finally
        {
            s_log.Append('.');
        }
    }

    [Test]
    private static void Deep()
    {
        try
        {
            Descend(100);
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }

        Checks.Equal(101 + 7, s_log.Length);
    }

    // Functions that call nothing, and fail.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ReadField(Node? node) => node!.Value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteField(Node? node, int value) => node!.Value = value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ReadElement(int[]? array, int index) => array![index];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Divide(int dividend, int divisor) => dividend / divisor;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CallVirtual(Node? node) => node!.Get();

    private sealed class Leaf : Node
    {
        internal override int Get() => 1;
    }

    private class Node
    {
        internal int Value { get; set; }

        internal virtual int Get() => 0;
    }

    // Each fault is caught here, with the method's values from registers, and the finally in between ran once.
    [Test]
    private static void LeafFaults()
    {
        int first = s_log.Length + 3;
        long second = first * 5L;
        double third = first / 2.0;
        int finals = 0;
        string Fault(Action action)
        {
            try
            {
                try
                {
                    action();
                    return "none";
                }
                finally
                {
                    finals++;
                }
            }
            catch (Exception e)
            {
                return e.Message;
            }
        }

        const string NoObject = "Object reference not set to an instance of an object.";
        for (int round = 0; round < 3; round++)
        {
            Checks.Equal(NoObject, Fault(() => ReadField(null)));
            Checks.Equal(NoObject, Fault(() => WriteField(null, 1)));
            Checks.Equal(NoObject, Fault(() => ReadElement(null, 1)));
            Checks.Equal(NoObject, Fault(() => CallVirtual(null)));
            Checks.Equal("Index was outside the bounds of the array.", Fault(() => ReadElement([1], -1)));
            Checks.Equal("Attempted to divide by zero.", Fault(() => Divide(1, 0)));
            Checks.Equal("Arithmetic operation resulted in an overflow.", Fault(() => Divide(int.MinValue, -1)));
            Checks.Equal("none", Fault(() => WriteField(new Leaf(), CallVirtual(new Leaf()))));
        }

        Checks.Equal(24, finals);
        Checks.That(first == 3 && second == 15 && third == 1.5);
    }

    private static bool Inspect(Exception e, string wanted)
    {
        try
        {
            Fail("in filter");
        }
        catch (InvalidOperationException inner)
        {
            Log($"filter({e.Message},{inner.Message})");
        }
        finally
        {
            Log("filter-finally");
        }

        return e.Message == wanted;
    }

    private static void Supersede()
    {
        try
        {
            try
            {
                try
                {
                    Fail("one");
                }
                finally
                {
                    Log("f1");
                    Throwing("two");
                }
            }
            catch (Exception e) when (Inspect(e, "none"))
            {
                Log("wrong");
            }
            finally
            {
                Log("f2");
            }
        }
        catch (Exception e) when (Inspect(e, "two"))
        {
            Log("caught " + e.Message);
        }
    }

    // Handlers that throw themselves, in finally blocks and filters, several deep.
    [Test]
    private static void Handlers()
    {
        try
        {
            Supersede();
        }
        catch (Exception)
        {
            // The first exception would come here, but for the second.
            Log("wrong");
        }

        Checks.Equal(
            "filter(one,in filter) filter-finally filter(one,in filter) filter-finally f1 filter(two,in filter) filter-finally "
                + "filter(two,in filter) filter-finally x f2 caught two ",
            s_log.ToString());
        s_log.Clear();
        for (int i = 0; i < 3; i++)
        {
            try
            {
                try
                {
                    Throwing("a");
                }
                catch (InvalidOperationException e)
                {
                    Log(e.Message);
                    throw new ArgumentException("b", e);
                }
            }
            catch (ArgumentException e) when (e.InnerException!.Message == "a")
            {
                Log(e.Message);
                continue;
            }
            finally
            {
                Log($"end{i}");
            }
        }

        Checks.Equal("x a b end0 x a b end1 x a b end2 ", s_log.ToString());
    }

    private static void Throwing(string message)
    {
        try
        {
            Fail(message);
        }
        finally
        {
            Log("x");
        }
    }

    [Test]
    private static void Cost()
    {
        InvalidOperationException made = new("cost");
        ulong least = ulong.MaxValue;
        for (int i = 0; i < 4; i++)
        {
            ulong before = Runtime.Measure.Instructions();
            try
            {
                ThrowIt(made);
            }
            catch (InvalidOperationException)
            {
            }

            least = Math.Min(least, Runtime.Measure.Instructions() - before);
        }

        Report.Metric("throw_catch", (long)least);
        Checks.AtMost(7000, (long)least);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowIt(Exception e) => throw e;
}
