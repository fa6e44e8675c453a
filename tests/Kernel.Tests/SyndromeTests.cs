// ESR_EL1 in words, with values as QEMU and boards showed them.

using System.Text;
using Xunit;

namespace RustKernel.Kernel.Tests;

public sealed class SyndromeTests
{
    [Theory]
    [InlineData(0x02000000, "undefined instruction", "", false, false)]
    [InlineData(0xf2001234, "BRK instruction", "", false, false)]
    [InlineData(0x56001234, "SVC", "", false, false)]
    [InlineData(0x96000004, "data abort", "translation fault", false, true)]
    [InlineData(0x9600004f, "data abort", "permission fault", true, true)]
    [InlineData(0x96000061, "data abort", "alignment fault", true, true)]
    [InlineData(0x96000010, "data abort", "external abort", false, true)]
    [InlineData(0x96000410, "data abort", "external abort", false, false)]
    [InlineData(0x96000015, "data abort", "external abort on a table walk", false, true)]
    [InlineData(0x8600000f, "instruction abort", "permission fault", false, true)]
    [InlineData(0x82000006, "instruction abort from EL0", "translation fault", false, true)]
    [InlineData(0x9a000000, "misaligned SP", "", false, false)]
    [InlineData(0x8a000000, "misaligned PC", "", false, true)]
    [InlineData(0xbe000000, "SError", "", false, false)]
    [InlineData(0xfc000000, "unknown class", "", false, false)]
    public void ValuesAreDecoded(ulong value, string classText, string faultText, bool isWrite, bool hasAddress)
    {
        ExceptionSyndrome syndrome = new(value);
        Assert.Equal(classText, Encoding.ASCII.GetString(syndrome.ClassText));
        Assert.Equal(faultText, Encoding.ASCII.GetString(syndrome.FaultText));
        Assert.Equal(isWrite, syndrome.IsWrite);
        Assert.Equal(hasAddress, syndrome.HasFaultAddress);
    }

    [Fact]
    public void LevelsAreGivenForTheFaultsThatHaveOne()
    {
        Assert.True(new ExceptionSyndrome(0x96000007).HasFaultLevel);
        Assert.Equal(3u, new ExceptionSyndrome(0x96000007).FaultLevel);
        Assert.False(new ExceptionSyndrome(0x96000021).HasFaultLevel);
        Assert.False(new ExceptionSyndrome(0x02000000).HasFaultLevel);
    }
}
