// The families of UARTs besides the PL011 and the mini-UART, as the kernel's console.

using System;
using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Diagnostics;
using RustKernel.Drivers.CadenceUart;
using RustKernel.Drivers.ImxUart;
using RustKernel.Drivers.MesonUart;
using RustKernel.Drivers.Ns16550;
using RustKernel.Drivers.Uart;

namespace RustKernel.Boot;

/// <summary>
/// Connects <see cref="KernelConsole"/> to a UART whose line firmware set up, which is kept, or whose clock the device tree tells.
/// Where neither holds the rate stays as reset left it.
/// </summary>
internal static class UartLines
{
    private const ulong WindowBytes = 0x100;
    private const uint CadenceStatus = 0x2C;
    private const uint ImxControl = 0x80;
    private const uint MesonStatus = 0x0C;
    private const uint WordShift = 2;

    private static readonly LineConsole<Ns16550Uart<DeviceBus>> s_ns16550 = new();
    private static readonly LineConsole<CadenceUartDevice<DeviceBus>> s_cadence = new();
    private static readonly LineConsole<ImxUartDevice<DeviceBus>> s_imx = new();
    private static readonly LineConsole<MesonUartDevice<DeviceBus>> s_meson = new();

    /// <summary>
    /// True when <paramref name="node"/> is such a UART and is the console now, at <paramref name="baud"/> bits a second unless
    /// firmware chose another rate.
    /// </summary>
    internal static bool Attach(in DeviceTreeBlob tree, DeviceTreeNode node, uint baud, ref EarlyMapping mapping)
    {
        if (DeviceBinding.Binds(node, DeviceNames.Ns16550))
        {
            return AttachNs16550(in tree, node, baud, ref mapping);
        }

        if (DeviceBinding.Binds(node, DeviceNames.CadenceUart))
        {
            Result<DeviceBus> bus = EarlyDevice.Open(in tree, node, WindowBytes, CadenceStatus, ref mapping);
            return bus.IsOk && Use(s_cadence, new CadenceUartDevice<DeviceBus>(bus.Value), in tree, node, baud);
        }

        if (DeviceBinding.Binds(node, DeviceNames.ImxUart))
        {
            Result<DeviceBus> bus = EarlyDevice.Open(in tree, node, WindowBytes, ImxControl, ref mapping);
            return bus.IsOk && Use(s_imx, new ImxUartDevice<DeviceBus>(bus.Value), in tree, node, baud);
        }

        if (DeviceBinding.Binds(node, DeviceNames.MesonUart))
        {
            Result<DeviceBus> bus = EarlyDevice.Open(in tree, node, WindowBytes, MesonStatus, ref mapping);
            return bus.IsOk && Use(s_meson, new MesonUartDevice<DeviceBus>(bus.Value), in tree, node, baud);
        }

        return false;
    }

    private static bool AttachNs16550(in DeviceTreeBlob tree, DeviceTreeNode node, uint baud, ref EarlyMapping mapping)
    {
        uint shift = node.Property("reg-shift"u8).AsUInt32.Or(IsInWords(node) ? WordShift : 0);
        Result<Ns16550Layout> layout = Ns16550Layout.For(
            node.Property("reg-offset"u8).AsUInt32.Or(0), shift, node.Property("reg-io-width"u8).AsUInt32.Or(1));
        if (!layout.IsOk)
        {
            return false;
        }

        Result<DeviceBus> bus =
            EarlyDevice.Open(in tree, node, layout.Value.Bytes, layout.Value.LineControl, ref mapping, layout.Value.Width);
        return bus.IsOk
            && Use(
                s_ns16550, new Ns16550Uart<DeviceBus>(Ns16550Window<DeviceBus>.Of(bus.Value, layout.Value)), in tree, node, baud);
    }

    private static bool IsInWords(DeviceTreeNode node)
    {
        foreach (ReadOnlySpan<byte> name in node.Property("compatible"u8).Strings)
        {
            if (Ns16550Layout.IsInWords(name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Use<TUart>(LineConsole<TUart> console, TUart uart, in DeviceTreeBlob tree, DeviceTreeNode node, uint baud)
        where TUart : struct, ILineUart
    {
        bool started = console.Start(uart, ClockHz(in tree, node), baud) == ErrorCode.None;
        if (started)
        {
            KernelConsole.Use(console);
        }

        return started;
    }

    // clock-frequency of the node, or of its first clock if that is a fixed one; 0 when the tree gives neither.
    private static ulong ClockHz(in DeviceTreeBlob tree, DeviceTreeNode node)
    {
        Result<uint> own = node.Property("clock-frequency"u8).AsUInt32;
        return own.IsOk
            ? own.Value
            : tree.FindByPhandle(node.Property("clocks"u8).Cells[0]).Property("clock-frequency"u8).AsUInt32.Or(0);
    }
}
