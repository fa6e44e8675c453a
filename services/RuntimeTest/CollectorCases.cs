// Suite gc.

using System;
using System.Collections.Generic;
using System.Threading;
using RustKernel.Runtime;
using RustKernel.SelfTests;

namespace RustKernel.RuntimeTest;

[Suite("gc", 150)]
internal static partial class CollectorCases
{
    internal const int Megabytes = 200;

    // 100,000 of these fit into the regions that a process may have.
    private const int DeadBytes = 16;
    private static Node? s_root;
    private static byte[]? s_last;

    [Test]
    private static void Frees() => Allocate(Megabytes);

    private sealed class Node(int value, Node? next)
    {
        internal int Value { get; } = value;

        internal Node? Next { get; set; } = next;
    }

    private static Node Chain(int count)
    {
        Node? head = null;
        for (int i = 0; i < count; i++)
        {
            head = new Node(i, head);
        }

        return head!;
    }

    private static int Sum(Node? node)
    {
        int sum = 0;
        for (; node is not null; node = node.Next)
        {
            sum += node.Value;
        }

        return sum;
    }

    [Test]
    private static void Keeps()
    {
        s_root = Chain(1000);
        Node local = Chain(1000);
        Node[] array = [Chain(10), Chain(20)];
        (int, Node)[] pairs = [(1, Chain(5)), (2, Chain(6))];
        Dictionary<string, Node> table = new() { ["x"] = Chain(30) };
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            _ = Chain(5000);
        }

        Checks.Equal(499500, Sum(s_root));
        Checks.Equal(499500, Sum(local));
        Checks.Equal(45 + 190, Sum(array[0]) + Sum(array[1]));
        Checks.Equal(10 + 15, Sum(pairs[0].Item2) + Sum(pairs[1].Item2));
        Checks.Equal(435, Sum(table["x"]));
    }

    // Allocates this many megabytes within 16, with live data among them.
    internal static void Allocate(int megabytes)
    {
        s_root = Chain(1000);
        for (int i = 0; i < megabytes; i++)
        {
            _ = Chain(2500)!;
            for (int j = 0; j < 930; j++)
            {
                // Kept for a moment: an object that never leaves the method is not allocated.
                s_last = new byte[1000];
            }
        }

        Checks.That(GC.CollectionCount(0) > megabytes / 2 && s_last is not null);
        Checks.Equal(499500, Sum(s_root));
        GC.Collect();
        Checks.AtMost(1 << 20, GC.GetTotalMemory(false));
    }

    [Test]
    private static void Large()
    {
        int[] kept = new int[100_000];
        kept[99_999] = 5;
        for (int i = 0; i < 100; i++)
        {
            byte[] garbage = new byte[1 << 20];
            garbage[i] = 1;
        }

        Checks.Equal(5, kept[99_999]);
    }

    [Test]
    private static void Cycles()
    {
        for (int i = 0; i < 100; i++)
        {
            Node first = Chain(1000);
            Node last = first;
            while (last.Next is not null)
            {
                last = last.Next;
            }

            last.Next = first;
        }

        GC.Collect();
        Checks.AtMost(1 << 20, GC.GetTotalMemory(false));
    }

    [Test]
    private static void Stress()
    {
        Measure.CollectAlways(true);
        List<string> lines = new();
        for (int i = 0; i < 60; i++)
        {
            lines.Add($"line {i} of {lines.Count}");
        }

        Dictionary<int, string> table = new();
        foreach (string line in lines)
        {
            table[table.Count] = line;
        }

        try
        {
            throw new InvalidOperationException(table[59]);
        }
        catch (InvalidOperationException e)
        {
            Checks.Equal("line 59 of 59", e.Message);
        }

        Measure.CollectAlways(false);
        Checks.Equal("line 30 of 30", table[30]);
    }

    [Test]
    private static void OutOfMemory()
    {
        List<byte[]> kept = new();
        bool isThrown = false;
        try
        {
            for (int i = 0; i < 100; i++)
            {
                kept.Add(new byte[1 << 20]);
            }
        }
        catch (OutOfMemoryException)
        {
            isThrown = true;
        }

        Checks.That(isThrown && kept.Count > 8);
        kept.Clear();
        Checks.Equal(499500, Sum(Chain(1000)));
    }

    // Objects in the frames that an exception left are not kept alive: there is room again each time.
    [Test]
    private static void OutOfMemoryOften()
    {
        for (int i = 0; i < 4; i++)
        {
            Node? list = null;
            int count = 0;
            bool isThrown = false;
            try
            {
                for (; count < 10_000_000; count++)
                {
                    list = Longer(list);
                }
            }
            catch (OutOfMemoryException)
            {
                isThrown = true;
                list = null;
            }

            Checks.That(isThrown && list is null && count > 100_000);
            Checks.Equal(1_249_975_000, Sum(Chain(50_000)));
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static Node Longer(Node? list) => new(0, list);

    // Eight threads allocate, and each keeps its last object; two collect every five milliseconds. The machine decides how far they get in
    // five seconds.
    [Test]
    private static void Threads()
    {
        const int workers = 8;
        Checks.Equal(ErrorCode.None, User.Kernel.ThreadSelf(out User.Handle<User.Thread> self));
        bool[] isGood = new bool[workers];
        int running = workers;
        Thread[] threads = new Thread[workers + 2];
        for (int i = 0; i < threads.Length; i++)
        {
            int number = i;
            threads[i] = new Thread(() =>
            {
                if (number < workers)
                {
                    isGood[number] = Work(number);
                    Interlocked.Decrement(ref running);
                    return;
                }

                while (Volatile.Read(ref running) > 0)
                {
                    GC.Collect();
                    Thread.Sleep(5);
                }
            });
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        foreach (bool good in isGood)
        {
            Checks.That(good);
        }

        // This is still the same kernel thread as before there were others.
        const uint stateDead = 8;
        Checks.Equal(ErrorCode.None, User.Kernel.ThreadInfo(self, out ThreadInfoResults info));
        Checks.That(info.State != stateDead);
    }

    private static bool Work(int number)
    {
        Node?[] kept = new Node?[16];
        Dictionary<int, string> texts = new();
        bool isGood = true;
        ulong end = User.Kernel.ReadCounter() + (5 * User.Kernel.SystemInfo(SystemItem.CounterHz));
        for (int i = 0; i < 200 && (i < 20 || User.Kernel.ReadCounter() < end); i++)
        {
            kept[i % 16] = Chain(50 + number);
            texts[i % 50] = $"{number}:{i}";
            byte[] bytes = new byte[(i * 37) % 3000];
            bytes.AsSpan().Fill((byte)number);
            Node? old = kept[(i + 1) % 16];
            isGood &= old is null || Sum(old) == (50 + number) * (49 + number) / 2;
            isGood &= texts[i % 50] == $"{number}:{i}" && (bytes.Length == 0 || bytes[^1] == number);
        }

        return isGood;
    }

    [Test]
    private static void AllocationCost()
    {
        // The common path: a slot is free. Occasionally a page is carved instead.
        Node? last = Chain(300);
        long each = long.MaxValue;
        for (int batch = 0; batch < 20; batch++)
        {
            ulong before = Measure.Instructions();
            for (int i = 0; i < 10; i++)
            {
                last = new Node(i, last);
            }

            each = Math.Min(each, (long)(Measure.Instructions() - before) / 10);
        }

        Checks.That(last is not null);
        Report.Metric("allocation_small", each);
        Checks.AtMost(60, each);
    }

    [Test]
    private static void CollectionCost()
    {
        // 50,000 objects in 4 MB, all alive.
        object?[] kept = Fill(new object?[50_000], 48);
        GC.Collect();
        Report.Metric("collection_50000", Collect(4_000_000));
        Checks.That(GC.GetTotalMemory(false) > 50_000 * 48);
        GC.KeepAlive(kept);
    }

    // As many dead objects as live ones, side by side, as a collection finds them. The dead must be swept and cleared.
    [Test]
    private static void CollectionCostDead()
    {
        object?[] all = Fill(new object?[100_000], DeadBytes);
        GC.Collect();
        for (int i = 0; i < all.Length; i += 2)
        {
            all[i] = null;
        }

        Report.Metric("collection_50000_dead", Collect(6_000_000));
        for (int i = 1; i < all.Length; i += 2)
        {
            Checks.Equal((byte)i, ((byte[])all[i]!)[^1]);
        }
    }

    private static object?[] Fill(object?[] kept, int bytes)
    {
        for (int i = 0; i < kept.Length; i++)
        {
            byte[] made = new byte[bytes];
            made[^1] = (byte)i;
            kept[i] = made;
        }

        return kept;
    }

    private static long Collect(long most)
    {
        ulong before = Measure.Instructions();
        GC.Collect();
        long cost = (long)(Measure.Instructions() - before);
        Checks.AtMost(most, cost);
        return cost;
    }
}
