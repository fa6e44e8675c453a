// Numbers, words and options: the text work of the kernel.

using System;
using System.Text;
using RustKernel.Diagnostics;
using RustKernel.Kernel.Tests.Fakes;
using Xunit;

namespace RustKernel.Kernel.Tests;

[Collection("console")]
public sealed class TextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(7, "7")]
    [InlineData(1234567890, "1234567890")]
    [InlineData(ulong.MaxValue, "18446744073709551615")]
    public void DecimalIsDecimal(ulong value, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(NumberText.Decimal(value, new byte[NumberText.MaximumDigits])));

    [Theory]
    [InlineData(0, 1, "0")]
    [InlineData(0xAB, 4, "00ab")]
    [InlineData(0xAB, 1, "ab")]
    [InlineData(ulong.MaxValue, 16, "ffffffffffffffff")]
    public void HexadecimalHasItsDigits(ulong value, int digits, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(NumberText.Hexadecimal(value, digits, new byte[NumberText.MaximumDigits])));

    [Fact]
    public void WordsAreCutAtSeparatorsAndEmptyOnesLeftOut()
    {
        WordReader words = new(",,boot,,lang,"u8, (byte)',');
        Assert.True(words.MoveNext());
        Assert.Equal("boot", Encoding.ASCII.GetString(words.Current));
        Assert.True(words.MoveNext());
        Assert.Equal("lang", Encoding.ASCII.GetString(words.Current));
        Assert.False(words.MoveNext());
        Assert.False(words.MoveNext());
    }

    [Theory]
    [InlineData("cpus=1", ErrorCode.None, 1)]
    [InlineData("a cpus=007 cpus=16", ErrorCode.None, 16)]
    [InlineData("cpus=4294967295", ErrorCode.None, uint.MaxValue)]
    [InlineData("cpus=4294967296", ErrorCode.InvalidArgument, 0)]
    [InlineData("cpus=99999999999999999999999", ErrorCode.InvalidArgument, 0)]
    [InlineData("cpus=-1", ErrorCode.InvalidArgument, 0)]
    [InlineData("cpus=2x", ErrorCode.InvalidArgument, 0)]
    [InlineData("cpus=", ErrorCode.NotFound, 0)]
    [InlineData("test=all", ErrorCode.NotFound, 0)]
    public void CommandLineGivesNumbers(string line, ErrorCode error, uint value)
    {
        Result<uint> number = new CommandLine(Encoding.ASCII.GetBytes(line)).Number("cpus"u8);
        Assert.Equal(error, number.Error);
        Assert.Equal(value, number.Value);
    }

    [Theory]
    [InlineData("test=boot,lang done=reboot", "test", "boot,lang")]
    [InlineData("test=boot test=lang", "test", "lang")]
    [InlineData("  done=poweroff  ", "done", "poweroff")]
    [InlineData("tests=boot", "test", "")]
    [InlineData("test", "test", "")]
    [InlineData("test=", "test", "")]
    [InlineData("", "test", "")]
    public void OptionsAreFoundByKey(string line, string key, string expected)
    {
        CommandLine options = new(Encoding.ASCII.GetBytes(line));
        Assert.Equal(expected, Encoding.ASCII.GetString(options.Value(Encoding.ASCII.GetBytes(key))));
    }

    [Fact]
    public void UnknownKeysAreNamedAndMadeHarmless()
    {
        RecordingConsole console = new();
        KernelConsole.Use(console);
        new CommandLine("test=boot root=/dev/sda quiet evil\u001b[2Jkey=1 done=reboot"u8).ReportUnknownKeys();
        string[] lines = console.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "Boot: unknown command line key ignored: root=/dev/sda",
                "Boot: unknown command line key ignored: quiet",
                "Boot: unknown command line key ignored: evil?[2Jkey=1",
            ],
            lines);
    }
}
