using System.Collections.Generic;
using System.Text;
using RustKernel.Hil.Strategies;
using RustKernel.Services.Shell.Blocks;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>Text and frames on one line.</summary>
public sealed class FrameFilterTests
{
    [Theory]
    [InlineData("rk> ")]
    [InlineData("~/notes and ~ alone\r\n")]
    [InlineData("a line\r\n~")]
    [InlineData("~A is no frame\r\n")]
    [InlineData("~~~\r\n")]
    public void Text_is_shown_and_frames_are_not(string text)
    {
        byte[] frame = new byte[BlockFrame.MostBytes];
        int count = BlockFrame.Write(frame, FrameKind.Acknowledge, 7, 512, default);
        List<byte> all = [.. Encoding.UTF8.GetBytes(text), .. frame[..count], .. Encoding.UTF8.GetBytes("after\r\n")];
        int frames = 0;
        FrameFilter filter = new() { Frame = _ => frames++ };
        List<byte> shown = [];
        foreach (byte value in all)
        {
            shown.AddRange(filter.Take([value]));
        }

        Assert.Equal(1, frames);
        Assert.Equal(text + "after\r\n", Encoding.UTF8.GetString([.. shown]));
    }

    // Console puts a line of the log anywhere in a frame, and then writes the frame again.
    [Fact]
    public void A_line_in_the_middle_of_a_frame_is_text_and_the_output_is_whole()
    {
        byte[] first = Frame(FrameKind.Output, 0, "one ~W two\n"u8.ToArray());
        byte[] second = Frame(FrameKind.Output, 11, "three"u8.ToArray());
        byte[] ended = Frame(FrameKind.Ended, 16, new byte[8]);
        for (int at = 2; at < first.Length - 2; at++)
        {
            List<byte> line =
            [
                .. first[..at], .. "\r\u001b[Kinit: ~W hears\r\n"u8, .. first[..at], .. first[at..^1], (byte)'\r', (byte)'\n',
                .. second, .. ended, .. "rk> "u8,
            ];
            List<byte> output = [];
            FrameFilter filter = new() { Output = output.AddRange };
            List<byte> text = [];
            line.ForEach(value => text.AddRange(filter.Take([value])));
            Assert.Equal("one ~W two\nthree", Encoding.UTF8.GetString([.. output]));
            Assert.Equal("\r\u001b[Kinit: ~W hears\r\nrk> ", Encoding.UTF8.GetString([.. text]));
            Assert.Equal(0, filter.Lost);
        }
    }

    [Fact]
    public void Output_that_is_lost_is_counted_and_what_comes_twice_is_taken_once()
    {
        List<byte> output = [];
        FrameFilter filter = new() { Output = output.AddRange };
        byte[] first = Frame(FrameKind.Output, 0, "one"u8.ToArray());
        _ = filter.Take([.. first, .. first, .. Frame(FrameKind.Output, 8, "two"u8.ToArray())]);
        Assert.Equal("onetwo", Encoding.UTF8.GetString([.. output]));
        Assert.Equal(5, filter.Lost);
        _ = filter.Take(Frame(FrameKind.Ended, 13, new byte[8]));
        Assert.Equal(7, filter.Lost);
    }

    [Fact]
    public void Whoever_wants_no_output_for_itself_sees_it_as_a_terminal_shows_it()
    {
        FrameFilter filter = new();
        byte[] text = filter.Take([.. "a"u8, .. Frame(FrameKind.Output, 5, "b\nc"u8.ToArray()), .. "~W d\r\n"u8]);
        Assert.Equal("ab\r\nc~W d\r\n", Encoding.UTF8.GetString(text));
    }

    private static byte[] Frame(FrameKind kind, uint sequence, byte[] payload)
    {
        byte[] line = new byte[BlockFrame.MostBytes];
        return line[..BlockFrame.Write(line, kind, 0, sequence, payload)];
    }
}
