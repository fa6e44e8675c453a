// The rules that turn what is known about a run into a verdict. They err to one side only: a failed run never passes.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Protocols;

namespace RustKernel.Hil.Verdicts;

/// <summary>Judges runs and series of runs.</summary>
public static class Judge
{
    // The rules for every run: first what the kernel did, then what happened to the rig and its line.
    private static readonly JudgeRule[] s_kernelAndRig =
    [
        new("failed-test", VerdictKind.Fail, JudgeFailure) { IsKernelFault = true },
        new("panic", VerdictKind.Fail, JudgePanic) { IsKernelFault = true },
        new("restart", VerdictKind.Fail, JudgeRestart) { IsKernelFault = true },
        new("architecture", VerdictKind.Fail, JudgeArchitecture) { IsKernelFault = true },
        new("rig", VerdictKind.Infrastructure, JudgeRig),
        new("garbage", VerdictKind.Infrastructure, JudgeGarbage),
        new("gap", VerdictKind.Infrastructure, JudgeGap),
    ];

    /// <summary>
    /// The rules of a test run in their order, the table of docs/REPORTS.md: first whose kernel it was, then what the kernel did, then
    /// what happened to the rig and its line, then what is missing. When none applies, the run passes.
    /// </summary>
    public static IReadOnlyList<JudgeRule> TestRules { get; } =
    [
        new("other-build", VerdictKind.Infrastructure, JudgeOtherImage),
        .. s_kernelAndRig,
        new("damaged-line", VerdictKind.Infrastructure, JudgeLine),
        new("unknown-name", VerdictKind.Usage, JudgeUnknownNames),
        new("before-kernel", VerdictKind.Infrastructure, JudgeBeforeKernel),
        new("command", VerdictKind.Infrastructure, JudgeConversation),
        new("no-panic", VerdictKind.Fail, JudgeExpectedPanic),
        new("limit", VerdictKind.Fail, JudgeLimit),
        new("unfinished", VerdictKind.Fail, JudgeUnfinished),
        new("documents", VerdictKind.Infrastructure, JudgeDocuments),
        new("suites", VerdictKind.Fail, JudgeSuites),
        new("nothing-tested", VerdictKind.Fail, JudgeEmptiness),
        new("fewer-tests", VerdictKind.Fail, JudgeFewerTests),
        new("clock", VerdictKind.Fail, JudgeClock),
        new("no-build", VerdictKind.Infrastructure, JudgeBuildLine),
    ];

    /// <summary>The rules of tests from outside, a console and a bring-up: those of a test run that need no test document.</summary>
    public static IReadOnlyList<JudgeRule> OutsideRules { get; } =
    [
        new("other-build", VerdictKind.Infrastructure, run => run.IsImageHandedOver ? JudgeOtherImage(run) : null),
        .. s_kernelAndRig,
        new("outside-test", VerdictKind.Fail, JudgeOutsideTests),
        new("damaged-line", VerdictKind.Infrastructure, JudgeLine),
        new("no-build", VerdictKind.Infrastructure, JudgeSeenBuild),
    ];

    /// <summary>The verdict of a test run that has ended.</summary>
    public static Verdict OfTest(RunObserver run) =>
        First(TestRules, run)
            ?? Pass(run, run.ExpectsPanic ? $"panicked as asked: {run.Serial.Panics[0].Reason}" : PassReason(run.Serial.Documents[0]));

    /// <summary>The verdict of a session from outside: by its tests' results, or only by what was seen.</summary>
    public static Verdict OfOutside(RunObserver run)
        => First(OutsideRules, run)
            ?? Pass(run, run.Outside.Count > 0
                ? $"{run.Outside.Count} of {run.Outside.Count} tests from outside ok"
                : $"nothing wrong in {run.Serial.Bytes} bytes of console");

    /// <summary>
    /// What the kernel, or the machine under it, did wrong so far by the rules for <paramref name="run"/>; null when no fault is seen.
    /// </summary>
    public static Verdict? KernelFault(RunObserver run) => First(TestRules.Where(rule => rule.IsKernelFault), run);

    /// <summary>The verdict of a console that was listened to: what the machine did wrong, or nothing. Leaving it is no failure.</summary>
    public static Verdict OfConsole(RunObserver run)
        => Spoiled(run) is { } verdict && (run.Interrupt.Length == 0 || run.Failures.Count > 0 || verdict.Kind == VerdictKind.Fail)
            ? verdict
            : Pass(run, $"nothing wrong in {run.Serial.Bytes} bytes of console");

    /// <summary>The reason to stop listening: a fault of kernel, rig or line; null when there is none.</summary>
    public static Verdict? Spoiled(RunObserver run) =>
        First(OutsideRules.TakeWhile(rule => rule.Name != "outside-test").Where(rule => rule.Name != "failed-test"), run);

    private static Verdict? First(IEnumerable<JudgeRule> rules, RunObserver run)
    {
        foreach (JudgeRule rule in rules)
        {
            if (rule.Judge(run) is { } verdict)
            {
                return verdict;
            }
        }

        return null;
    }

    private static Verdict Pass(RunObserver run, string reason)
    {
        List<string> evidence = [.. run.Retries.Select(retry => $"tried again: {retry}")];
        if (BuildComparison.Of(run) == BuildEvidence.NotCompared)
        {
            evidence.Add("the image's commit is not known: it was not compared with the kernel's");
        }
        else if (!run.IsImageHandedOver)
        {
            evidence.Add("the rig did not give the board its image: what boots is what lies on it");
        }

        evidence.AddRange(WhollySkipped(run));
        return Make(run, VerdictKind.Pass, reason, evidence);
    }

    private static IEnumerable<string> WhollySkipped(RunObserver run)
        => run.Serial.Documents
            .SelectMany(document => document.Tests)
            .GroupBy(test => test.Suite)
            .Where(suite => suite.All(test => test.Outcome == KtapOutcome.Skip))
            .Select(suite => $"suite {suite.Key} tested nothing: all of its {suite.Count()} tests were skipped");

    /// <summary>The verdict of an interactive run: whether the machine could be used, not what it said.</summary>
    public static Verdict OfRun(RunObserver run)
    {
        SerialRecord serial = run.Serial;
        if (JudgePanic(run) is { } panic)
        {
            return panic;
        }

        if (run.Interrupt.Length == 0 && JudgeRig(run) is { } broken)
        {
            return broken;
        }

        if (serial.Bytes == 0 && run.Interrupt.Length == 0)
        {
            return Make(run, VerdictKind.Fail, "no bytes: the machine printed nothing");
        }

        return Make(run, VerdictKind.Pass, $"booted, {serial.Bytes} bytes of console");
    }

    /// <summary>The verdict of repeated runs: flaky when some passed and some failed; a failure outranks a failure of the rig.</summary>
    public static Verdict OfSeries(IReadOnlyList<Verdict> verdicts)
    {
        if (verdicts.Count == 1)
        {
            return verdicts[0];
        }

        int passed = verdicts.Count(verdict => verdict.Kind == VerdictKind.Pass);
        int failed = verdicts.Count(verdict => verdict.Kind == VerdictKind.Fail);
        int broken = verdicts.Count - passed - failed;
        string counts = $"{passed} of {verdicts.Count} runs passed, {failed} failed, {broken} could not be judged";
        Verdict first = verdicts.FirstOrDefault(verdict => verdict.Kind == VerdictKind.Fail)
            ?? verdicts.FirstOrDefault(verdict => verdict.Kind != VerdictKind.Pass)
            ?? verdicts[0];
        VerdictKind kind = failed > 0 && passed > 0 ? VerdictKind.Flaky : first.Kind;
        string reason = kind == VerdictKind.Pass ? $"{counts}; {first.Reason}" : $"{counts}; first: {first.Reason}";
        return new Verdict(kind, reason, first.Stage, first.Evidence);
    }

    /// <summary>The failures of another kernel say nothing about this one.</summary>
    private static Verdict? JudgeOtherImage(RunObserver run)
        => BuildComparison.Of(run) == BuildEvidence.Other && !run.Tolerates.HasFlag(Tolerance.OtherBuild)
            ? Make(
                run,
                VerdictKind.Infrastructure,
                $"the machine runs another kernel: it says build {run.Serial.BuildLines.Commits[0]}, the image is of build "
                    + $"{run.ImageBuild}; what it boots from was not renewed",
                [$"Build: {run.Serial.Build}"])
            : null;

    /// <summary>A run of our own kernel that does not name its build says nothing about the image.</summary>
    private static Verdict? JudgeBuildLine(RunObserver run)
    {
        if (run.Tolerates.HasFlag(Tolerance.OtherBuild))
        {
            return null;
        }

        return BuildComparison.Of(run) switch
        {
            BuildEvidence.NotNamed =>
                Make(run, VerdictKind.Infrastructure, "no \"Build:\" line of the kernel could be read: which kernel ran is not known"),
            BuildEvidence.Mixed =>
                Make(
                    run,
                    VerdictKind.Infrastructure,
                    $"the machine ran two kernels: that of the image and, in another boot, one of build {BuildComparison.OtherOf(run)}"),
            BuildEvidence.Doubtful =>
                Make(
                    run,
                    VerdictKind.Infrastructure,
                    $"the kernel says build {run.Serial.Build.Split(' ')[0]}, the image is of build {run.ImageBuild}: a tree in another "
                        + $"state, or a damaged line"),
            _ => null,
        };
    }

    /// <summary>
    /// In a session from outside, only a boot that was seen must have named its build. The name counts if the rig supplied the image.
    /// </summary>
    private static Verdict? JudgeSeenBuild(RunObserver run)
        => run.Serial.Stages.Any(reached => reached.Stage != BootStage.Shell)
            && (run.IsImageHandedOver || BuildComparison.Of(run) == BuildEvidence.NotNamed)
            ? JudgeBuildLine(run)
            : null;

    /// <summary>A result with a correct check is proof, whatever was lost around it.</summary>
    private static Verdict? JudgeFailure(RunObserver run)
    {
        if (run.Tolerates.HasFlag(Tolerance.FailedTest))
        {
            return null;
        }

        KtapResult[] failed = [.. run.Serial.Failures.Where(failure => !failure.IsSuite)];
        if (failed.Length == 0)
        {
            failed = [.. run.Serial.Failures];
        }

        if (failed.Length == 0)
        {
            return JudgeTotals(run);
        }

        string reason = failed.Length == 1
            ? $"test {failed[0].FullName} failed"
            : $"{failed.Length} tests failed: {string.Join(", ", failed.Select(test => test.FullName))}";
        if (failed.Length == 1 && failed[0].Diagnostics.Count > 0)
        {
            reason += ": " + failed[0].Reasons.Last();
        }

        return Make(
            run,
            VerdictKind.Fail,
            reason,
            [.. failed.SelectMany(test => test.Reasons.Select(line => $"{test.FullName}: {line}"))]);
    }

    private static Verdict? JudgeTotals(RunObserver run)
        => run.Serial.CountedFailures > 0
            ? Make(
                run,
                VerdictKind.Fail,
                $"{run.Serial.CountedFailures} tests failed, as \"# done\" counts; the lines that name them are lost")
            : null;

    private static Verdict? JudgePanic(RunObserver run)
    {
        if (run.Tolerates.HasFlag(Tolerance.Panic) || (run.ExpectsPanic && IsPanicAsAsked(run)))
        {
            return null;
        }

        if (run.Serial.Panics.Count == 0)
        {
            return run.Serial.HasUnfinishedPanic
                ? Make(run, VerdictKind.Fail, $"panic: cut in its first line (after {run.Serial.Position()})", [run.Serial.UnfinishedLine])
                : null;
        }

        // The requested panic came, and another: the other one is the fault.
        bool isSecond = run.ExpectsPanic && run.Serial.Panics.Count > 1 && PanicClass.Is(run.Serial.Panics[0], run.PanicClass);
        PanicReport panic = run.Serial.Panics[isSecond ? 1 : 0];
        string reason = $"panic: {panic.Reason} (after {run.Serial.Position()})";
        if (panic.Again.Count > 0)
        {
            reason += $"; panicked again: {panic.Again[0]}";
        }

        if (!panic.IsEnded)
        {
            reason += "; the panic did not come to its end";
        }
        else if (isSecond)
        {
            reason += "; it came after the panic that was asked for";
        }
        else if (run.ExpectsPanic)
        {
            reason += $"; asked for was a panic of class {(run.PanicClass.Length > 0 ? run.PanicClass : "that says so")}";
        }

        return Make(run, VerdictKind.Fail, reason, panic.Lines);
    }

    /// <summary>What the emulator accepts and a real machine would not.</summary>
    private static Verdict? JudgeArchitecture(RunObserver run)
    {
        if (run.ArchViolations.Count == 0)
        {
            return null;
        }

        string more = run.ArchViolations.Count > 1 ? $" (and {run.ArchViolations.Count - 1} more)" : "";
        return Make(
            run,
            VerdictKind.Fail,
            $"the architecture's rule {run.ArchViolations[0]}{more}",
            [.. run.ArchViolations.Select(violation => violation.ToString())]);
    }

    /// <summary>One complete panic of the requested class, after the part of the boot that does not obey the command line yet.</summary>
    private static bool IsPanicAsAsked(RunObserver run)
        => run.Serial.Panics.Count == 1 && run.Serial.Panics[0] is { IsEnded: true } panic && PanicClass.Is(panic, run.PanicClass)
            && (PanicClass.SaysSo(panic) || run.Serial.Stages.Any(reached => reached.Stage.Name == "TimerTicks"));

    /// <summary>
    /// A real line that carries no text: the adapter's rate is wrong, or it picks up noise. Neither happens to an emulated line.
    /// </summary>
    private static Verdict? JudgeGarbage(RunObserver run)
    {
        const double MostOfIt = 0.2;
        const long Enough = 64;
        ByteCensus census = run.Serial.Census;
        if (run.IsEmulated || run.Tolerates.HasFlag(Tolerance.Garbage) || census.Total < Enough || census.GarbageShare < MostOfIt)
        {
            return null;
        }
        // 8N1 makes ten bits of a byte. The board has no setting faster than 4 Mbaud.
        const double FastestLine = 400_000;
        double seconds = (run.Serial.LastByteNanoseconds - run.Serial.FirstByteNanoseconds) / 1e9;
        double rate = seconds > 0.1 ? census.Total / seconds : 0;
        string share = FormattableString.Invariant($"{census.Garbage} of {census.Total} bytes are no text");
        string[] evidence = [
            share,
            $"first: {census.FirstGarbage}",
            FormattableString.Invariant($"{census.Entropy:0.0} bits of information in a byte: text has about 5, noise 8")
        ];
        bool isNoise = rate > FastestLine || census.Entropy > 7.5;
        return Make(
            run,
            VerdictKind.Infrastructure,
            isNoise
                ? FormattableString.Invariant($"noise on the serial line: {share}, {rate / 1000:0} kB/s; ")
                    + "a loose or unshielded wire, no common ground, or a board without power"
                : $"bytes but garbage: {share}; is the baud rate wrong?",
            evidence);
    }

    private static Verdict? JudgeGap(RunObserver run)
    {
        if ((run.SerialGaps == 0 && !run.IsLineLost) || run.Tolerates.HasFlag(Tolerance.Gap))
        {
            return null;
        }

        string how = run.SerialGaps == 0 ? "and has not come back" : run.SerialGaps == 1 ? "and came back" : $"{run.SerialGaps} times";
        return Make(
            run,
            VerdictKind.Infrastructure,
            $"the serial line was cut {how}, at {run.Serial.Position()}: what the machine said in between is missing");
    }

    private static Verdict? JudgeRig(RunObserver run)
    {
        if (run.Interrupt.Length > 0)
        {
            return Make(run, VerdictKind.Infrastructure, $"interrupted: {run.Interrupt}");
        }

        if (run.Failures.Count > 0)
        {
            return Make(run, VerdictKind.Infrastructure, WithMessages(run, run.Failures[0]), run.Messages);
        }

        return run.EmulatorEnd.Length > 0
            ? Make(
                run,
                VerdictKind.Infrastructure,
                WithMessages(run, $"QEMU {run.EmulatorEnd}, the machine being at {run.Serial.Position()}"),
                run.Messages)
            : null;
    }

    private static Verdict? JudgeLine(RunObserver run)
    {
        IReadOnlyList<string> problems = run.Serial.Problems;
        if (problems.Count == 0 || run.Tolerates.HasFlag(Tolerance.Garbage))
        {
            return null;
        }

        string more = problems.Count > 1 ? $" (and {problems.Count - 1} more)" : "";
        if (run.Serial.Census.Garbage > 0)
        {
            more += $"; {run.Serial.Census.Garbage} bytes are no text, first {run.Serial.Census.FirstGarbage}";
        }

        return Make(run, VerdictKind.Infrastructure, $"the serial line cannot be trusted: {problems[0]}{more}", problems);
    }

    private static Verdict? JudgeUnknownNames(RunObserver run)
    {
        if (run.Serial.UnknownPanicClasses.Count > 0)
        {
            return Make(run, VerdictKind.Usage, $"this kernel has no class of panics {run.Serial.UnknownPanicClasses[0]}");
        }

        if (run.Serial.UnknownSuites.Count == 0)
        {
            return null;
        }

        UnknownSuite unknown = run.Serial.UnknownSuites[0];
        return run.Suites.Contains(unknown.Name)
            ? Make(run, VerdictKind.Usage, $"this kernel has no suite {unknown.Name} (it has: {unknown.Known})")
            : Make(
                run,
                VerdictKind.Infrastructure,
                $"the kernel was asked for suite {unknown.Name}, which this run did not ask for: the line or the command line is damaged");
    }

    private static Verdict? JudgeRestart(RunObserver run)
    {
        SerialRecord serial = run.Serial;
        int restarts = serial.Restarts + (serial.HasUnfinishedRestart ? 1 : 0);
        if ((restarts == 0 && run.Resets.Count == 0) || run.Tolerates.HasFlag(Tolerance.Restart))
        {
            return null;
        }

        string how = run.Resets.Count > 0 ? "the machine reset itself" : "the machine started again by itself";
        string times = Math.Max(restarts, run.Resets.Count) is > 1 and int count ? $"; {count} times in all" : "";
        string why = run.IsEmulated ? "" : " (a reset, or its power failed for a moment)";
        // The reset's event and the console come by separate channels, in either order: only a second boot's text separates the boots.
        string before = serial.Restarts > 0 ? serial.PositionBeforeRestart : serial.Position();
        List<string> evidence = [.. serial.Firmware.Lines];
        if (serial.RestartEvidence.Length > 0)
        {
            evidence.Add($"shown by: {Shorten(serial.RestartEvidence)}");
        }

        return Make(run, VerdictKind.Fail, $"{how}{why}, last stage: {before}{times}", evidence) with { Stage = before };
    }

    /// <summary>A real board that sent no line of the kernel: what its firmware and the network show.</summary>
    private static Verdict? JudgeBeforeKernel(RunObserver run)
    {
        SerialRecord serial = run.Serial;
        if (run.IsEmulated || serial.Stages.Count > 0 || serial.Documents.Count > 0)
        {
            return null;
        }

        FirmwareLog firmware = serial.Firmware;
        string limit = run.Limits.Count > 0 ? $" within {run.Limits[0].Amount} of power-on" : "";
        string network = run.Network.IsServed ? $"; on the network it {run.Network.Story}" : "";
        if (!run.Network.IsHeard && run.Network.IsServed)
        {
            network = "; " + run.Network.Story;
        }

        List<string> evidence = [.. firmware.Lines];
        if (run.Network.OtherServer.Length > 0)
        {
            evidence.Add(run.Network.OtherServer);
        }

        if (run.Network.OtherServer.Length > 0 && !firmware.HasLoadedKernel)
        {
            return Make(run, VerdictKind.Infrastructure, $"no kernel: {run.Network.OtherServer}", [.. evidence, run.Network.Story]);
        }

        if (serial.Bytes == 0)
        {
            return Make(run, VerdictKind.Infrastructure, $"no bytes{limit}: {SilenceOf(run)}{network}", evidence);
        }

        if (firmware.Complaint.Length > 0)
        {
            return Make(
                run,
                VerdictKind.Infrastructure,
                $"no kernel: {firmware.Complaint} (\"{Shorten(firmware.LastLine)}\"){network}",
                evidence);
        }

        if (firmware.Starts > 1)
        {
            return Make(
                run,
                VerdictKind.Infrastructure,
                $"no kernel: the firmware began {firmware.Starts} times, each time up to: {firmware.Stage}{network}",
                evidence);
        }

        if (firmware.HasLoadedKernel)
        {
            return Make(
                run,
                VerdictKind.Infrastructure,
                $"the firmware loaded a kernel, which printed nothing: it is damaged or cut, the device tree is another board's, or its "
                    + $"console is another UART{network}",
                evidence);
        }

        if (firmware.Stage.Length > 0)
        {
            return Make(run, VerdictKind.Infrastructure, $"no kernel: the firmware came as far as: {firmware.Stage}{network}", evidence);
        }

        return Make(
            run,
            VerdictKind.Infrastructure,
            $"bytes, but no line of the kernel or of a firmware that is known{limit}{network}",
            evidence);
    }

    private static Verdict? JudgeConversation(RunObserver run)
        => ConversationRules.Of(run) is { } found ? Make(run, found.Kind, found.Reason) : null;

    private static Verdict? JudgeExpectedPanic(RunObserver run)
        => run.ExpectsPanic && run.Serial.Panics.Count == 0
            ? Make(run, VerdictKind.Fail, $"no panic came, though one was asked for; the machine is at {run.Serial.Position()}")
            : null;

    private static Verdict? JudgeOutsideTests(RunObserver run)
        => run.Outside.FirstOrDefault(result => !result.IsOk) is { } failed
            ? Make(run, VerdictKind.Fail, $"test {failed.Suite}.{failed.Name} failed: {failed.Reason}") with { Stage = failed.Name }
            : null;

    private static string SilenceOf(RunObserver run)
        => run.Network.IsHeard
            ? "the board has power, as the network shows: its serial line is not connected, or its firmware keeps it off (enable_uart, "
                + "uart_2ndstage)"
            : run.Power.Silence() ?? "no power, nothing to boot from, or the serial line is not connected";

    private static Verdict? JudgeUnfinished(RunObserver run)
    {
        SerialRecord serial = run.Serial;
        bool isComplete = serial.Documents.Count > 0 && serial.Documents.All(document => document.IsComplete);
        if (isComplete || run.ExpectsPanic)
        {
            return null;
        }

        if (serial.Bytes == 0)
        {
            return Make(run, VerdictKind.Fail, "no bytes: the machine switched itself off without printing anything");
        }

        string end = run.HasPoweredItselfOff ? "the machine switched itself off" : "the run ended";
        return Make(run, VerdictKind.Fail, $"{end} before # done, after {serial.Position()}");
    }

    private static Verdict? JudgeLimit(RunObserver run) =>
        run.Limits.Count > 0 && !run.ExpectsPanic ? JudgeLimit(run, run.Limits[0]) : null;

    private static Verdict JudgeLimit(RunObserver run, LimitPassed limit)
    {
        SerialRecord serial = run.Serial;
        List<string> evidence = [];
        if (limit.Detail.Length > 0)
        {
            evidence.Add(limit.Detail);
        }

        if (serial.Bytes == 0)
        {
            VerdictKind kind = run.IsEmulated ? VerdictKind.Fail : VerdictKind.Infrastructure;
            return Make(run, kind, $"no bytes within {limit.Amount} of power-on", evidence);
        }

        string repeats = serial.LastLineRepeats > 2 ? $"; it repeats \"{Shorten(serial.LastLine)}\" ({serial.LastLineRepeats} times)" : "";
        string reason = limit.Name switch
        {
            "silence" => $"stopped after {serial.Position()}: silent for {limit.Amount}",
            "output" => $"floods the line: {limit.Amount} and no end, after {serial.Position()}{repeats}",
            "power-off" => $"did not switch itself off within {limit.Amount} of its last line, after {serial.Position()}",
            _ => $"not finished within {limit.Amount}, after {serial.Position()}{repeats}",
        };
        return Make(run, VerdictKind.Fail, reason + Deafness(run, limit), evidence);
    }

    /// <summary>
    /// The kernel's watch reports a hang with interrupts on. If the watch is silent, too, the kernel takes no interrupt.
    /// </summary>
    private static string Deafness(RunObserver run, LimitPassed limit)
    {
        SerialRecord serial = run.Serial;
        bool isWatched = run.WatchSeconds > 0
            && serial.Stages.Any(reached => reached.Stage.Name == "TimerTicks")
            && !serial.Documents.Any(document => document.IsComplete);
        double silentSeconds = (run.LastNanoseconds - serial.LastByteNanoseconds) / 1e9;
        return limit.Name is "silence" or "total" && isWatched && silentSeconds > run.WatchSeconds
            ? FormattableString.Invariant(
                $"; its tick did not report a hang after {run.WatchSeconds} s either: interrupts are masked, or the processors stand")
            : "";
    }

    private static Verdict? JudgeDocuments(RunObserver run)
        => run.Serial.Documents.Count > 1
            ? Make(run, VerdictKind.Infrastructure, $"{run.Serial.Documents.Count} test documents came where one was asked for")
            : null;

    private static Verdict? JudgeSuites(RunObserver run)
    {
        if (run.ExpectsPanic)
        {
            return null;
        }

        string[] ran = [.. run.Serial.Documents[0].Suites.Select(suite => suite.Name)];
        if (run.Serial.Documents[0].Totals!.Total == 0 && ran.Length == 0)
        {
            return null;
        }

        if (ran.Distinct().Count() != ran.Length)
        {
            return Make(run, VerdictKind.Fail, $"a suite ran twice: {string.Join(", ", ran)}");
        }

        if (run.Suites.Contains("all") || run.Suites.Order().SequenceEqual(ran.Order()))
        {
            return null;
        }

        string other = $"asked for suites {string.Join(", ", run.Suites)}, but the kernel ran {string.Join(", ", ran)}";
        return ConversationRules.MayHaveBeenMisread(run, ran)
            ? Make(
                run,
                VerdictKind.Infrastructure,
                $"{other}: the command \"{run.Conversation.LastRequest}\" may have been damaged on the serial line")
            : Make(run, VerdictKind.Fail, other);
    }

    /// <summary>Nothing was tested: zero tests, a suite that lost all of its tests, or only skipped ones.</summary>
    private static Verdict? JudgeEmptiness(RunObserver run)
    {
        if (run.ExpectsPanic || run.AllowsEmpty)
        {
            return null;
        }

        KtapDocument document = run.Serial.Documents[0];
        if (document.Totals!.Total == 0)
        {
            return Make(run, VerdictKind.Fail, "no test ran: the test document is empty");
        }

        string[] empty = [.. document.Suites
            .Where(suite => suite.Outcome != KtapOutcome.Skip && !document.Tests.Any(test => test.Suite == suite.Name))
            .Select(suite => suite.Name)];
        if (empty.Length > 0)
        {
            return Make(run, VerdictKind.Fail, $"no test ran in suite {string.Join(", ", empty)}");
        }

        return document.Totals.Ok == 0
            ? Make(
                run,
                VerdictKind.Fail,
                $"nothing was tested: all {document.Totals.Skip} tests were skipped",
                [.. document.Tests.Select(test => $"{test.FullName}: {test.SkipReason}")])
            : null;
    }

    /// <summary>
    /// Earlier runs of the same image had more tests in a suite that ran now, or "all" ran fewer than the image declares.
    /// </summary>
    private static Verdict? JudgeFewerTests(RunObserver run)
    {
        if (run.ExpectsPanic || run.AllowsEmpty)
        {
            return null;
        }

        KtapDocument document = run.Serial.Documents[0];
        Dictionary<string, int> ran = document.Suites.ToDictionary(
            suite => suite.Name,
            suite => document.Tests.Count(test => test.Suite == suite.Name));
        string[] missing =
        [
            .. run.KnownTests
                .Concat(run.Suites.Contains("all") ? run.DeclaredTests : [])
                .Where(known => ran.TryGetValue(known.Key, out int count) && count < known.Value)
                .Select(known => $"{known.Key} has {ran[known.Key]} of {known.Value}")
                .Distinct(),
            .. run.DeclaredTests.Keys
                .Where(suite => run.Suites.Contains("all") && !ran.ContainsKey(suite))
                .Select(suite => $"suite {suite} did not run"),
        ];
        return missing.Length > 0
            ? Make(run, VerdictKind.Fail, $"fewer tests than this image is known to have: {string.Join(", ", missing)}")
            : null;
    }

    /// <summary>Real machines only: an emulator's clock is the host's.</summary>
    private static Verdict? JudgeClock(RunObserver run)
        => !run.IsEmulated && ClockComparison.Of(run.Serial) is { IsWrong: true } clock
            ? Make(
                run,
                VerdictKind.Fail,
                FormattableString.Invariant(
                    $"the machine's clock is {Math.Abs(clock.ErrorPpm):0} ppm {(clock.ErrorPpm > 0 ? "fast" : "slow")} ")
                    + FormattableString.Invariant($"against the host's (± {clock.UncertaintyPpm:0}, over {clock.Seconds:0.0} s): ")
                    + "the timer's clock-frequency is wrong")
            : null;

    private static string PassReason(KtapDocument document)
    {
        KtapTotals totals = document.Totals!;
        string skipped = totals.Skip > 0 ? $", {totals.Skip} skipped" : "";
        return $"{totals.Ok} of {totals.Total} tests ok{skipped} in {totals.Suites} suites";
    }

    private static string WithMessages(RunObserver run, string reason)
        => run.Messages.Count > 0 && !run.Messages.Any(message => reason.Contains(message.Trim(), StringComparison.Ordinal))
            ? $"{reason}; it said: {run.Messages[^1]}"
            : reason;

    private static string Shorten(string text) => text.Length > 80 ? text[..80] + "…" : text;

    private static Verdict Make(RunObserver run, VerdictKind kind, string reason, IReadOnlyList<string>? evidence = null)
    {
        List<string> lines = [.. evidence ?? []];
        SerialRecord serial = run.Serial;
        if (kind != VerdictKind.Pass && serial.Bytes > 0)
        {
            lines.Add($"last line: \"{Shorten(serial.UnfinishedLine.Length > 0 ? serial.UnfinishedLine : serial.LastLine)}\"");
        }

        lines.AddRange(run.Remarks);
        lines.Add($"{serial.Bytes} bytes, {serial.Lines} lines received");
        return new Verdict(kind, reason, serial.Position(), lines);
    }
}
