// The rules that turn what is known about a run into a verdict. They err to one side only: never a pass that was not one.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Protocols;

namespace RustKernel.Hil.Verdicts;

/// <summary>Judges runs and series of runs.</summary>
public static class Judge
{
    /// <summary>The verdict of a test run that has ended.</summary>
    public static Verdict OfTest(RunObserver run)
    {
        SerialRecord serial = run.Serial;
        return JudgeOtherImage(run)
            ?? JudgeTrustedFailure(run)
            ?? JudgePanic(run)
            ?? JudgeArchitecture(run)
            ?? JudgeRig(run)
            ?? JudgeGarbage(run)
            ?? JudgeGap(run)
            ?? JudgeLine(run)
            ?? JudgeUnknownSuites(run)
            ?? JudgeRestart(run)
            ?? JudgeBeforeKernel(run)
            ?? JudgeExpectedPanic(run)
            ?? JudgeUnfinished(run)
            ?? JudgeDocument(run, serial.Documents[0])
            ?? JudgeClock(run)
            ?? Make(run, VerdictKind.Pass, PassReason(serial.Documents[0]));
    }

    /// <summary>The verdict of an interactive run: whether the machine could be used, not what it said.</summary>
    public static Verdict OfRun(RunObserver run)
    {
        SerialRecord serial = run.Serial;
        if (JudgePanic(run) is { } panic)
            return panic;
        if (run.Interrupt.Length == 0 && JudgeRig(run) is { } broken)
            return broken;
        if (serial.Bytes == 0 && run.Interrupt.Length == 0)
            return Make(run, VerdictKind.Fail, "no bytes: the machine printed nothing");
        return Make(run, VerdictKind.Pass, $"booted, {serial.Bytes} bytes of console");
    }

    /// <summary>The verdict of repeated runs: flaky when some passed and some failed; a failure outranks what the rig did.</summary>
    public static Verdict OfSeries(IReadOnlyList<Verdict> verdicts)
    {
        if (verdicts.Count == 1)
            return verdicts[0];
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

    /// <summary>What another kernel does says nothing about this one, not even its failures.</summary>
    private static Verdict? JudgeOtherImage(RunObserver run)
    {
        string runs = run.Serial.Build.Split(' ')[0];
        if (run.ImageBuild.Length == 0 || runs == run.ImageBuild || !IsCommit(runs) || run.Serial.Census.Garbage > 0)
            return null;
        return Make(
            run,
            VerdictKind.Infrastructure,
            $"the machine runs another kernel: it says build {runs}, the image is of build {run.ImageBuild}; what it boots from was not renewed",
            [$"Build: {run.Serial.Build}"]);
    }

    private static bool IsCommit(string text)
    {
        string commit = text.EndsWith("-dirty", StringComparison.Ordinal) ? text[..^"-dirty".Length] : text;
        return commit.Length is >= 7 and <= 40 && commit.All(char.IsAsciiHexDigitLower);
    }

    private static Verdict? JudgeTrustedFailure(RunObserver run)
    {
        KtapDocument? document = run.Serial.Documents.FirstOrDefault(candidate => candidate.HasTrustedFailure);
        if (document is null)
            return null;
        KtapResult[] failed = [.. document.Tests.Where(test => test.IsTrusted && test.Outcome == KtapOutcome.NotOk)];
        if (failed.Length == 0)
            failed = [.. document.Suites.Where(suite => suite.IsTrusted && suite.Outcome == KtapOutcome.NotOk)];
        string reason = failed.Length == 1 ? $"test {Name(failed[0])} failed" : $"{failed.Length} tests failed: {string.Join(", ", failed.Select(Name))}";
        if (failed.Length == 1 && failed[0].Diagnostics.Count > 0)
            reason += ": " + Unnamed(failed[0], failed[0].Diagnostics[^1]);
        return Make(run, VerdictKind.Fail, reason, [.. failed.SelectMany(test => test.Diagnostics.Select(line => $"{Name(test)}: {Unnamed(test, line)}"))]);
    }

    private static Verdict? JudgePanic(RunObserver run)
    {
        if (run.Serial.Panics.Count == 0)
            return null;
        PanicReport panic = run.Serial.Panics[0];
        string reason = $"panic: {panic.Reason} (after {run.Serial.Position()})";
        if (panic.Again.Count > 0)
            reason += $"; panicked again: {panic.Again[0]}";
        if (!panic.IsEnded)
            reason += "; the panic did not come to its end";
        bool isAskedFor = run.ExpectsPanic && panic.IsEnded && run.Serial.Panics.Count == 1 && run.Failures.Count == 0 && run.Interrupt.Length == 0;
        return Make(run, isAskedFor ? VerdictKind.Pass : VerdictKind.Fail, isAskedFor ? $"panicked as asked: {panic.Reason}" : reason, panic.Lines);
    }

    /// <summary>What the emulator forgives and a machine would not.</summary>
    private static Verdict? JudgeArchitecture(RunObserver run)
    {
        if (run.ArchViolations.Count == 0)
            return null;
        string more = run.ArchViolations.Count > 1 ? $" (and {run.ArchViolations.Count - 1} more)" : "";
        return Make(run, VerdictKind.Fail, $"the architecture's rule {run.ArchViolations[0]}{more}", [.. run.ArchViolations.Select(violation => violation.ToString())]);
    }

    /// <summary>A real line that carries no text: the adapter's rate is wrong, or it picks up noise. Emulated lines have neither.</summary>
    private static Verdict? JudgeGarbage(RunObserver run)
    {
        const double MostOfIt = 0.2;
        const long Enough = 64;
        ByteCensus census = run.Serial.Census;
        if (run.IsEmulated || census.Total < Enough || census.GarbageShare < MostOfIt)
            return null;
        // 8N1 makes ten bits of a byte. Nothing that the board can be set to is faster than 4 Mbaud.
        const double FastestLine = 400_000;
        double seconds = (run.Serial.LastByteNanoseconds - run.Serial.FirstByteNanoseconds) / 1e9;
        double rate = seconds > 0.1 ? census.Total / seconds : 0;
        string share = FormattableString.Invariant($"{census.Garbage} of {census.Total} bytes are no text");
        string[] evidence = [share, $"first: {census.FirstGarbage}", FormattableString.Invariant($"{census.Entropy:0.0} bits of information in a byte: text has about 5, noise 8")];
        bool isNoise = rate > FastestLine || census.Entropy > 7.5;
        return Make(
            run,
            VerdictKind.Infrastructure,
            isNoise
                ? FormattableString.Invariant($"noise on the serial line: {share}, {rate / 1000:0} kB/s; a loose or unshielded wire, no common ground, or a board without power")
                : $"bytes but garbage: {share}; is the baud rate wrong?",
            evidence);
    }

    private static Verdict? JudgeGap(RunObserver run)
        => run.SerialGaps == 0
            ? null
            : Make(run, VerdictKind.Infrastructure, $"the serial line was cut {(run.SerialGaps == 1 ? "and came back" : $"{run.SerialGaps} times")}, at {run.Serial.Position()}: what the machine said in between is missing");

    private static Verdict? JudgeRig(RunObserver run)
    {
        if (run.Interrupt.Length > 0)
            return Make(run, VerdictKind.Infrastructure, $"interrupted: {run.Interrupt}");
        if (run.Failures.Count > 0)
            return Make(run, VerdictKind.Infrastructure, WithMessages(run, run.Failures[0]), run.Messages);
        return run.EmulatorEnd.Length > 0
            ? Make(run, VerdictKind.Infrastructure, WithMessages(run, $"QEMU {run.EmulatorEnd}, the machine being at {run.Serial.Position()}"), run.Messages)
            : null;
    }

    private static Verdict? JudgeLine(RunObserver run)
    {
        IReadOnlyList<string> problems = run.Serial.Problems;
        if (problems.Count == 0)
            return null;
        string more = problems.Count > 1 ? $" (and {problems.Count - 1} more)" : "";
        if (run.Serial.Census.Garbage > 0)
            more += $"; {run.Serial.Census.Garbage} bytes are no text, first {run.Serial.Census.FirstGarbage}";
        return Make(run, VerdictKind.Infrastructure, $"the serial line cannot be trusted: {problems[0]}{more}", problems);
    }

    private static Verdict? JudgeUnknownSuites(RunObserver run)
    {
        if (run.Serial.UnknownSuites.Count == 0)
            return null;
        UnknownSuite unknown = run.Serial.UnknownSuites[0];
        return run.Suites.Contains(unknown.Name)
            ? Make(run, VerdictKind.Usage, $"this kernel has no suite {unknown.Name} (it has: {unknown.Known})")
            : Make(run, VerdictKind.Infrastructure, $"the kernel was asked for suite {unknown.Name}, which nobody asked for: the line or the command line is damaged");
    }

    private static Verdict? JudgeRestart(RunObserver run)
    {
        if (run.Serial.Restarts == 0 && run.Resets.Count == 0)
            return null;
        string how = run.Resets.Count > 0 ? "the machine reset itself" : "the machine started again by itself";
        string why = run.IsEmulated ? "" : " (a reset, or its power failed for a moment)";
        // The reset's event and the console come by two ways, in either order: only a second banner divides the boots.
        string before = run.Serial.Restarts > 0 ? run.Serial.PositionBeforeRestart : run.Serial.Position();
        return Make(run, VerdictKind.Fail, $"{how}{why}, last stage: {before}", run.Serial.Firmware.Lines) with { Stage = before };
    }

    /// <summary>A real board of which not one line of the kernel was seen: what its firmware and the network tell.</summary>
    private static Verdict? JudgeBeforeKernel(RunObserver run)
    {
        SerialRecord serial = run.Serial;
        if (run.IsEmulated || serial.Stages.Count > 0 || serial.Documents.Count > 0)
            return null;
        FirmwareLog firmware = serial.Firmware;
        string limit = run.Limits.Count > 0 ? $" within {run.Limits[0].Amount} of power-on" : "";
        string network = run.Network.IsServed ? $"; on the network it {run.Network.Story}" : "";
        if (!run.Network.IsHeard && run.Network.IsServed)
            network = "; " + run.Network.Story;
        List<string> evidence = [.. firmware.Lines];
        if (run.Network.OtherServer.Length > 0)
            evidence.Add(run.Network.OtherServer);
        if (run.Network.OtherServer.Length > 0 && !firmware.HasLoadedKernel)
            return Make(run, VerdictKind.Infrastructure, $"no kernel: {run.Network.OtherServer}", [.. evidence, run.Network.Story]);
        if (serial.Bytes == 0)
            return Make(run, VerdictKind.Infrastructure, $"no bytes{limit}: {SilenceOf(run)}{network}", evidence);
        if (firmware.Complaint.Length > 0)
            return Make(run, VerdictKind.Infrastructure, $"no kernel: {firmware.Complaint} (\"{Shorten(firmware.LastLine)}\"){network}", evidence);
        if (firmware.Starts > 1)
            return Make(run, VerdictKind.Infrastructure, $"no kernel: the firmware began {firmware.Starts} times, each time up to: {firmware.Stage}{network}", evidence);
        if (firmware.HasLoadedKernel)
            return Make(run, VerdictKind.Infrastructure, $"the firmware loaded a kernel, which printed nothing: it is damaged or cut, the device tree is another board's, or its console is another UART{network}", evidence);
        if (firmware.Stage.Length > 0)
            return Make(run, VerdictKind.Infrastructure, $"no kernel: the firmware came as far as: {firmware.Stage}{network}", evidence);
        return Make(run, VerdictKind.Infrastructure, $"bytes, but no line of the kernel or of a firmware that is known{limit}{network}", evidence);
    }

    private static Verdict? JudgeExpectedPanic(RunObserver run)
        => run.ExpectsPanic ? Make(run, VerdictKind.Fail, $"no panic came, though one was asked for; the machine is at {run.Serial.Position()}") : null;

    private static string SilenceOf(RunObserver run)
        => run.Network.IsHeard
            ? "the board has power, as the network shows: its serial line is not connected, or its firmware keeps it off (enable_uart, uart_2ndstage)"
            : "no power, nothing to boot from, or the serial line is not connected";

    private static Verdict? JudgeUnfinished(RunObserver run)
    {
        SerialRecord serial = run.Serial;
        bool isComplete = serial.Documents.Count > 0 && serial.Documents.All(document => document.IsComplete);
        if (run.Limits.Count > 0)
            return JudgeLimit(run, run.Limits[0]);
        if (isComplete)
            return null;
        if (serial.Bytes == 0)
            return Make(run, VerdictKind.Fail, "no bytes: the machine switched itself off without printing anything");
        string end = run.HasPoweredItselfOff ? "the machine switched itself off" : "the run ended";
        return Make(run, VerdictKind.Fail, $"{end} before # done, after {serial.Position()}");
    }

    private static Verdict JudgeLimit(RunObserver run, LimitPassed limit)
    {
        SerialRecord serial = run.Serial;
        List<string> evidence = [];
        if (limit.Detail.Length > 0)
            evidence.Add(limit.Detail);
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

    /// <summary>A kernel that hangs with interrupts on is told by its watch. When the watch is silent, too, no interrupt is taken.</summary>
    private static string Deafness(RunObserver run, LimitPassed limit)
    {
        SerialRecord serial = run.Serial;
        bool isWatched = run.WatchSeconds > 0 && serial.Stages.Any(reached => reached.Stage.Name == "TimerTicks") && !serial.Documents.Any(document => document.IsComplete);
        double silentSeconds = (run.LastNanoseconds - serial.LastByteNanoseconds) / 1e9;
        return limit.Name is "silence" or "total" && isWatched && silentSeconds > run.WatchSeconds
            ? FormattableString.Invariant($"; its tick did not tell of a hang after {run.WatchSeconds} s either: interrupts are masked, or the processors stand")
            : "";
    }

    private static Verdict? JudgeDocument(RunObserver run, KtapDocument document)
    {
        if (run.Serial.Documents.Count > 1)
            return Make(run, VerdictKind.Infrastructure, $"{run.Serial.Documents.Count} test documents came where one was asked for");
        if (document.Totals!.Total == 0)
            return Make(run, VerdictKind.Fail, "no test ran: the test document is empty");
        string[] ran = [.. document.Suites.Select(suite => suite.Name)];
        if (ran.Distinct().Count() != ran.Length)
            return Make(run, VerdictKind.Fail, $"a suite ran twice: {string.Join(", ", ran)}");
        if (run.Suites.Contains("all") || run.Suites.Order().SequenceEqual(ran.Order()))
            return null;
        return Make(run, VerdictKind.Fail, $"asked for suites {string.Join(", ", run.Suites)}, but the kernel ran {string.Join(", ", ran)}");
    }

    /// <summary>Real machines only: an emulator's clock is the host's.</summary>
    private static Verdict? JudgeClock(RunObserver run)
        => !run.IsEmulated && ClockComparison.Of(run.Serial) is { IsWrong: true } clock
            ? Make(
                run,
                VerdictKind.Fail,
                FormattableString.Invariant($"the machine's clock is {Math.Abs(clock.ErrorPpm):0} ppm {(clock.ErrorPpm > 0 ? "fast" : "slow")} against the host's (± {clock.UncertaintyPpm:0}, over {clock.Seconds:0.0} s): the timer's clock-frequency is wrong"))
            : null;

    private static string PassReason(KtapDocument document)
    {
        KtapTotals totals = document.Totals!;
        string skipped = totals.Skip > 0 ? $", {totals.Skip} skipped" : "";
        return $"{totals.Ok} of {totals.Total} tests ok{skipped} in {totals.Suites} suites";
    }

    private static string WithMessages(RunObserver run, string reason)
        => run.Messages.Count > 0 ? $"{reason}; it said: {run.Messages[^1]}" : reason;

    private static string Name(KtapResult result) => result.Suite.Length > 0 ? $"{result.Suite}.{result.Name}" : result.Name;

    /// <summary>A diagnostic without the test's name in front, which many begin with.</summary>
    private static string Unnamed(KtapResult test, string line)
        => line.StartsWith(Name(test) + ": ", StringComparison.Ordinal) ? line[(Name(test).Length + 2)..] : line;

    private static string Shorten(string text) => text.Length > 80 ? text[..80] + "…" : text;

    private static Verdict Make(RunObserver run, VerdictKind kind, string reason, IReadOnlyList<string>? evidence = null)
    {
        List<string> lines = [.. evidence ?? []];
        SerialRecord serial = run.Serial;
        if (kind != VerdictKind.Pass && serial.Bytes > 0)
            lines.Add($"last line: \"{Shorten(serial.UnfinishedLine.Length > 0 ? serial.UnfinishedLine : serial.LastLine)}\"");
        lines.Add($"{serial.Bytes} bytes, {serial.Lines} lines received");
        return new Verdict(kind, reason, serial.Position(), lines);
    }
}
