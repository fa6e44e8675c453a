// rk fdt and rk boards --explain, as commands.

using System.IO;
using RustKernel.Hil.DeviceTree;
using Xunit;

namespace RustKernel.DeviceTree.Tests;

public class HostCommandsTests
{
    private static (int Status, string Output, string Error) Fdt(byte[] tree, string? node = null, string? property = null)
    {
        string file = Path.GetTempFileName();
        File.WriteAllBytes(file, tree);
        using StringWriter output = new();
        using StringWriter error = new();
        int status = FdtCommand.Run(file, node, property, output, error);
        File.Delete(file);
        return (status, output.ToString(), error.ToString().Replace(file, "FILE"));
    }

    private static (int Status, string Output, string Error) Explain(byte[] tree)
    {
        string file = Path.GetTempFileName();
        File.WriteAllBytes(file, tree);
        using StringWriter output = new();
        using StringWriter error = new();
        int status = BoardExplainer.Run(file, output, error);
        File.Delete(file);
        return (status, output.ToString(), error.ToString().Replace(file, "FILE"));
    }

    [Fact]
    public void APrintedTreeCompilesToTheSameTree()
    {
        byte[] tree = Tool.Compile("everything");
        string printed = Fdt(tree).Output;
        string file = Path.GetTempFileName();
        File.WriteAllText(file, printed);
        byte[] again = Tool.RunBinary("dtc", "-q", "-I", "dts", "-O", "dtb", "-o", "-", file);
        File.Delete(file);
        Assert.Equal(Tool.Decompile(tree), Tool.Decompile(again));
    }

    [Theory]
    [InlineData("serial0", "compatible", "\"arm,pl011\", \"arm,primecell\"")]
    [InlineData("/soc/serial@1000", "interrupts", "<0x00 0x21 0x04>")]
    [InlineData("/reserved-memory", "ranges", "")]
    public void AValueIsPrinted(string node, string property, string value) =>
        Assert.Equal((0, value + "\n", ""), Fdt(Tool.Compile("everything"), node, property));

    [Fact]
    public void ANodeIsPrinted() =>
        Assert.Equal((0, "sensor@48 {\n\treg = <0x48>;\n};\n", ""), Fdt(Tool.Compile("everything"), "/soc/i2c/sensor"));

    [Fact]
    public void MistakesGiveOneLineAndStatusTwo()
    {
        byte[] tree = Tool.Compile("everything");
        Assert.Equal((2, "", "rk fdt: FILE has no node /nowhere\n"), Fdt(tree, "/nowhere"));
        Assert.Equal((2, "", "rk fdt: node / of FILE has no property color\n"), Fdt(tree, "/", "color"));
        Assert.Equal((2, "", "rk fdt: FILE is not a device tree: truncated\n"), Fdt(tree[..200]));
        Assert.Equal((2, "", "rk fdt: FILE is not a device tree: shorter than a header\n"), Fdt([]));
        Assert.StartsWith("rk fdt: FILE is damaged at byte 0x", Fdt(TreeDamage.Deep(33, true)).Error);
        using StringWriter error = new();
        Assert.Equal(2, FdtCommand.Run("/nowhere/x.dtb", null, null, TextWriter.Null, error));
        Assert.StartsWith("rk fdt: cannot read /nowhere/x.dtb: ", error.ToString());
    }

    [Fact]
    public void ACompleteBoardMissesNothing()
    {
        (int status, string output, _) = Explain(Tool.Compile("everything"));
        Assert.Equal(0, status);
        Assert.Contains("Console: PL011 UART, /soc/serial@1000, 115200n8\n", output);
        Assert.Contains("Memory: 0x100000000 - 0x17fffffff (2048 MB)\n", output);
        Assert.Contains("Device: PL011 UART: /soc/serial@1000 at 0x9001000, INTID 65\n", output);
        Assert.Contains("Limit: 2 of 3 CPUs have no way to be started that the kernel knows\n", output);
        Assert.DoesNotContain("serial@5000", output); // disabled
        Assert.EndsWith("Missing to boot: nothing\n", output);
    }

    [Fact]
    public void ABareBoardIsToldWhatIsMissing()
    {
        string output = Explain(Tool.Compile("no-cpus")).Output;
        Assert.Contains("Missing to boot: CPUs: the tree describes none\n", output);
        Assert.Contains("Missing to boot: interrupt controller: none that the kernel drives\n", output);
        Assert.Contains("Missing to boot: generic timer: none that the kernel drives\n", output);
        Assert.DoesNotContain("Missing to boot: console", output);
    }

    [Fact]
    public void AnUnreachableConsoleIsNamed()
    {
        string output = Explain(Tool.Compile("uart-outside-ranges")).Output;
        Assert.Contains("Device: PL011 UART: /soc/serial@90000 - unusable: its address is outside its bus's ranges\n", output);
        Assert.Contains(
            "Missing to boot: console: stdout-path names /soc/serial@90000 (arm,pl011), which the kernel does not drive",
            output);
    }

    [Theory]
    [InlineData("", "alias serial0")]
    [InlineData("chosen { stdout-path = \"/gone:115200n8\"; };", "alias serial0")]
    [InlineData("chosen { stdout-path = \"serial0:115200n8\"; };", "stdout-path")]
    public void WhoNamesTheConsoleIsSaid(string chosen, string who)
    {
        string output = Explain(CompileText($"/dts-v1/; / {{ {chosen} aliases {{ serial0 = \"/other\"; }}; "
            + "other { compatible = \"test,uart\"; }; };")).Output;
        Assert.Contains($"console: {who} names /other (test,uart), which the kernel does not drive", output);
    }

    private static byte[] CompileText(string source)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, source);
        byte[] tree = Tool.RunBinary("dtc", "-q", "-I", "dts", "-O", "dtb", "-o", "-", file);
        File.Delete(file);
        return tree;
    }

    [Fact]
    public void AnOverlayIsToldApart()
    {
        byte[] overlay = CompileText("/dts-v1/; /plugin/; / { fragment@0 { target-path = \"/\"; __overlay__ { a = <1>; }; }; };");
        string output = Explain(overlay).Output;
        Assert.Contains("Overlay: this file changes another device tree", output);
        Assert.DoesNotContain("Missing to boot", output);
    }

    [Fact]
    public void FreeDevicesAndTheWordsForEachUartAreListed()
    {
        string output = Explain(Tool.Compile("power-and-lines")).Output;
        Assert.Contains("Choose: console=ttyAMA0 for /soc/serial@1000 (PL011 UART)\n", output);
        Assert.Contains("Choose: console=ttyS0 for /soc/serial@3000 (16550 UART)\n", output);
        Assert.Contains("Choose: console=ttyS1 for /soc/serial@4000 (16550 UART)\n", output);
        Assert.Contains("Choose: console=ttyS2 for /soc/serial@6000 (BCM2835 mini-UART)\n", output);
        Assert.DoesNotContain("serial@2000", output); // disabled
        Assert.Contains("Free: /syscon@10000 at 0x10000, no interrupt: drives=test,syscon\n", output);
        Assert.Contains("Free: /gpio@60000 at 0x60000, no interrupt: drives=test,gpio\n", output);
        Assert.Contains("Free for a driver service: 4 devices\n", output);
    }

    [Fact]
    public void EveryDebianBoardCanBeExplained()
    {
        int bootable = 0;
        foreach (string file in DebianTrees.Files())
        {
            using StringWriter output = new();
            Assert.Equal(0, BoardExplainer.Run(file, output, TextWriter.Null));
            bootable += output.ToString().Contains("Missing to boot: nothing", System.StringComparison.Ordinal) ? 1 : 0;
        }
        Assert.InRange(bootable, 10, DebianTrees.Files().Length - 1);
    }
}
