// Load options from real shells, boot managers and firmware menus.

using System;
using System.Text;
using RustKernel.Diagnostics;
using Xunit;

namespace RustKernel.Kernel.Tests;

public sealed class EfiLoadOptionsTests
{
    [Theory]
    [InlineData("test=all done=poweroff\0", "test=all done=poweroff")]
    [InlineData("test=all", "test=all")]
    [InlineData("test=boot\0panic=null", "test=boot")]
    [InlineData("FS0:\\EFI\\BOOT\\BOOTAA64.EFI test=boot", "test=boot")]
    [InlineData("kernel.efi  test=boot", "test=boot")]
    [InlineData("Kernel.EFI", "")]
    [InlineData("fs0:\\Image", "")]
    [InlineData("\"FS0:\\a b\\k.efi\" test=boot", "test=boot")]
    [InlineData("\"FS0:\\a b\\k.efi", "")]
    [InlineData("x=a\\b.efi test=boot", "x=a\\b.efi test=boot")]
    [InlineData("efi test=boot", "efi test=boot")]
    [InlineData(".efi", "")]
    [InlineData("", "")]
    [InlineData("\0", "")]
    [InlineData("\"", "\"")]
    [InlineData("test=b\u00F6ot", "")]
    [InlineData("test=\u4E00", "")]
    [InlineData("test=boot\n", "")]
    public void UnicodeTextBecomesTheKernelsWords(string options, string expected) =>
        Assert.Equal(expected, Convert(Encoding.Unicode.GetBytes(options)));

    [Fact]
    public void BinaryOptionsAreNoText() => Assert.Equal("", Convert(Guid.Parse("8108ac4e-9f11-4d59-850e-e21a522c59b2").ToByteArray()));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void AnOddByteAtTheEndIsLeftOut(int length) =>
        Assert.Equal("abc"[..(length / 2)], Convert(Encoding.Unicode.GetBytes("abcd")[..length]));

    [Theory]
    [InlineData("test=boot\r\nsecond", "test=boot")]
    [InlineData("test=boot\n", "test=boot")]
    [InlineData("test=boot", "test=boot")]
    [InlineData("\r\ntest=boot", "")]
    [InlineData("test=\u0001", "")]
    [InlineData("", "")]
    public void TheFirstLineOfAFileCounts(string file, string expected) =>
        Assert.Equal(expected, Encoding.Latin1.GetString(EfiLoadOptions.FirstLine(Encoding.Latin1.GetBytes(file))));

    private static string Convert(byte[] options) => Encoding.ASCII.GetString(EfiLoadOptions.ToAscii(options));
}
