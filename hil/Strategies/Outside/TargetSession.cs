// A booted target in the hands of a test from outside.

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
/// Boots a target and lets a test talk with it: wait for a pattern, send a line, run suites. What was matched is used up; the next wait begins
/// behind it. Limits are the machine's own time, as everywhere. Not for several threads at once.
/// </summary>
public sealed class TargetSession : IDisposable
{
    private const int MaximumText = 16 << 20;
    private const int ShownText = 300;

    // At the end of what has come: behind it the shell waits. The editor draws around it (see ShellPrompt).
    private const string Prompt = @"\r*rk> (?:\e\[[0-9;]*[@-~])*\z";
    private static readonly TimeSpan s_patternLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);
    private readonly RunRequest _request;
    private readonly EventLogWriter _log;
    private readonly RunObserver _observer = new();
    private readonly AutoResetEvent _changed = new(false);
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _text = new();
    private readonly BenchSession _bench;
    private int _position;
    private int _documents;

    private TargetSession(RunRequest request, EventLogWriter log, CancellationToken interrupt)
    {
        _request = request;
        _log = log;
        _log.Observe(Take);
        RunRecorder.Begin(log, request);
        _bench = new BenchSession(log, RunRecorder.Job(request), request.Drivers(log, request.Target), interrupt);
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
            session._bench.Start();
            return session;
        }
        catch (InfrastructureException e)
        {
            RunRecorder.Fail(session._log, "bench", e.Message);
            session.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the console's text behind the last match has <paramref name="pattern"/>.</summary>
    /// <param name="pattern">A regular expression; ^ and $ match at lines.</param>
    /// <param name="limit">How long the machine may take.</param>
    /// <param name="never">A pattern that must not come before; null for none.</param>
    /// <exception cref="ExpectationException">It did not come, or what must not come did.</exception>
    /// <exception cref="InfrastructureException">The rig failed meanwhile.</exception>
    public Match WaitFor(string pattern, TimeSpan limit, string? never = null)
    {
        TimeSpan start = _bench.Clock.Now;
        while (true)
        {
            (Match? match, string text) = _log.Locked(() => (Find(pattern, never), Latest()));
            if (match is not null)
                return match;
            if (_log.Locked(() => _observer.Failures.Count > 0 ? _observer.Failures[0] : _observer.EmulatorEnd.Length > 0 ? $"QEMU {_observer.EmulatorEnd}" : null) is { } failure)
                throw new InfrastructureException(failure);
            bool isOver = _log.Locked(() => _observer.HasEmulatorEnded);
            if (isOver || _bench.Clock.Now - start >= limit)
                throw new ExpectationException($"/{pattern}/ {(isOver ? "did not come before the machine switched itself off" : $"did not come within {limit.TotalSeconds} s")}; last came: \"{text}\"");
            _changed.WaitOne(s_tick);
        }
    }

    /// <summary>Sends <paramref name="line"/> and the return key.</summary>
    /// <exception cref="InfrastructureException">The serial line is closed.</exception>
    public void SendLine(string line)
    {
        if (!_bench.Send(Encoding.UTF8.GetBytes(line + "\r")))
            throw new InfrastructureException("the serial line is closed");
    }

    /// <summary>Waits for the shell: the state "shell" of a target booted without tests.</summary>
    /// <exception cref="ExpectationException">No prompt came in time; the message names the last stage.</exception>
    /// <exception cref="InfrastructureException">The rig failed meanwhile.</exception>
    public void WaitForShell(TimeSpan limit)
    {
        try
        {
            WaitFor(Prompt, limit, never: "^PANIC: ");
        }
        catch (ExpectationException e)
        {
            throw new ExpectationException($"no prompt of the shell, last stage {_log.Locked(() => _observer.Serial.Position())}: {e.Message}");
        }

        _bench.State(MachineState.Shell);
    }

    /// <summary>Gives <paramref name="command"/> to the shell, which has shown its prompt; returns what it printed before the next one, lines ended by LF.</summary>
    /// <exception cref="ExpectationException">The next prompt did not come in time.</exception>
    /// <exception cref="InfrastructureException">The rig failed meanwhile.</exception>
    public string Shell(string command, TimeSpan limit)
    {
        SendLine(command);
        Match answer = WaitFor($@"(?s)\A[^\n]*\n(?<text>.*?)(?:\A|(?<=\n)){Prompt}", limit, never: "^PANIC: ");
        return answer.Groups["text"].Value.Replace("\r", "", StringComparison.Ordinal);
    }

    /// <summary>Runs suites on a kernel booted with test=wait, and returns their document, which is complete and undamaged.</summary>
    /// <exception cref="ExpectationException">The kernel has no such suite, or did not finish in time.</exception>
    /// <exception cref="InfrastructureException">The document is damaged, or the rig failed.</exception>
    public KtapDocument RunSuites(TimeSpan limit, params string[] suites)
    {
        if (_documents == 0)
            WaitFor("^# ready\r?$", _request.Target.Deadlines.Total);
        SendLine("run " + string.Join(',', suites));
        WaitFor("^# done .*$|^# unknown suite: .*$", limit, never: "^PANIC: ");
        WaitFor("^# ready\r?$", limit, never: "^PANIC: ");
        (KtapDocument? document, string problem) = _log.Locked(() => (_observer.Serial.Documents.Skip(_documents).FirstOrDefault(), _observer.Serial.Problems.Count > 0 ? _observer.Serial.Problems[0] : ""));
        if (problem.Length > 0)
            throw new InfrastructureException($"the serial line cannot be trusted: {problem}");
        _documents++;
        return document ?? throw new ExpectationException($"the kernel has no suite {string.Join(',', suites)}");
    }

    /// <summary>When the console's last byte so far arrived, in nanoseconds since the log began.</summary>
    public long LastByteNanoseconds => _log.Locked(() => _observer.Serial.LastByteNanoseconds);

    /// <summary>Puts a result of a test from outside into the log.</summary>
    public void Record(string suite, string name, bool isOk, string reason)
        => _log.Append(EventKind.Outside, new JsonObject { ["suite"] = suite, ["name"] = name, ["ok"] = isOk, ["reason"] = reason });

    /// <summary>Closes the log with a verdict and leaves the machine as its strategy says.</summary>
    public void End(Verdict verdict)
    {
        _bench.Dispose();
        RunRecorder.End(_log, verdict);
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bench.Dispose();
        _log.Dispose();
    }

    private void Take(LogEvent logged)
    {
        _observer.Observe(logged);
        if (logged.Kind == EventKind.SerialReceived && _text.Length < MaximumText)
        {
            char[] letters = new char[_decoder.GetCharCount(logged.Data.Span, flush: false)];
            _decoder.GetChars(logged.Data.Span, letters, flush: false);
            _text.Append(letters);
        }

        _changed.Set();
    }

    /// <summary>The end of what came behind the last match.</summary>
    private string Latest()
    {
        int start = Math.Max(_position, _text.Length - ShownText);
        return (start > _position ? "…" : "") + _text.ToString(start, _text.Length - start);
    }

    private Match? Find(string pattern, string? never)
    {
        string text = _text.ToString(_position, _text.Length - _position);
        Match match = Regex.Match(text, pattern, RegexOptions.Multiline | RegexOptions.CultureInvariant, s_patternLimit);
        Match? wrong = never is null ? null : Regex.Match(text, never, RegexOptions.Multiline | RegexOptions.CultureInvariant, s_patternLimit);
        if (wrong is { Success: true } && (!match.Success || wrong.Index < match.Index))
            throw new ExpectationException($"/{never}/ came, which must never come: \"{wrong.Value}\"");
        if (!match.Success)
            return null;
        _position += match.Index + match.Length;
        return match;
    }
}
