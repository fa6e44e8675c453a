// ESR_EL1 in words, with values from QEMU and boards.

using System.Text;
using RustKernel.Panic;
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
    [InlineData(0x9200014f, "data abort from EL0", "permission fault", false, true)] // dc cvac: CM and WnR
    [InlineData(0x92000147, "data abort from EL0", "translation fault", false, true)]
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

    [Theory]
    [InlineData(0xbe000000, false, false)] // uncategorised: a CPU without the RAS extension
    [InlineData(0xbf000002, false, false)] // implementation defined: Cortex-A72, SLVERR
    [InlineData(0xbe000011, true, false)] // uncontainable
    [InlineData(0xbe000411, false, false)] // unrecoverable
    [InlineData(0xbe000c11, false, false)] // recoverable
    [InlineData(0xbe001811, false, true)] // corrected
    [InlineData(0xbf000011, false, false)] // looks like uncontainable, but is implementation defined
    [InlineData(0x96000011, false, false)] // no SError
    public void SErrorsAreSortedByWhatIsLost(ulong value, bool isUncontainable, bool isCorrected)
    {
        Assert.Equal(
            (isUncontainable, isCorrected),
            (new ExceptionSyndrome(value).IsUncontainable, new ExceptionSyndrome(value).IsCorrected));
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
