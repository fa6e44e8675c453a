// The agent of a host.

using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.Hil.Farm;

/// <summary>
/// Asks the farm for work for the boards of this host, and does it. Every connection goes out, so neither NAT nor a firewall is in the way.
/// It holds a board only as long as the farm renews the hold. By its own monotonic clock, it switches the board off before the farm gives
/// it to another agent.
/// </summary>
public sealed class FarmAgent
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private readonly FarmClient _farm;
    private readonly HostAnnouncement _host;
    private readonly IBoardRunner _runner;
    private readonly FarmTimes _times;
    private readonly TimeProvider _clock;
    private readonly string _spool;
    private readonly string _images;
    private readonly Action<string> _say;
    private readonly ConcurrentDictionary<string, AgentRun> _runs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> _tasks = [];
    private long _session;
    private long _heardAt;
    private bool _isDraining;

    /// <summary>An agent that has not started.</summary>
    /// <param name="farm">The farm.</param>
    /// <param name="host">This host and its boards.</param>
    /// <param name="runner">What uses the boards.</param>
    /// <param name="times">As the farm's coordinators have them.</param>
    /// <param name="clock">Its monotonic clock.</param>
    /// <param name="folder">Where it keeps images, and the results that the farm does not have yet.</param>
    /// <param name="say">Called with a line for each thing that happens.</param>
    public FarmAgent(
        FarmClient farm,
        HostAnnouncement host,
        IBoardRunner runner,
        FarmTimes times,
        TimeProvider clock,
        string folder,
        Action<string> say)
    {
        _farm = farm;
        _host = host;
        _runner = runner;
        _times = times;
        _clock = clock;
        _spool = Path.Combine(folder, "spool");
        _images = Path.Combine(folder, "images");
        _say = say;
    }

    /// <summary>Works until <paramref name="cancel"/>; then ends its runs in order.</summary>
    /// <exception cref="FarmRefusedException">
    /// The farm refuses this agent: the token is wrong, another agent of this host is newer, or the versions differ.
    /// </exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(_spool);
        await RegisterAsync(cancel).ConfigureAwait(false);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        AdoptSpool(stop.Token);
        Task renewing = RenewForeverAsync(stop.Token);
        Task working = WorkForeverAsync(stop.Token);
        try
        {
            await (await Task.WhenAny(renewing, working).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Told to end: what follows is the order in which it does.
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([.. _tasks.Keys, Quietly(renewing), Quietly(working)]).ConfigureAwait(false);
        }
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or FarmRefusedException)
        {
            // The first of the two has been reported already.
        }
    }

    private async Task RegisterAsync(CancellationToken cancel)
    {
        for (bool isFirst = true; ; isFirst = false)
        {
            try
            {
                _session = (await _farm.RegisterAsync(_host, cancel).ConfigureAwait(false)).Session;
                _heardAt = _clock.GetTimestamp();
                _say($"host {_host.Host} is in the farm with {_host.Boards.Count} boards: "
                    + string.Join(", ", _host.Boards.Select(board => board.Name)));
                return;
            }
            catch (FarmUnreachableException e)
            {
                if (isFirst)
                {
                    _say($"{e.Message}; trying again every second");
                }

                await Task.Delay(s_pause, _clock, cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Uploads what an earlier agent of this host left, as evidence. Waits until its hold has passed, as its boards may still be switching
    /// off.
    /// </summary>
    private void AdoptSpool(CancellationToken cancel)
    {
        foreach (string folder in Directory.EnumerateDirectories(_spool))
        {
            if (AgentRun.Adopt(_farm, _runner, _times, _clock, folder) is { } run)
            {
                _say($"run {run.Assignment.Run} was left by an earlier agent: its log goes to the farm");
                Track(DeliverLaterAsync(run, cancel));
            }
        }
    }

    private async Task DeliverLaterAsync(AgentRun run, CancellationToken cancel)
    {
        try
        {
            await Task.Delay(_times.Lease, _clock, cancel).ConfigureAwait(false);
            await run.DeliverAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The next agent does.
        }
    }

    private async Task RenewForeverAsync(CancellationToken cancel)
    {
        while (true)
        {
            long askedAt = _clock.GetTimestamp();
            AgentRun[] runs = [.. _runs.Values];
            try
            {
                RenewReply reply = await _farm
                    .RenewAsync(new RenewRequest(_host.Host, _session, [.. runs.Select(run => run.Held)]), cancel)
                    .ConfigureAwait(false);
                foreach ((AgentRun run, RenewedRun renewed) in runs.Zip(reply.Runs))
                {
                    run.Renewed(renewed.State, askedAt);
                }

                Volatile.Write(ref _heardAt, askedAt);
                Volatile.Write(ref _isDraining, reply.IsDraining);
                await Task.Delay(_times.Renew, _clock, cancel).ConfigureAwait(false);
            }
            catch (FarmUnreachableException)
            {
                await Task.Delay(s_pause, _clock, cancel).ConfigureAwait(false);
            }
            catch (FarmRefusedException e) when (e.Status == HttpStatusCode.Conflict)
            {
                Array.ForEach(runs, run => run.Renewed("lost", askedAt));
                throw;
            }
        }
    }

    private async Task WorkForeverAsync(CancellationToken cancel)
    {
        while (true)
        {
            string[] free = [.. _host.Boards.Select(board => board.Name).Where(name => !_runs.ContainsKey(name))];
            bool isHeard = _clock.GetElapsedTime(Volatile.Read(ref _heardAt)) < _times.StopStarting;
            if (free.Length == 0 || !isHeard || Volatile.Read(ref _isDraining))
            {
                await Task.Delay(s_pause / 5, _clock, cancel).ConfigureAwait(false);
                continue;
            }

            try
            {
                if (await _farm.WorkAsync(new WorkRequest(_host.Host, _session, free), cancel).ConfigureAwait(false) is { } assignment)
                {
                    Begin(assignment, cancel);
                }
            }
            catch (FarmUnreachableException)
            {
                await Task.Delay(s_pause, _clock, cancel).ConfigureAwait(false);
            }
        }
    }

    private void Begin(Assignment assignment, CancellationToken cancel)
    {
        AgentRun run = AgentRun.New(_farm, _runner, _times, _clock, assignment, _spool);
        _runs[assignment.Board] = run;
        _say($"run {assignment.Run} of job {assignment.Job} begins on {assignment.Board}");
        Track(FinishAsync());

        async Task FinishAsync()
        {
            try
            {
                await run.RunAsync(_images, cancel).ConfigureAwait(false);
                _say($"run {assignment.Run} has ended");
            }
            catch (OperationCanceledException)
            {
                _say($"run {assignment.Run} waits in {_spool} for the next agent of this host");
            }
            finally
            {
                _runs.TryRemove(assignment.Board, out _);
            }
        }
    }

    private void Track(Task task)
    {
        _tasks[task] = 0;
        task.ContinueWith(ended => _tasks.TryRemove(ended, out _), TaskScheduler.Default);
    }
}
