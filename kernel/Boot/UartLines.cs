// The UART families other than PL011 and mini-UART, as the kernel's console.

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
/// Connects <see cref="KernelConsole"/> to a UART whose line firmware set up, which is kept, or whose clock the device tree
/// states. Otherwise the rate stays as reset left it.
/// </summary>
internal static class UartLines
{
    private const ulong WindowBytes = 0x100;
    private const ulong GeniWindowBytes = 0x1000;
    private const uint WordShift = 2;
    private const uint Word = 4;

    // Registers that reading does not change.
    private const uint CadenceStatus = 0x2C;
    private const uint ImxControl = 0x80;
    private const uint MesonStatus = 0x0C;
    private const uint GeniRevision = 0x68;
    private const uint MsmFrame = 0x04;
    private const uint ArmadaControl = 0x08;
    private const uint ScifMode = 0x00;
    private const uint ScifModeBytes = 2;
    private const uint LpuartControl = 0x08;

    private static readonly UartConsole<Ns16550Uart<DeviceBus>> s_ns16550 = new();
    private static readonly UartConsole<CadenceUartDevice<DeviceBus>> s_cadence = new();
    private static readonly UartConsole<ImxUartDevice<DeviceBus>> s_imx = new();
    private static readonly UartConsole<MesonUartDevice<DeviceBus>> s_meson = new();
    private static readonly UartConsole<GeniUartDevice<DeviceBus>> s_geni = new();
    private static readonly UartConsole<MsmUartDevice<DeviceBus>> s_msm = new();
    private static readonly UartConsole<ArmadaUartDevice<DeviceBus>> s_armada = new();
    private static readonly UartConsole<ScifUartDevice<DeviceBus>> s_scif = new();
    private static readonly UartConsole<LpuartDevice<DeviceBus>> s_lpuart = new();

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

    // What a line needs to be opened and started.
    private readonly ref struct Line
    {
        internal required Family Family { get; init; }

        internal required ulong Start { get; init; }

        internal required ulong ClockHz { get; init; }

        internal required uint Baud { get; init; }

        internal Ns16550Layout Layout { get; init; }

        internal byte DivisorLess { get; init; }

        internal LpuartLayout Lpuart { get; init; }
    }

    /// <summary>
    /// True when <paramref name="node"/> is such a UART and is the console now, at <paramref name="baud"/> bits a second unless
    /// firmware chose another rate.
    /// </summary>
    internal static bool Attach(in DeviceTreeBlob tree, scoped in DeviceTreeNode node, uint baud, ref EarlyMapping mapping)
    {
        ReadOnlySpan<byte> name = NameOf(node);
        Family family = FamilyOf(name);
        if (family == Family.None || !node.IsEnabled)
        {
            return false;
        }

        Result<AddressRange> registers = node.Register(0);
        Result<Ns16550Layout> layout = family == Family.Ns16550 ? LayoutOf(node, name) : default(Ns16550Layout);
        if (!registers.IsOk || !layout.IsOk)
        {
            return false;
        }

        Line line = new()
        {
            Family = family,
            Start = registers.Value.Start,
            ClockHz = DeviceTreeClock.UartRateHz(in tree, node),
            Baud = baud,
            Layout = layout.Value,
            DivisorLess = Ns16550Layout.DivisorLess(name),
            Lpuart = family == Family.Lpuart ? LpuartLayout.Of(name) : default,
        };
        return Start(in tree, in line, ref mapping);
    }

    /// <summary>
    /// The same for a UART that the command line names by driver and address; its rate is the one already set. For an LPUART the
    /// command line gives the address of the register BAUD, as for Linux.
    /// </summary>
    internal static bool AttachAt(in DeviceTreeBlob tree, EarlyConsole early, ref EarlyMapping mapping)
    {
        Result<Ns16550Layout> layout = Ns16550Layout.For(0, early.WidthBytes / 2, early.WidthBytes);
        Line line = new()
        {
            Family = FamilyOfDriver(early.Driver),
            Start = early.Address,
            ClockHz = 0,
            Baud = early.BitsPerSecond,
            Layout = layout.Value,
        };
        return layout.IsOk && line.Family != Family.None && Start(in tree, in line, ref mapping);
    }

    private static bool Start(in DeviceTreeBlob tree, in Line line, ref EarlyMapping mapping)
    {
        uint harmless = HarmlessOf(line.Family) + line.Lpuart.Start;
        ulong window = line.Family == Family.Geni ? GeniWindowBytes : WindowBytes;
        uint width = line.Family == Family.Scif ? ScifModeBytes : Word;
        if (line.Family == Family.Ns16550)
        {
            (window, harmless, width) = (line.Layout.Bytes, line.Layout.LineControl, line.Layout.Width);
        }

        Result<DeviceBus> opened = EarlyDevice.Open(in tree, line.Start, window, harmless, ref mapping, width);
        if (!opened.IsOk)
        {
            return false;
        }

        DeviceBus bus = opened.Value;
        return line.Family switch
        {
            Family.Ns16550 => Use(
                s_ns16550, new Ns16550Uart<DeviceBus>(Ns16550Window<DeviceBus>.Of(bus, line.Layout), line.DivisorLess), in line),
            Family.Cadence => Use(s_cadence, new CadenceUartDevice<DeviceBus>(bus), in line),
            Family.Imx => Use(s_imx, new ImxUartDevice<DeviceBus>(bus), in line),
            Family.Meson => Use(s_meson, new MesonUartDevice<DeviceBus>(bus), in line),
            Family.Geni => Use(s_geni, new GeniUartDevice<DeviceBus>(bus), in line),
            Family.Msm => Use(s_msm, new MsmUartDevice<DeviceBus>(bus), in line),
            Family.Armada => Use(s_armada, new ArmadaUartDevice<DeviceBus>(bus), in line),
            Family.Scif => Use(s_scif, new ScifUartDevice<DeviceBus>(bus), in line),
            _ => Use(s_lpuart, new LpuartDevice<DeviceBus>(new LpuartWindow<DeviceBus>(bus, line.Lpuart)), in line),
        };
    }

    // The driver as Linux's earlycon= calls it. [LINUX, admin-guide/kernel-parameters.txt]
    private static Family FamilyOfDriver(ReadOnlySpan<byte> name) =>
        DeviceNames.Has("uart8250\0uart"u8, name) ? Family.Ns16550
        : name.SequenceEqual("cdns"u8) ? Family.Cadence
        : name.SequenceEqual("ec_imx6q"u8) ? Family.Imx
        : name.SequenceEqual("meson"u8) ? Family.Meson
        : name.SequenceEqual("qcom_geni"u8) ? Family.Geni
        : name.SequenceEqual("msm_serial_dm"u8) ? Family.Msm
        : name.SequenceEqual("ar3700_uart"u8) ? Family.Armada
        : name.SequenceEqual("scif"u8) ? Family.Scif
        : name.SequenceEqual("lpuart32"u8) ? Family.Lpuart
        : Family.None;

    // The driver for the device with that name.
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

    private static Result<Ns16550Layout> LayoutOf(scoped in DeviceTreeNode node, ReadOnlySpan<byte> name) => Ns16550Layout.For(
        node.Property("reg-offset"u8).AsUInt32.Or(0),
        node.Property("reg-shift"u8).AsUInt32.Or(Ns16550Layout.IsInWords(name) ? WordShift : 0),
        node.Property("reg-io-width"u8).AsUInt32.Or(1));

    // The name by which the node is bound: the first that the kernel knows.
    private static ReadOnlySpan<byte> NameOf(scoped in DeviceTreeNode node)
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

    private static bool Use<TUart>(UartConsole<TUart> console, TUart uart, in Line line)
        where TUart : struct, ILineUart
    {
        bool started = uart.Adopt() == ErrorCode.None || uart.Initialise(line.ClockHz, line.Baud) == ErrorCode.None;
        if (started)
        {
            console.Attach(uart);
            KernelConsole.Use(console);
        }

        return started;
    }
}
