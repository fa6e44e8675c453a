// Everything that is known about a run, from its events alone: live, or replayed from a log.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Events;
using RustKernel.Hil.Protocols;

namespace RustKernel.Hil.Verdicts;

/// <summary>Takes the events of one run in order. The same events give the same state and so the same verdict.</summary>
public sealed class RunObserver
{
    private const int MaximumMessages = 40;
    private readonly List<string> _failures = [];
    private readonly List<string> _messages = [];
    private readonly List<LimitPassed> _limits = [];
    private readonly List<string> _resets = [];
    private readonly List<ArchViolation> _archViolations = [];
    private readonly List<string> _retries = [];
    private readonly List<OutsideResult> _outside = [];

    /// <summary>What the serial line said.</summary>
    public SerialRecord Serial { get; } = new();

    /// <summary>What the board asked the network for.</summary>
    public NetworkRecord Network { get; } = new();

    /// <summary>The board's power consumption, if its supply has a current sensor.</summary>
    public PowerTrace Power { get; } = new();

    /// <summary>What the rig asked the kernel for over the serial line.</summary>
    public ConversationRecord Conversation { get; } = new();

    /// <summary>What the reader of any verdict should know: repaired line ends, and repeated commands.</summary>
    public IReadOnlyList<string> Remarks =>
        [.. new[] { Serial.LineEnds.Remark }.Where(remark => remark.Length > 0), .. Conversation.Retries];

    /// <summary>The target's name.</summary>
    public string Target { get; private set; } = "";

    /// <summary>The verb that made the run: test, bench or run.</summary>
    public string Verb { get; private set; } = "";

    /// <summary>The suites asked for.</summary>
    public IReadOnlyList<string> Suites { get; private set; } = [];

    /// <summary>Misbehaviour that must not fail the run.</summary>
    public Tolerance Tolerates { get; private set; }

    /// <summary>The class of panic that was asked for; empty when the log does not say.</summary>
    public string PanicClass { get; private set; } = "";

    /// <summary>True when a run of nothing, or of skipped tests only, may pass.</summary>
    public bool AllowsEmpty { get; private set; }

    /// <summary>How many tests each suite of this very image is known to have, by earlier runs; empty when nothing is known.</summary>
    public IReadOnlyDictionary<string, int> KnownTests { get; private set; } = new Dictionary<string, int>();

    /// <summary>The suites of test=all that the image declares, each with its number of tests; empty when it declares none.</summary>
    public IReadOnlyDictionary<string, int> DeclaredTests { get; private set; } = new Dictionary<string, int>();

    /// <summary>The rig's actions that were repeated, with the reasons.</summary>
    public IReadOnlyList<string> Retries => _retries;

    /// <summary>The results of tests from outside.</summary>
    public IReadOnlyList<OutsideResult> Outside => _outside;

    /// <summary>
    /// True when the rig supplied the image that the board boots; false when the board boots what it already has.
    /// </summary>
    public bool IsImageHandedOver { get; private set; }

    /// <summary>True when the run asked for a panic (panic=CLASS): it passes by panicking.</summary>
    public bool ExpectsPanic { get; private set; }

    /// <summary>The commit that the image names; empty when it names none.</summary>
    public string ImageBuild { get; private set; } = "";

    /// <summary>How often the serial line was lost and came back.</summary>
    public int SerialGaps { get; private set; }

    /// <summary>True while the serial line is lost and has not come back.</summary>
    public bool IsLineLost { get; private set; }

    /// <summary>True when the machine is emulated, so that its silence is the kernel's.</summary>
    public bool IsEmulated { get; private set; }

    /// <summary>True when the machine is expected to switch itself off after the suites.</summary>
    public bool PowersOff { get; private set; }

    /// <summary>When power came on, ns; null before.</summary>
    public long? PowerOnNanoseconds { get; private set; }

    /// <summary>True when the rig itself switched the power off.</summary>
    public bool IsSwitchedOff { get; private set; }

    /// <summary>True when the machine switched itself off.</summary>
    public bool HasPoweredItselfOff { get; private set; }

    /// <summary>How the emulator ended, if neither the rig nor the machine ended it; empty otherwise.</summary>
    public string EmulatorEnd { get; private set; } = "";

    /// <summary>True when the emulator's process has ended.</summary>
    public bool HasEmulatorEnded { get; private set; }

    /// <summary>Why the run was interrupted from outside; empty when it was not.</summary>
    public string Interrupt { get; private set; } = "";

    /// <summary>The rig's failures.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>What the emulator wrote to its standard error (the first 40 lines).</summary>
    public IReadOnlyList<string> Messages => _messages;

    /// <summary>The limits that were passed.</summary>
    public IReadOnlyList<LimitPassed> Limits => _limits;

    /// <summary>The resets that the machine asked for.</summary>
    public IReadOnlyList<string> Resets => _resets;

    /// <summary>Rules of the architecture that the machine broke, the first found first.</summary>
    public IReadOnlyList<ArchViolation> ArchViolations => _archViolations;

    /// <summary>How long the kernel lets a test run before its tick panics, in seconds; 0: it does not check.</summary>
    public int WatchSeconds { get; private set; }

    /// <summary>The time of the last event, ns.</summary>
    public long LastNanoseconds { get; private set; }

    /// <summary>Takes one event.</summary>
    public void Observe(LogEvent logged)
    {
        LastNanoseconds = logged.Nanoseconds;
        Network.Observe(logged);
        Power.Observe(logged);
        Conversation.Observe(logged, Serial);
        switch (logged.Kind)
        {
            case EventKind.Environment when logged.Text("name") == "image.build":
                ImageBuild = logged.Text("value");
                break;
            case EventKind.Environment when logged.Text("name") == KnownSuites.DeclaredEventName:
                DeclaredTests = KnownSuites.Parse(logged.Text("value"));
                break;
            case EventKind.Environment when logged.Text("name") == KnownSuites.EventName:
                KnownTests = KnownSuites.Parse(logged.Text("value"));
                break;
            case EventKind.Media:
                IsImageHandedOver = true;
                break;
            case EventKind.Retry when logged.Text("what") != ConversationRecord.Command:
                _retries.Add($"{logged.Text("what")}: {logged.Text("reason")}");
                break;
            case EventKind.Outside:
                _outside.Add(new OutsideResult(
                    logged.Text("suite"),
                    logged.Text("name"),
                    logged.Text("ok") == "true",
                    logged.Text("reason"),
                    logged.Nanoseconds));
                break;
            case EventKind.SerialGap:
                SerialGaps++;
                IsLineLost = false;
                Serial.NoteGap();
                break;
            case EventKind.SerialClosed:
                // An emulator's line ends with it.
                IsLineLost = !IsEmulated;
                break;
            case EventKind.RunStart:
                TakeStart(logged);
                break;
            case EventKind.SerialReceived:
                Serial.Feed(logged.Data.Span, logged.Nanoseconds);
                break;
            case EventKind.Power:
                TakePower(logged);
                break;
            case EventKind.Emulator:
                TakeEmulator(logged);
                break;
            case EventKind.ProcessOutput:
                // The virtual lab's own program; logs of earlier versions call it bench.
                if (_messages.Count < MaximumMessages && logged.Text("name") is not ("lab" or "bench"))
                {
                    _messages.Add(logged.Text("text"));
                }

                break;
            case EventKind.ProcessExit when logged.Text("name") == "qemu":
                TakeExit(logged);
                break;
            case EventKind.Limit:
                _limits.Add(new LimitPassed(logged.Text("name"), logged.Text("amount"), logged.Text("detail")));
                break;
            case EventKind.ArchViolation:
                _archViolations.Add(ArchViolation.Of(logged));
                break;
            case EventKind.Failure:
                _failures.Add(logged.Text("reason"));
                break;
            case EventKind.Interrupt:
                Interrupt = logged.Text("reason");
                break;
        }
    }

    private void TakeStart(LogEvent logged)
    {
        Target = logged.Text("target");
        Verb = logged.Text("verb");
        Suites = logged.Texts("suites");
        IsEmulated = logged.Text("driver") == "qemu";
        ExpectsPanic = logged.Text("expects") == "panic";
        IsImageHandedOver = IsEmulated;
        PowersOff = logged.Text("powers_off") == "true";
        AllowsEmpty = logged.Text("allow_empty") == "true";
        Tolerates = logged.Texts("tolerates").Aggregate(Tolerance.None, (all, word) => all | Tolerances.Parse(word));
        PanicClass = ExpectsPanic ? KernelWord(logged, "panic=") : "";
        WatchSeconds = int.TryParse(KernelWord(logged, "watch="), out int seconds) ? seconds : 0;
    }

    private static string KernelWord(LogEvent logged, string key)
        => logged.Text("cmdline").Split(' ').LastOrDefault(word => word.StartsWith(key, StringComparison.Ordinal)) is { } word
            ? word[key.Length..]
            : "";

    private void TakePower(LogEvent logged)
    {
        if (logged.Text("state") == "on")
        {
            PowerOnNanoseconds = logged.Nanoseconds;
        }
        else
        {
            IsSwitchedOff = true;
        }
    }

    private void TakeEmulator(LogEvent logged)
    {
        string reason = logged.Fields["detail"]?["reason"]?.GetValue<string>() ?? "";
        bool byGuest = reason.StartsWith("guest-", StringComparison.Ordinal);
        if (logged.Text("event") == "SHUTDOWN" && byGuest)
        {
            HasPoweredItselfOff = true;
        }
        else if (logged.Text("event") == "RESET" && byGuest)
        {
            _resets.Add(reason);
        }
    }

    private void TakeExit(LogEvent logged)
    {
        HasEmulatorEnded = true;
        if (IsSwitchedOff || HasPoweredItselfOff)
        {
            return;
        }

        EmulatorEnd = logged.Number("signal") is { } signal
            ? $"was killed by signal {signal}"
            : $"ended with status {logged.Number("code")} though the machine had not switched itself off";
    }
}
