// What the rig asked a kernel for over the serial line, and how often.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RustKernel.Hil.Events;
using RustKernel.Hil.Protocols;

namespace RustKernel.Hil.Verdicts;

/// <summary>Takes a run's events; the same events give the same state.</summary>
public sealed class ConversationRecord
{
    /// <summary>The name of a repeated command in the event <see cref="EventKind.Retry"/>.</summary>
    public const string Command = "command";

    private const int MaximumRetries = 20;
    private readonly List<string> _retries = [];

    /// <summary>True when the kernel was booted with test=wait: it takes its suites from the serial line.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>The last command sent; empty before the first.</summary>
    public string LastCommand { get; private set; } = "";

    /// <summary>The last command that asked for suites; empty before the first.</summary>
    public string LastRequest { get; private set; } = "";

    /// <summary>Why commands were sent again, one text for each time (the first 20).</summary>
    public IReadOnlyList<string> Retries => _retries;

    /// <summary>Takes one event of a run whose serial line is <paramref name="serial"/>.</summary>
    public void Observe(LogEvent logged, SerialRecord serial)
    {
        switch (logged.Kind)
        {
            case EventKind.RunStart:
                IsAsked = logged.Text("cmdline").Split(' ').Contains("test=wait");
                break;
            case EventKind.SerialSent when Encoding.UTF8.GetString(logged.Data.Span).Trim('\r', '\n') is { Length: > 0 } line:
                LastCommand = line;
                LastRequest = line.StartsWith("run ", StringComparison.Ordinal) ? line : LastRequest;
                break;
            case EventKind.Retry when logged.Text("what") == Command:
                if (_retries.Count < MaximumRetries)
                {
                    _retries.Add($"\"{LastCommand}\" was sent again: {logged.Text("reason")}");
                }

                serial.RetractAnswers();
                break;
        }
    }
}
