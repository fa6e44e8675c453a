using System.Collections.Generic;
using System.IO;
using System.Linq;
using Dapper;
using Npgsql;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Farm.EndToEnd.Tests;

/// <summary>A farm's past: the store's runs and the boards' own journal, and the rules that both must keep.</summary>
internal sealed class FarmHistory
{
    private readonly List<RunRow> _runs;
    private readonly List<JobRow> _jobs;
    private readonly List<Power> _power;

    private FarmHistory(List<RunRow> runs, List<JobRow> jobs, List<Power> power)
    {
        _runs = runs;
        _jobs = jobs;
        _power = power;
    }

    /// <summary>The number of runs.</summary>
    public int Runs => _runs.Count;

    /// <summary>How many runs were lost with their agents.</summary>
    public int Lost => _runs.Count(run => run.State == "lost");

    /// <summary>Reads the store at <paramref name="place"/> and the journal.</summary>
    public static FarmHistory Read(string place, string journal)
    {
        using NpgsqlConnection connection = new(PostgresAddress.Parse(place).ToString());
        List<RunRow> runs = [.. connection.Query<RunRow>(
            "SELECT id, job, attempt, board, fence, state, claimed, ended, verdict, late_verdict AS LateVerdict FROM run ORDER BY id")];
        List<JobRow> jobs = [.. connection.Query<JobRow>("SELECT id, state, verdict FROM job ORDER BY id")];
        return new FarmHistory(runs, jobs, ReadPower(journal));
    }

    /// <summary>Every rule that was broken, in words.</summary>
    public IReadOnlyList<string> Broken()
    {
        List<string> broken = [];
        broken.AddRange(_jobs.Where(job => job.State != "finished" || job.Verdict.Length == 0)
            .Select(job => $"job {job.Id} was taken in and has not ended: {job.State}"));
        broken.AddRange(_runs.Where(run => run.State is not ("ended" or "lost") || run.Verdict.Length == 0)
            .Select(run => $"run {run.Id} has no verdict: {run.State}"));
        broken.AddRange(_runs.GroupBy(run => (run.Job, run.Attempt)).Where(group => group.Count() > 1)
            .Select(group => $"job {group.Key.Job} has attempt {group.Key.Attempt} twice"));
        foreach (IGrouping<string, RunRow> board in _runs.GroupBy(run => run.Board))
        {
            BrokenHolds(board.Key, [.. board.OrderBy(run => run.Fence)], broken);
        }

        foreach (IGrouping<string, Power> board in _power.GroupBy(power => power.Board))
        {
            BrokenPower([.. board.OrderBy(power => power.On)], broken);
        }

        return broken;
    }

    private static void BrokenHolds(string board, RunRow[] runs, List<string> broken)
    {
        foreach ((RunRow earlier, RunRow later) in runs.Zip(runs.Skip(1)))
        {
            if (later.Fence == earlier.Fence || later.Claimed < earlier.Ended)
            {
                broken.Add($"{board} was held by runs {earlier.Id} and {later.Id} at once");
            }
        }
    }

    private void BrokenPower(Power[] intervals, List<string> broken)
    {
        foreach (Power interval in intervals)
        {
            RunRow? run = _runs.Find(run => run.Id == interval.Run && run.Fence == interval.Fence);
            if (run is null || run.Board != interval.Board || interval.On < run.Claimed)
            {
                broken.Add($"{interval.Board} was switched on for run {interval.Run}, which did not hold it then");
            }
            else if (run.State == "lost" && interval.Off - interval.Stalled > run.Ended)
            {
                broken.Add($"{interval.Board} was on for run {interval.Run} until {interval.Off - run.Ended} ms after its lease");
            }
        }

        foreach ((Power earlier, Power later) in intervals.Zip(intervals.Skip(1)))
        {
            // A process that the machine did not let run could not switch off.
            if (later.On < earlier.Off - earlier.Stalled)
            {
                broken.Add($"{earlier.Board} was on for runs {earlier.Run} and {later.Run} at once, for {earlier.Off - later.On} ms "
                    + $"({earlier.Stalled} ms of them by the machine)");
            }
        }
    }

    private static List<Power> ReadPower(string journal)
    {
        Dictionary<(long Run, long Fence), Power> known = [];
        foreach (string line in Directory.EnumerateFiles(journal).SelectMany(File.ReadLines))
        {
            string[] words = line.Split(' ');
            string[] hold = words[1].Split('-');
            (long Run, long Fence) key = (long.Parse(hold[0]), long.Parse(hold[1]));
            long time = long.Parse(words[3]);
            // For a killed one, the last sign of life is the end.
            known[key] = words[0] == "on"
                ? new Power(key.Run, key.Fence, words[2], time, time, Stalled: 0)
                : known[key] with { Off = time, Stalled = long.Parse(words[4]) };
        }

        return [.. known.Values];
    }

    private sealed record Power(long Run, long Fence, string Board, long On, long Off, long Stalled);

    private sealed record RunRow
    {
        public long Id { get; init; }

        public long Job { get; init; }

        public int Attempt { get; init; }

        public string Board { get; init; } = "";

        public long Fence { get; init; }

        public string State { get; init; } = "";

        public long Claimed { get; init; }

        public long Ended { get; init; }

        public string Verdict { get; init; } = "";

        public string LateVerdict { get; init; } = "";
    }

    private sealed record JobRow
    {
        public long Id { get; init; }

        public string State { get; init; } = "";

        public string Verdict { get; init; } = "";
    }
}
