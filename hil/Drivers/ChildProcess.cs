// A process that must not outlive the tool, however the tool ends.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using RustKernel.Hil.Events;

namespace RustKernel.Hil.Drivers;

/// <summary>
/// Starts a program whose start, output and end go into the event log. It is killed on <see cref="Dispose"/>, and by the
/// operating system when this process dies first: setpriv sets the parent-death signal. Linux
/// sends that signal when the *thread* that started the child ends, so a separate thread starts the child and waits for its end.
/// </summary>
public sealed class ChildProcess : IDisposable
{
    private const int MaximumText = 64 * 1024;
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_drainLimit = TimeSpan.FromSeconds(5);
    private readonly EventLogWriter _log;
    private readonly string _name;
    private readonly Action _drain;
    private readonly bool _isPiped;
    private readonly Thread _keeper;
    private readonly ManualResetEventSlim _started = new();
    private readonly ManualResetEventSlim _ended = new();
    private const int MaximumErrorLines = 40;
    private readonly List<string> _errors = [];
    private readonly StringBuilder _text = new();
    private Process? _process;
    private Exception? _startFailure;

    private ChildProcess(EventLogWriter log, string name, ProcessStartInfo start, Action drain, bool isPiped)
    {
        _isPiped = isPiped;
        _log = log;
        _name = name;
        _drain = drain;
        _keeper = new Thread(() => Keep(start)) { IsBackground = true, Name = name };
    }

    /// <summary>The process id.</summary>
    public int Id { get; private set; }

    /// <summary>Its standard input, after <see cref="StartPiped"/>.</summary>
    public Stream Input => _process!.StandardInput.BaseStream;

    /// <summary>Its standard output, after <see cref="StartPiped"/>.</summary>
    public Stream Output => _process!.StandardOutput.BaseStream;

    /// <summary>Its exit status; null while it runs.</summary>
    public int? ExitCode => HasEnded ? _process!.ExitCode : null;

    /// <summary>True when it has ended and its end is in the log.</summary>
    public bool HasEnded => _ended.IsSet;

    /// <summary>
    /// Starts <paramref name="program"/> (a path). Its output is logged under <paramref name="name"/>; when it ends,
    /// <paramref name="drain"/> is called first, so that what it sent by other channels is in the log before its end.
    /// </summary>
    /// <exception cref="InfrastructureException">It cannot be started.</exception>
    public static ChildProcess Start(EventLogWriter log, string name, string program, IReadOnlyList<string> arguments, Action drain)
        => Start(log, name, program, arguments, drain, isPiped: false);

    /// <summary>
    /// Starts <paramref name="program"/> with its standard input and output at <see cref="Input"/>
    /// and <see cref="Output"/>; only its standard error is logged.
    /// </summary>
    /// <exception cref="InfrastructureException">It cannot be started.</exception>
    public static ChildProcess StartPiped(EventLogWriter log, string name, string program, IReadOnlyList<string> arguments)
        => Start(log, name, program, arguments, () => { }, isPiped: true);

    private static ChildProcess Start(
        EventLogWriter log,
        string name,
        string program,
        IReadOnlyList<string> arguments,
        Action drain,
        bool isPiped)
    {
        ProcessStartInfo start = new() { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        string? guard = ProgramFinder.Find("setpriv");
        start.FileName = guard ?? program;
        List<string> words = guard is null ? [] : ["--pdeathsig", "KILL", "--", program];
        words.AddRange(arguments);
        foreach (string word in words)
        {
            start.ArgumentList.Add(word);
        }

        ChildProcess child = new(log, name, start, drain, isPiped);
        child._keeper.Start();
        if (!child._started.Wait(s_startLimit))
        {
            throw new InfrastructureException($"{program} did not start within {s_startLimit.TotalSeconds} s");
        }

        if (child._startFailure is not null)
        {
            throw new InfrastructureException($"{program} cannot be started: {child._startFailure.Message}");
        }

        return child;
    }

    /// <summary>What it wrote to its standard output (the first 64 KiB), unless that is piped.</summary>
    public string OutputText
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>The lines that it wrote to its standard error, the first 40.</summary>
    public IReadOnlyList<string> ErrorLines
    {
        get
        {
            lock (_text)
            {
                return [.. _errors];
            }
        }
    }

    /// <summary>The last line that it wrote.</summary>
    public string LastLine { get; private set; } = "";

    /// <summary>Waits for its end.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first.</exception>
    public void WaitForEnd(CancellationToken deadline) => _ended.Wait(deadline);

    /// <summary>Waits for its end; false when <paramref name="limit"/> passed first.</summary>
    public bool WaitForEnd(TimeSpan limit) => _ended.Wait(limit);

    /// <summary>Kills it and its children at once; does nothing when it has ended already.</summary>
    public void Kill()
    {
        // Looking for its children reads all of /proc, tens of milliseconds on a busy host.
        if (HasEnded)
        {
            return;
        }

        try
        {
            _process?.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended in the meantime.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _ended.Wait(s_drainLimit * 2);
        _process?.Dispose();
    }

    private void Keep(ProcessStartInfo start)
    {
        try
        {
            _process = Process.Start(start)!;
            Id = _process.Id;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            _startFailure = e;
            _started.Set();
            return;
        }

        JsonArray command = [.. start.ArgumentList.Prepend(start.FileName).Select(word => (JsonNode)word)];
        _log.Append(EventKind.ProcessStart, new JsonObject { ["name"] = _name, ["pid"] = Id, ["command"] = command });
        if (!_isPiped)
        {
            _process.StandardInput.Close();
        }

        Thread errors = Copy(_process.StandardError, "stderr");
        Thread? output = _isPiped ? null : Copy(_process.StandardOutput, "stdout");
        _started.Set();
        _process.WaitForExit();
        errors.Join(s_drainLimit);
        output?.Join(s_drainLimit);
        _drain();
        LogEnd(_process.ExitCode);
        _ended.Set();
    }

    private void LogEnd(int code)
    {
        JsonObject fields = new() { ["name"] = _name, ["pid"] = Id };
        if (code > 128)
        {
            fields["signal"] = code - 128;
        }
        else
        {
            fields["code"] = code;
        }

        _log.Append(EventKind.ProcessExit, fields);
    }

    private Thread Copy(StreamReader from, string stream)
    {
        Thread thread = new(() => CopyLines(from, stream)) { IsBackground = true, Name = $"{_name} {stream}" };
        thread.Start();
        return thread;
    }

    private void CopyLines(StreamReader from, string stream)
    {
        try
        {
            for (string? line = from.ReadLine(); line is not null; line = from.ReadLine())
            {
                Take(stream, line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The pipe was closed on our side while the process was being killed.
        }
    }

    private void Take(string stream, string line)
    {
        LastLine = line;
        _log.Append(EventKind.ProcessOutput, new JsonObject { ["name"] = _name, ["stream"] = stream, ["text"] = line });
        lock (_text)
        {
            if (stream == "stderr" && _errors.Count < MaximumErrorLines)
            {
                _errors.Add(line);
            }

            if (stream == "stdout" && _text.Length < MaximumText)
            {
                _text.AppendLine(line);
            }
        }
    }
}
