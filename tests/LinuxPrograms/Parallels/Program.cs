// Work on many threads, with results that do not depend on their order.

using System.Collections.Concurrent;
using System.Numerics;

internal static class ParallelsProgram
{
    internal static void Main()
    {
        long sum = 0;
        Parallel.For(0, 20_000, () => 0L, (i, _, mine) => mine + ((long)i * i), mine => Interlocked.Add(ref sum, mine));
        Console.WriteLine(sum);

        Console.WriteLine(string.Join(' ', Enumerable.Range(2, 3000).AsParallel().AsOrdered().Where(IsPrime).Select(n => n * 2)
            .Skip(400).Take(8)));
        Console.WriteLine(Enumerable.Range(1, 300).AsParallel().Select(n => new BigInteger(n))
            .Aggregate(BigInteger.One, (a, b) => a * b % BigInteger.Pow(10, 40)).ToString().Length);
        var groups = ParallelEnumerable.Range(0, 10_000).GroupBy(n => n % 7).Select(g => (g.Key, Sum: g.Sum())).OrderBy(g => g.Key);
        Console.WriteLine(string.Join(' ', groups));

        var counts = new ConcurrentDictionary<int, int>();
        Parallel.ForEach(Partitioner.Create(0, 50_000, 777), range =>
        {
            for (int i = range.Item1; i < range.Item2; i++)
            {
                counts.AddOrUpdate(i % 13, 1, (_, n) => n + 1);
            }
        });
        Console.WriteLine(string.Join(' ', counts.OrderBy(pair => pair.Key).Select(pair => pair.Value)));

        int[] numbers = [.. Enumerable.Range(0, 60_000).Select(i => (int)((uint)i * 2_654_435_761 >> 8))];
        Sort(numbers, 0, numbers.Length);
        Console.WriteLine($"{numbers[0]} {numbers[30_000]} {numbers.Zip(numbers.Skip(1)).All(pair => pair.First <= pair.Second)}");

        Limits();
        Console.WriteLine(Task.WhenAll(Enumerable.Range(0, 40).Select(async n => { await Task.Yield(); return n; })).Result.Sum());
    }

    private static bool IsPrime(int n) => n > 1 && Enumerable.Range(2, (int)Math.Sqrt(n) - 1).All(d => n % d != 0);

    private static void Sort(int[] numbers, int from, int to)
    {
        if (to - from < 2_000)
        {
            Array.Sort(numbers, from, to - from);
            return;
        }

        int middle = (from + to) / 2;
        Parallel.Invoke(() => Sort(numbers, from, middle), () => Sort(numbers, middle, to));
        int[] merged = new int[to - from];
        for (int i = 0, a = from, b = middle; i < merged.Length; i++)
        {
            merged[i] = b == to || (a < middle && numbers[a] <= numbers[b]) ? numbers[a++] : numbers[b++];
        }

        merged.CopyTo(numbers, from);
    }

    private static void Limits()
    {
        using var gate = new SemaphoreSlim(3);
        using var start = new Barrier(6);
        int most = 0;
        int inside = 0;
        object watch = new();
        Thread[] threads = [.. Enumerable.Range(0, 6).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            for (int i = 0; i < 50; i++)
            {
                gate.Wait();
                lock (watch)
                {
                    most = Math.Max(most, ++inside);
                }

                Thread.Yield();
                lock (watch)
                {
                    inside--;
                }

                gate.Release();
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Console.WriteLine($"{most <= 3} {inside}");
        try
        {
            Parallel.For(0, 100, i => { if (i == 42) { throw new InvalidOperationException("forty-two"); } });
        }
        catch (AggregateException e)
        {
            Console.WriteLine(string.Join(',', e.InnerExceptions.Select(inner => inner.Message).Distinct()));
        }
    }
}
