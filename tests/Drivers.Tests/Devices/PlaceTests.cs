using System.Linq;
using RustKernel.Drivers.Pl031;
using RustKernel.Services.DeviceManager;
using Xunit;

namespace RustKernel.Drivers.Tests.Devices;

public sealed class PlaceTests
{
    [Fact]
    public void What_a_place_said_is_kept()
    {
        PlaceTable table = new();
        table.Note(0, 2u);
        table.Note(1, ErrorCode.NotFound);
        table.Note(2, ErrorCode.NotSupported);
        table.Note(3, ErrorCode.InvalidArgument);
        table.Note(4, 0xFFu);
        PlaceTable again = new(table.Bytes);
        Assert.Equal([2u, 0, 0, 0, 0, 0], Enumerable.Range(0, 6).Select(again.DeviceAt));
        Assert.Equal([true, true, true, true, true, false], Enumerable.Range(0, 6).Select(again.IsKnown));
    }

    // Its page belonged to a driver, or there was no memory: that does not show what is there.
    [Theory]
    [InlineData(ErrorCode.AlreadyExists)]
    [InlineData(ErrorCode.OutOfMemory)]
    [InlineData(ErrorCode.WouldBlock)]
    public void A_place_that_could_not_be_asked_is_asked_again(ErrorCode error)
    {
        PlaceTable table = new();
        table.Note(3, error);
        table = new PlaceTable(table.Bytes);
        Assert.False(table.IsKnown(3));
        Assert.Equal(0u, table.DeviceAt(3));
        table.Note(3, 2u);
        Assert.True(table.IsKnown(3));
        Assert.Equal(2u, table.DeviceAt(3));
    }

    [Fact]
    public void Places_beyond_the_table_have_nothing()
    {
        PlaceTable table = new();
        table.Note(PlaceTable.MostPlaces, 2u);
        Assert.True(table.IsKnown(PlaceTable.MostPlaces));
        Assert.Equal(0u, table.DeviceAt(PlaceTable.MostPlaces));
        Assert.Equal(PlaceTable.MostPlaces, new PlaceTable(new byte[100]).Bytes.Length);
    }

    [Theory]
    [InlineData(0x0A00_0000ul, 0x200ul, true)]
    [InlineData(0x0A00_0E00ul, 0x200ul, true)]
    [InlineData(0x0A00_0F00ul, 0x100ul, true)]
    [InlineData(0x0A00_0F00ul, 0x1000ul, true)]
    [InlineData(0x0A00_0F04ul, 0x200ul, false)]
    [InlineData(0x0A00_0FFCul, 0x200ul, false)]
    [InlineData(0x0A00_0002ul, 0x200ul, false)]
    [InlineData(0x0A00_0000ul, 0xFFul, false)]
    [InlineData(0x0A00_0000ul, 0ul, false)]
    [InlineData(0x0A00_0000ul, ulong.MaxValue, false)]
    [InlineData(0xFFFF_FFFF_FFFF_FE00ul, 0x200ul, false)]
    public void A_place_lies_in_its_page_or_is_none(ulong address, ulong sizeBytes, bool isOne) =>
        Assert.Equal(isOne, DeviceWindows.HasInOnePage(address, sizeBytes, 0x100));

    // A clock whose last register is in the next page, which is not mapped, would end its reader.
    [Theory]
    [InlineData(0x0901_0000ul, 0x1000ul, true)]
    [InlineData(0x0901_0FF0ul, 0x10ul, true)]
    [InlineData(0x0901_0FF4ul, 0x1000ul, false)]
    [InlineData(0x0901_0001ul, 0x1000ul, false)]
    [InlineData(0x0901_0000ul, 0xCul, false)]
    public void A_clock_lies_in_its_page_or_is_none(ulong address, ulong sizeBytes, bool isOne) =>
        Assert.Equal(isOne, DeviceWindows.HasInOnePage(address, sizeBytes, Pl031Clock<FakeBus>.RegisterBytes));

    // Every accepted device fits in its whole pages.
    [Theory]
    [InlineData(0ul, 1ul, true)]
    [InlineData(0xFE20_1000ul, 0x200ul, true)]
    [InlineData(0xFE20_1000ul, 0ul, false)]
    [InlineData(0xFE20_1000ul, ulong.MaxValue, false)]
    [InlineData(0xFE20_1000ul, ulong.MaxValue - 0xFE20_1000ul, false)]
    [InlineData(0xFE20_1000ul, ulong.MaxValue - 0xFE20_1000ul - 4095, true)]
    [InlineData(ulong.MaxValue, 1ul, false)]
    public void Registers_end_before_addresses_do(ulong address, ulong sizeBytes, bool isSound)
    {
        Assert.Equal(isSound, DeviceWindows.IsSound(address, sizeBytes));
        Assert.True(!isSound || DeviceWindows.Bytes(address, sizeBytes) >= sizeBytes);
    }
}
