// Threads that build, change and check graphs of objects while others collect: the output depends only on the seed.

using System.Runtime.CompilerServices;

internal static class StressProgram
{
    private const int ThreadCount = 6;
    private static bool s_isOver;

    internal static int Main(string[] args)
    {
        int seed = Argument(args, 0, 1);
        int rounds = Argument(args, 1, 12);
        var sums = new ulong[ThreadCount];
        var collector = new Thread(Collect);
        collector.Start();
        Thread[] threads = [.. Enumerable.Range(0, ThreadCount).Select(i =>
            new Thread(() => sums[i] = new Worker((seed * 31) + i).Run(rounds)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Volatile.Write(ref s_isOver, true);
        collector.Join();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Console.WriteLine($"seed {seed}: {string.Join(' ', sums.Select(sum => sum.ToString("x16")))}");
        Console.WriteLine($"bad {Worker.Bad}, finalizers {(Worker.Finalized > 0 ? "ran" : "did not run")}");
        return Worker.Bad == 0 ? 0 : 1;
    }

    private static int Argument(string[] all, int index, int otherwise) => index < all.Length ? int.Parse(all[index]) : otherwise;

    // Each generation, at once and when the collector likes, blocking and concurrent, compacting and not.
    private static void Collect()
    {
        for (int i = 0; !Volatile.Read(ref s_isOver); i++)
        {
            GCCollectionMode mode = i % 4 == 0 ? GCCollectionMode.Optimized : GCCollectionMode.Forced;
            GC.Collect(i % 3, mode, blocking: i % 2 == 0, compacting: i % 5 == 0);
            Thread.Yield();
        }
    }

    private sealed class Node(ulong value, Node? left, Node? right)
    {
        internal ulong Value = value;
        internal Node? Left = left;
        internal Node? Right = right;
        internal readonly ulong Check = ~value;
        internal byte[]? Bulk;
    }

    private sealed class Dying
    {
        ~Dying() => Interlocked.Increment(ref Worker.Finalized);
    }

    private sealed class Worker(int seed)
    {
        internal static int Bad;
        internal static int Finalized;
        private readonly Random _random = new(seed);
        private readonly Dictionary<int, Node> _kept = [];
        private readonly ConditionalWeakTable<Node, string> _names = [];
        private readonly List<WeakReference<Node>> _weak = [];

        internal ulong Run(int rounds)
        {
            ulong sum = 0;
            for (int round = 0; round < rounds; round++)
            {
                for (int i = 0; i < 60; i++)
                {
                    Change();
                }

                sum = (sum * 1_000_003) + _kept.OrderBy(pair => pair.Key).Aggregate(0ul, (all, pair) => (all * 31) + Sum(pair.Value, 0));
            }

            GC.KeepAlive(_names);
            return sum;
        }

        private void Change()
        {
            int key = _random.Next(200);
            switch (_random.Next(5))
            {
                case 0:
                    _kept[key] = Tree(_random.Next(3, 8));
                    break;
                case 1:
                    _kept.Remove(key);
                    _ = new Dying();
                    break;
                case 2 when _kept.TryGetValue(key, out Node? node):
                    // Old objects that point to young ones: the reason for write barriers.
                    node.Left = Tree(3);
                    node.Bulk = new byte[_random.Next(1, 20) * 5_000];
                    node.Bulk.AsSpan().Fill((byte)node.Value);
                    break;
                case 3 when _kept.TryGetValue(key, out Node? node):
                    _names.AddOrUpdate(node, $"node {key}");
                    _weak.Add(new WeakReference<Node>(node));
                    break;
                default:
                    _ = string.Concat(Enumerable.Range(0, _random.Next(40)).Select(i => i.ToString()));
                    break;
            }

            CheckWeak();
        }

        // A weak reference has its object as long as another reference exists, unchanged.
        private void CheckWeak()
        {
            if (_weak.Count > 50)
            {
                foreach (WeakReference<Node> weak in _weak)
                {
                    if (weak.TryGetTarget(out Node? node) && node.Check != ~node.Value)
                    {
                        Interlocked.Increment(ref Bad);
                    }
                }

                _weak.Clear();
            }
        }

        private Node Tree(int depth)
        {
            ulong value = (ulong)_random.NextInt64();
            return depth == 0 ? new Node(value, null, null) : new Node(value, Tree(depth - 1),
                Tree(depth - _random.Next(1, Math.Min(depth, 3) + 1)));
        }

        private static ulong Sum(Node? node, int depth)
        {
            if (node is null)
            {
                return 17;
            }

            bool isBulkRight = node.Bulk is null || !node.Bulk.AsSpan().ContainsAnyExcept((byte)node.Value);
            if (node.Check != ~node.Value || depth > 40 || !isBulkRight)
            {
                Interlocked.Increment(ref Bad);
                return 0;
            }

            return node.Value + (3 * Sum(node.Left, depth + 1)) + (5 * Sum(node.Right, depth + 1));
        }
    }
}
