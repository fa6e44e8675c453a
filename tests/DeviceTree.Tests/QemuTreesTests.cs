// The trees that QEMU makes for its own machines.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace RustKernel.DeviceTree.Tests;

public class QemuTreesTests
{
    private static byte[] Dump(string machine, params string[] arguments)
    {
        string file = Path.GetTempFileName();
        try
        {
            Tool.Run(
                "qemu-system-aarch64",
                ["-M", $"{machine},dumpdtb={file}", "-cpu", "cortex-a72", "-display", "none", "-nic", "none", .. arguments]);
            return File.ReadAllBytes(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Controller(DeviceTreeBlob tree)
    {
        Assert.Equal(ErrorCode.None, tree.FindCompatible("arm,pl011"u8).Interrupt(0, out DeviceTreeInterrupt interrupt));
        Assert.Equal(33u, GicInterrupt.Decode(interrupt.Specifier).Value.Intid);
        return Encoding.ASCII.GetString(interrupt.Controller.Property("compatible"u8).AsString);
    }

    [Theory]
    [InlineData("2", 1, "arm,cortex-a15-gic")]
    [InlineData("3", 8, "arm,gic-v3")]
    public void VirtIsRead(string gic, int cpuCount, string controller)
    {
        byte[] bytes = Dump($"virt,gic-version={gic}", "-smp", $"{cpuCount}", "-m", "1G", "-append", "test=boot", "-kernel", "/dev/null");
        TreeComparison.Compare("virt", bytes, Tool.Decompile(bytes));
        DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
        List<ulong> cpus = [];
        foreach (DeviceTreeCpu cpu in tree.Cpus)
        {
            cpus.Add(cpu.Mpidr.Value);
            Assert.Equal(cpuCount > 1 ? CpuEnableMethod.Psci : CpuEnableMethod.None, cpu.EnableMethod);
        }
        Assert.Equal(Enumerable.Range(0, cpuCount).Select(i => (ulong)i), cpus);
        Assert.Equal(controller, Controller(tree));
        Assert.Equal("test=boot", Encoding.ASCII.GetString(tree.Chosen.BootArguments));
        Assert.Equal(0x9000000ul, tree.Chosen.Console.Node.Register(0).Value.Start);
        MemoryBanks banks = tree.MemoryBanks;
        Assert.True(banks.MoveNext());
        Assert.Equal(0x40000000ul, banks.Current.Start);
        Assert.Equal(0x40000000ul, banks.Current.SizeBytes);
        Assert.False(banks.MoveNext());
    }

    [Fact]
    public void NumaBanksAreAllFound()
    {
        byte[] bytes = Dump(
            "virt", "-m", "1G", "-smp", "2",
            "-object", "memory-backend-ram,id=a,size=256M", "-object", "memory-backend-ram,id=b,size=768M",
            "-numa", "node,memdev=a,cpus=0", "-numa", "node,memdev=b,cpus=1");
        TreeComparison.Compare("numa", bytes, Tool.Decompile(bytes));
        DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
        List<(ulong, ulong, uint)> banks = [];
        for (MemoryBanks memory = tree.MemoryBanks; memory.MoveNext();)
        {
            banks.Add((memory.Current.Start, memory.Current.SizeBytes >> 20, memory.Node.Property("numa-node-id"u8).AsUInt32.Value));
        }

        Assert.Equal([(0x40000000ul, 256ul, 0u), (0x50000000ul, 768ul, 1u)], banks.Order());
    }

    [Fact]
    public void RaspberryPi4IsReadAsItsFirmwareHandsItOver()
    {
        string file = Assert.Single(DebianTrees.Files(), f => Path.GetFileName(f) == "bcm2711-rpi-4-b.dtb");
        string kernel = Path.GetTempFileName();
        File.WriteAllBytes(kernel, new byte[64]);
        byte[] bytes = Dump("raspi4b", "-dtb", file, "-kernel", kernel);
        File.Delete(kernel);
        TreeComparison.Compare("raspi4b", bytes, Tool.Decompile(bytes));
        DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);

        MemoryBanks banks = tree.MemoryBanks;
        Assert.True(banks.MoveNext());
        Assert.Equal((0ul, 0x3c000000ul), (banks.Current.Start, banks.Current.SizeBytes));
        Assert.Equal(0xfe215040ul, tree.Chosen.Console.Node.Register(0).Value.Start); // the mini-UART
        Assert.Equal(115200u, tree.Chosen.Console.BitsPerSecond);
        Assert.Equal(0xfe201000ul, tree.Find("serial0"u8).Register(0).Value.Start);
        Assert.Equal(ErrorCode.None, tree.Find("serial0"u8).Interrupt(0, out DeviceTreeInterrupt interrupt));
        Assert.Equal(153u, GicInterrupt.Decode(interrupt.Specifier).Value.Intid); // SPI 121
        Assert.Equal(0xff841000ul, tree.FindCompatible("arm,gic-400"u8).Register(0).Value.Start);
        List<ulong> release = [];
        foreach (DeviceTreeCpu cpu in tree.Cpus)
        {
            release.Add(cpu.EnableMethod == CpuEnableMethod.SpinTable ? cpu.ReleaseAddress.Value : 0);
        }

        Assert.Equal([0xd8ul, 0xe0, 0xe8, 0xf0], release);
        MemoryReservations reservations = tree.Reservations;
        Assert.True(reservations.MoveNext());
        Assert.Equal((0ul, 0xffful), (reservations.Current.Start, reservations.Current.Last));
    }
}
