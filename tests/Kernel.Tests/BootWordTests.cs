using System;
using System.Text;
using RustKernel.Diagnostics;
using Xunit;

namespace RustKernel.Kernel.Tests;

/// <summary>mem= and earlycon= of the command line, and the numbers in them.</summary>
public sealed class BootWordTests
{
    private static ReadOnlySpan<byte> Bytes(string text) => Encoding.ASCII.GetBytes(text);

    [Theory]
    [InlineData("0", 0ul)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("0xffffFFFFffffFFFF", ulong.MaxValue)]
    [InlineData("0X09000000", 0x0900_0000ul)]
    public void Numbers_are_decimal_or_hexadecimal(string text, ulong value) => Assert.Equal(value, NumberText.Read(Bytes(text)).Value);

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("18446744073709551616")]
    [InlineData("0x10000000000000000")]
    [InlineData("12a")]
    [InlineData("-1")]
    [InlineData(" 1")]
    public void What_is_no_number_is_refused(string text) => Assert.Equal(ErrorCode.InvalidArgument, NumberText.Read(Bytes(text)).Error);

    [Theory]
    [InlineData("512M", 0x2000_0000ul, 0ul, false)]
    [InlineData("2G@0x80000000", 0x8000_0000ul, 0x8000_0000ul, true)]
    [InlineData("0x100000@1g", 0x10_0000ul, 0x4000_0000ul, true)]
    [InlineData("4096k@0", 0x40_0000ul, 0ul, true)]
    [InlineData("65536", 0x1_0000ul, 0ul, false)]
    public void Memory_has_a_size_and_perhaps_a_place(string text, ulong size, ulong start, bool hasStart)
    {
        Result<MemoryOption> option = MemoryOption.Read(Bytes(text));
        Assert.Equal(ErrorCode.None, option.Error);
        Assert.Equal((size, start, hasStart), (option.Value.SizeBytes, option.Value.Start, option.Value.HasStart));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("M")]
    [InlineData("12Q")]
    [InlineData("1M@")]
    [InlineData("@1M")]
    [InlineData("1M@2M@3M")]
    [InlineData("17179869184G")]
    [InlineData("2@0xffffffffffffffff")]
    public void Memory_that_makes_no_sense_is_refused(string text)
    {
        Assert.Equal(ErrorCode.InvalidArgument, MemoryOption.Read(Bytes(text)).Error);
        Assert.Equal(ErrorCode.NotFound, MemoryOption.Read(default).Error);
    }

    [Theory]
    [InlineData("uart8250,mmio32,0xff1a0000,115200n8", "uart8250", 0xFF1A_0000ul, 4u, 115200u)]
    [InlineData("uart8250,mmio16,0x1000", "uart8250", 0x1000ul, 2u, 0u)]
    [InlineData("uart8250,mmio,0x1000,9600", "uart8250", 0x1000ul, 1u, 9600u)]
    [InlineData("pl011,0x9000000", "pl011", 0x900_0000ul, 1u, 0u)]
    [InlineData("pl011,mmio32,0x9000000,n8", "pl011", 0x900_0000ul, 4u, 0u)]
    public void An_early_console_is_a_driver_and_an_address(string text, string driver, ulong address, uint width, uint rate)
    {
        Assert.Equal(ErrorCode.None, EarlyConsole.Read(Bytes(text), out EarlyConsole console));
        Assert.Equal(
            (driver, address, width, rate),
            (Encoding.ASCII.GetString(console.Driver), console.Address, console.WidthBytes, console.BitsPerSecond));
    }

    [Theory]
    [InlineData("pl011")]
    [InlineData("pl011,")]
    [InlineData("pl011,0")]
    [InlineData("pl011,mmio32")]
    [InlineData(",0x1000")]
    [InlineData("uart8250,io,0x3f8")]
    public void An_early_console_that_makes_no_sense_is_refused(string text)
    {
        Assert.Equal(ErrorCode.InvalidArgument, EarlyConsole.Read(Bytes(text), out _));
        Assert.Equal(ErrorCode.NotFound, EarlyConsole.Read(default, out _));
    }
}
