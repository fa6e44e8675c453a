using System.Text;
using RustKernel.Services.Console;
using Xunit;

namespace RustKernel.Drivers.Tests.Services;

/// <summary>Lines that Console collects from its clients.</summary>
public sealed class LineBufferTests
{
    private readonly LineBuffer _buffer = new("mallory");

    private string Line(string text)
    {
        _buffer.Clear();
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            if (_buffer.Add(value))
            {
                break;
            }
        }

        return Encoding.UTF8.GetString(_buffer.Text);
    }

    [Fact]
    public void A_line_says_who_wrote_it() => Assert.Equal("mallory: one ✓", Line("one ✓\ntwo"));

    [Fact]
    public void Nobody_moves_the_cursor_or_writes_over_the_name() =>
        Assert.Equal("mallory: ?[2J?[1Ainit: all is well???", Line("\u001b[2J\r\u001b[1Ainit: all is well\t\b\u007f\n"));

    [Fact]
    public void A_line_without_end_is_cut()
    {
        for (int i = 0; i < 391; i++)
        {
            Assert.Equal(i == 390, _buffer.Add((byte)'x'));
        }
    }
}
