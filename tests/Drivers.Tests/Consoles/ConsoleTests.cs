// The kernel's own search for the console, and its set-up, with the parameters from Debian's device trees.

using System;
using System.Diagnostics;
using System.IO;
using RustKernel.DeviceTree;
using Xunit;

namespace RustKernel.Drivers.Tests.Consoles;

[Collection(nameof(ConsoleTests))]
public sealed class ConsoleTests
{
    private const uint Baud = 115_200;

    // A row for each combination in the package; where the tree does not give the clock, it is one that its machines have.
    [Theory]
    [InlineData("arm,pl011", "", 0)]
    [InlineData("arm,sbsa-uart", "", 0)]
    [InlineData("snps,dw-apb-uart", "reg-shift = <2>; reg-io-width = <4>;", 24_000_000)]
    [InlineData("snps,dw-apb-uart", "reg-shift = <2>; reg-io-width = <1>;", 24_000_000)]
    [InlineData("snps,dw-apb-uart", "reg-shift = <2>; reg-io-width = <4>; clock-frequency = <24000000>;", 24_000_000)]
    [InlineData("ns16550a", "", 200_000_000)]
    [InlineData("ti,am654-uart", "clock-frequency = <48000000>; current-speed = <115200>;", 48_000_000)]
    [InlineData("ti,am654-uart", "", 48_000_000)]
    [InlineData("nvidia,tegra20-uart", "reg-shift = <2>;", 204_000_000)]
    [InlineData("nuvoton,npcm750-uart", "reg-shift = <2>;", 24_000_000)]
    [InlineData("cdns,uart-r1p12", "clock-names = \"uart_clk\", \"pclk\"; clocks = <&clock>, <&other>;", 100_000_000)]
    [InlineData("fsl,imx6q-uart", "clock-names = \"ipg\", \"per\"; clocks = <&other>, <&clock>;", 24_000_000)]
    [InlineData("amlogic,meson-gx-uart", "clock-names = \"xtal\", \"pclk\", \"baud\"; clocks = <&other>, <&many 3>, <&clock>;", 24_000_000)]
    [InlineData("qcom,geni-debug-uart", "", 7_372_800)]
    [InlineData("qcom,geni-uart", "", 7_372_800)]
    [InlineData("qcom,msm-uartdm-v1.4", "", 7_372_800)]
    [InlineData("marvell,armada-3700-uart", "", 25_804_800)]
    [InlineData("renesas,rcar-gen3-scif", "clock-names = \"fck\", \"brg_int\"; clocks = <&clock>, <&other>;", 66_666_666)]
    [InlineData("fsl,imx8qxp-lpuart", "clock-names = \"ipg\", \"baud\"; clocks = <&other>, <&clock>;", 80_000_000)]
    [InlineData("fsl,imx7ulp-lpuart", "", 24_000_000)]
    [InlineData("fsl,ls1028a-lpuart", "", 200_000_000)]
    [InlineData("fsl,ls1021a-lpuart", "", 300_000_000)]
    public void A_line_arrives_whole(string compatible, string properties, uint clockHz)
    {
        byte[] bytes = Compile(compatible, properties, clockHz);
        DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
        DeviceTreeNode node = tree.Chosen.Console.Node;
        Assert.Null(ConsoleLine.Of(node)!.Adopt(tree));
        if (clockHz != 0)
        {
            Assert.Null(ConsoleLine.Of(node)!.SetUp(tree, clockHz, Baud));
        }
    }

    // The fake is that of the node; the kernel has only the words.
    [Theory]
    [InlineData("arm,pl011", "", "pl011,0x9000000")]
    [InlineData("ns16550a", "", "uart8250,mmio,0x9000000,115200n8")]
    [InlineData("ns16550a", "reg-shift = <2>; reg-io-width = <4>;", "uart8250,mmio32,0x9000000")]
    [InlineData("ns16550a", "reg-shift = <1>; reg-io-width = <2>;", "uart,mmio16,0x9000000")]
    [InlineData("cdns,uart-r1p12", "", "cdns,0x9000000")]
    [InlineData("fsl,imx6q-uart", "", "ec_imx6q,0x9000000")]
    [InlineData("amlogic,meson-gx-uart", "", "meson,0x9000000")]
    [InlineData("qcom,geni-uart", "", "qcom_geni,0x9000000")]
    [InlineData("qcom,msm-uartdm-v1.4", "", "msm_serial_dm,0x9000000")]
    [InlineData("marvell,armada-3700-uart", "", "ar3700_uart,0x9000000")]
    [InlineData("renesas,rcar-gen3-scif", "", "scif,0x9000000")]
    [InlineData("fsl,ls1028a-lpuart", "", "lpuart32,0x9000000")]
    public void A_driver_and_an_address_are_a_console(string compatible, string properties, string early)
    {
        DeviceTreeBlob.Open(Compile(compatible, properties, 0), out DeviceTreeBlob tree);
        Assert.Null(ConsoleLine.Of(tree.Chosen.Console.Node)!.Adopt("earlycon=" + early));
    }

    [Theory]
    [InlineData("clocks = <&clock>;", 24_000_000)]
    [InlineData("clocks = <&half>;", 12_000_000)]
    [InlineData("clocks = <&ring>;", 0)]
    [InlineData("clocks = <&many 3>;", 0)]
    [InlineData("clocks = <&many 3>, <&clock>; clock-names = \"ipg\", \"per\";", 24_000_000)]
    [InlineData("clocks = <&many 3>; clock-names = \"ipg\", \"per\";", 0)]
    [InlineData("clocks = <12345>;", 0)]
    [InlineData("clock-names = \"per\";", 0)]
    public void The_clock_is_what_the_tree_says_or_nothing(string properties, ulong expectedHz)
    {
        DeviceTreeBlob.Open(Compile("test", properties, 24_000_000), out DeviceTreeBlob tree);
        Assert.Equal(expectedHz, DeviceTreeClock.UartRateHz(in tree, tree.Find("/serial@9000000"u8)));
    }

    [Fact]
    public void Without_stdout_path_the_console_is_the_alias_serial0()
    {
        byte[] bytes = Run("/dts-v1/; / { #address-cells = <1>; #size-cells = <1>; aliases { serial0 = &b; }; "
            + "serial@1000 { compatible = \"arm,pl011\"; reg = <0x1000 0x1000>; }; "
            + "b: serial@2000 { compatible = \"arm,pl011\"; reg = <0x2000 0x1000>; }; };");
        DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
        Assert.Null(ConsoleLine.Of(tree.Find("/serial@2000"u8))!.Adopt(tree));
        Assert.Equal(0u, tree.Chosen.Console.BitsPerSecond);
    }

    private static byte[] Compile(string compatible, string properties, uint clockHz)
    {
        string clocks = properties.Contains("clock", StringComparison.Ordinal) || clockHz == 0 ? "" : "clocks = <&clock>;";
        return Run("/dts-v1/; / { #address-cells = <1>; #size-cells = <1>; chosen { stdout-path = \"/serial@9000000:115200n8\"; }; "
            + $"clock: clock {{ compatible = \"fixed-clock\"; #clock-cells = <0>; clock-frequency = <{clockHz}>; }}; "
            + "other: other { compatible = \"fixed-clock\"; #clock-cells = <0>; clock-frequency = <12345>; }; "
            + "half: half { compatible = \"fixed-factor-clock\"; #clock-cells = <0>; clocks = <&clock>; "
            + "clock-mult = <1>; clock-div = <2>; }; "
            + "ring: ring { compatible = \"fixed-factor-clock\"; #clock-cells = <0>; clocks = <&ring>; "
            + "clock-mult = <1>; clock-div = <1>; }; "
            + "many: many { #clock-cells = <1>; clock-frequency = <54321>; }; "
            + $"serial@9000000 {{ compatible = \"{compatible}\"; reg = <0x9000000 0x1000>; {properties} {clocks} }}; }};");
    }

    private static byte[] Run(string source)
    {
        ProcessStartInfo start = new("dtc", ["-q", "-f", "-I", "dts", "-O", "dtb"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(source);
        process.StandardInput.Close();
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
