using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using RustKernel.Hil.Events;

namespace RustKernel.Rig.Tests.Fakes;

/// <summary>An event log whose events a test can wait for.</summary>
internal sealed class Recording : IDisposable
{
    /// <summary>How long a test waits for something required; no working host needs as long, however busy it is.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-rig-tests-");
    private readonly List<LogEvent> _events = [];
    private readonly StringBuilder _received = new();

    public Recording()
    {
        Log = EventLogWriter.Create(Path.Combine(_folder.FullName, "log.jsonl"), "test");
        Log.Observe(Take);
    }

    public EventLogWriter Log { get; }

    public string Folder => _folder.FullName;

    public CancellationToken Deadline { get; } = new CancellationTokenSource(Patience).Token;

    public IReadOnlyList<LogEvent> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public string Received
    {
        get
        {
            lock (_events)
            {
                return _received.ToString();
            }
        }
    }

    public LogEvent[] Of(string kind) => [.. Events.Where(logged => logged.Kind == kind)];

    public void Await(Func<bool> condition, string what)
    {
        long end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        lock (_events)
        {
            while (!condition())
            {
                Assert.True(
                    Environment.TickCount64 < end,
                    $"never came: {what}; received \"{_received}\", events {string.Join(", ", _events.Select(logged => logged.Kind))}");
                Monitor.Wait(_events, 200);
            }
        }
    }

    public void AwaitText(string text) => Await(() => _received.ToString().Contains(text, StringComparison.Ordinal), text);

    public void AwaitEvent(string kind) => Await(() => _events.Exists(logged => logged.Kind == kind), kind);

    public void Dispose()
    {
        Log.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Take(LogEvent logged)
    {
        lock (_events)
        {
            _events.Add(logged);
            if (logged.Kind == EventKind.SerialReceived)
            {
                _received.Append(Encoding.Latin1.GetString(logged.Data.Span));
            }

            Monitor.PulseAll(_events);
        }
    }
}
