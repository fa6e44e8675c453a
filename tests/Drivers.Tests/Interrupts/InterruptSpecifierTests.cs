using Xunit;

namespace RustKernel.Drivers.Tests.Interrupts;

public sealed class InterruptSpecifierTests
{
    [Theory]
    [InlineData(0, 121, 4, 153, InterruptTrigger.Level)] // the PL011 of a Raspberry Pi 4
    [InlineData(0, 1, 1, 33, InterruptTrigger.Edge)]
    [InlineData(0, 0, 2, 32, InterruptTrigger.Edge)]
    [InlineData(1, 11, 0xF08, 27, InterruptTrigger.Level)] // a timer with the CPU mask of old trees
    [InlineData(1, 15, 0, 31, InterruptTrigger.Level)]
    [InlineData(0, 987, 8, 1019, InterruptTrigger.Level)]
    public void Cells_name_an_interrupt(uint type, uint number, uint flags, uint intid, InterruptTrigger trigger)
    {
        Result<InterruptSpecifier> specifier = InterruptSpecifier.Decode(type, number, flags);
        Assert.Equal((ErrorCode.None, intid, trigger), (specifier.Error, specifier.Value.Intid.Value, specifier.Value.Trigger));
    }

    [Theory]
    [InlineData(0, 988, 4, ErrorCode.Corrupt)]
    [InlineData(1, 16, 4, ErrorCode.Corrupt)]
    [InlineData(0, uint.MaxValue, 4, ErrorCode.Corrupt)]
    [InlineData(4, 0, 4, ErrorCode.Corrupt)]
    [InlineData(0, 0, 5, ErrorCode.Corrupt)]
    [InlineData(2, 0, 4, ErrorCode.NotSupported)]
    [InlineData(3, 0, 4, ErrorCode.NotSupported)]
    public void Impossible_cells_are_refused(uint type, uint number, uint flags, ErrorCode error)
        => Assert.Equal(error, InterruptSpecifier.Decode(type, number, flags).Error);

    [Theory]
    [InlineData(0, true, false, false, false)]
    [InlineData(15, true, false, false, false)]
    [InlineData(16, false, true, false, false)]
    [InlineData(31, false, true, false, false)]
    [InlineData(32, false, false, true, false)]
    [InlineData(1019, false, false, true, false)]
    [InlineData(1020, false, false, false, true)]
    [InlineData(1023, false, false, false, true)]
    public void Each_number_is_of_one_kind(uint value, bool sgi, bool ppi, bool spi, bool special)
    {
        Intid intid = new(value);
        Assert.Equal((sgi, ppi, spi, special), (intid.IsSgi, intid.IsPpi, intid.IsSpi, intid.IsSpecial));
    }
}
