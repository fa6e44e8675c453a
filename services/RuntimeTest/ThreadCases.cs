// Threads, in suite runtime.

using System;
using System.Collections.Generic;
using System.Threading;
using RustKernel.SelfTests;

namespace RustKernel.RuntimeTest;

[Suite("runtime", 130, Part = 1)]
internal static partial class ThreadCases
{
    private const int Count = 4;
    private static readonly object s_gate = new();
    private static readonly Queue<int> s_queue = new();
    private static int s_number;
    [ThreadStatic]
    private static int t_own;
    [ThreadStatic]
    private static string? t_text;

    [Test("threads")]
    internal static void StartAndJoin()
    {
        int sum = 0;
        Thread thread = new(() => sum = 5);
        Checks.That(!thread.IsAlive);
        thread.Start();
        thread.Join();
        Checks.Equal(5, sum);
        Checks.That(!thread.IsAlive);
        Thread given = new(value => sum += (int)value!);
        given.Start(7);
        Checks.That(given.Join(10_000));
        Checks.Equal(12, sum);
        Checks.That(Thread.CurrentThread.ManagedThreadId != given.ManagedThreadId);

        // Threads begin and end; their stacks are reused.
        for (int i = 0; i < 100; i++)
        {
            Thread one = new(() => sum++);
            one.Start();
            one.Join();
        }

        Checks.Equal(112, sum);
        bool isThrown = false;
        try
        {
            thread.Start();
        }
        catch (ThreadStateException)
        {
            isThrown = true;
        }

        Checks.That(isThrown);
    }

    private static void OnAll(ThreadStart work)
    {
        Thread[] threads = new Thread[Count];
        for (int i = 0; i < Count; i++)
        {
            threads[i] = new Thread(work);
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    [Test]
    internal static void Locks()
    {
        s_number = 0;
        OnAll(() =>
        {
            for (int i = 0; i < 2000; i++)
            {
                lock (s_gate)
                {
                    lock (s_gate)
                    {
                        s_number++;
                    }
                }
            }
        });
        Checks.Equal(Count * 2000, s_number);
        Monitor.Enter(s_gate);
        bool isFree = true;
        bool isFreeInTime = true;
        OnAll(() =>
        {
            isFree &= !Monitor.TryEnter(s_gate);
            isFreeInTime &= !Monitor.TryEnter(s_gate, 5);
        });
        Monitor.Exit(s_gate);
        Checks.That(isFree && isFreeInTime && !Monitor.IsEntered(s_gate));
        bool isThrown = false;
        try
        {
            Monitor.Exit(s_gate);
        }
        catch (SynchronizationLockException)
        {
            isThrown = true;
        }

        Checks.That(isThrown);
    }

    [Test("wait_pulse")]
    internal static void WaitAndPulse()
    {
        int sum = 0;
        Thread consumer = new(() =>
        {
            while (true)
            {
                int next;
                lock (s_queue)
                {
                    while (s_queue.Count == 0)
                    {
                        Monitor.Wait(s_queue);
                    }

                    next = s_queue.Dequeue();
                }

                if (next < 0)
                {
                    return;
                }

                sum += next;
            }
        });
        consumer.Start();
        for (int i = 0; i <= 500; i++)
        {
            lock (s_queue)
            {
                s_queue.Enqueue(i == 500 ? -1 : i);
                Monitor.Pulse(s_queue);
            }
        }

        consumer.Join();
        Checks.Equal(124_750, sum);
        lock (s_gate)
        {
            Checks.That(!Monitor.Wait(s_gate, 5));
        }
    }

    [Test]
    internal static void ThreadStatics()
    {
        t_own = 1;
        t_text = "first";
        int sum = 0;
        OnAll(() =>
        {
            Checks.That(t_text is null);
            for (int i = 0; i < 100; i++)
            {
                t_own++;
            }

            t_text = $"own {t_own}";
            GC.Collect();
            lock (s_gate)
            {
                sum += t_text == "own 100" ? t_own : 0;
            }
        });
        Checks.Equal(Count * 100, sum);
        Checks.Equal(1, t_own);
        Checks.Equal("first", t_text);
    }

    [Test("thread_exceptions")]
    internal static void Exceptions()
    {
        int caught = 0;
        OnAll(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                try
                {
                    try
                    {
                        throw new InvalidOperationException($"number {i}");
                    }
                    finally
                    {
                        Interlocked.Increment(ref caught);
                    }
                }
                catch (InvalidOperationException e) when (e.Message.Length > 5)
                {
                    Interlocked.Increment(ref caught);
                }
            }
        });
        Checks.Equal(Count * 100, caught);
    }
}
