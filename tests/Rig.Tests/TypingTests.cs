using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using RustKernel.Hil.Drivers.Serial;
using RustKernel.Hil.Events;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Rig.Tests;

/// <summary>A script's lines typed at a shell, over a line that damages them; and the speed at which bytes are sent.</summary>
public sealed class TypingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-typing-");
    private readonly RunObserver _observer = new();
    private readonly EventLogWriter _log;
    private readonly List<string> _entered = [];
    private readonly StringBuilder _line = new();
    private int _pieces;

    public TypingTests()
    {
        _log = EventLogWriter.Create(Path.Combine(_folder.FullName, "log.jsonl"), "test");
        _log.Observe(_observer.Observe);
    }

    public void Dispose()
    {
        _log.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Says(string text) => _log.Append(EventKind.SerialReceived, [], Encoding.UTF8.GetBytes(text));

    private bool Type(string line, Func<ReadOnlyMemory<byte>, bool> board)
        => new ScriptTyping(_log, _observer, board, () => Thread.Sleep(1)).Send(Encoding.ASCII.GetBytes(line));

    /// <summary>
    /// A line editor that draws its input; <paramref name="damage"/> is the line's effect on a piece, given its number.
    /// </summary>
    private Func<ReadOnlyMemory<byte>, bool> Editor(Func<int, string, string> damage) => piece =>
    {
        foreach (char letter in damage(_pieces++, Encoding.ASCII.GetString(piece.Span)))
        {
            switch (letter)
            {
                case '\n' or '\r':
                    _entered.Add(_line.ToString());
                    Says($"\r\nanswer to {_line}\r\n");
                    _line.Clear();
                    break;
                case '\u0015':
                    _line.Clear();
                    break;
                default:
                    _line.Append(letter);
                    break;
            }

            Says($"\rrk> {_line}\e[K");
        }

        return true;
    };

    [Theory]
    [InlineData("ps")]
    [InlineData("s")]
    [InlineData("")]
    [InlineData("pps")]
    [InlineData("qs")]
    public void A_command_is_entered_only_when_the_shell_shows_it_as_it_was_sent(string first)
    {
        Says("rk> \e[K");
        Func<ReadOnlyMemory<byte>, bool> board = Editor((number, piece) => number == 2 ? first : piece);
        Assert.True(new ScriptTyping(_log, _observer, board, () => Thread.Sleep(1)) is { } typing
            && typing.Send("mem\n"u8.ToArray())
            && typing.Send("ps\n"u8.ToArray()));
        Assert.Equal(["mem", "ps"], _entered);
        Assert.Equal(first == "ps" ? 0 : 1, _observer.Conversation.Retries.Count);
    }

    [Fact]
    public void A_line_end_that_was_lost_is_sent_again()
    {
        Says("rk> \e[K");
        Assert.True(Type("ps\n", Editor((number, piece) => number == 1 ? "" : piece)));
        Assert.Equal(["ps"], _entered);
    }

    [Fact]
    public void A_line_that_damages_every_command_ends_the_run_with_what_was_shown()
    {
        Says("rk> \e[K");
        Assert.False(Type("ps\n", Editor((_, piece) => piece == "ps" ? "s" : piece)));
        Assert.Empty(_entered);
        Assert.Contains("the shell shows \"s\"", Assert.Single(_observer.Failures), StringComparison.Ordinal);
    }

    /// <summary>A board that shows nothing before a line is entered, like a terminal in line mode.</summary>
    private Func<ReadOnlyMemory<byte>, bool> LineMode(Func<int, string, string> damage, bool echoes) => piece =>
    {
        foreach (char letter in Encoding.ASCII.GetString(piece.Span))
        {
            _line.Append(letter);
            if (letter is not ('\n' or '\r'))
            {
                continue;
            }

            string heard = damage(_pieces++, _line.ToString().Trim());
            _line.Clear();
            _entered.Add(heard);
            Says((echoes ? heard + "\r\n" : "") + $"answer to {heard}\r\nrk> ");
        }

        return true;
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_machine_that_shows_nothing_while_it_is_typed_at_gets_its_lines_unseen(bool echoes)
    {
        Says("rk> ");
        Assert.True(Type("ps\n", LineMode((_, heard) => heard, echoes)));
        Assert.Equal(["ps"], _entered);
    }

    [Fact]
    public void A_line_that_comes_back_almost_as_it_was_sent_is_sent_again()
    {
        Says("rk> ");
        Assert.True(Type("ps\n", LineMode((number, heard) => number == 0 ? heard[1..] : heard, echoes: true)));
        Assert.Equal(["s", "ps"], _entered);
        Assert.Contains("the shell showed \"s\"", Assert.Single(_observer.Conversation.Retries), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_command_at_ready_is_sent_again_a_wrong_one_is_not()
    {
        int sent = 0;
        bool Board(ReadOnlyMemory<byte> piece)
        {
            string heard = Encoding.ASCII.GetString(piece.Span).Trim();
            heard = sent++ == 0 ? heard[1..] : heard;
            Says(heard == "run boot" ? "# ready\r\n" : $"# unknown command: {heard}\r\n# ready\r\n");
            return true;
        }

        Says("# ready\r\n");
        Assert.True(Type("run boot\n", Board));
        Assert.Equal(2, sent);
        Assert.True(Type("dance\n", Board));
        Assert.Equal(3, sent);
    }

    // The kernel's answer to the previous line does not count for this one.
    [Fact]
    public void A_refusal_of_an_earlier_line_has_no_later_one_sent_again()
    {
        List<string> sent = [];
        bool Board(ReadOnlyMemory<byte> piece)
        {
            string heard = Encoding.ASCII.GetString(piece.Span).Trim();
            sent.Add(heard);
            Says(heard.StartsWith("run ", StringComparison.Ordinal)
                ? $"# unknown suite: {heard[4..]} (known: boot)\r\n# ready\r\n"
                : $"# unknown command: {heard}\r\n# ready\r\n");
            return true;
        }

        Says("# ready\r\n");
        Assert.True(Type("run nosuch\n", Board));
        Assert.True(Type("nonsense\n", Board));
        Assert.True(Type("dance\n", Board));
        Assert.Equal(["run nosuch", "nonsense", "dance"], sent);
        Assert.Empty(_observer.Conversation.Retries);
    }

    [Theory]
    [InlineData(0, 0, "run boot\rquit\r", "run boot\rquit\r")]
    [InlineData(0, 1, "run boot\rquit\r", "run boot\r|quit\r")]
    [InlineData(0, 1, "a\r\nb\n\nc", "a\r\n|b\n|\n|c")]
    [InlineData(1, 0, "ab\r", "a|b|\r")]
    public void Bytes_go_out_in_pieces_with_pauses_between(int character, int line, string text, string pieces)
    {
        List<string> sent = [];
        TypingPace pace = new(TimeSpan.FromMilliseconds(character), TimeSpan.FromMilliseconds(line));
        Assert.True(pace.Send(Encoding.ASCII.GetBytes(text), Take, CancellationToken.None));
        Assert.Equal(pieces.Split('|'), sent);

        bool Take(ReadOnlySpan<byte> piece)
        {
            sent.Add(Encoding.ASCII.GetString(piece));
            return true;
        }
    }

    [Fact]
    public void Pauses_are_never_shorter_than_asked_for_and_end_with_the_line()
    {
        TypingPace pace = new(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(30));
        List<long> at = [];
        Assert.True(pace.Send("ab\rc"u8, _ => Note(), CancellationToken.None));
        Assert.InRange(at[1] - at[0], 2_000, long.MaxValue);
        Assert.InRange(at[3] - at[2], 32_000, long.MaxValue);
        Assert.False(pace.Send("ab"u8, _ => Note(), new CancellationToken(canceled: true)));
        Assert.False(pace.Send("ab"u8, _ => false, CancellationToken.None));
        Assert.Equal(5, at.Count);

        bool Note()
        {
            at.Add(System.Diagnostics.Stopwatch.GetTimestamp() / (System.Diagnostics.Stopwatch.Frequency / 1_000_000));
            return true;
        }
    }
}
