// Suite async: tasks, cancellation, exceptions across await.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.SelfTests;

namespace RustKernel.RuntimeTest;

[Suite("async", 170)]
internal static partial class AsyncCases
{
    private static async Task<int> Later(int value)
    {
        await Task.Yield();
        return value;
    }

    [Test]
    private static async Task Basics()
    {
        int sum = 0;
        for (int i = 0; i < 10; i++)
        {
            sum += await Later(i);
        }

        Checks.Equal(45, sum);
        Task<int> ready = Task.FromResult(3);
        Checks.That(ready.IsCompletedSuccessfully);
        Checks.Equal(3, await ready);
        await Task.CompletedTask;
        string text = await Task.Run(() => "run") + await Task.Run(async () =>
        {
            await Task.Delay(1);
            return "ning";
        });
        Checks.Equal("running", text);
        TaskCompletionSource<string> source = new();
        Task<string> waits = Append(source.Task, "!");
        Checks.That(!waits.IsCompleted);
        source.SetResult("done");
        Checks.Equal("done!", await waits);
        Checks.That(!source.TrySetResult("again"));
        Func<int, Task<int>> twice = async value => 2 * await Later(value);
        Checks.Equal(14, await twice(7).ConfigureAwait(false));
    }

    private static async Task<string> Append(Task<string> task, string more) => await task + more;

    [Test("delay")]
    private static async Task Delays()
    {
        List<int> order = new();
        async Task Add(int milliseconds, int number)
        {
            await Task.Delay(milliseconds);
            lock (order)
            {
                order.Add(number);
            }
        }

        await Task.WhenAll(Add(12, 3), Add(1, 1), Add(6, 2));
        // The clock decides the order, and under .NET the pool: LoopCases checks it on the target.
        Checks.Equal(3, order.Count);
        Checks.Equal(6, order[0] + order[1] + order[2]);
    }

    [Test("when_all")]
    private static async Task WhenAllAndAny()
    {
        int[] all = await Task.WhenAll(Later(1), Later(2), Later(3));
        Checks.Equal(3, all.Length);
        Checks.Equal(6, all[0] + all[1] + all[2]);
        TaskCompletionSource never = new();
        Task<int> soon = Later(4);
        Task first = await Task.WhenAny(never.Task, soon);
        Checks.That(first == soon && !never.Task.IsCompleted);
        await Task.WhenAll();
        Task failed = Task.WhenAll(Later(1), Fail("one"), Fail("two"));
        string message = "";
        try
        {
            await failed;
        }
        catch (InvalidOperationException e)
        {
            message = e.Message;
        }

        Checks.Equal("one", message);
        Checks.Equal(TaskStatus.Faulted, failed.Status);
    }

    private static async Task Fail(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    [Test]
    private static async Task Exceptions()
    {
        string log = "";
        try
        {
            try
            {
                await Fail("a");
            }
            finally
            {
                await Task.Delay(1);
                log += "finally ";
            }
        }
        catch (InvalidOperationException e) when (e.Message == "a")
        {
            await Task.Yield();
            log += "caught " + e.Message;
        }

        Checks.Equal("finally caught a", log);

        // Even before the first await, an async method's exception goes into its task.
        Task early = Early();
        Checks.That(early.IsFaulted);
        Checks.That(early.Exception!.InnerException is FormatException);
        bool isCaught = false;
        try
        {
            await early;
        }
        catch (FormatException)
        {
            isCaught = true;
        }

        Checks.That(isCaught);
    }

#pragma warning disable CS1998 // that it does not await is the point
    private static async Task Early() => throw new FormatException("early");
#pragma warning restore CS1998

    private static async Task<int> Deep(int depth, List<string> log)
    {
        try
        {
            await Task.Yield();
            return depth == 0 ? int.Parse("x") : await Deep(depth - 1, log) + 1;
        }
        finally
        {
            log.Add($"f{depth}");
        }
    }

    [Test("nested")]
    private static async Task NestedExceptions()
    {
        List<string> log = new();
        string caught = "";
        try
        {
            _ = await Deep(5, log);
        }
        catch (FormatException)
        {
            caught = "format";
        }

        Checks.Equal("format", caught);
        Checks.Equal("f0,f1,f2,f3,f4,f5", string.Join(",", log));
        string outer = "";
        try
        {
            try
            {
                await Fail("inner");
            }
            catch (InvalidOperationException e)
            {
                await Task.Yield();
                throw new ArgumentException("outer", e);
            }
        }
        catch (ArgumentException e)
        {
            outer = e.InnerException!.Message;
        }

        Checks.Equal("inner", outer);
    }

    [Test]
    private static void Blocking()
    {
        Checks.Equal(5, Later(5).Result);
        Checks.Equal(6, Later(6).GetAwaiter().GetResult());
        string aggregate = "";
        try
        {
            Fail("x").Wait();
        }
        catch (AggregateException e)
        {
            aggregate = e.InnerException!.Message;
        }

        Checks.Equal("x", aggregate);
        bool isDirect = false;
        try
        {
            Fail("y").GetAwaiter().GetResult();
        }
        catch (InvalidOperationException)
        {
            isDirect = true;
        }

        Checks.That(isDirect);
        Checks.That(!new TaskCompletionSource().Task.Wait(5));
        Checks.That(Task.Delay(1).Wait(10_000));
    }

    [Test]
    private static async Task Cancel()
    {
        using CancellationTokenSource source = new();
        Task endless = Task.Delay(Timeout.Infinite, source.Token);
        int called = 0;
        using (source.Token.Register(() => called++))
        {
            source.Token.Register(() => called += 10).Dispose();
            Checks.That(source.Token.CanBeCanceled && !source.Token.IsCancellationRequested);
            source.Cancel();
        }

        Checks.Equal(1, called);
        bool isCanceled = false;
        try
        {
            await endless;
        }
        catch (OperationCanceledException)
        {
            isCanceled = true;
        }

        Checks.That(isCanceled && endless.IsCanceled && !endless.IsFaulted);
        Task work = Work(source.Token);
        Checks.That(work.IsCanceled);
        using CancellationTokenSource later = new();
        later.CancelAfter(5);
        Task delayed = Task.Delay(60_000, later.Token);
        try
        {
            await delayed;
        }
        catch (TaskCanceledException)
        {
        }

        Checks.That(delayed.IsCanceled);
        Checks.That(!CancellationToken.None.CanBeCanceled);
    }

    private static async Task Work(CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        await Task.Yield();
    }

    private static async ValueTask<int> Half(int value)
    {
        if (value % 2 != 0)
        {
            await Task.Yield();
            throw new ArgumentException("odd");
        }

        return value / 2;
    }

    private static async ValueTask Nothing() => await Task.Yield();

    [Test("value_task")]
    private static async Task ValueTasks()
    {
        Checks.Equal(4, await Half(8));
        await Nothing();
        bool isThrown = false;
        try
        {
            _ = await Half(3);
        }
        catch (ArgumentException)
        {
            isThrown = true;
        }

        Checks.That(isThrown);
        Checks.Equal(9, await new ValueTask<int>(9));
        Checks.Equal(2, await Half(4).AsTask());
    }

    [Test("threads")]
    private static async Task FromThreads()
    {
        int sum = 0;
        for (int i = 0; i < 20; i++)
        {
            TaskCompletionSource<int> source = new();
            int number = i;
            Thread thread = new(() => source.SetResult(number));
            thread.Start();
            sum += await source.Task;
        }

        Checks.Equal(190, sum);
    }

    [Test]
    private static async Task Many()
    {
        Task<int>[] tasks = new Task<int>[500];
        for (int i = 0; i < tasks.Length; i++)
        {
            tasks[i] = Steps(i);
        }

        long sum = 0;
        foreach (int result in await Task.WhenAll(tasks))
        {
            sum += result;
        }

        Checks.Equal(500L * 499 / 2, sum);
    }

    private static async Task<int> Steps(int value)
    {
        for (int i = 0; i < 5; i++)
        {
            await Task.Yield();
        }

        return value;
    }
}
