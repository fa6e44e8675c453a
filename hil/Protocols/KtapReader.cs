// Reads the test documents of protocol 1 line by line, and reports whatever makes them untrustworthy.
// It must never turn a failure into a pass: whatever does not fit is a problem, and never guessed right.

using System;
using System.Collections.Generic;
using System.Text;

namespace RustKernel.Hil.Protocols;

/// <summary>An incremental reader of KTAP documents with sequence numbers and CRCs.</summary>
public sealed class KtapReader
{
    private const int MaximumDiagnostics = 200;
    private const int MaximumFailures = 1000;
    private readonly Action<string> _report;
    private readonly List<KtapDocument> _documents = [];
    private readonly List<KtapLevel> _levels = [];
    private readonly List<string> _diagnostics = [];
    private KtapDocument? _open;
    private readonly List<KtapResult> _failures = [];
    private readonly KernelTimes _times = new();
    private readonly Action<string> _onTimeFall;
    private long _lastSequence;
    private long _lastTime;
    private bool _isTrusted = true;

    /// <summary>
    /// A reader that calls <paramref name="report"/> for each damage or contradiction, and <paramref name="onTimeFall"/> for a time that no
    /// line of this boot can have.
    /// </summary>
    public KtapReader(Action<string> report, Action<string> onTimeFall)
    {
        _report = report;
        _onTimeFall = onTimeFall;
    }

    /// <summary>How many tests a "# done" line with a right check counts as not ok, whatever is missing before it.</summary>
    public long CountedFailures { get; private set; }

    /// <summary>Results that are not ok, their check being right: proof of a failure, whatever is missing around them.</summary>
    public IReadOnlyList<KtapResult> Failures => _failures;

    /// <summary>The documents in the order of arrival, the last one possibly incomplete.</summary>
    public IReadOnlyList<KtapDocument> Documents => _documents;

    /// <summary>The document being read; null outside of one.</summary>
    public KtapDocument? Open => _open;

    /// <summary>Remembers that something in the stream was damaged: what follows is evidence, but not trusted.</summary>
    public void Distrust() => _isTrusted = false;

    /// <summary>
    /// The line was cut for a time: another boot may have started without the kernel's doing, so times are not compared across the gap.
    /// </summary>
    public void NoteGap() => _times.Forget();

    /// <summary>
    /// Takes one line without its end. Returns false when the line belongs to no document (a human line), true when
    /// it was taken (or reported as a problem).
    /// </summary>
    public bool Take(ReadOnlySpan<byte> line, long hostNanoseconds)
    {
        int indent = line.IndexOfAnyExcept((byte)' ');
        if (indent < 0)
        {
            return true;
        }

        ReadOnlySpan<byte> body = line[indent..];
        if (body.StartsWith("KTAP version"u8))
        {
            TakeVersion(body, indent);
        }
        else if (TryParsePlan(body, out long planned))
        {
            TakePlan(planned, indent);
        }
        else if (LooksLikeResult(body))
        {
            TakeChecked(line, indent, hostNanoseconds, TakeResult);
        }
        else if (body.StartsWith("# Subtest:"u8))
        {
            TakeSubtest(body, indent);
        }
        else if (body.StartsWith("# metric "u8))
        {
            TakeChecked(line, indent, hostNanoseconds, TakeMetric);
        }
        else if (body.StartsWith("# done"u8))
        {
            TakeChecked(line, indent, hostNanoseconds, TakeDone);
        }
        else if (CheckedLine.LooksChecked(line))
        {
            Problem($"a line with a check is no line of the protocol: {Quote(line)}");
        }
        else if (body.StartsWith("# "u8) && _open is not null)
        {
            TakeDiagnostic(body);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Ends an open document because the machine restarted; its content stays, incomplete.</summary>
    public void Abandon() => Close(isAnotherBoot: true);

    private void Close(bool isAnotherBoot)
    {
        _open = null;
        _levels.Clear();
        _diagnostics.Clear();
        if (isAnotherBoot)
        {
            _times.Forget();
        }
    }

    private static bool LooksLikeResult(ReadOnlySpan<byte> body)
        => body.StartsWith("ok "u8) || body.StartsWith("not ok"u8) || body.SequenceEqual("ok"u8);

    private static bool TryParsePlan(ReadOnlySpan<byte> body, out long planned)
    {
        planned = 0;
        return body.StartsWith("1.."u8)
            && body.Length is > 3 and < 12
            && long.TryParse(body[3..], System.Globalization.NumberStyles.None, null, out planned);
    }

    private static string Quote(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 120)]);
        return "\"" + text + (line.Length > 120 ? "…\"" : "\"");
    }

    private void Problem(string message)
    {
        _isTrusted = false;
        _report(message);
    }

    private bool IsAt(int indent, string what)
    {
        if (_open is not null && indent == 2 * (_levels.Count - 1))
        {
            return true;
        }

        Problem(_open is null ? $"{what} outside a test document" : $"{what} at indentation {indent}, expected {2 * (_levels.Count - 1)}");
        return false;
    }

    private void TakeVersion(ReadOnlySpan<byte> body, int indent)
    {
        if (!body.SequenceEqual("KTAP version 1"u8))
        {
            Problem($"a version line is damaged or of another version: {Quote(body)}");
            return;
        }

        if (indent == 0 && _open is null)
        {
            _open = new KtapDocument();
            _documents.Add(_open);
            _levels.Clear();
            _lastSequence = 0;
            _lastTime = 0;
            _times.BeginDocument();
        }
        else if (_open is null || indent != 2 * _levels.Count || _levels[^1].Planned is null)
        {
            Problem($"\"KTAP version 1\" at indentation {indent} does not begin a level here");
            return;
        }

        _levels.Add(new KtapLevel());
        _diagnostics.Clear();
    }

    private void TakePlan(long planned, int indent)
    {
        if (!IsAt(indent, $"plan 1..{planned}"))
        {
            return;
        }

        if (_levels[^1].Planned is not null)
        {
            Problem($"a second plan 1..{planned} on one level");
        }
        else
        {
            _levels[^1].Planned = planned;
        }
    }

    private void TakeSubtest(ReadOnlySpan<byte> body, int indent)
    {
        string name = Encoding.UTF8.GetString(body["# Subtest:"u8.Length..]).Trim();
        if (!IsAt(indent, $"\"# Subtest: {name}\""))
        {
            return;
        }

        if (_levels.Count < 2 || _levels[^1].Name.Length > 0 || _levels[^1].Results > 0 || !KtapName.IsValid(name))
        {
            Problem($"\"# Subtest: {name}\" does not name a level here");
            return;
        }

        _levels[^1].Name = name;
        _open!.CurrentSuite = name;
    }

    private void TakeDiagnostic(ReadOnlySpan<byte> body)
    {
        if (_diagnostics.Count < MaximumDiagnostics)
        {
            _diagnostics.Add(Encoding.UTF8.GetString(body[2..]));
        }
    }

    private delegate void CheckedHandler(CheckedLine line, int indent, long hostNanoseconds);

    private void TakeChecked(ReadOnlySpan<byte> line, int indent, long hostNanoseconds, CheckedHandler handler)
    {
        if (!CheckedLine.TryParse(line, out CheckedLine parsed, out string error))
        {
            Problem($"{error}: {Quote(line)}");
            return;
        }

        KeepFailure(parsed, indent, hostNanoseconds);
        if (_open is null)
        {
            Problem($"a result outside a test document: {Quote(line)}");
        }

        if (_times.Take(parsed.Sequence, parsed.TimeMicroseconds) is { Length: > 0 } fall)
        {
            TakeTimeFall(fall, parsed);
        }

        if (_open is null)
        {
            return;
        }

        if (parsed.Sequence != _lastSequence + 1)
        {
            Problem(parsed.Sequence == _lastSequence
                ? $"line s={parsed.Sequence} came twice"
                : $"line s={parsed.Sequence} follows s={_lastSequence}: lines are missing or doubled");
        }

        if (parsed.TimeMicroseconds < _lastTime)
        {
            Problem(FallText(parsed));
        }

        _lastSequence = parsed.Sequence;
        _lastTime = parsed.TimeMicroseconds;
        handler(parsed, indent, hostNanoseconds);
    }

    // The open document belongs to another boot: its content so far is only evidence.
    private void TakeTimeFall(string fall, CheckedLine line)
    {
        if (_open is not null && line.TimeMicroseconds < _lastTime)
        {
            Problem(FallText(line));
        }

        _onTimeFall(fall);
    }

    private string FallText(CheckedLine line) =>
        $"the kernel's time falls from {_lastTime} to {line.TimeMicroseconds} µs at line s={line.Sequence}";

    private void KeepFailure(CheckedLine line, int indent, long hostNanoseconds)
    {
        if (KtapTotalsText.TryParse(line.Text, out KtapTotals? totals))
        {
            CountedFailures = Math.Max(CountedFailures, totals!.NotOk);
        }

        if (_failures.Count >= MaximumFailures
            || !KtapResultText.TryParse(line.Text, out KtapResultText text)
            || text.Outcome != KtapOutcome.NotOk)
        {
            return;
        }

        string suite = indent > 0 && _levels.Count > 1 ? _levels[^1].Name : "";
        bool isKnown = _failures.Exists(known => known.Name == text.Name && known.TimeMicroseconds == line.TimeMicroseconds);
        if (!isKnown)
        {
            KtapResult failure = new(
                suite, text.Name, text.Outcome, "", line.TimeMicroseconds, hostNanoseconds, _isTrusted, [.. _diagnostics])
            {
                IsSuite = indent == 0
            };
            _failures.Add(failure);
        }
    }

    private void TakeResult(CheckedLine line, int indent, long hostNanoseconds)
    {
        if (!KtapResultText.TryParse(line.Text, out KtapResultText text))
        {
            Problem($"not a result line, though its check is right: \"{line.Text}\"");
            return;
        }

        bool closesLevel = _levels.Count > 1 && indent == 2 * (_levels.Count - 2);
        if (closesLevel)
        {
            CloseLevel(text);
        }
        else if (!IsAt(indent, $"result \"{line.Text}\""))
        {
            return;
        }

        KtapLevel level = _levels[^1];
        level.Count(text.Outcome);
        if (level.Planned is null || level.Results > level.Planned || text.Number != level.Results)
        {
            Problem($"result {text.Number} ({text.Name}) is number {level.Results} of "
                + $"{(level.Planned is null ? "no plan" : "1.." + level.Planned)}");
        }

        string suite = _levels.Count > 1 ? level.Name : "";
        if (_levels.Count > 1 && suite.Length == 0)
        {
            Problem($"result {text.Name} in a suite without a name");
        }

        KtapResult result = new(
            suite,
            text.Name,
            text.Outcome,
            text.SkipReason,
            line.TimeMicroseconds,
            hostNanoseconds,
            _isTrusted,
            [.. _diagnostics]);
        _diagnostics.Clear();
        if (_levels.Count == 1)
        {
            TakeSuite(result, closesLevel);
        }
        else
        {
            _open!.AddTest(result);
        }
    }

    private void TakeSuite(KtapResult result, bool hasTests)
    {
        if (!hasTests && result.Outcome != KtapOutcome.Skip)
        {
            Problem($"suite {result.Name} has a result but no tests");
        }

        _open!.AddSuite(result with { IsTrusted = _isTrusted });
        _open.CurrentSuite = result.Name;
    }

    private void CloseLevel(KtapResultText text)
    {
        KtapLevel closed = _levels[^1];
        _levels.RemoveAt(_levels.Count - 1);
        if (closed.Name != text.Name)
        {
            Problem($"the result of suite {text.Name} follows the tests of suite "
                + $"{(closed.Name.Length > 0 ? closed.Name : "without a name")}");
        }

        if (closed.Planned != closed.Results)
        {
            Problem($"suite {text.Name} planned {closed.Planned?.ToString() ?? "nothing"} and has {closed.Results} results");
        }

        if ((closed.NotOk > 0) != (text.Outcome == KtapOutcome.NotOk))
        {
            Problem($"suite {text.Name} says {(text.Outcome == KtapOutcome.NotOk ? "not ok" : "ok")} and has {closed.NotOk} tests that are "
                + $"not ok");
        }

        if (_levels.Count == 1)
        {
            return;
        }

        Problem($"suite {text.Name} lies within another suite; protocol 1 has suites and tests only");
    }

    private void TakeMetric(CheckedLine line, int indent, long hostNanoseconds)
    {
        string[] words = line.Text["# metric ".Length..].Split(' ');
        int equals = words[0].IndexOf('=');
        string name = equals > 0 ? words[0][..equals] : "";
        string value = words[0][(equals + 1)..];
        if (words.Length != 2 || words[1].Length == 0 || !KtapName.IsValid(name) || !KtapName.IsDecimal(value))
        {
            Problem($"not a metric, though its check is right: \"{line.Text}\"");
            return;
        }

        _open!.AddMetric(new KtapMetric(_levels.Count > 1 ? _levels[^1].Name : "", name, value, words[1], line.TimeMicroseconds));
    }

    private void TakeDone(CheckedLine line, int indent, long hostNanoseconds)
    {
        if (!KtapTotalsText.TryParse(line.Text, out KtapTotals? totals))
        {
            Problem($"not a \"# done\" line, though its check is right: \"{line.Text}\"");
            return;
        }

        if (indent != 0 || _levels.Count != 1)
        {
            Problem("\"# done\" within a suite");
        }

        CompareTotals(totals!);
        _open!.Totals = totals;
        Close(isAnotherBoot: false);
    }

    private void CompareTotals(KtapTotals totals)
    {
        KtapTotals counted = Count(_open!);
        if (totals != counted)
        {
            Problem($"\"# done\" says {totals.Total} tests: {totals.Ok} ok, {totals.NotOk} not ok, {totals.Skip} skipped in "
                + $"{totals.Suites} suites; "
                + $"read were {counted.Total}: {counted.Ok}, {counted.NotOk}, {counted.Skip} in {counted.Suites}");
        }

        if (_levels[0].Planned != _levels[0].Results)
        {
            Problem($"the document planned {_levels[0].Planned?.ToString() ?? "nothing"} and has {_levels[0].Results} suites");
        }
    }

    private static KtapTotals Count(KtapDocument document)
    {
        long ok = 0, notOk = 0, skip = 0;
        foreach (KtapResult test in document.Tests)
        {
            if (test.Outcome == KtapOutcome.Ok)
            {
                ok++;
            }
            else if (test.Outcome == KtapOutcome.NotOk)
            {
                notOk++;
            }
            else
            {
                skip++;
            }
        }

        return new KtapTotals(ok + notOk + skip, ok, notOk, skip, document.Suites.Count);
    }
}

/// <summary>What has been read of one level: its name, its plan and its results so far.</summary>
internal sealed class KtapLevel
{
    /// <summary>The name from "# Subtest:"; empty on the first level and before that line.</summary>
    public string Name { get; set; } = "";

    /// <summary>N of "1..N"; null before the plan.</summary>
    public long? Planned { get; set; }

    /// <summary>Result lines on this level so far.</summary>
    public long Results { get; private set; }

    /// <summary>Result lines that were not ok.</summary>
    public long NotOk { get; private set; }

    /// <summary>Counts one result.</summary>
    public void Count(KtapOutcome outcome)
    {
        Results++;
        if (outcome == KtapOutcome.NotOk)
        {
            NotOk++;
        }
    }
}
