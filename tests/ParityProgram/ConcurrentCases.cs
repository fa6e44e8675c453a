// Collections that threads share, channels, sorted lists; objects that nothing refers to.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace RustKernel.ParityProgram;

internal static class ConcurrentCases
{
    internal static void Run(Table table)
    {
        Dictionaries(table);
        Others(table);
        Blocking(table);
        Channels(table);
        Sorted(table);
        Forgotten(table);
    }

    private static void Dictionaries(Table table)
    {
        table.Case("ConcurrentDictionary.TryAdd", static () => Filled().TryAdd("a", 9) + " " + Filled().TryAdd("z", 9));
        table.Case("ConcurrentDictionary.TryRemove", static () => Filled().TryRemove("b", out int was) + " " + was);
        table.Case("ConcurrentDictionary.TryUpdate", static () => Filled().TryUpdate("a", 5, 1) + " " + Filled().TryUpdate("a", 5, 2));
        table.Case(
            "ConcurrentDictionary.GetOrAdd",
            static () => Filled().GetOrAdd("a", _ => 7) + " " + Filled().GetOrAdd("q", key => key.Length));
        table.Case(
            "ConcurrentDictionary.GetOrAdd with an argument",
            static () => Filled().GetOrAdd("q", (key, more) => key.Length + more, 4));
        table.Case("ConcurrentDictionary.AddOrUpdate", static () =>
            Filled().AddOrUpdate("a", 1, (_, old) => old * 10) + " " + Filled().AddOrUpdate("n", _ => 3, (_, old) => old + 1));
        table.Case("ConcurrentDictionary missing key", static () => Filled()["none"]);
        table.Case("ConcurrentDictionary null key", static () => Filled()[null!]);
        table.Case("ConcurrentDictionary keys", static () => Filled().Keys.Order());
        table.Case("ConcurrentDictionary values", static () => Filled().Values.Order());
        table.Case("ConcurrentDictionary comparer", static () =>
            new ConcurrentDictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["A"] = 1 }.ContainsKey("a"));
        table.Case("ConcurrentDictionary duplicate keys", static () =>
            new ConcurrentDictionary<int, int>([new(1, 1), new(1, 2)]).Count);
        table.Case("ConcurrentDictionary while enumerated", static () =>
        {
            ConcurrentDictionary<string, int> filled = Filled();
            foreach (KeyValuePair<string, int> pair in filled)
            {
                _ = filled.TryRemove(pair.Key, out _);
            }

            return filled.IsEmpty;
        });
        table.Case("ConcurrentDictionary of four threads", static () =>
        {
            ConcurrentDictionary<int, int> counts = new();
            InThreads(4, () =>
            {
                for (int i = 0; i < 200; i++)
                {
                    _ = counts.AddOrUpdate(i % 10, 1, (_, old) => old + 1);
                }
            });
            return counts.Values.Sum() + " " + counts.Count;
        });
    }

    private static ConcurrentDictionary<string, int> Filled() => new() { ["a"] = 1, ["b"] = 2, ["c"] = 3 };

    private static void Others(Table table)
    {
        table.Case("ConcurrentQueue", static () =>
        {
            ConcurrentQueue<int> queue = new([1, 2]);
            queue.Enqueue(3);
            return queue.TryDequeue(out int first)
                + " "
                + first
                + " "
                + queue.TryPeek(out int next)
                + next
                + " "
                + string.Join(",", queue)
                + queue.Count;
        });
        table.Case(
            "ConcurrentQueue, empty",
            static () => new ConcurrentQueue<string>().TryDequeue(out string? item) + " " + (item ?? "null"));
        table.Case("ConcurrentStack", static () =>
        {
            ConcurrentStack<int> stack = new([1, 2]);
            stack.PushRange([3, 4, 5]);
            int[] taken = new int[2];
            return stack.TryPopRange(taken) + " " + string.Join(",", taken) + " " + string.Join(",", stack) + stack.IsEmpty;
        });
        table.Case("ConcurrentStack bad range", static () =>
        {
            new ConcurrentStack<int>().PushRange([1], 0, 2);
            return 0;
        });
        table.Case("ConcurrentBag", static () =>
        {
            ConcurrentBag<int> bag = [1, 2, 3];
            return bag.TryTake(out int taken) + " " + taken + " " + string.Join(",", bag.Order()) + bag.Count;
        });
        table.Case("ConcurrentQueue of four threads", static () =>
        {
            ConcurrentQueue<int> queue = new();
            int sum = 0;
            InThreads(4, () =>
            {
                for (int i = 0; i < 100; i++)
                {
                    queue.Enqueue(1);
                }
            });
            while (queue.TryDequeue(out int one))
            {
                sum += one;
            }

            return sum;
        });
    }

    private static void Blocking(Table table)
    {
        table.Case("BlockingCollection", static () =>
        {
            using BlockingCollection<int> pipe = new(2);
            Thread producer = new(() =>
            {
                for (int i = 0; i < 20; i++)
                {
                    pipe.Add(i);
                }

                pipe.CompleteAdding();
            });
            producer.Start();
            int sum = pipe.GetConsumingEnumerable().Sum();
            producer.Join();
            return sum + " " + pipe.IsCompleted;
        });
        table.Case("BlockingCollection full", static () =>
        {
            using BlockingCollection<int> pipe = new(1) { 1 };
            return pipe.TryAdd(2) + " " + pipe.TryAdd(2, 1) + " " + pipe.TryTake(out int item) + item;
        });
        table.Case("BlockingCollection add when complete", static () =>
        {
            BlockingCollection<int> pipe = [];
            pipe.CompleteAdding();
            pipe.Add(1);
            return 0;
        });
        table.Case("BlockingCollection take when complete", static () =>
        {
            BlockingCollection<int> pipe = [];
            pipe.CompleteAdding();
            return pipe.Take();
        });
        table.Case("BlockingCollection canceled", static () => new BlockingCollection<int>().Take(new CancellationToken(true)));
        table.Case("BlockingCollection of a stack", static () =>
        {
            BlockingCollection<int> pipe = new(new ConcurrentStack<int>()) { 1, 2 };
            return pipe.Take();
        });
        table.Case("BlockingCollection bad capacity", static () => new BlockingCollection<int>(0).Count);
    }

    private static void Channels(Table table)
    {
        table.Case("Channel", static () => Through(Channel.CreateUnbounded<int>()).Result);
        table.Case("Channel, bounded", static () => Through(Channel.CreateBounded<int>(2)).Result);
        table.Each("Channel, full", [BoundedChannelFullMode.Wait, BoundedChannelFullMode.DropNewest, BoundedChannelFullMode.DropOldest,
            BoundedChannelFullMode.DropWrite], static mode =>
        {
            List<int> lost = [];
            Channel<int> channel = Channel.CreateBounded<int>(new BoundedChannelOptions(2) { FullMode = mode }, lost.Add);
            string written = string.Join(",", Enumerable.Range(1, 4).Select(channel.Writer.TryWrite));
            List<int> read = [];
            while (channel.Reader.TryRead(out int item))
            {
                read.Add(item);
            }

            return written + " " + string.Join(",", read) + " " + string.Join(",", lost);
        });
        table.Case("Channel closed", static () =>
        {
            Channel<int> channel = Channel.CreateUnbounded<int>();
            channel.Writer.Complete();
            return channel.Writer.TryWrite(1) + " " + channel.Writer.TryComplete() + " " + channel.Reader.Completion.IsCompletedSuccessfully
                + " " + channel.Reader.WaitToReadAsync().Result;
        });
        table.Case("Channel closed twice", static () =>
        {
            Channel<int> channel = Channel.CreateUnbounded<int>();
            channel.Writer.Complete();
            channel.Writer.Complete();
            return 0;
        });
        table.Case("Channel read when closed", static () => Failure(async () =>
        {
            Channel<int> channel = Channel.CreateUnbounded<int>();
            channel.Writer.Complete();
            _ = await channel.Reader.ReadAsync();
        }).Result);
        table.Case("Channel closed with an error", static () => Failure(async () =>
        {
            Channel<int> channel = Channel.CreateUnbounded<int>();
            channel.Writer.Complete(new InvalidOperationException("cause"));
            _ = await channel.Reader.WaitToReadAsync();
        }).Result);
        table.Case("Channel canceled", static () => Failure(async () =>
        {
            using CancellationTokenSource source = new();
            ValueTask<int> read = Channel.CreateUnbounded<int>().Reader.ReadAsync(source.Token);
            source.Cancel();
            _ = await read;
        }).Result);
        table.Case("Channel count and peek", static () =>
        {
            Channel<int> channel = Channel.CreateUnbounded<int>();
            _ = channel.Writer.TryWrite(5);
            return channel.Reader.Count
                + " "
                + channel.Reader.CanCount
                + " "
                + channel.Reader.TryPeek(out int item)
                + item
                + channel.Reader.Count;
        });
    }

    private static async Task<string> Through(Channel<int> channel)
    {
        Task writer = Write(channel.Writer);
        int sum = 0;
        await foreach (int item in channel.Reader.ReadAllAsync())
        {
            sum += item;
        }

        await writer;
        return sum + " " + channel.Reader.Completion.IsCompleted;
    }

    private static async Task Write(ChannelWriter<int> writer)
    {
        for (int i = 0; i < 10; i++)
        {
            await writer.WriteAsync(i);
            await Task.Yield();
        }

        writer.Complete();
    }

    private static async Task<string> Failure(Func<Task> act)
    {
        try
        {
            await act();
            return "none";
        }
        catch (Exception error)
        {
            return error.GetType().Name + " " + (error.InnerException?.Message ?? "-");
        }
    }

    private static void Sorted(Table table)
    {
        table.Case("SortedList", static () => List());
        table.Case("SortedList by place", static () => List().GetKeyAtIndex(1) + List().GetValueAtIndex(2) + " " + List().IndexOfKey("zz"));
        table.Case("SortedList duplicate", static () =>
        {
            List().Add("b", 1);
            return 0;
        });
        table.Case("SortedList missing", static () => List()["none"]);
        table.Case("SortedList removed", static () =>
        {
            SortedList<string, int> list = List();
            list.RemoveAt(0);
            return list.Remove("c") + " " + string.Join(",", list.Keys) + string.Join(",", list.Values) + list.ContainsValue(2);
        });
        table.Case(
            "SortedList reversed",
            static () => new SortedList<int, string>(Comparer<int>.Create((a, b) => b - a)) { [1] = "a", [3] = "c" });
        table.Case("SortedList changed while enumerated", static () =>
        {
            SortedList<string, int> list = List();
            foreach (KeyValuePair<string, int> pair in list)
            {
                list["x"] = 1;
            }

            return 0;
        });
    }

    private static SortedList<string, int> List() => new() { ["b"] = 2, ["a"] = 1, ["c"] = 3 };

    private static void Forgotten(Table table)
    {
        table.Case("WeakReference, kept", static () =>
        {
            object kept = new();
            WeakReference<object> weak = new(kept);
            GC.Collect();
            bool isThere = weak.TryGetTarget(out object? found) && ReferenceEquals(found, kept);
            GC.KeepAlive(kept);
            return isThere;
        });
        table.Case("WeakReference, forgotten", static () =>
        {
            List<WeakReference> all = Forget(200);
            GC.Collect();
            return all.Count(weak => !weak.IsAlive) > 150;
        });
        table.Case("WeakReference, set", static () =>
        {
            WeakReference weak = new(null);
            string text = new('x', 3);
            bool wasThere = weak.IsAlive;
            weak.Target = text;
            return wasThere + " " + weak.Target;
        });
        table.Case("finalizers", static () =>
        {
            MakeGarbage(300);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Finalized.Count > 250;
        });
        table.Case("finalizers suppressed", static () =>
        {
            MakeSuppressed(100);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Suppressed.Count;
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Forget(int count)
    {
        List<WeakReference> all = [];
        for (int i = 0; i < count; i++)
        {
            all.Add(new WeakReference(new int[4]));
        }

        return all;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeGarbage(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _ = new Finalized();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeSuppressed(int count)
    {
        for (int i = 0; i < count; i++)
        {
            GC.SuppressFinalize(new Suppressed());
        }
    }

    private static void InThreads(int count, ThreadStart act)
    {
        Thread[] threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            threads[i] = new Thread(act);
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    private sealed class Finalized
    {
        internal static int Count;

        ~Finalized() => Interlocked.Increment(ref Count);
    }

    private sealed class Suppressed
    {
        internal static int Count;

        ~Suppressed() => Interlocked.Increment(ref Count);
    }
}
