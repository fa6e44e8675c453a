// Tasks, async streams, locals that follow them, and what threads wait for.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using System.Threading.Tasks.Sources;

namespace RustKernel.ParityProgram;

internal static class TaskCases
{
    private static readonly AsyncLocal<string> s_local = new();

    internal static void Run(Table table)
    {
        Streams(table);
        Locals(table);
        Waits(table);
        Timers(table);
    }

    private static void Streams(Table table)
    {
        table.Case("await using", static () => Disposing().Result);
        table.Case("await foreach", static () => Sum(Count(5, 0)).Result);
        table.Case("await foreach, waits", static () => Sum(Count(5, 1)).Result);
        table.Case("await foreach, throws", static () => Sum(Failing()).Result);
        table.Case("await foreach, break runs finally", static () => Broken().Result);
        table.Case("await foreach, canceled", static () => Canceled().Result);
        table.Case("async enumerator by hand", static () => ByHand().Result);
        table.Case("ValueTask of a source", static () => FromSource().Result);
        table.Case("ValueTask of a failing source", static () => FromFailingSource().Result);
        table.Case("ValueTask.ToString", static () => new ValueTask<int>(4).ToString());
        table.Case("ValueTask equality", static () => new ValueTask<int>(4) == new ValueTask<int>(4));
        table.Case("ValueTask completed", static () => ValueTask.CompletedTask.IsCompletedSuccessfully);
        table.Case("ValueTask.FromException", static () => ValueTask.FromException(new InvalidOperationException()).IsFaulted);
        table.Case("ValueTask.FromCanceled", static () => ValueTask.FromCanceled(new CancellationToken(true)).IsCanceled);
    }

    private static void Locals(Table table)
    {
        table.Case("AsyncLocal, default", static () => new AsyncLocal<int>().Value);
        table.Case("AsyncLocal follows an await", static () => Following().Result);
        table.Case("AsyncLocal of a called method stays there", static () => Calling().Result);
        table.Case("AsyncLocal flows into Task.Run", static () => IntoRun().Result);
        table.Case("AsyncLocal flows into a thread", static () =>
        {
            s_local.Value = "outer";
            string seen = "";
            Thread thread = new(() => seen = s_local.Value);
            thread.Start();
            thread.Join();
            return seen;
        });
        table.Case("AsyncLocal reports changes", static () =>
        {
            string seen = "";
            AsyncLocal<int> local = new(change => seen += $"{change.PreviousValue}>{change.CurrentValue} ") { Value = 1 };
            local.Value = 2;
            return seen;
        });
        table.Case("ExecutionContext.Run", static () =>
        {
            s_local.Value = "a";
            ExecutionContext context = ExecutionContext.Capture()!;
            s_local.Value = "b";
            string seen = "";
            ExecutionContext.Run(context, _ => seen = s_local.Value, null);
            return seen + s_local.Value;
        });
    }

    private static void Waits(Table table)
    {
        table.Case("Lock", static () =>
        {
            Lock gate = new();
            lock (gate)
            {
                using (gate.EnterScope())
                {
                    return gate.IsHeldByCurrentThread;
                }
            }
        });
        table.Case("Lock, not held", static () => new Lock().IsHeldByCurrentThread);
        table.Case("Lock.Exit without Enter", static () =>
        {
            new Lock().Exit();
            return "no";
        });
        table.Case("ManualResetEventSlim across threads", static () =>
        {
            ManualResetEventSlim gate = new();
            new Thread(gate.Set).Start();
            gate.Wait();
            return gate.IsSet;
        });
        table.Case("ManualResetEventSlim times out", static () => new ManualResetEventSlim().Wait(5));
        table.Case(
            "ManualResetEventSlim cancels",
            static () => new ManualResetEventSlim().Wait(600_000, new CancellationTokenSource(5).Token));
        table.Case("ManualResetEventSlim disposed", static () =>
        {
            ManualResetEventSlim gate = new();
            gate.Dispose();
            gate.Wait();
            return "no";
        });
        table.Case("AutoResetEvent", static () =>
        {
            AutoResetEvent gate = new(true);
            return $"{gate.WaitOne(0)} {gate.WaitOne(0)} {gate.Set()} {gate.WaitOne()} {gate.WaitOne(1)}";
        });
        table.Case("ManualResetEvent", static () =>
        {
            ManualResetEvent gate = new(false);
            bool before = gate.WaitOne(1);
            gate.Set();
            return $"{before} {gate.WaitOne()} {gate.WaitOne()} {gate.Reset()} {gate.WaitOne(0)}";
        });
        table.Case("WaitHandle.WaitAny", static () => WaitHandle.WaitAny([new AutoResetEvent(false), new AutoResetEvent(true)]));
        table.Case("WaitHandle.WaitAny times out", static () => WaitHandle.WaitAny([new AutoResetEvent(false)], 5));
        table.Case("SemaphoreSlim counts", static () =>
        {
            SemaphoreSlim gate = new(2, 3);
            gate.Wait();
            gate.Wait();
            return $"{gate.CurrentCount} {gate.Wait(1)} {gate.Release(2)} {gate.CurrentCount}";
        });
        table.Case("SemaphoreSlim is full", static () => new SemaphoreSlim(1, 1).Release());
        table.Case("SemaphoreSlim(2, 1)", static () => new SemaphoreSlim(2, 1));
        table.Case("SemaphoreSlim(-1)", static () => new SemaphoreSlim(-1));
        table.Case("SemaphoreSlim.WaitAsync", static () => Throttled().Result);
        table.Case("SemaphoreSlim.WaitAsync times out", static () => new SemaphoreSlim(0).WaitAsync(5).Result);
        table.Case("SemaphoreSlim.WaitAsync canceled", static () => new SemaphoreSlim(0).WaitAsync(new CancellationToken(true)).IsCanceled);
        table.Case("CountdownEvent", static () =>
        {
            CountdownEvent left = new(3);
            for (int i = 0; i < 3; i++)
            {
                new Thread(() => left.Signal()).Start();
            }

            left.Wait();
            return $"{left.IsSet} {left.CurrentCount} {left.TryAddCount()}";
        });
        table.Case("CountdownEvent, too often", static () => new CountdownEvent(1).Signal(2));
        table.Case("ThreadLocal", static () =>
        {
            ThreadLocal<int> local = new(() => 7) { Value = 1 };
            int seen = 0;
            Thread thread = new(() => seen = local.Value);
            thread.Start();
            thread.Join();
            return $"{local.Value} {seen} {local.IsValueCreated}";
        });
        table.Case("SpinWait.SpinUntil", static () => SpinWait.SpinUntil(static () => false, 5));
        table.Case("LazyInitializer", static () =>
        {
            string? text = null;
            return LazyInitializer.EnsureInitialized(ref text, () => "made") + text;
        });
        table.Case("Interlocked", static () =>
        {
            int n = 5;
            return $"{Interlocked.Increment(ref n)} {Interlocked.Add(ref n, 4)} {Interlocked.Exchange(ref n, 1)} "
                + $"{Interlocked.CompareExchange(ref n, 9, 1)} {n}";
        });
    }

    private static void Timers(Table table)
    {
        table.Case("Timer ticks", static () => Ticking().Result);
        table.Case("PeriodicTimer", static () => Periodic().Result);
        table.Case("Task.WhenAll, order", static () => Task.WhenAll(Later(9, 1), Later(1, 2), Later(5, 3)).Result);
        table.Case("Task.WhenAny", static () => Task.WhenAny(Later(200, 1), Later(1, 2)).Result.Result);
        table.Case("Task.WaitAsync times out", static () => WaitingTooLong().Result);
        table.Case("ContinueWith", static () => Later(1, 4).ContinueWith(static t => t.Result * 2).Result);
        table.Case("AggregateException", static () =>
        {
            try
            {
                Task.WhenAll(Failing(1), Failing(2)).Wait();
                return "no";
            }
            catch (AggregateException e)
            {
                return string.Join(" ", e.InnerExceptions.Select(static i => i.Message).Order());
            }
        });
    }

    private static async Task<int> Later(int milliseconds, int value)
    {
        await Task.Delay(milliseconds);
        return value;
    }

    private static async Task Failing(int number)
    {
        await Task.Yield();
        throw new InvalidOperationException(number.ToString());
    }

    private static async Task<string> WaitingTooLong()
    {
        try
        {
            await Later(1000, 1).WaitAsync(TimeSpan.FromMilliseconds(5));
            return "no";
        }
        catch (TimeoutException)
        {
            return "late";
        }
    }

    private static async Task<int> Ticking()
    {
        TaskCompletionSource done = new();
        int ticks = 0;
        using Timer timer = new(_ =>
        {
            if (++ticks == 3)
            {
                done.TrySetResult();
            }
        }, null, 1, 1);
        await done.Task;
        return Math.Min(ticks, 3);
    }

    private static async Task<int> Periodic()
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(1));
        int ticks = 0;
        while (ticks < 3 && await timer.WaitForNextTickAsync())
        {
            ticks++;
        }

        return ticks;
    }

    private static async Task<string> Throttled()
    {
        SemaphoreSlim gate = new(2);
        int inside = 0;
        int most = 0;
        async Task Work()
        {
            await gate.WaitAsync();
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Delay(2);
            Interlocked.Decrement(ref inside);
            gate.Release();
        }

        await Task.WhenAll(Work(), Work(), Work(), Work(), Work());
        return $"{most} {gate.CurrentCount}";
    }

    private static async Task<string> Following()
    {
        s_local.Value = "a";
        await Task.Yield();
        string seen = s_local.Value;
        s_local.Value = "b";
        await Task.Delay(1);
        return seen + s_local.Value;
    }

    private static async Task<string> Calling()
    {
        s_local.Value = "outer";
        await Changing();
        return s_local.Value;
    }

    private static async Task Changing()
    {
        s_local.Value = "inner";
        await Task.Yield();
    }

    private static async Task<string> IntoRun()
    {
        s_local.Value = "outer";
        string seen = await Task.Run(static () => s_local.Value);
        return seen + s_local.Value;
    }

    private static async Task<string> Disposing()
    {
        Resource resource = new();
        await using (resource)
        {
            resource.Log += "used ";
        }

        await using (resource.ConfigureAwait(false))
        {
        }

        return resource.Log;
    }

    private static async IAsyncEnumerable<int> Count(int end, int pause, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        for (int i = 0; i < end; i++)
        {
            if (pause > 0)
            {
                await Task.Delay(pause, cancel);
            }

            yield return i;
        }
    }

    private static async IAsyncEnumerable<int> Failing()
    {
        yield return 1;
        await Task.Yield();
        throw new FormatException();
    }

    private static async IAsyncEnumerable<int> Logging(List<string> log)
    {
        try
        {
            yield return 1;
            await Task.Yield();
            yield return 2;
        }
        finally
        {
            await Task.Yield();
            log.Add("finally");
        }
    }

    private static async Task<string> Sum(IAsyncEnumerable<int> items)
    {
        int sum = 0;
        try
        {
            await foreach (int item in items)
            {
                sum += item;
            }
        }
        catch (FormatException)
        {
            return "failed at " + sum;
        }

        return sum.ToString();
    }

    private static async Task<string> Broken()
    {
        List<string> log = [];
        await foreach (int item in Logging(log))
        {
            log.Add(item.ToString());
            break;
        }

        return string.Join(" ", log);
    }

    private static async Task<string> Canceled()
    {
        CancellationTokenSource stop = new();
        int seen = 0;
        try
        {
            await foreach (int item in Count(50, 1).WithCancellation(stop.Token).ConfigureAwait(false))
            {
                seen = item;
                if (item == 2)
                {
                    stop.Cancel();
                }
            }

            return "no";
        }
        catch (OperationCanceledException)
        {
            return "canceled after " + seen;
        }
    }

    private static async Task<string> ByHand()
    {
        IAsyncEnumerator<int> items = Count(2, 1).GetAsyncEnumerator();
        string text = $"{await items.MoveNextAsync()} {items.Current} {await items.MoveNextAsync()} {items.Current} "
            + $"{await items.MoveNextAsync()}";
        await items.DisposeAsync();
        return text;
    }

    private static async Task<string> FromSource()
    {
        Source source = new();
        ValueTask<int> first = source.Next();
        source.Core.SetResult(1);
        int one = await first;
        source.Core.Reset();
        ValueTask<int> second = source.Next();
        bool before = second.IsCompleted;
        _ = Task.Run(() => source.Core.SetResult(2));
        return $"{one} {before} {await second}";
    }

    private static async Task<string> FromFailingSource()
    {
        Source source = new();
        ValueTask<int> task = source.Next();
        source.Core.SetException(new FormatException());
        bool isFaulted = task.IsFaulted;
        try
        {
            await task;
            return "no";
        }
        catch (FormatException)
        {
            return $"{isFaulted}";
        }
    }

    private sealed class Resource : IAsyncDisposable
    {
        internal string Log { get; set; } = "";

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            Log += "disposed ";
        }
    }

    private sealed class Source : IValueTaskSource<int>
    {
        internal ManualResetValueTaskSourceCore<int> Core;

        public int GetResult(short token) => Core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => Core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            Core.OnCompleted(continuation, state, token, flags);

        internal ValueTask<int> Next() => new(this, Core.Version);
    }
}
