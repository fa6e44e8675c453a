// One interactive run: the machine's console at the operator's terminal.

using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Events;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>Boots a target and connects its console with an operator until the machine or the operator ends the run.</summary>
public sealed class InteractiveRun
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_promptLimit = TimeSpan.FromSeconds(5);
    private readonly RunRequest _request;
    private readonly IOperator _operator;
    private readonly EventLogWriter _log;
    private readonly RunObserver _observer = new();
    private readonly AutoResetEvent _changed = new(false);
    private readonly AutoResetEvent _answered = new(false);
    private readonly Queue<ReadOnlyMemory<byte>> _output = new();
    private readonly Queue<byte[]> _input = new();
    private bool _inputClosed;
    private bool _inputSent = true;
    private LineShare? _share;

    private InteractiveRun(RunRequest request, IOperator person, EventLogWriter log)
    {
        _request = request;
        _operator = person;
        _log = log;
    }

    /// <summary>Carries out <paramref name="request"/>; <paramref name="interrupt"/> stops it early.</summary>
    public static RunOutcome Execute(RunRequest request, IOperator person, CancellationToken interrupt)
    {
        using EventLogWriter log = EventLogWriter.Create(request.LogPath, RunRecorder.Tool);
        return new InteractiveRun(request, person, log).Run(interrupt);
    }

    private RunOutcome Run(CancellationToken interrupt)
    {
        _log.Observe(Take);
        RunRecorder.Begin(_log, _request);
        using CancellationTokenRegistration registration = interrupt.Register(
            () => _log.Append(EventKind.Interrupt, new JsonObject { ["reason"] = "the tool was asked to stop" }));
        try
        {
            using LabSession session = new(_log, RunRecorder.Job(_request), _request.Drivers(_log, _request.Target), interrupt);
            session.Start();
            _operator.Break = () => session.Break();
            Start("input", ReadInput);
            using LineShare? share = _request.SharesLineAt.Length > 0 ? LineShare.TryOffer(_request.SharesLineAt, session.Send) : null;
            _share = share;
            Watch(session);
            _share = null;
        }
        catch (InfrastructureException e)
        {
            RunRecorder.Fail(_log, "emulator", e.Message);
        }

        ShowOutput();
        Verdict verdict = _log.Locked(() => _request.Verb == "console" ? Judge.OfConsole(_observer) : Judge.OfRun(_observer));
        RunRecorder.End(_log, verdict);
        return new RunOutcome(verdict, _observer, _log.Path, TimeSpan.FromTicks(_log.Nanoseconds / 100));
    }

    private bool IsTypedAhead => _operator.IsPerson || _request.SendsAtOnce;

    private static void Start(string name, ThreadStart body) => new Thread(body) { IsBackground = true, Name = name }.Start();

    private void Take(LogEvent logged)
    {
        _observer.Observe(logged);
        RunRecorder.Say(_request, logged);
        if (logged.Kind == EventKind.SerialReceived)
        {
            _output.Enqueue(logged.Data);
        }

        _changed.Set();
        _answered.Set();
    }

    private void Watch(LabSession session)
    {
        InteractiveConditions conditions = new(_request.Target.Deadlines, _operator.IsPerson);
        bool sends = false;
        string state = MachineState.Powered;
        RunDecision decision;
        do
        {
            _changed.WaitOne(s_tick);
            ShowOutput();
            TimeSpan now = session.Clock.Now;
            bool inputEnded = InputEnded(conditions, now);
            string before = state;
            (decision, state) = _log.Locked(() => (conditions.Decide(_observer, now, inputEnded), MachineState.Of(_observer)));
            if (state != before)
            {
                session.State(state);
            }

            if (sends || !(_operator.IsPerson || conditions.HasSettled || _request.SendsAtOnce))
            {
                continue;
            }

            sends = true;
            Start("send", () => SendInput(session));
        }
        while (!decision.IsEnd);
        if (decision.LimitName.Length > 0)
        {
            _log.Append(
                EventKind.Limit,
                new JsonObject { ["name"] = decision.LimitName, ["amount"] = decision.LimitAmount, ["detail"] = session.ProgramCounter() });
        }
    }

    private bool InputEnded(InteractiveConditions conditions, TimeSpan now)
    {
        lock (_input)
        {
            bool isPending = _input.Count > 0 || !_inputSent || _share is { IsInUse: true };
            if (isPending)
            {
                conditions.NoteInput(now);
            }

            return _inputClosed && (_operator.IsPerson || !isPending);
        }
    }

    private void ShowOutput()
    {
        while (_log.Locked(() => _output.TryDequeue(out ReadOnlyMemory<byte> bytes) ? bytes : (ReadOnlyMemory<byte>?)null) is { } chunk)
        {
            _share?.Pass(chunk.Span);
            _operator.Show(chunk.Span);
        }
    }

    private void ReadInput()
    {
        byte[] buffer = new byte[4096];
        for (int count = _operator.Read(buffer); count > 0; count = _operator.Read(buffer))
        {
            lock (_input)
            {
                _input.Enqueue(buffer[..count]);
                Monitor.PulseAll(_input);
            }
        }

        lock (_input)
        {
            _inputClosed = true;
            Monitor.PulseAll(_input);
        }

        _changed.Set();
    }

    private void SendInput(LabSession session)
    {
        ScriptTyping typing = new(_log, _observer, piece => session.Send(piece.Span), () => _answered.WaitOne(s_tick))
        {
            Clock = () => session.Clock.Now,
        };
        while (NextInput() is { } bytes)
        {
            foreach (ReadOnlyMemory<byte> piece in Pieces(bytes))
            {
                long before = _log.Locked(() => _observer.Serial.Bytes);
                if (!(IsTypedAhead ? session.Send(piece.Span) : typing.Send(piece)))
                {
                    return;
                }

                AwaitPrompt(before);
            }

            lock (_input)
            {
                _inputSent = true;
            }
        }
    }

    /// <summary>The input to send at once: a person's keys as they come, a script's input line by line.</summary>
    private IEnumerable<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> bytes)
    {
        while (!IsTypedAhead && bytes.Length > 0)
        {
            int end = bytes.Span.IndexOf((byte)'\n');
            int length = end < 0 ? bytes.Length : end + 1;
            yield return bytes[..length];
            bytes = bytes[length..];
        }

        if (bytes.Length > 0)
        {
            yield return bytes;
        }
    }

    /// <summary>
    /// A shell has a small buffer: a script's next line waits for the next prompt, unless the command reads input itself.
    /// </summary>
    private void AwaitPrompt(long bytesBefore)
    {
        long end = Environment.TickCount64 + (long)s_promptLimit.TotalMilliseconds;
        while (!IsTypedAhead
            && !_log.Locked(() => !_observer.Serial.HasShell || (_observer.Serial.Bytes > bytesBefore && _observer.Serial.AwaitsCommand)))
        {
            if (Environment.TickCount64 >= end)
            {
                return;
            }

            _answered.WaitOne(s_tick);
        }
    }

    private byte[]? NextInput()
    {
        lock (_input)
        {
            while (_input.Count == 0)
            {
                if (_inputClosed)
                {
                    return null;
                }

                Monitor.Wait(_input);
            }

            _inputSent = false;
            return _input.Dequeue();
        }
    }
}
