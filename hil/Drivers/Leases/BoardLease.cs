// One run per board at a time.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;

namespace RustKernel.Hil.Drivers.Leases;

/// <summary>The right to use a board and its parts, until disposed or until this process ends.</summary>
public sealed class BoardLease : IDisposable
{
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromMilliseconds(50);
    private readonly List<FileLock> _locks = [];

    private BoardLease()
    {
    }

    /// <summary>
    /// Takes all of <paramref name="names"/>, waiting in line for each. Every process takes names in the same order, so that no two can
    /// wait for each other.
    /// </summary>
    /// <param name="folder">Where the machine's leases are.</param>
    /// <param name="names">The board and the parts that it shares with others.</param>
    /// <param name="what">What the lease is for, shown to processes that wait.</param>
    /// <param name="wait">How long to wait; zero to fail at once.</param>
    /// <param name="report">Called once for each name that is not free.</param>
    /// <param name="interrupt">Ends the waiting.</param>
    /// <exception cref="InfrastructureException">Another process has one of them and did not release it in time.</exception>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public static BoardLease Take(
        LeaseFolder folder,
        IEnumerable<string> names,
        string what,
        TimeSpan wait,
        Action<string> report,
        CancellationToken interrupt)
    {
        folder.Make();
        long end = Environment.TickCount64 + (long)wait.TotalMilliseconds;
        BoardLease lease = new();
        try
        {
            foreach (string name in names.Distinct().Order(StringComparer.Ordinal))
            {
                lease._locks.Add(TakeOne(folder, name, what, end, report, interrupt));
            }

            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FileLock held in _locks)
        {
            held.Write("");
            held.Dispose();
        }

        _locks.Clear();
    }

    private static FileLock TakeOne(
        LeaseFolder folder,
        string name,
        string what,
        long end,
        Action<string> report,
        CancellationToken interrupt)
    {
        string ticket = folder.NewTicket(name);
        using FileLock place = FileLock.TryTake(ticket)!;
        try
        {
            bool isReported = false;
            while (true)
            {
                if (folder.Tickets(name).First() == ticket
                    && !FileLock.IsTaken(folder.File(name, "guard"))
                    && FileLock.TryTake(folder.File(name, "lock")) is { } taken)
                {
                    taken.Write(JsonSerializer.Serialize(
                        new LeaseHolder(Environment.UserName, Environment.ProcessId, what, DateTimeOffset.Now)));
                    return taken;
                }

                string who = folder.HolderOf(name)?.ToString() ?? "those who came first";
                if (Environment.TickCount64 >= end)
                {
                    throw new InfrastructureException($"{name} is in use by {who}");
                }

                if (!isReported)
                {
                    report($"{name} is in use by {who}; waiting, {folder.WaitingFor(name)} in line");
                }

                isReported = true;
                if (interrupt.WaitHandle.WaitOne(s_lookInterval))
                {
                    interrupt.ThrowIfCancellationRequested();
                }
            }
        }
        finally
        {
            File.Delete(ticket);
        }
    }
}
