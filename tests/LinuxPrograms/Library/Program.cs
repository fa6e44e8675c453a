// .NET's library and its runtime: the results are the same everywhere.

using System.Collections.Concurrent;
using System.Numerics;
using System.Text.RegularExpressions;
using System.Threading.Channels;

Console.WriteLine($"arguments {args.Length}: {string.Join(", ", args)}");
Console.WriteLine(string.Join(' ', Enumerable.Range(1, 10).Where(x => x % 3 != 0).Select(x => x * x)));
Console.WriteLine(Regex.Replace("a1b22c333", @"\d+", m => $"<{m.Length}>"));
Console.WriteLine($"{Math.Sqrt(2)} {1e300 * 1e10} {0.1 + 0.2:R} {BigInteger.Pow(7, 100)}");
Console.WriteLine(await Task.Run(() => Enumerable.Range(0, 1000).Sum()));

try
{
    string? none = args.Length > 100 ? "" : null;
    Console.WriteLine(none!.Length);
}
catch (NullReferenceException e)
{
    Console.WriteLine(e.Message);
}

try
{
    int zero = args.Length > 100 ? 1 : 0;
    Console.WriteLine(5 / zero);
}
catch (DivideByZeroException e)
{
    Console.WriteLine(e.Message);
}

var counts = new ConcurrentDictionary<int, int>();
Parallel.For(0, 1000, i => counts.AddOrUpdate(i % 10, 1, (_, n) => n + 1));
Console.WriteLine($"parallel {counts.Count} {counts.Values.Sum()}");

var channel = Channel.CreateBounded<int>(4);
Task producer = Task.Run(async () =>
{
    for (int i = 0; i < 100; i++)
    {
        await channel.Writer.WriteAsync(i);
    }

    channel.Writer.Complete();
});
int sum = 0;
await foreach (int value in channel.Reader.ReadAllAsync())
{
    sum += value;
}

await producer;
Console.WriteLine($"channel {sum}");

using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5)))
{
    int ticks = 0;
    while (ticks < 5 && await timer.WaitForNextTickAsync())
    {
        ticks++;
    }

    Console.WriteLine($"ticks {ticks}");
}

long total = 0;
for (int round = 0; round < 20; round++)
{
    Node? list = null;
    for (int i = 0; i < 20000; i++)
    {
        list = new Node(i, list);
    }

    for (Node? node = list; node is not null; node = node.Next)
    {
        total += node.Value;
    }
}

GC.Collect();
Console.WriteLine($"collected {total} {GC.CollectionCount(0) > 0}");

long all = 0;
var threads = new Thread[6];
for (int t = 0; t < threads.Length; t++)
{
    threads[t] = new Thread(() =>
    {
        for (int round = 0; round < 10; round++)
        {
            Node? list = null;
            for (int i = 0; i < 5000; i++)
            {
                list = new Node(i, list);
            }

            long own = 0;
            for (Node? node = list; node is not null; node = node.Next)
            {
                own += node.Value;
            }

            Interlocked.Add(ref all, own);
        }
    });
    threads[t].Start();
}

foreach (Thread thread in threads)
{
    thread.Join();
}

Console.WriteLine($"threads {all}");
return 23;

internal sealed class Node(int value, Node? next)
{
    public int Value => value;

    public Node? Next => next;
}
