// The families of UARTs besides the PL011 and the mini-UART, as the kernel's console.

using System;
using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Diagnostics;
using RustKernel.Drivers.ArmadaUart;
using RustKernel.Drivers.CadenceUart;
using RustKernel.Drivers.GeniUart;
using RustKernel.Drivers.ImxUart;
using RustKernel.Drivers.Lpuart;
using RustKernel.Drivers.MesonUart;
using RustKernel.Drivers.MsmUart;
using RustKernel.Drivers.Ns16550;
using RustKernel.Drivers.ScifUart;
using RustKernel.Drivers.Uart;

namespace RustKernel.Boot;

/// <summary>
/// Connects <see cref="KernelConsole"/> to a UART whose line firmware set up, which is kept, or whose clock the device tree tells.
/// Where neither holds the rate stays as reset left it.
/// </summary>
internal static class UartLines
{
    private const ulong WindowBytes = 0x100;
    private const ulong GeniWindowBytes = 0x1000;
    private const uint WordShift = 2;
    private const uint Word = 4;

    // Registers whose reading changes nothing.
    private const uint CadenceStatus = 0x2C;
    private const uint ImxControl = 0x80;
    private const uint MesonStatus = 0x0C;
    private const uint GeniRevision = 0x68;
    private const uint MsmFrame = 0x04;
    private const uint ArmadaControl = 0x08;
    private const uint ScifMode = 0x00;
    private const uint ScifModeBytes = 2;
    private const uint LpuartControl = 0x08;

    private static readonly LineConsole<Ns16550Uart<DeviceBus>> s_ns16550 = new();
    private static readonly LineConsole<CadenceUartDevice<DeviceBus>> s_cadence = new();
    private static readonly LineConsole<ImxUartDevice<DeviceBus>> s_imx = new();
    private static readonly LineConsole<MesonUartDevice<DeviceBus>> s_meson = new();
    private static readonly LineConsole<GeniUartDevice<DeviceBus>> s_geni = new();
    private static readonly LineConsole<MsmUartDevice<DeviceBus>> s_msm = new();
    private static readonly LineConsole<ArmadaUartDevice<DeviceBus>> s_armada = new();
    private static readonly LineConsole<ScifUartDevice<DeviceBus>> s_scif = new();
    private static readonly LineConsole<LpuartDevice<DeviceBus>> s_lpuart = new();

    private enum Family
    {
        None,
        Ns16550,
        Cadence,
        Imx,
        Meson,
        Geni,
        Msm,
        Armada,
        Scif,
        Lpuart,
    }

    /// <summary>
    /// True when <paramref name="node"/> is such a UART and is the console now, at <paramref name="baud"/> bits a second unless
    /// firmware chose another rate.
    /// </summary>
    internal static bool Attach(in DeviceTreeBlob tree, DeviceTreeNode node, uint baud, ref EarlyMapping mapping)
    {
        ReadOnlySpan<byte> name = NameOf(node);
        Family family = FamilyOf(name);
        if (family == Family.None || !node.IsEnabled)
        {
            return false;
        }

        Ns16550Layout layout = default;
        LpuartLayout lpuart = LpuartLayout.Of(name);
        uint harmless = HarmlessOf(family) + (family == Family.Lpuart ? lpuart.Start : 0u);
        ulong window = family == Family.Geni ? GeniWindowBytes : WindowBytes;
        uint width = family == Family.Scif ? ScifModeBytes : Word;
        if (family == Family.Ns16550)
        {
            Result<Ns16550Layout> of = LayoutOf(node, name);
            if (!of.IsOk)
            {
                return false;
            }

            layout = of.Value;
            (window, harmless, width) = (layout.Bytes, layout.LineControl, layout.Width);
        }

        Result<DeviceBus> opened = EarlyDevice.Open(in tree, node, window, harmless, ref mapping, width);
        if (!opened.IsOk)
        {
            return false;
        }

        DeviceBus bus = opened.Value;
        ulong clockHz = DeviceTreeClock.UartRateHz(in tree, node);
        return family switch
        {
            Family.Ns16550 => Use(
                s_ns16550,
                new Ns16550Uart<DeviceBus>(Ns16550Window<DeviceBus>.Of(bus, layout), Ns16550Layout.DivisorLess(name)),
                clockHz,
                baud),
            Family.Cadence => Use(s_cadence, new CadenceUartDevice<DeviceBus>(bus), clockHz, baud),
            Family.Imx => Use(s_imx, new ImxUartDevice<DeviceBus>(bus), clockHz, baud),
            Family.Meson => Use(s_meson, new MesonUartDevice<DeviceBus>(bus), clockHz, baud),
            Family.Geni => Use(s_geni, new GeniUartDevice<DeviceBus>(bus), clockHz, baud),
            Family.Msm => Use(s_msm, new MsmUartDevice<DeviceBus>(bus), clockHz, baud),
            Family.Armada => Use(s_armada, new ArmadaUartDevice<DeviceBus>(bus), clockHz, baud),
            Family.Scif => Use(s_scif, new ScifUartDevice<DeviceBus>(bus), clockHz, baud),
            _ => Use(s_lpuart, new LpuartDevice<DeviceBus>(new LpuartWindow<DeviceBus>(bus, lpuart)), clockHz, baud),
        };
    }

    // Which driver takes the device with that name.
    private static Family FamilyOf(ReadOnlySpan<byte> name) =>
        DeviceNames.Has(DeviceNames.Ns16550, name) ? Family.Ns16550
        : DeviceNames.Has(DeviceNames.CadenceUart, name) ? Family.Cadence
        : DeviceNames.Has(DeviceNames.ImxUart, name) ? Family.Imx
        : DeviceNames.Has(DeviceNames.MesonUart, name) ? Family.Meson
        : DeviceNames.Has(DeviceNames.GeniUart, name) ? Family.Geni
        : DeviceNames.Has(DeviceNames.MsmUart, name) ? Family.Msm
        : DeviceNames.Has(DeviceNames.ArmadaUart, name) ? Family.Armada
        : DeviceNames.Has(DeviceNames.ScifUart, name) ? Family.Scif
        : DeviceNames.Has(DeviceNames.Lpuart, name) ? Family.Lpuart
        : Family.None;

    private static uint HarmlessOf(Family family) => family switch
    {
        Family.Cadence => CadenceStatus,
        Family.Imx => ImxControl,
        Family.Meson => MesonStatus,
        Family.Geni => GeniRevision,
        Family.Msm => MsmFrame,
        Family.Armada => ArmadaControl,
        Family.Lpuart => LpuartControl,
        _ => ScifMode,
    };

    private static Result<Ns16550Layout> LayoutOf(DeviceTreeNode node, ReadOnlySpan<byte> name) => Ns16550Layout.For(
        node.Property("reg-offset"u8).AsUInt32.Or(0),
        node.Property("reg-shift"u8).AsUInt32.Or(Ns16550Layout.IsInWords(name) ? WordShift : 0),
        node.Property("reg-io-width"u8).AsUInt32.Or(1));

    // Which of its names the node is bound by: the first that the kernel has.
    private static ReadOnlySpan<byte> NameOf(DeviceTreeNode node)
    {
        foreach (ReadOnlySpan<byte> name in node.Property("compatible"u8).Strings)
        {
            if (DeviceNames.IsUart(name))
            {
                return name;
            }
        }

        return default;
    }

    private static bool Use<TUart>(LineConsole<TUart> console, TUart uart, ulong clockHz, uint baud)
        where TUart : struct, ILineUart
    {
        bool started = console.Start(uart, clockHz, baud) == ErrorCode.None;
        if (started)
        {
            KernelConsole.Use(console);
        }

        return started;
    }
}
