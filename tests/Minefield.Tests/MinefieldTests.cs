// The rig's promise, tested on damaged runs: never a false pass, and never the line blamed for the kernel's fault.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using RustKernel.Hil.Verdicts;
using Xunit;
using Xunit.Sdk;

namespace RustKernel.Minefield.Tests;

public class MinefieldTests
{
    private const int Batch = 1000;

    // Of each run.
    private const int Damages = 4;
    private const int MostShown = 12;

    [Fact]
    public void Undamaged_runs_get_the_verdict_that_they_deserve()
    {
        Random random = new(7);
        for (int trial = 0; trial < 2000; trial++)
        {
            TrueRun run = TrueRuns.Any(random);
            VerdictKind[] deserved = run.Truth switch
            {
                Truth.Sound => [VerdictKind.Pass],
                Truth.Unknown => [VerdictKind.Infrastructure],
                // On a board that stopped in its firmware's lines, no kernel can be blamed.
                _ when run.Name == "hanging" => [VerdictKind.Fail, VerdictKind.Infrastructure],
                _ => [VerdictKind.Fail],
            };
            Verdict verdict = new Rehearsal(run).Replayed([.. run.Said.Bytes], random);
            Assert.True(deserved.Contains(verdict.Kind), Story(7, trial, run, verdict, [.. run.Said.Bytes]));
        }
    }

    [Theory]
    // Letters lost from the middle of the commit once made it look like another kernel's.
    [InlineData(100_010)]
    [InlineData(100_626)]
    public void Batches_that_once_broke_it_keep_the_promise(int seed) => InBatches(1, seed, Damaged);

    [Fact]
    public void A_few_thousand_damaged_runs_keep_the_promise() => InBatches(6, 200, Damaged);

    [Fact]
    public void Ten_thousand_sound_runs_pass_of_ten_thousand_FollowsTheModel() => InBatches(10, 100, Sound);

    [Fact]
    public void A_hundred_thousand_damaged_runs_keep_the_promise_FollowsTheModel() => InBatches(100, 1000, Damaged);

    [Fact]
    public void Tests_from_outside_a_console_and_a_bring_up_judge_the_same_log_as_a_test_run_does() => InBatches(10, 300, Alike);

    [Fact]
    [Trait("Run", "soak")]
    public void Ten_million_damaged_runs_keep_the_promise_FollowsTheModel()
    {
        // RK_MINEFIELD=FROM-TO runs these of its 10,000 batches: a part, or one of them again.
        int[] part = [.. (Environment.GetEnvironmentVariable("RK_MINEFIELD") ?? "0-10000").Split('-').Select(int.Parse)];
        InBatches(part[1] - part[0], 100_000 + part[0], Damaged);
    }

    /// <summary>Runs all batches, so that one test run shows every kind of broken promise.</summary>
    private static void InBatches(int batches, int seed, Action<int, Random> batch)
    {
        ConcurrentBag<string> broken = [];
        Parallel.For(0, batches, index =>
        {
            try
            {
                batch(seed + index, new Random(seed + index));
            }
            catch (XunitException e)
            {
                broken.Add(e.Message);
            }
        });
        Assert.True(broken.IsEmpty, $"{broken.Count} of {batches} batches\n\n{string.Join("\n\n", broken.Take(MostShown))}");
    }

    private static void Sound(int seed, Random random)
    {
        for (int trial = 0; trial < Batch; trial++)
        {
            TrueRun run = TrueRuns.Sound(random);
            Rehearsal rehearsal = new(run);
            byte[] bytes = [.. run.Said.Bytes];
            Verdict verdict = trial % 2 == 0 ? rehearsal.Live(bytes, random) : rehearsal.Replayed(bytes, random);
            Assert.True(verdict.Kind == VerdictKind.Pass && rehearsal.IsInTime, Story(seed, trial, run, verdict, bytes));
        }
    }

    private static void Damaged(int seed, Random random)
    {
        for (int trial = 0; trial < Batch; trial += Damages)
        {
            TrueRun run = TrueRuns.Any(random);
            for (int damage = 0; damage < Damages; damage++)
            {
                Try(seed, trial + damage, run, random);
            }
        }
    }

    private static void Try(int seed, int trial, TrueRun run, Random random)
    {
        DamagedStream stream = new(run.Said);
        stream.Damage(random);
        byte[] bytes = stream.Bytes;
        Rehearsal rehearsal = new(run);
        Verdict verdict = random.Next(2) == 0 ? rehearsal.Live(bytes, random) : rehearsal.Replayed(bytes, random);
        // A fault already blamed on the kernel needs no proof.
        bool isProven = verdict.Kind != VerdictKind.Fail
            && run.Truth is (Truth.Faulty or Truth.FaultyAside)
            && stream.Proves(run.Said, rehearsal.Taken);
        bool mayPass = run.Truth is Truth.Sound or Truth.FaultyAside;
        bool isKept = !isProven && (mayPass || verdict.Kind != VerdictKind.Pass) && rehearsal.IsInTime;
        if (!isKept)
        {
            Assert.Fail(Story(seed, trial, run, verdict, bytes));
        }
    }

    private static void Alike(int seed, Random random)
    {
        for (int trial = 0; trial < Batch; trial++)
        {
            TrueRun run = TrueRuns.Any(random);
            DamagedStream stream = new(run.Said);
            stream.Damage(random);
            byte[] bytes = trial % 4 == 0 ? [.. run.Said.Bytes] : stream.Bytes;
            Rehearsal rehearsal = new(run);
            Verdict test = rehearsal.Replayed(bytes, random);
            Verdict outside = Judge.OfOutside(rehearsal.Observer), console = Judge.OfConsole(rehearsal.Observer);
            if (!IsAlike(rehearsal.Observer, test, outside, console))
            {
                Assert.Fail($"outside {outside.Word}: {outside.Reason}; console {console.Word}: {console.Reason}\n"
                    + Story(seed, trial, run, test, bytes));
            }
        }
    }

    // Listening to a console shows nothing of tests that someone else ran there.
    private static bool IsAlike(RunObserver run, Verdict test, Verdict outside, Verdict console)
    {
        if (run.IsImageHandedOver && BuildComparison.Of(run) == BuildEvidence.Other)
        {
            return IsSame(test, outside) && IsSame(test, console);
        }

        if (Judge.KernelFault(run) is { } fault)
        {
            bool isOfTests = run.Serial.Failures.Count > 0 || run.Serial.CountedFailures > 0;
            return IsSame(fault, outside) && (isOfTests || IsSame(fault, console));
        }

        return outside.Kind != VerdictKind.Fail
            && console.Kind != VerdictKind.Fail
            && (test.Kind != VerdictKind.Pass || (outside.Kind == VerdictKind.Pass && console.Kind == VerdictKind.Pass));
    }

    private static bool IsSame(Verdict one, Verdict other) => (one.Kind, one.Reason) == (other.Kind, other.Reason);

    private static string Story(int seed, int trial, TrueRun run, Verdict verdict, byte[] bytes)
    {
        IEnumerable<string> lines = Encoding.UTF8
            .GetString(bytes)
            .Split('\n')
            .Select(line => string.Concat(line.Select(letter => char.IsControl(letter) ? $"\\x{(int)letter:x2}" : letter.ToString())));
        return $"seed {seed} trial {trial}: {run.Name}, {(run.IsBoard ? "board" : "emulator")}: {verdict.Word}: "
            + $"{verdict.Reason}\n{string.Join('\n', lines)}";
    }
}
