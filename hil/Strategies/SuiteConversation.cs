// Asking for suites: on the kernel's command line, or over the serial line.

using System;
using System.Text;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>
/// With test=wait the kernel says "# ready" and takes commands. The first is the suites to run; after their document comes "quit".
/// The document confirms the command. The command was damaged or lost if the kernel refuses something that was not sent, says "# ready"
/// again without a document, or does not answer. Then it is sent again. Otherwise there is nothing to send. Not thread-safe.
/// </summary>
internal sealed class SuiteConversation
{
    /// <summary>How often a command is sent at most.</summary>
    public const int MostTries = 5;

    private readonly RunRequest _request;
    private readonly LabSession _session;
    private readonly EventLogWriter _log;
    private readonly TimeSpan _patience;
    private string _command = "";
    private int _tries;
    private bool _isNudged;
    private bool _isConfirmed;
    private ConversationState _asked;
    private ConversationState _last;
    private TimeSpan _changedAt;

    /// <summary>The conversation of one run; retries go into <paramref name="log"/>.</summary>
    public SuiteConversation(RunRequest request, LabSession session, EventLogWriter log)
    {
        _request = request;
        _session = session;
        _log = log;
        // Several tries fit into the silence limit of a run.
        _patience = TimeSpan.FromSeconds(Math.Clamp(request.Target.Deadlines.Silence.TotalSeconds / (2 * MostTries), 0.3, 3));
    }

    /// <summary>True when a command was sent as often as it may be and the kernel has not taken it.</summary>
    public bool HasGivenUp { get; private set; }

    /// <summary>What <paramref name="request"/> puts on the kernel's command line.</summary>
    public static string KernelWords(RunRequest request)
        => (request.KernelWords ?? "test=" + (request.Target.Strategy.AsksOverSerial ? "wait" : string.Join(',', request.Suites)))
            + Watch(request.Target);

    /// <summary>
    /// A kernel that hangs with interrupts on must report it before the rig's limit passes. Emulators on a busy host are slower than their
    /// clock.
    /// </summary>
    private static string Watch(TargetDefinition target)
        => target.Lab is null
            ? ""
            : FormattableString.Invariant($" watch={Math.Max(2, (int)(target.Deadlines.Silence.TotalSeconds * 0.75))}");

    /// <summary>The part of <paramref name="run"/> that the conversation depends on.</summary>
    public static ConversationState Look(RunObserver run) => ConversationState.Of(run);

    /// <summary>Decides what to send to a kernel in <paramref name="state"/> at machine time <paramref name="now"/>.</summary>
    public void Continue(ConversationState state, TimeSpan now)
    {
        if (!_request.Target.Strategy.AsksOverSerial || _request.KernelWords is not null || HasGivenUp)
        {
            return;
        }

        if (state.Bytes != _last.Bytes)
        {
            _changedAt = now;
        }

        _last = state;
        TimeSpan quiet = now - _changedAt;
        if (_command.Length == 0)
        {
            Begin(state, now, quiet);
        }
        else if (!_isConfirmed)
        {
            Confirm(state, now, quiet);
        }
        else if (_command != "quit" && state.Ready > _asked.Ready)
        {
            Ask("quit", state, now);
        }
    }

    private void Begin(ConversationState state, TimeSpan now, TimeSpan quiet)
    {
        if (state.Ready > 0)
        {
            Ask("run " + string.Join(',', _request.Suites), state, now);
        }
        else if (state.HasBooted && quiet >= _patience * 2)
        {
            // Its prompt may have been lost; asking does no harm.
            Ask("run " + string.Join(',', _request.Suites), state, now);
        }
    }

    private void Confirm(ConversationState state, TimeSpan now, TimeSpan quiet)
    {
        bool isQuit = _command == "quit";
        bool isAgainReady = state.Ready > _asked.Ready;
        if (state.Documents > _asked.Documents && !isQuit)
        {
            _isConfirmed = true;
        }
        else if (state.Refusals > _asked.Refusals && (isAgainReady || quiet >= _patience))
        {
            AskAgain($"the kernel answered \"{state.LastRefusal}\"", state, now);
        }
        else if (isQuit || quiet < _patience)
        {
            return;
        }
        else if (isAgainReady)
        {
            AskAgain("\"# ready\" came again, and no document", state, now);
        }
        else if (!_isNudged && !isQuit)
        {
            // Perhaps only the line's end was lost. Then the kernel still has the command to take.
            _isNudged = true;
            Send("", now);
        }
        else
        {
            AskAgain(FormattableString.Invariant($"no answer within {(_patience * 2).TotalSeconds:0.#} s"), state, now);
        }
    }

    private void Ask(string command, ConversationState state, TimeSpan now)
    {
        _command = command;
        _tries = 0;
        _isConfirmed = false;
        Send(command, now);
        Note(state);
    }

    private void AskAgain(string reason, ConversationState state, TimeSpan now)
    {
        if (_tries >= MostTries)
        {
            HasGivenUp = _command != "quit";
            return;
        }

        _log.Append(EventKind.Retry, new JsonObject { ["what"] = ConversationRecord.Command, ["reason"] = reason, ["command"] = _command });
        Send(_command, now);
        Note(state with { Refusals = 0 });
    }

    private void Note(ConversationState state)
    {
        _tries++;
        _isNudged = false;
        _asked = state;
    }

    private void Send(string command, TimeSpan now)
    {
        _session.Send(Encoding.ASCII.GetBytes(command + "\r"));
        _changedAt = now;
    }
}
