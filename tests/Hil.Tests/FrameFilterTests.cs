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
}
