// Types a script's line at a prompt, and checks that it has arrived before it is entered.

using System;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>
/// A line editor echoes what it gets. If the echo differs from the line, the line is erased (Ctrl-U) and typed again, so that no damaged
/// command is ever carried out. A machine that echoes nothing before the line is entered gets it unchecked. At "# ready", which has no
/// echo, the line is sent again if the kernel refuses something else than was sent. Used from one thread.
/// </summary>
/// <param name="log">Where retries go.</param>
/// <param name="observer">What is known about the run; read under the log's lock.</param>
/// <param name="send">Sends bytes; false when the line is closed.</param>
/// <param name="wait">Waits until something changes, for a moment at most.</param>
public sealed class ScriptTyping(EventLogWriter log, RunObserver observer, Func<ReadOnlyMemory<byte>, bool> send, Action wait)
{
    private const int MostTries = 4;
    private const int ChatterFactor = 10;
    private const string TakeBack = "\u0015";
    private static readonly TimeSpan s_echoLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_settled = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(3);
    private bool _neverEchoes;
    private bool _hasEchoed;

    /// <summary>
    /// The machine's time: a host that runs an emulator late gives it longer to answer. The wall clock's unless one is given.
    /// </summary>
    public Func<TimeSpan> Clock { get; init; } = () => Stopwatch.GetElapsedTime(0);

    /// <summary>
    /// True when the line may lose bytes, as real ones do: a command without an answer at "# ready" is sent again. An emulator that says
    /// nothing has not been run yet.
    /// </summary>
    public bool MayLose { get; init; }

    /// <summary>Sends <paramref name="piece"/>, a line with its end; false when the serial line is closed.</summary>
    public bool Send(ReadOnlyMemory<byte> piece)
    {
        int end = piece.Span.IndexOfAny((byte)'\r', (byte)'\n');
        string text = Encoding.UTF8.GetString(end < 0 ? piece.Span : piece.Span[..end]);
        bool isPlain = end > 0 && !piece.Span[..end].ContainsAnyInRange((byte)0, (byte)31) && !piece.Span[..end].Contains((byte)127);
        if (isPlain && Typed() is { Length: 0 })
        {
            if (_neverEchoes)
            {
                return SendUnseen(piece, piece, text);
            }

            return Type(piece[..end], text) && (_neverEchoes ? SendUnseen(piece[end..], piece, text) : Enter(piece[end..], text));
        }

        return isPlain && log.Locked(() => observer.Serial is { AwaitsCommand: true, ReadyCount: > 0 })
            ? SendAtReady(piece, text)
            : send(piece);
    }

    private string? Typed() => log.Locked(() => observer.Serial.Typed);

    private bool Type(ReadOnlyMemory<byte> line, string text)
    {
        for (int attempt = 1; attempt <= MostTries; attempt++)
        {
            if (!send(line))
            {
                return false;
            }

            Until(() => Typed() is { } shown && shown == text, s_echoLimit);
            string? typed = Typed();
            if (typed == text)
            {
                _hasEchoed = true;
                return true;
            }

            if (typed is null or { Length: 0 } && !_hasEchoed)
            {
                _neverEchoes = true;
                return true;
            }

            _hasEchoed = true;
            if (attempt == MostTries)
            {
                RunRecorder.Fail(
                    log,
                    "serial line",
                    $"\"{text}\" does not arrive as it is typed: the shell shows \"{typed}\", {MostTries} times");
                return false;
            }

            Retry(typed is { Length: > 0 } ? $"the shell showed \"{typed}\"" : "the shell showed nothing");
            if (!send(Encoding.ASCII.GetBytes(TakeBack)))
            {
                return false;
            }

            Until(() => Typed() is { Length: 0 }, s_echoLimit);
        }

        return true;
    }

    /// <summary>Enters the typed line; if the line end is lost, the line stays at the prompt.</summary>
    private bool Enter(ReadOnlyMemory<byte> end, string text)
    {
        for (int attempt = 1; attempt <= MostTries; attempt++)
        {
            if (!send(end))
            {
                return false;
            }

            Until(() => Typed() != text, s_echoLimit);
            if (Typed() != text)
            {
                return true;
            }
        }

        return true;
    }

    /// <summary>
    /// Sends <paramref name="first"/>, then <paramref name="whole"/> again as often as the line
    /// that comes back is almost, but not quite, what was sent. A machine without echo sends something else.
    /// </summary>
    private bool SendUnseen(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> whole, string text)
    {
        for (int attempt = 1; attempt <= MostTries; attempt++)
        {
            long before = log.Locked(() => observer.Serial.Lines);
            if (!send(attempt == 1 ? first : whole))
            {
                return false;
            }

            Until(() => Echo(before) is not null, s_echoLimit);
            if (Echo(before) is not { } echo || !IsDamaged(echo, text))
            {
                return true;
            }

            Until(() => Typed() is { Length: 0 }, s_answerLimit);
            if (attempt < MostTries)
            {
                Retry($"the shell showed \"{echo}\"");
            }
        }

        RunRecorder.Fail(log, "serial line", $"\"{text}\" does not arrive as it is sent, {MostTries} times");
        return false;
    }

    /// <summary>
    /// The first line that is not empty after <paramref name="before"/> lines, without the prompt; null when none has come.
    /// </summary>
    private string? Echo(long before)
        => log.Locked(() =>
        {
            int count = (int)Math.Min(observer.Serial.Lines - before, observer.Serial.RecentLines.Count);
            string? line = observer.Serial.RecentLines.TakeLast(count).FirstOrDefault(recent => recent.Trim().Length > 0);
            return line is null ? null : (ShellPrompt.Typed(Encoding.UTF8.GetBytes(line)) ?? line).Trim();
        });

    private static bool IsDamaged(string echo, string text)
        => echo != text.Trim()
            && Suggestion.Distance(echo, text.Trim()) is var wrong
            && wrong < text.Length
            && wrong <= Math.Max(1, text.Length / 4)
            && echo.Length <= text.Length + 2;

    private bool SendAtReady(ReadOnlyMemory<byte> piece, string text)
    {
        for (int attempt = 1; attempt <= MostTries; attempt++)
        {
            (int ready, int documents, long bytes) = log.Locked(
                () => (observer.Serial.ReadyCount, observer.Serial.Documents.Count, observer.Serial.Bytes));
            (int commands, int suites) = log.Locked(() => (observer.Serial.UnknownCommands.Count, observer.Serial.UnknownSuites.Count));
            if (!send(piece))
            {
                return false;
            }

            Until(
                () => log.Locked(() => observer.Serial.ReadyCount > ready || observer.Serial.Documents.Count > documents),
                s_answerLimit);
            string refusal = log.Locked(() => Refusal(text, commands, suites));
            bool isSilent = MayLose && log.Locked(() => observer.Serial.Bytes) == bytes;
            if ((refusal.Length == 0 && !isSilent) || attempt == MostTries)
            {
                return true;
            }

            Retry(isSilent ? "no answer" : $"the kernel answered \"{refusal}\"");
        }

        return true;
    }

    /// <summary>
    /// The kernel's refusal of something else than <paramref name="text"/>. Skips the first <paramref name="commands"/> and
    /// <paramref name="suites"/> that it did not know: they were the answers to other lines.
    /// </summary>
    private string Refusal(string text, int commands, int suites)
    {
        string? command = observer.Serial.UnknownCommands.Skip(commands).LastOrDefault(read => read != text);
        string? suite = observer.Serial.UnknownSuites
            .Skip(suites)
            .Select(unknown => unknown.Name)
            .LastOrDefault(name => !text.Split(' ', ',').Contains(name));
        return command is not null ? $"# unknown command: {command}" : suite is not null ? $"# unknown suite: {suite}" : "";
    }

    private void Retry(string reason) =>
        log.Append(EventKind.Retry, new JsonObject { ["what"] = ConversationRecord.Command, ["reason"] = reason });

    /// <summary>
    /// Waits until <paramref name="isSo"/>, or until nothing has changed for a while. If the machine never stops talking, waits for
    /// <see cref="ChatterFactor"/> limits.
    /// </summary>
    private void Until(Func<bool> isSo, TimeSpan limit)
    {
        TimeSpan start = Clock(), changed = start;
        long bytes = -1;
        while (!isSo())
        {
            long now = log.Locked(() => observer.Serial.Bytes);
            TimeSpan time = Clock();
            changed = now == bytes ? changed : time;
            bytes = now;
            if (time - start >= limit && (time - changed >= s_settled || time - start >= limit * ChatterFactor))
            {
                return;
            }

            wait();
        }
    }
}
