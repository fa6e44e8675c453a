// A console of a device tree: the node, and the fake of its family with the node's parameters.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RustKernel.Boot;
using RustKernel.DeviceTree;
using RustKernel.Diagnostics;
using RustKernel.Drivers.Tests.MiniUart;
using RustKernel.Drivers.Tests.Pl011;
using RustKernel.Drivers.Tests.Uart;

namespace RustKernel.Drivers.Tests.Consoles;

/// <summary>
/// The line of one node. The kind of fake and the place of its registers are given here a second time, from Linux's drivers,
/// independent of the kernel's lists.
/// </summary>
internal sealed class ConsoleLine
{
    private const string LastWords = "firmware's last words\r\n";
    private const string Text = "RustKernel v0.1.0 - ARM64 Microkernel\r\n";
    private readonly Action<string> _setUp;
    private readonly List<byte> _sent;
    private readonly List<byte> _lost;

    private ConsoleLine(FakeDevice device, ulong address, Action<string> setUp, List<byte> sent, List<byte> lost)
        => (Device, Address, _setUp, _sent, _lost) = (device, address, setUp, sent, lost);

    /// <summary>The fake.</summary>
    internal FakeDevice Device { get; }

    /// <summary>Its address.</summary>
    internal ulong Address { get; }

    /// <summary>The line of <paramref name="node"/>; null when no fake exists for its family.</summary>
    internal static ConsoleLine? Of(DeviceTreeNode node)
    {
        Result<AddressRange> registers = node.Register(0);
        foreach (ReadOnlySpan<byte> name in registers.IsOk ? node.Property("compatible"u8).Strings : default)
        {
            ConsoleLine? line = Of(node, Encoding.ASCII.GetString(name), registers.Value.Start);
            if (line is not null)
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>The kernel's console finds this line as firmware left it, and writes on it. Null: both texts arrived complete.</summary>
    internal string? Adopt(DeviceTreeBlob tree)
    {
        _setUp(LastWords);
        return Write(tree, LastWords + Text);
    }

    /// <summary>The same with <paramref name="words"/> on the command line and no device tree.</summary>
    internal string? Adopt(string words)
    {
        _setUp(LastWords);
        return Write(default, LastWords + Text, words);
    }

    /// <summary>
    /// The same from reset, with the fake's clock at <paramref name="clockHz"/>: the rate must be <paramref name="baud"/>, within
    /// 2 %.
    /// </summary>
    internal string? SetUp(DeviceTreeBlob tree, ulong clockHz, uint baud)
    {
        FakeUart uart = (FakeUart)Device;
        uart.ClockHz = clockHz;
        string? trouble = Write(tree, Text);
        return trouble ?? (Math.Abs((double)uart.BitsPerSecond - baud) > baud * 0.02 || !uart.IsEightNone
            ? $"{uart.BitsPerSecond} bits a second for {baud}, or another frame"
            : null);
    }

    private static ConsoleLine? Of(DeviceTreeNode node, string name, ulong address)
    {
        switch (name)
        {
            case "arm,pl011" or "arm,sbsa-uart":
                FakePl011 pl011 = new();
                return new(pl011, address, pl011.SetUpByFirmware, pl011.Sent, pl011.Lost);
            case "brcm,bcm2835-aux-uart":
                FakeMiniUart mini = new();
                return new(mini, address - 0x40, mini.SetUpByFirmware, mini.Sent, mini.Lost);
            default:
                FakeUart? uart = UartOf(node, name);
                return uart is null ? null : new(uart, address, uart.SetUpByFirmware, uart.Sent, uart.Lost);
        }
    }

    private static FakeUart? UartOf(DeviceTreeNode node, string name) => name switch
    {
        "ns16550a" or "ns16550" or "snps,dw-apb-uart" => Ns16550Of(node, 0),
        "ti,am654-uart" or "nvidia,tegra20-uart" => Ns16550Of(node, 2),
        "nuvoton,npcm750-uart" => Ns16550Of(node, 2, divisorLess: 2),
        "cdns,uart-r1p12" => new FakeCadenceUart(),
        "fsl,imx6q-uart" => new FakeImxUart(),
        "amlogic,meson-gx-uart" => new FakeMesonUart(),
        "qcom,geni-debug-uart" or "qcom,geni-uart" => new FakeGeniUart(),
        "qcom,msm-uartdm-v1.4" => new FakeMsmUart(),
        "marvell,armada-3700-uart" => new FakeArmadaUart(),
        "renesas,rcar-gen3-scif" or "renesas,rcar-gen4-scif" => new FakeScifUart(),
        "fsl,imx7ulp-lpuart" or "fsl,imx8qxp-lpuart" or "fsl,imx8ulp-lpuart" => new FakeLpuart(),
        "fsl,ls1028a-lpuart" => new FakeLpuart { Start = 0 },
        "fsl,ls1021a-lpuart" => new FakeLpuart { Start = 0, IsBigEndian = true },
        _ => null,
    };

    private static FakeNs16550 Ns16550Of(DeviceTreeNode node, int shift, uint divisorLess = 0) => new()
    {
        Shift = (int)node.Property("reg-shift"u8).AsUInt32.Or((uint)shift),
        Width = node.Property("reg-io-width"u8).AsUInt32.Or(1),
        Start = node.Property("reg-offset"u8).AsUInt32.Or(0),
        DivisorLess = divisorLess,
    };

    private string? Write(DeviceTreeBlob tree, string expected, string words = "")
    {
        EarlyDevice.Devices.Clear();
        EarlyDevice.Devices[Address] = Device;
        KernelConsole.Device = null;
        EarlyMapping mapping = default;
        ConsoleDiscovery.Find(in tree, default, new CommandLine(Encoding.ASCII.GetBytes(words)), ref mapping);
        if (KernelConsole.Device is not ConsoleDevice console)
        {
            return "the kernel finds no console";
        }

        bool isWritten = Encoding.ASCII.GetBytes(Text).All(value => console.WriteByte(value) == ErrorCode.None)
            && console.Flush() == ErrorCode.None;
        string sent = Encoding.ASCII.GetString([.. _sent]);
        return isWritten && sent == expected && _lost.Count == 0 ? null : $"{_lost.Count} bytes lost, the other end read '{sent}'";
    }
}
