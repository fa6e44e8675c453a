// Each kind of question to the reader, on one tree with answers worked out by hand.

using System;
using System.Collections.Generic;
using System.Text;
using Xunit;

namespace RustKernel.DeviceTree.Tests;

public class EverythingTests
{
    private static readonly byte[] Bytes = Tool.Compile("everything");

    private static DeviceTreeBlob Open()
    {
        Assert.Equal(DeviceTreeError.None, DeviceTreeBlob.Open(Bytes, out DeviceTreeBlob tree));
        return tree;
    }

    private static string Text(ReadOnlySpan<byte> text) => Encoding.ASCII.GetString(text);

    [Fact]
    public void AgreesWithDtc()
    {
        TreeComparison comparison = TreeComparison.Compare("everything", Bytes, Tool.Decompile(Bytes));
        Assert.True(comparison.Addresses > 15);
        Assert.True(comparison.Interrupts > 5);
    }

    [Fact]
    public void HeaderIsRead()
    {
        DeviceTreeBlob tree = Open();
        Assert.Equal(17u, tree.Version);
        Assert.Equal(16u, tree.LastCompatibleVersion);
        Assert.Equal(Bytes.Length, tree.SizeBytes);
        Assert.Equal(Bytes.Length, DeviceTreeBlob.PeekSizeBytes(Bytes.AsSpan(0, 40)).Value);
        Assert.Equal(ErrorCode.NotFound, DeviceTreeBlob.PeekSizeBytes(new byte[40]).Error);
        Assert.Equal(DeviceTreeError.None, tree.Check(out _));
    }

    [Fact]
    public void NodesAreFoundByPathAliasPhandleAndCompatible()
    {
        DeviceTreeBlob tree = Open();
        DeviceTreeNode uart = tree.Find("/soc/serial@1000"u8);
        Assert.True(uart.Exists);
        Assert.True(tree.Find("/soc/serial"u8).IsSame(uart));
        Assert.True(tree.Find("serial0"u8).IsSame(uart));
        Assert.True(tree.Find("//soc//serial@1000/"u8).IsSame(uart));
        Assert.True(tree.Find("/"u8).IsSame(tree.Root));
        Assert.False(tree.Find("/soc/seria"u8).Exists);
        Assert.False(tree.Find("/soc/serial@100"u8).Exists);
        Assert.False(tree.Find("serial9"u8).Exists);
        Assert.False(tree.Find(""u8).Exists);
        Assert.Equal("/soc/serial@1000", Text(tree.Alias("serial0"u8)));
        Assert.True(tree.FindCompatible("arm,primecell"u8).IsSame(uart));
        DeviceTreeNode second = tree.FindNextCompatible(uart, "arm,pl011"u8);
        Assert.Equal("serial@5000", Text(second.Name));
        Assert.False(tree.FindNextCompatible(second, "arm,pl011"u8).Exists);
        DeviceTreeNode gic = tree.Find("/interrupt-controller@8000000"u8);
        Assert.NotEqual(0u, gic.Phandle);
        Assert.True(tree.FindByPhandle(gic.Phandle).IsSame(gic));
        Assert.False(tree.FindByPhandle(0xdead).Exists);
        Assert.Equal("serial", Text(uart.BaseName));
        Assert.Equal("1000", Text(uart.UnitAddress));
        Assert.True(uart.Parent.Parent.IsSame(tree.Root));
        Assert.False(tree.Root.Parent.Exists);
        Assert.False(tree.Root.Parent.Parent.Child("x"u8).Parent.Exists);
    }

    [Fact]
    public void MemoryAndReservationsAreListed()
    {
        DeviceTreeBlob tree = Open();
        List<string> banks = [];
        MemoryBanks memory = tree.MemoryBanks;
        while (memory.MoveNext())
        {
            banks.Add($"{memory.Current.Start:x}+{memory.Current.SizeBytes:x}");
        }

        Assert.Equal(["80000000+40000000", "100000000+80000000", "300000000+100000000"], banks);
        Assert.Equal(0, memory.RejectedCount);

        List<string> reservations = [];
        foreach (AddressRange range in tree.Reservations)
        {
            reservations.Add($"{range.Start:x}-{range.Last:x}");
        }

        Assert.Equal(["0-fff", "10000000-10003fff"], reservations);

        List<string> regions = [];
        foreach (ReservedRegion region in tree.ReservedMemory)
        {
            regions.Add($"{Text(region.Node.BaseName)} {region.Range.Start:x}+{region.Range.SizeBytes:x} " +
                $"{(region.IsDynamic ? $"dynamic/{region.AlignmentBytes:x}" : "static")}{(region.IsNoMap ? " no-map" : "")}"
                    + $"{(region.IsReusable ? " reusable" : "")}");
        }
        Assert.Equal(
            ["firmware 80000000+100000 static no-map", "firmware 90000000+2000 static no-map", "pool 0+4000000 dynamic/200000 reusable"],
            regions);
    }

    [Fact]
    public void CpusInheritTheirEnableMethod()
    {
        List<string> cpus = [];
        foreach (DeviceTreeCpu cpu in Open().Cpus)
        {
            cpus.Add($"{cpu.Mpidr.Value:x} {cpu.EnableMethod} {Text(cpu.EnableMethodText)} "
                + $"{(cpu.ReleaseAddress.IsOk ? cpu.ReleaseAddress.Value : 0):x} {cpu.Status}");
        }

        Assert.Equal(["0 Psci psci 0 Okay", "100 SpinTable spin-table 800000d8 Okay", "100000000 Unknown vendor,mystery 0 Disabled"], cpus);
    }

    [Fact]
    public void ChosenIsRead()
    {
        DeviceTreeChosen chosen = Open().Chosen;
        Assert.Equal("test=boot,memory done=poweroff", Text(chosen.BootArguments));
        Assert.Equal("serial0:115200n8", Text(chosen.StdoutPath));
        Assert.Equal("serial@1000", Text(chosen.Console.Node.Name));
        Assert.Equal("115200n8", Text(chosen.Console.Options));
        Assert.Equal(115200u, chosen.Console.BitsPerSecond);
        Assert.Equal(0x48000000ul, chosen.InitialRamDisk.Value.Start);
        Assert.Equal(0x123456ul, chosen.InitialRamDisk.Value.SizeBytes);
    }

    [Theory]
    [InlineData("/soc/serial@1000", 0, 0x9001000ul, 0x200ul)]
    [InlineData("/soc/serial@5000", 1, 0xafe200000ul, 0x1000ul)]
    [InlineData("/soc/bridge@7e000000/inner/device@140", 0, 0xafe000140ul, 0x10ul)]
    [InlineData("/pcie@10000000/network@1,0", 1, 0x10004000ul, 0x1000ul)]
    [InlineData("/pcie@10000000/network@1,0", 2, 0x3eff0040ul, 0x20ul)]
    [InlineData("/pcie@10000000", 0, 0x4010000000ul, 0x10000000ul)]
    public void AddressesAreTranslated(string path, int index, ulong start, ulong size)
    {
        Result<AddressRange> register = Open().Find(Encoding.ASCII.GetBytes(path)).Register(index);
        Assert.Equal(ErrorCode.None, register.Error);
        Assert.Equal(start, register.Value.Start);
        Assert.Equal(size, register.Value.SizeBytes);
    }

    [Theory]
    [InlineData("/soc/serial@5000", 2, ErrorCode.NotSupported)] // beyond the bus's ranges
    [InlineData("/soc/serial@5000", 3, ErrorCode.NotFound)]
    [InlineData("/soc/serial@5000", -1, ErrorCode.NotFound)]
    [InlineData("/soc/i2c@7000/sensor@48", 0, ErrorCode.NotSupported)] // a bus without ranges
    [InlineData("/pcie@10000000/network@1,0", 0, ErrorCode.NotSupported)] // configuration space
    [InlineData("/timer", 0, ErrorCode.NotFound)]
    public void UntranslatableAddressesSayWhy(string path, int index, ErrorCode error) =>
        Assert.Equal(error, Open().Find(Encoding.ASCII.GetBytes(path)).Register(index).Error);

    [Fact]
    public void LocalAddressesNeedNoRanges()
    {
        DeviceTreeNode sensor = Open().Find("/soc/i2c@7000/sensor@48"u8);
        Assert.Equal(0x48ul, sensor.LocalRegister(0).Value.Start);
        Assert.False(sensor.IsEnabled); // its bus is not
        Assert.Equal(DeviceTreeStatus.Okay, sensor.Status);
    }

    [Theory]
    [InlineData("/soc/serial@1000", 0, "/interrupt-controller@8000000", 65u, false)]
    [InlineData("/soc/serial@5000", 0, "/interrupt-controller@8000000", 66u, true)]
    [InlineData("/timer", 1, "/interrupt-controller@8000000", 30u, false)]
    [InlineData("/pcie@10000000/network@1,0", 0, "/interrupt-controller@8000000", 36u, false)]
    public void InterruptsReachTheGic(string path, int index, string controller, uint intid, bool isEdge)
    {
        DeviceTreeBlob tree = Open();
        Assert.Equal(ErrorCode.None, tree.Find(Encoding.ASCII.GetBytes(path)).Interrupt(index, out DeviceTreeInterrupt interrupt));
        Assert.True(interrupt.Controller.IsSame(tree.Find(Encoding.ASCII.GetBytes(controller))));
        GicInterrupt gic = GicInterrupt.Decode(interrupt.Specifier).Value;
        Assert.Equal(intid, gic.Intid);
        Assert.Equal(isEdge, gic.IsEdge);
    }

    [Fact]
    public void InterruptsReachOtherControllers()
    {
        DeviceTreeBlob tree = Open();
        Assert.Equal(2, tree.Find("serial1"u8).InterruptCount);
        Assert.Equal(ErrorCode.None, tree.Find("serial1"u8).Interrupt(1, out DeviceTreeInterrupt interrupt));
        Assert.Equal("combiner@6000", Text(interrupt.Controller.Name));
        Assert.Equal(5u, interrupt.Specifier[0]);
        DeviceTreeNode storage = tree.Find("/pcie/storage"u8);
        Assert.Equal(ErrorCode.None, storage.Interrupt(0, out interrupt));
        Assert.Equal("combiner@6000", Text(interrupt.Controller.Name));
        Assert.Equal(7u, interrupt.Specifier[0]);
        Assert.Equal(ErrorCode.NotFound, storage.Interrupt(1, out _)); // not in the map
        Assert.Equal(ErrorCode.NotFound, storage.Interrupt(2, out _));
    }

    [Fact]
    public void GicSpecifiersAreChecked()
    {
        byte[] specifier = [0, 0, 0, 1, 0, 0, 0, 16, 0, 0, 0, 4]; // PPI 16: there are only 16 of them
        Assert.Equal(ErrorCode.Corrupt, GicInterrupt.Decode(new DeviceTreeCells(specifier)).Error);
        Assert.Equal(ErrorCode.Corrupt, GicInterrupt.Decode(new DeviceTreeCells(specifier.AsSpan(0, 8))).Error);
        specifier[3] = 3;
        Assert.Equal(1072u, GicInterrupt.Decode(new DeviceTreeCells(specifier)).Value.Intid);
        specifier[3] = 4;
        Assert.Equal(ErrorCode.Corrupt, GicInterrupt.Decode(new DeviceTreeCells(specifier)).Error);
    }
}
