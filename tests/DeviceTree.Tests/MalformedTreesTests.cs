// Trees that are well-formed as files but have wrong contents.

using System.Collections.Generic;
using System.Text;
using Xunit;

namespace RustKernel.DeviceTree.Tests;

public class MalformedTreesTests
{
    private static DeviceTreeBlob Open(string name)
    {
        Assert.Equal(DeviceTreeError.None, DeviceTreeBlob.Open(Tool.Compile(name), out DeviceTreeBlob tree));
        Assert.Equal(DeviceTreeError.None, tree.Check(out _));
        return tree;
    }

    [Fact]
    public void EmptyAndWrappingBanksAreLeftOut()
    {
        MemoryBanks banks = Open("zero-size-banks").MemoryBanks;
        Assert.True(banks.MoveNext());
        Assert.Equal(0xfffffffffffff000ul, banks.Current.Start); // the last page of all: legal
        Assert.Equal(ulong.MaxValue, banks.Current.Last);
        Assert.False(banks.MoveNext());
        Assert.Equal(2, banks.RejectedCount);
    }

    [Fact]
    public void OverlappingReservationsAreAllListed()
    {
        DeviceTreeBlob tree = Open("overlapping-reservations");
        List<AddressRange> reservations = [];
        foreach (AddressRange range in tree.Reservations)
        {
            reservations.Add(range);
        }

        Assert.Equal(2, reservations.Count); // the third wraps round
        Assert.True(reservations[0].Overlaps(reservations[1]));
        int count = 0;
        ReservedMemory regions = tree.ReservedMemory;
        while (regions.MoveNext())
        {
            count++;
        }

        Assert.Equal(2, count);
        Assert.Equal(2, regions.RejectedCount);
    }

    [Theory]
    [InlineData("/c", ErrorCode.NotFound)]
    [InlineData("/d", ErrorCode.NotFound)]
    [InlineData("/e", ErrorCode.NotFound)]
    [InlineData("/f", ErrorCode.NotSupported)] // two maps pointing at each other
    [InlineData("/g", ErrorCode.NotFound)]
    [InlineData("/h", ErrorCode.NotSupported)]
    public void CyclesEnd(string path, ErrorCode error)
    {
        DeviceTreeNode node = Open("cyclic-phandles").Find(Encoding.ASCII.GetBytes(path));
        Assert.True(node.Exists);
        Assert.Equal(error, node.Interrupt(0, out DeviceTreeInterrupt interrupt));
        Assert.False(interrupt.Controller.Exists);
    }

    [Fact]
    public void UnknownControllersAreNoticed()
    {
        DeviceTreeNode node = Open("cyclic-phandles").Find("/h"u8);
        Assert.Equal(0, node.InterruptCount);
        Assert.Equal(ErrorCode.Corrupt, node.Interrupt(1, out _));
    }

    [Theory]
    [InlineData("/memory@0")]
    [InlineData("/four/device@0")]
    [InlineData("/none/device@0")]
    [InlineData("/bytes/device@0")]
    public void AbsurdCellsAreRefused(string path)
    {
        DeviceTreeNode node = Open("absurd-cells").Find(Encoding.ASCII.GetBytes(path));
        Assert.True(node.Exists);
        Assert.Equal(0, node.RegisterCount);
        Assert.Equal(ErrorCode.Corrupt, node.Register(0).Error);
    }

    [Fact]
    public void AbsurdInterruptCellsAreRefused()
    {
        DeviceTreeNode node = Open("absurd-cells").Find("/user"u8);
        Assert.Equal(0, node.InterruptCount);
        Assert.Equal(ErrorCode.Corrupt, node.Interrupt(0, out _));
        Assert.False(Open("absurd-cells").MemoryBanks.MoveNext());
    }

    [Theory]
    [InlineData("/soc/serial@90000", ErrorCode.NotSupported)]
    [InlineData("/island/serial@0", ErrorCode.NotSupported)]
    [InlineData("/wrapping/serial@20000", ErrorCode.Corrupt)] // length of ranges
    [InlineData("/carrying/serial@20000", ErrorCode.Corrupt)] // sum beyond 2^64
    public void UartsOutsideAnyRangeHaveNoAddress(string path, ErrorCode error)
    {
        DeviceTreeBlob tree = Open("uart-outside-ranges");
        Assert.Equal(error, tree.Find(Encoding.ASCII.GetBytes(path)).Register(0).Error);
        Assert.True(tree.Chosen.Console.Node.Exists);
    }

    [Fact]
    public void ATreeWithoutCpusStillHasItsConsole()
    {
        DeviceTreeBlob tree = Open("no-cpus");
        Assert.False(tree.Cpus.MoveNext());
        Assert.Equal(0x9000000ul, tree.Chosen.Console.Node.Register(0).Value.Start);
        Assert.Equal(ErrorCode.NotFound, tree.Chosen.Console.Node.Interrupt(0, out _));
        Assert.Equal(ErrorCode.NotFound, tree.Chosen.InitialRamDisk.Error);
    }
}
