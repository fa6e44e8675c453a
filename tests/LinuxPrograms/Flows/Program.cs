// Channels, asynchronous streams, pipelines of observers.

using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Threading.Channels;

internal static class FlowsProgram
{
    internal static void Main() => Run().GetAwaiter().GetResult();

    private static async Task Run()
    {
        Channel<int> narrow = Channel.CreateBounded<int>(new BoundedChannelOptions(4) { SingleReader = true });
        Task<long> reader = Task.Run(async () =>
        {
            long sum = 0;
            await foreach (int value in narrow.Reader.ReadAllAsync())
            {
                sum += value;
            }

            return sum;
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 500; i++)
            {
                await narrow.Writer.WriteAsync((writer * 1000) + i);
            }
        })));
        narrow.Writer.Complete();
        Console.WriteLine($"{await reader} {narrow.Reader.Completion.IsCompletedSuccessfully}");

        Channel<string> lossy = Channel.CreateBounded<string>(
            new BoundedChannelOptions(2) { FullMode = BoundedChannelFullMode.DropOldest });
        Array.ForEach(["a", "b", "c", "d"], text => lossy.Writer.TryWrite(text));
        lossy.Writer.Complete(new InvalidOperationException("closed"));
        Console.WriteLine(string.Concat(await lossy.Reader.ReadAsync(), await lossy.Reader.ReadAsync()));
        try
        {
            await lossy.Reader.ReadAsync();
        }
        catch (ChannelClosedException e)
        {
            Console.WriteLine($"{e.GetType().Name} {e.InnerException?.Message}");
        }

        Console.WriteLine(string.Join(' ', await Numbers(10).Where(n => n % 2 == 1).Select(n => n * n).ToArrayAsync()));
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(20);
        try
        {
            await Task.Delay(Timeout.Infinite, stop.Token);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("cancelled");
        }

        Observe();
    }

    private static async IAsyncEnumerable<int> Numbers(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    private static void Observe()
    {
        using var source = new Subject<int>();
        using IDisposable subscription = source.Scan(0, (sum, n) => sum + n).DistinctUntilChanged().Buffer(3)
            .Subscribe(list => Console.WriteLine(string.Join('+', list)), e => Console.WriteLine(e.Message),
            () => Console.WriteLine("end"));
        foreach (int n in (int[])[1, 0, 2, 3, 4, 5])
        {
            source.OnNext(n);
        }

        source.OnCompleted();
        Observable.Range(1, 12).GroupBy(n => n % 3).SelectMany(group => group.Sum().Select(sum => $"{group.Key}:{sum}"))
            .Subscribe(Console.WriteLine);
        var time = new HistoricalScheduler();
        Observable.Interval(TimeSpan.FromSeconds(1), time).Select(n => $"x{n}").Take(3).Materialize()
            .Subscribe(note => Console.WriteLine($"{time.Clock:mm:ss} {note}"));
        time.AdvanceBy(TimeSpan.FromMinutes(1));
    }
}
