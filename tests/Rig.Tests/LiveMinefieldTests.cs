using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;
using RustKernel.Minefield.Tests;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

/// <summary>The minefield's damaged runs through the whole rig: a pseudo-terminal, its driver, the event log, the deadlines.</summary>
public sealed class LiveMinefieldTests : IDisposable
{
    // They mostly wait.
    private const int AtOnce = 34;

    // The rig's own are 20 s and a few more; a host that runs these threads late adds to them, and a rig without deadlines would never
    // return.
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(10);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-mines-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_hundred_damaged_runs_over_a_pseudo_terminal_keep_the_promise()
    {
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(Math.Max(workers, AtOnce), ports);
        Parallel.For(0, 100, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, Try);
    }

    private void Try(int seed)
    {
        Random random = new(seed);
        TrueRun run = TrueRuns.Any(random);
        DamagedStream stream = new(run.Said);
        if (run.Truth != Truth.Sound || seed % 2 == 0)
        {
            stream.Damage(random);
        }

        long start = Environment.TickCount64;
        RunOutcome outcome = Play(stream.Bytes, random, seed);
        bool isProven = run.Truth is (Truth.Faulty or Truth.FaultyAside) && stream.Proves(run.Said, (int)outcome.Observer.Serial.Bytes);
        bool mayPass = run.Truth == Truth.Sound || (run.Truth == Truth.FaultyAside && !isProven);
        string story = $"seed {seed}: {run.Name}: {outcome.Verdict.Word}: {outcome.Verdict.Reason}";
        // The image's commit is unknown here, so another build cannot be detected: only the check for a name remains.
        Assert.True(mayPass || run.Truth == Truth.Unknown || outcome.Verdict.Kind != VerdictKind.Pass, story);
        Assert.True(!isProven || outcome.Verdict.Kind == VerdictKind.Fail, story);
        Assert.True(Environment.TickCount64 - start < s_deadline.TotalMilliseconds, story);
    }

    private RunOutcome Play(byte[] bytes, Random random, int seed)
    {
        using Pty pty = new();
        TargetDefinition target = Rig.Target(
            $"{{driver: pty, device: '{pty.Path}'}}",
            "{driver: command, 'on': ['true'], 'off': ['true']}",
            more: "deadlines: {first_byte: 5, kernel: 5, silence: 1, total: 20}");
        int[] pieces = [.. Enumerable.Range(0, 64).Select(_ => random.Next(1, 600))];
        Thread board = new(() => Say(pty, bytes, pieces)) { IsBackground = true };
        board.Start();
        RunOutcome outcome = TestRun.Execute(
            new RunRequest
            {
                Target = target,
                Root = "/",
                LogPath = Path.Combine(_folder.FullName, $"{seed}.jsonl"),
                Suites = ["boot", "lang"],
                Verb = "test"
            },
            null,
            CancellationToken.None);
        return outcome;
    }

    private static void Say(Pty pty, byte[] bytes, int[] pieces)
    {
        try
        {
            for (int at = 0, piece = 0; at < bytes.Length; piece++)
            {
                int count = Math.Min(bytes.Length - at, pieces[piece % pieces.Length]);
                pty.Board.Write(bytes, at, count);
                at += count;
                Thread.Sleep(1);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The rig has seen enough and has closed the line.
        }
    }
}
