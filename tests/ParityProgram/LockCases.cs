// Reader-writer locks: who may enter, what is refused, who comes first.

using System;
using System.Collections.Generic;
using System.Threading;

namespace RustKernel.ParityProgram;

internal static class LockCases
{
    private const int LookMilliseconds = 1;

    private static readonly (string Name, Action<ReaderWriterLockSlim> Enter, Action<ReaderWriterLockSlim> Exit)[] s_modes =
    [
        ("read", static gate => gate.EnterReadLock(), static gate => gate.ExitReadLock()),
        ("upgradeable", static gate => gate.EnterUpgradeableReadLock(), static gate => gate.ExitUpgradeableReadLock()),
        ("write", static gate => gate.EnterWriteLock(), static gate => gate.ExitWriteLock()),
    ];

    private static readonly LockRecursionPolicy[] s_policies = [LockRecursionPolicy.NoRecursion, LockRecursionPolicy.SupportsRecursion];

    internal static void Run(Table table)
    {
        foreach (LockRecursionPolicy policy in s_policies)
        {
            AddSequences(table, policy);
            AddOthers(table, policy);
            table.Case($"reader-writer lock, {policy}: policy", () => new ReaderWriterLockSlim(policy).RecursionPolicy);
            table.Case($"reader-writer lock, {policy}: disposed while held", () => OrderCases.Message(() =>
            {
                ReaderWriterLockSlim gate = new(policy);
                gate.EnterReadLock();
                gate.Dispose();
            }));
        }

        Times(table);
        table.Case("reader-writer lock: a writer that waits comes before later readers", static () => WriterFirst());
        table.Case("reader-writer lock: readers go on when the writer gives up", static () => WriterGivesUp());
        table.Case("reader-writer lock: the upgrader waits for readers", static () => UpgraderWaits());
        table.Case("reader-writer lock: counts of those that wait", static () => Waiting());
        table.Case("reader-writer lock: one count of many threads", static () => Counted());
        table.Case("reader-writer lock: disposed twice", static () =>
        {
            ReaderWriterLockSlim gate = new();
            gate.Dispose();
            gate.Dispose();
            return OrderCases.Message(gate.EnterReadLock)[..24];
        });
    }

    // Each sequence of up to three: the refusals, the counts, and then all released.
    private static void AddSequences(Table table, LockRecursionPolicy policy)
    {
        for (int code = 1; code < 64; code++)
        {
            List<int> steps = [];
            for (int rest = code; rest > 0; rest /= 4)
            {
                steps.Add((rest % 4) - 1);
            }

            if (!steps.Contains(-1))
            {
                table.Case(
                    $"reader-writer lock, {policy}: {string.Join(", ", steps.ConvertAll(step => s_modes[step].Name))}",
                    () => Sequence(new(policy), steps));
            }
        }
    }

    private static string Sequence(ReaderWriterLockSlim gate, List<int> steps)
    {
        List<string> seen = [];
        List<int> held = [];
        foreach (int step in steps)
        {
            string message = OrderCases.Message(() => s_modes[step].Enter(gate));
            if (message == "fine")
            {
                held.Add(step);
            }

            seen.Add(message + " " + Counts(gate));
        }

        foreach ((string name, _, Action<ReaderWriterLockSlim> exit) in s_modes)
        {
            if (!held.Exists(step => s_modes[step].Name == name))
            {
                seen.Add(OrderCases.Message(() => exit(gate)));
            }
        }

        for (int i = held.Count - 1; i >= 0; i--)
        {
            s_modes[held[i]].Exit(gate);
            seen.Add(Counts(gate));
        }

        return string.Join("; ", seen);
    }

    private static string Counts(ReaderWriterLockSlim gate) =>
        $"{gate.CurrentReadCount} {gate.RecursiveReadCount}{gate.RecursiveUpgradeCount}{gate.RecursiveWriteCount} "
            + $"{gate.IsReadLockHeld}{gate.IsUpgradeableReadLockHeld}{gate.IsWriteLockHeld}";

    // What another thread may hold at the same time.
    private static void AddOthers(Table table, LockRecursionPolicy policy)
    {
        foreach ((string name, Action<ReaderWriterLockSlim> enter, Action<ReaderWriterLockSlim> exit) in s_modes)
        {
            table.Case($"reader-writer lock, {policy}: others while {name}", () =>
            {
                ReaderWriterLockSlim gate = new(policy);
                enter(gate);
                string seen = OnThread(() => $"{gate.CurrentReadCount} {Tried(gate)}");
                exit(gate);
                return seen + " then " + OnThread(() => Tried(gate));
            });
        }
    }

    private static string Tried(ReaderWriterLockSlim gate)
    {
        bool reads = gate.TryEnterReadLock(0);
        if (reads)
        {
            gate.ExitReadLock();
        }

        bool upgrades = gate.TryEnterUpgradeableReadLock(LookMilliseconds);
        if (upgrades)
        {
            gate.ExitUpgradeableReadLock();
        }

        bool writes = gate.TryEnterWriteLock(TimeSpan.FromMilliseconds(LookMilliseconds));
        if (writes)
        {
            gate.ExitWriteLock();
        }

        return $"{reads} {upgrades} {writes}";
    }

    private static void Times(Table table)
    {
        table.Each("reader-writer lock: milliseconds", [-2, -1, 0, 1], static n => OrderCases.Message(() =>
            new ReaderWriterLockSlim().TryEnterReadLock(n)));
        table.Each("reader-writer lock: a time to write", [-2.0, -1, 0, int.MaxValue, 4e9], static n => OrderCases.Message(() =>
            new ReaderWriterLockSlim().TryEnterWriteLock(TimeSpan.FromMilliseconds(n))));
        table.Each("reader-writer lock: a time to upgrade", [-2.0, -1, 0], static n => OrderCases.Message(() =>
            new ReaderWriterLockSlim().TryEnterUpgradeableReadLock(TimeSpan.FromMilliseconds(n))));
    }

    private static string WriterFirst()
    {
        ReaderWriterLockSlim gate = new();
        List<string> order = [];
        gate.EnterReadLock();
        Thread writer = Start(() =>
        {
            gate.EnterWriteLock();
            order.Add("writer");
            gate.ExitWriteLock();
        });
        SpinWait.SpinUntil(() => gate.WaitingWriteCount == 1);
        string early = OnThread(() => $"{gate.TryEnterReadLock(LookMilliseconds)} {gate.TryEnterUpgradeableReadLock(LookMilliseconds)}");
        Thread reader = Start(() =>
        {
            gate.EnterReadLock();
            order.Add("reader");
            gate.ExitReadLock();
        });
        SpinWait.SpinUntil(() => gate.WaitingReadCount == 1);
        gate.ExitReadLock();
        writer.Join();
        reader.Join();
        return $"{early} {string.Join(' ', order)}";
    }

    private static string WriterGivesUp()
    {
        ReaderWriterLockSlim gate = new();
        gate.EnterReadLock();
        bool writes = true;
        Thread writer = Start(() => writes = gate.TryEnterWriteLock(50));
        SpinWait.SpinUntil(() => gate.WaitingWriteCount == 1 || !writer.IsAlive);
        string reads = OnThread(() => gate.TryEnterReadLock(60_000).ToString());
        writer.Join();
        return $"{writes} {reads} {gate.WaitingWriteCount} {gate.CurrentReadCount}";
    }

    private static string UpgraderWaits()
    {
        ReaderWriterLockSlim gate = new();
        List<string> order = [];
        ManualResetEventSlim isReading = new(), isDone = new();
        Thread reader = Start(() =>
        {
            gate.EnterReadLock();
            isReading.Set();
            isDone.Wait();
            order.Add("reader leaves");
            gate.ExitReadLock();
        });
        isReading.Wait();
        gate.EnterUpgradeableReadLock();
        order.Add($"{gate.TryEnterWriteLock(LookMilliseconds)} {gate.CurrentReadCount}");
        isDone.Set();
        gate.EnterWriteLock();
        order.Add($"writes {gate.CurrentReadCount} {gate.WaitingWriteCount}");
        gate.ExitWriteLock();
        gate.ExitUpgradeableReadLock();
        reader.Join();
        return string.Join(", ", order);
    }

    private static string Waiting()
    {
        ReaderWriterLockSlim gate = new();
        gate.EnterWriteLock();
        List<Thread> threads = [];
        foreach ((_, Action<ReaderWriterLockSlim> enter, Action<ReaderWriterLockSlim> exit) in s_modes)
        {
            threads.Add(Start(() =>
            {
                enter(gate);
                exit(gate);
            }));
        }

        SpinWait.SpinUntil(() => gate.WaitingReadCount + gate.WaitingUpgradeCount + gate.WaitingWriteCount == 3);
        string seen = $"{gate.WaitingReadCount} {gate.WaitingUpgradeCount} {gate.WaitingWriteCount}";
        gate.ExitWriteLock();
        threads.ForEach(thread => thread.Join());
        return $"{seen}, {gate.WaitingReadCount} {gate.WaitingUpgradeCount} {gate.WaitingWriteCount}";
    }

    private static int Counted()
    {
        ReaderWriterLockSlim gate = new();
        int count = 0, wrong = 0;
        List<Thread> threads = [];
        for (int i = 0; i < 4; i++)
        {
            threads.Add(Start(() =>
            {
                for (int n = 0; n < 50; n++)
                {
                    gate.EnterWriteLock();
                    int before = count;
                    Thread.Yield();
                    count = before + 1;
                    gate.ExitWriteLock();
                    gate.EnterReadLock();
                    wrong += gate.IsWriteLockHeld ? 1 : 0;
                    gate.ExitReadLock();
                }
            }));
        }

        threads.ForEach(thread => thread.Join());
        return count + (1000 * wrong);
    }

    private static string OnThread(Func<string> look)
    {
        string seen = "";
        Start(() => seen = look()).Join();
        return seen;
    }

    private static Thread Start(Action act)
    {
        Thread thread = new(() => act());
        thread.Start();
        return thread;
    }
}
