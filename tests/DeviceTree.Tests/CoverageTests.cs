// rk boards --coverage: what a tree has and lacks for a boot.

using System;
using System.IO;
using System.Linq;
using System.Text;
using RustKernel.Hil.DeviceTree;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.DeviceTree.Tests;

public sealed class CoverageTests(ITestOutputHelper log)
{
    private static BootNeeds Needs(byte[] bytes)
    {
        DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
        return BootNeeds.Of(tree);
    }

    private static byte[] Debian(string name) =>
        File.ReadAllBytes(DebianTrees.Files().Single(file => Path.GetFileName(file) == name));

    // A controller of each kind in the corpus: GIC-400, GICv3 with one region and with several, through an interrupt-map, a timer
    // by interrupts-extended, a Raspberry Pi 3's.
    [Theory]
    [InlineData("bcm2711-rpi-4-b.dtb")]
    [InlineData("bcm2837-rpi-3-b.dtb")]
    [InlineData("imx8mp-evk.dtb")]
    [InlineData("zynqmp-zcu102-rev1.0.dtb")]
    [InlineData("fvp-base-revc.dtb")]
    [InlineData("meson-gxbb-odroidc2.dtb")]
    [InlineData("rk3399-rock-pi-4b.dtb")]
    public void A_tree_of_each_kind_lacks_nothing_but_perhaps_memory(string name)
    {
        BootNeeds needs = Needs(Debian(name));
        Assert.Empty(needs.Missing);
        Assert.True(needs.HasConsoleInterrupt, "the console's interrupt leads nowhere");
    }

    // One has its interrupt behind a controller of messages, the other names a PPI that no GIC has.
    [Theory]
    [InlineData("hip07-d05.dtb")]
    [InlineData("thunder-88xx.dtb")]
    public void An_interrupt_that_leads_nowhere_leaves_a_console_that_is_polled(string name)
    {
        BootNeeds needs = Needs(Debian(name));
        Assert.Empty(needs.Missing);
        Assert.False(needs.HasConsoleInterrupt);
    }

    // The frames of a GICv2 and of a GICv3 that turn messages into interrupts lie inside the controller's node: no driver of the
    // kernel binds to them, and the controller is found despite them.
    [Theory]
    [InlineData("juno-r2.dtb", "arm,gic-v2m-frame", "GICv2")]
    [InlineData("sdm845-mtp.dtb", "arm,gic-v3-its", "GICv3")]
    public void Frames_for_messages_are_left_alone(string name, string frame, string controller)
    {
        DeviceTreeBlob.Open(Debian(name), out DeviceTreeBlob tree);
        DeviceTreeNode node = tree.FindCompatible(Encoding.ASCII.GetBytes(frame));
        Assert.True(node.Exists);
        Assert.Null(KernelDrivers.For(node));
        Assert.Equal(controller, KernelDrivers.For(node.Parent)?.Name);
        Assert.Empty(BootNeeds.Of(tree).Missing);
    }

    // The kernel takes no extended SPI: such a console's driver works without interrupts.
    [Theory]
    [InlineData(0, true)]
    [InlineData(2, false)]
    public void An_extended_interrupt_leaves_a_console_that_is_polled(int kind, bool reaches)
    {
        string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "trees", "everything.dts"));
        string changed = source.Replace("interrupts = <0 33 4>;", $"interrupts = <{kind} 33 4>;", StringComparison.Ordinal);
        Assert.Equal(reaches, Needs(Compile(changed)).HasConsoleInterrupt);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        BootNeeds needs = Needs(Tool.Compile("no-cpus"));
        Assert.Contains("CPUs: none", needs.Missing);
        Assert.Contains("interrupt controller: none", needs.Missing);
        Assert.Contains("timer: no arm,armv8-timer", needs.Missing);
        Assert.False(needs.IsOverlay);
        Assert.Contains("console: arm,pl011", Needs(Tool.Compile("uart-outside-ranges")).Missing);
    }

    [Fact]
    public void An_overlay_is_no_board()
    {
        const string Source = "/dts-v1/; /plugin/; / { fragment@0 { target-path = \"/\"; __overlay__ { a = <1>; }; }; };";
        Assert.True(Needs(Compile(Source)).IsOverlay);
    }

    private static byte[] Compile(string source)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, source);
        byte[] tree = Tool.RunBinary("dtc", "-q", "-I", "dts", "-O", "dtb", "-o", "-", file);
        File.Delete(file);
        return tree;
    }

    [Fact]
    public void A_folder_without_trees_is_one_line()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        using StringWriter error = new();
        Assert.Equal(2, BoardCoverage.Run(folder.FullName, TextWriter.Null, error));
        Assert.Equal(2, BoardCoverage.Run(Path.Combine(folder.FullName, "nowhere"), TextWriter.Null, error));
        Assert.Equal(
            $"rk boards: no .dtb file in {folder.FullName} or below\n"
                + $"rk boards: {folder.FullName}/nowhere is no folder; --coverage wants one with .dtb files\n",
            error.ToString());
        File.WriteAllBytes(Path.Combine(folder.FullName, "a.dtb"), Tool.Compile("everything"));
        File.WriteAllText(Path.Combine(folder.FullName, "b.dtb"), "no tree");
        using StringWriter output = new();
        Assert.Equal(0, BoardCoverage.Run(folder.FullName, output, TextWriter.Null));
        Assert.StartsWith("Device trees: 1; 1 damaged file\n", output.ToString());
        folder.Delete(recursive: true);
    }

    // Every tree of the package: each either lacks something, or has a console, a controller, a timer and CPUs.
    [Fact]
    [Trait("Run", "hil")]
    public void Debians_trees_are_counted()
    {
        string folder = Path.GetDirectoryName(Path.GetDirectoryName(DebianTrees.Files()[0]))!;
        using StringWriter output = new();
        Assert.Equal(0, BoardCoverage.Run(folder, output, TextWriter.Null));
        log.WriteLine(output.ToString());
        DebianTrees.Report("hil-coverage.txt", output.ToString());
        BoardCoverage coverage = BoardCoverage.Of(folder);
        Assert.Equal((0, 0), (coverage.Damaged, coverage.Overlays));
        Assert.True(coverage.Trees >= 577, output.ToString());
        Assert.True(coverage.Whole + coverage.WithoutMemory >= LeastBooting, output.ToString());
    }

    private const int LeastBooting = 567;
}
