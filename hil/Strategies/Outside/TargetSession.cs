// A booted target for a test from outside.

using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Events;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies.Outside;

/// <summary>
/// Boots a target and lets a test talk with it: wait for a pattern, send a line, run suites. Matched text is used up: the next wait starts
/// after it. Limits are in the machine's own time, as everywhere. Not for several threads at once.
/// </summary>
public sealed class TargetSession : IDisposable
{
    private const int ShownText = 300;

    // At the end of the text so far: after it the shell waits. The editor draws around it (see ShellPrompt).
    private const string Prompt = @"rk> \z";
    private const string DrawnPrompt = @"\r*rk> (?:\e\[[0-9;]*[@-~])*\z";
    private static readonly TimeSpan s_settled = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_settleLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);
    private readonly RunRequest _request;
    private readonly EventLogWriter _log;
    private readonly RunObserver _observer = new();
    private readonly AutoResetEvent _changed = new(false);
    private readonly ConsoleText _text = new();
    private readonly LabSession _lab;
    private readonly ScriptTyping _typing;
    private int _documents;
    private bool _isEnded;

    private TargetSession(RunRequest request, EventLogWriter log, CancellationToken interrupt)
    {
        _request = request;
        _log = log;
        _log.Observe(Take);
        RunRecorder.Begin(log, request);
        _lab = new LabSession(log, RunRecorder.Job(request), request.Drivers(log, request.Target), interrupt);
        _typing = new ScriptTyping(log, _observer, piece => _lab.Send(piece.Span), () => _changed.WaitOne(s_tick))
        {
            Clock = () => _lab.Clock.Now,
            MayLose = !_lab.IsEmulated,
        };
    }

    /// <summary>The event log's path.</summary>
    public string LogPath => _log.Path;

    /// <summary>Switches the target on and returns at once; the kernel is then still booting.</summary>
    /// <exception cref="InfrastructureException">The target cannot be brought up.</exception>
    public static TargetSession Boot(RunRequest request, CancellationToken interrupt)
    {
        TargetSession session = new(request, EventLogWriter.Create(request.LogPath, RunRecorder.Tool), interrupt);
        try
        {
            session._lab.Start();
            return session;
        }
        catch (InfrastructureException e)
        {
            RunRecorder.Fail(session._log, "lab", e.Message);
            session.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the console's text after the last match has <paramref name="pattern"/>, in lines that have ended.</summary>
    /// <param name="pattern">A regular expression; ^ and $ match at lines.</param>
    /// <param name="limit">How long the machine may take.</param>
    /// <param name="never">A pattern that must not come before; null for none.</param>
    /// <exception cref="ExpectationException">It did not come, the forbidden pattern came, or the kernel panicked or restarted.</exception>
    /// <exception cref="InfrastructureException">The rig failed.</exception>
    public Match WaitFor(string pattern, TimeSpan limit, string? never = null) =>
        WaitFor(new Expectation(pattern, limit) { Never = never });

    /// <summary>Waits for <paramref name="wanted"/> in the console's text after the last match.</summary>
    /// <exception cref="ExpectationException">It did not come, the forbidden pattern came, or the kernel panicked or restarted.</exception>
    /// <exception cref="InfrastructureException">The rig failed.</exception>
    public Match WaitFor(Expectation wanted)
    {
        ConsolePattern pattern = new(wanted.Pattern, wanted.IsRaw);
        ConsolePattern? never = wanted.Never is null ? null : new ConsolePattern(wanted.Never, wanted.IsRaw);
        TimeSpan start = _lab.Clock.Now;
        while (true)
        {
            // Read this first: the text that has come by then is searched below.
            bool isOver = _log.Locked(() => _observer.HasEmulatorEnded) || _lab.Clock.Now - start >= wanted.Within;
            if (Find(pattern, never, wanted) is { } match)
            {
                return match;
            }

            RejectSpoiled();
            if (isOver)
            {
                throw new ExpectationException(Missed(wanted));
            }

            _changed.WaitOne(s_tick);
        }
    }

    /// <summary>The verdict so far, from the results in the log and from what the machine did.</summary>
    public Verdict Judged()
    {
        Settle();
        return _log.Locked(() => Judge.OfOutside(_observer));
    }

    /// <summary>
    /// Sends <paramref name="line"/> and the return key. At a prompt, checks that it has arrived, and sends it again if it was damaged: see
    /// <see cref="ScriptTyping"/>.
    /// </summary>
    /// <exception cref="InfrastructureException">The serial line is closed, or damages the line each time.</exception>
    public void SendLine(string line)
    {
        if (!_typing.Send(Encoding.UTF8.GetBytes(line + "\r")))
        {
            throw new InfrastructureException(_log.Locked(
                () => _observer.Failures.Count > 0 ? _observer.Failures[^1] : "the serial line is closed"));
        }
    }

    /// <summary>Waits for the shell: the state "shell" of a target booted without tests.</summary>
    /// <exception cref="ExpectationException">No prompt came in time; the message names the last stage.</exception>
    /// <exception cref="InfrastructureException">The rig failed.</exception>
    public void WaitForShell(TimeSpan limit)
    {
        try
        {
            WaitFor(new Expectation(Prompt, limit) { IsUnfinished = true });
        }
        catch (ExpectationException e)
        {
            throw new ExpectationException(
                $"no prompt of the shell, last stage {_log.Locked(() => _observer.Serial.Position())}: {e.Message}");
        }

        _lab.State(MachineState.Shell);
    }

    /// <summary>
    /// Gives <paramref name="command"/> to the shell, which has shown its prompt; returns what it
    /// printed before the next one, lines ended by LF.
    /// </summary>
    /// <exception cref="ExpectationException">The next prompt did not come in time.</exception>
    /// <exception cref="InfrastructureException">The rig failed.</exception>
    public string Shell(string command, TimeSpan limit)
    {
        SendLine(command);
        Match answer = WaitFor(
            new Expectation($@"(?s)\G[^\n]*\n(?<text>.*?)(?:\G|(?<=\n)){DrawnPrompt}", limit) { IsRaw = true, IsUnfinished = true });
        return answer.Groups["text"].Value.Replace("\r", "", StringComparison.Ordinal);
    }

    /// <summary>Runs suites on a kernel booted with test=wait, and returns their document, which is complete and undamaged.</summary>
    /// <exception cref="ExpectationException">The kernel has no such suite, or did not finish in time.</exception>
    /// <exception cref="InfrastructureException">The document is damaged, or the rig failed.</exception>
    public KtapDocument RunSuites(TimeSpan limit, params string[] suites)
    {
        if (_documents == 0)
        {
            // Noise may come before it.
            WaitFor("# ready$", _request.Target.Deadlines.Total);
        }

        SendLine("run " + string.Join(',', suites));
        // A refusal of another suite belongs to a damaged command, which was sent again.
        WaitFor($"^# done .*$|^# unknown suite: (?:{string.Join('|', suites.Select(Regex.Escape))})(?: .*)?$", limit);
        WaitFor("^# ready$", limit);
        (KtapDocument? document, string problem) = _log.Locked(
            () => (_observer.Serial.Documents.Skip(_documents).FirstOrDefault(), _observer.Serial.Problems.Count > 0
                ? _observer.Serial.Problems[0]
                : ""));
        if (problem.Length > 0)
        {
            throw new InfrastructureException($"the serial line cannot be trusted: {problem}");
        }

        _documents++;
        return document ?? throw new ExpectationException($"the kernel has no suite {string.Join(',', suites)}");
    }

    /// <summary>When the console's last byte so far arrived, in nanoseconds since the log began.</summary>
    public long LastByteNanoseconds => _log.Locked(() => _observer.Serial.LastByteNanoseconds);

    /// <summary>Puts a result of a test from outside into the log.</summary>
    public void Record(string suite, string name, bool isOk, string reason)
        => _log.Append(EventKind.Outside, new JsonObject { ["suite"] = suite, ["name"] = name, ["ok"] = isOk, ["reason"] = reason });

    /// <summary>Closes the log with <paramref name="verdict"/> and leaves the machine as its strategy says.</summary>
    public void End(Verdict verdict)
    {
        _isEnded = true;
        _lab.Dispose();
        RunRecorder.End(_log, verdict);
        Dispose();
    }

    /// <summary>Closes the log with the verdict that is due, and returns it.</summary>
    public Verdict Conclude()
    {
        Verdict verdict = Judged();
        End(verdict);
        return verdict;
    }

    /// <summary>Ends the session; a log that has no verdict yet gets the one that is due.</summary>
    public void Dispose()
    {
        if (!_isEnded)
        {
            Conclude();
            return;
        }

        _lab.Dispose();
        _log.Dispose();
    }

    private void Take(LogEvent logged)
    {
        _observer.Observe(logged);
        if (logged.Kind == EventKind.SerialReceived)
        {
            _text.Feed(logged.Data.Span);
        }

        _changed.Set();
    }

    /// <summary>A machine that misbehaves sends more for a moment: a panic's lines, another boot.</summary>
    private void Settle()
    {
        long end = Environment.TickCount64 + (long)s_settleLimit.TotalMilliseconds, quiet = Environment.TickCount64;
        long bytes = -1;
        while (Environment.TickCount64 < end
            && !_log.Locked(() => _observer.HasEmulatorEnded || _observer.Failures.Count > 0 || _observer.IsSwitchedOff))
        {
            long now = _log.Locked(() => _observer.Serial.Bytes);
            if (now != bytes)
            {
                quiet = Environment.TickCount64;
            }

            bytes = now;
            bool isPanicking = _log.Locked(() => _observer.Serial.Panics.Count > 0 && !_observer.Serial.Panics[^1].IsEnded);
            if (!isPanicking && Environment.TickCount64 - quiet >= s_settled.TotalMilliseconds)
            {
                return;
            }

            _changed.WaitOne(s_tick);
        }
    }

    private void RejectSpoiled()
    {
        if (_log.Locked(() => Judge.Spoiled(_observer)) is not { } verdict)
        {
            return;
        }

        if (verdict.Kind == VerdictKind.Infrastructure)
        {
            throw new InfrastructureException(verdict.Reason);
        }

        throw new ExpectationException(verdict.Reason);
    }

    private string Missed(Expectation wanted)
    {
        (bool isOff, string text) = _log.Locked(() => (_observer.HasEmulatorEnded, _text.Latest(ShownText)));
        string hint = !wanted.IsUnfinished
            && Find(new ConsolePattern(wanted.Pattern, wanted.IsRaw), null, wanted with { IsUnfinished = true }) is not null
            ? "; the line that has not ended would match (unfinished: true)"
            : "";
        return $"/{wanted.Pattern}/ "
            + $"{(isOff ? "did not come before the machine switched itself off" : $"did not come within {wanted.Within.TotalSeconds} s")}; "
                + $"last came: \"{text}\"{hint}";
    }

    /// <summary>Matches outside the log's lock: a slow pattern must not stop the console.</summary>
    private Match? Find(ConsolePattern pattern, ConsolePattern? never, Expectation wanted)
    {
        ConsoleView view = _log.Locked(() => _text.View(wanted.IsRaw, wanted.IsUnfinished));
        Match match = pattern.Find(view);
        Match? wrong = never?.Find(view);
        if (wrong is { Success: true } && (!match.Success || wrong.Index < match.Index))
        {
            throw new ExpectationException($"/{never!.Text}/ came, which must never come: \"{wrong.Value}\"");
        }

        if (!match.Success)
        {
            return null;
        }

        _log.Locked(() => _text.Position = view.Places[match.Index + match.Length]);
        return match;
    }
}
