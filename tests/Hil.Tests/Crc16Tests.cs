using System.Text;
using RustKernel.Hil.Protocols;
using Xunit;

namespace RustKernel.Hil.Tests;

public class Crc16Tests
{
    [Theory]
    [InlineData("123456789", 0x29b1)]
    [InlineData("", 0xffff)]
    [InlineData("  ok 1 banner # t=10450 s=1", 0xfb67)]
    [InlineData("# done total=3 ok=1 notok=1 skip=1 suites=2 # t=12100 s=7", 0x59a4)]
    public void Computes_the_check_values_of_the_protocol(string text, int expected)
        => Assert.Equal(expected, Crc16.Compute(Encoding.UTF8.GetBytes(text)));
}
