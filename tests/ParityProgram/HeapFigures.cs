// How long the collector stops a program, by the amount of live objects: figures for docs/PERFORMANCE.md.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services;
using RustKernel.User;

namespace RustKernel.ParityProgram;

/// <summary>Builds heaps of several shapes up to 1 GiB, collects, and checks that everything is still there.</summary>
internal static class HeapFigures
{
    private const int Most = 5_000_000;
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    private const int ArrayBytes = 13 << 20;
    private const int Arrays = 8;
    private const ulong LostArray = 100;

    // Including its header.
    private const int LargeNodeBytes = 208;
    private static readonly int[] s_liveMebibytes = [1, 8, 64, 256, 1024];

    /// <summary>Prints a line for each heap; returns 0, or the number of the first that lost something.</summary>
    internal static ulong Run()
    {
        int number = 0;
        ulong code = 0;
        foreach (int count in new[] { 50_000, 500_000, Most })
        {
            code |= One(++number, "list", count, static count => List(count), static heap => SumOfList((Node?)heap));
            code |= One(++number, "array", count, static count => Table(count), static heap => SumOfTable((Node[])heap));
            code |= One(++number, "tree", count, static count => Tree(count), static heap => SumOfTree((Node?)heap));
        }

        code |= One(++number, "large", Most, static count => LargeList(count), static heap => SumOfList((Node?)heap));
        return code;
    }

    /// <summary>Prints a line for each amount of live objects; returns 0, or the number of the first that lost something.</summary>
    internal static ulong RunSizes(int mostMebibytes)
    {
        int number = 0;
        ulong code = ArraysAreZero() ? 0ul : LostArray;
        foreach (int mebibytes in s_liveMebibytes.Where(mebibytes => mebibytes <= mostMebibytes))
        {
            int count = (int)(((long)mebibytes << 20) / LargeNodeBytes);
            code |= One(++number, $"{mebibytes} MiB", count, static count => LargeList(count), static heap => SumOfList((Node?)heap));
        }

        return code;
    }

    // Under -icount shift=0 an instruction is a nanosecond of the counter's time.
    private static ulong Now => Kernel.ReadCounter() * (NanosecondsPerSecond / Own.Hertz);

    private static ulong One(int number, string shape, int count, Func<int, object> build, Func<object, long> sum)
    {
        ulong begun = Now;
        object heap = build(count);
        ulong built = Now;
        GC.Collect();
        ulong first = Now;
        GC.Collect();
        ulong second = Now;
        bool isWhole = sum(heap) == (long)count * (count - 1) / 2;
        long live = GC.GetTotalMemory(false);
        Console.WriteLine($"@heap {shape} {count} objects, {live >> 10} KiB: build {(built - begun) / (ulong)count} each, collection "
            + $"{(first - built) / 1000} k, again {(second - first) / 1000} k; {Frames()} frames; {(isWhole ? "whole" : "LOST")}");
        GC.KeepAlive(heap);
        return isWhole ? 0 : (ulong)number;
    }

    // Each has its own extent, which is freed with it; two at a time.
    private static bool ArraysAreZero()
    {
        byte[] last = [];
        bool isGood = true;
        for (int i = 0; i < Arrays; i++)
        {
            byte[] next = new byte[ArrayBytes];
            isGood &= IsAll(next, 0);
            next.AsSpan().Fill(byte.MaxValue);
            isGood &= IsAll(last, byte.MaxValue);
            last = next;
            GC.Collect();
        }

        return isGood;
    }

    private static bool IsAll(byte[] bytes, byte value)
    {
        foreach (byte next in bytes)
        {
            if (next != value)
            {
                return false;
            }
        }

        return true;
    }

    // The machine's frames in use now, including kernel and tables.
    private static ulong Frames() =>
        Kernel.SystemInfo(SystemItem.TotalFrames) - Kernel.SystemInfo(SystemItem.FreeFrames);

    private static Node List(int count)
    {
        Node? first = null;
        for (int i = 0; i < count; i++)
        {
            first = new Node { Left = first, Value = i };
        }

        return first!;
    }

    private static Node LargeList(int count)
    {
        Node? first = null;
        for (int i = 0; i < count; i++)
        {
            first = new LargeNode { Left = first, Value = i };
        }

        return first!;
    }

    private static Node[] Table(int count)
    {
        Node[] table = new Node[count];
        for (int i = 0; i < count; i++)
        {
            table[i] = new Node { Value = i };
        }

        return table;
    }

    private static Node Tree(int count)
    {
        Queue<Node> leaves = new();
        Node root = new();
        leaves.Enqueue(root);
        for (int i = 1; i < count; i++)
        {
            Node leaf = new() { Value = i };
            Node parent = leaves.Peek();
            if (parent.Left is null)
            {
                parent.Left = leaf;
            }
            else
            {
                parent.Right = leaf;
                _ = leaves.Dequeue();
            }

            leaves.Enqueue(leaf);
        }

        return root;
    }

    private static long SumOfList(Node? first)
    {
        long sum = 0;
        for (Node? node = first; node is not null; node = node.Left)
        {
            sum += node.Value;
        }

        return sum;
    }

    private static long SumOfTable(Node[] table)
    {
        long sum = 0;
        foreach (Node node in table)
        {
            sum += node.Value;
        }

        return sum;
    }

    private static long SumOfTree(Node? node) => node is null ? 0 : node.Value + SumOfTree(node.Left) + SumOfTree(node.Right);

    private class Node
    {
        internal Node? Left { get; set; }

        internal Node? Right { get; set; }

        internal long Value { get; init; }
    }

    // LargeNodeBytes.
    private sealed class LargeNode : Node
    {
        internal Room Rest { get; init; }

        [System.Runtime.CompilerServices.InlineArray(21)]
        internal struct Room
        {
            private long _first;
        }
    }
}
