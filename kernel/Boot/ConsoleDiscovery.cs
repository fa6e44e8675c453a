// Finds the serial line: the device tree's stdout-path, else the first UART we can drive, else a guess from the load address.

using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Drivers;

namespace RustKernel;

/// <summary>Connects <see cref="KernelConsole"/> to a UART as early as possible.</summary>
internal static class ConsoleDiscovery
{
    private const uint DefaultBaud = 115200;
    private const ulong RegisterWindowBytes = 4096;

    // Without any device tree: QEMU virt's UART for an image in its RAM, the Raspberry Pi 4's for one below.
    private const ulong VirtRamBase = 0x4000_0000;
    private const ulong VirtUart = 0x0900_0000;
    private const ulong Rpi4Uart = 0xFE20_1000;
    private const ulong VirtClockHz = 24_000_000;
    private const ulong Rpi4ClockHz = 48_000_000;

    private static readonly Pl011Console<DeviceBus> s_pl011 = new();

    /// <summary>The console that the device tree names, else its first PL011. False when there is none that we can drive.</summary>
    internal static bool FromDeviceTree(in DeviceTreeBlob tree, ref EarlyMapping mapping)
    {
        DeviceTreeConsole chosen = tree.Chosen.Console;
        if (chosen.Node.Exists && chosen.Node.IsCompatible("arm,pl011"u8)
            && Attach(in tree, chosen.Node, chosen.BitsPerSecond, ref mapping))
        {
            return true;
        }

        DeviceTreeNode first = tree.FindCompatible("arm,pl011"u8);
        return first.Exists && Attach(in tree, first, DefaultBaud, ref mapping);
    }

    /// <summary>A guess, so that a missing device tree can be reported at all.</summary>
    internal static void Guess(in BootInformation boot, ref EarlyMapping mapping)
    {
        bool isVirt = boot.ImagePhysicalBase >= VirtRamBase;
        Result<VirtualAddress> window = DeviceMapping.MapEarly(ref mapping, isVirt ? VirtUart : Rpi4Uart, RegisterWindowBytes);
        if (window.IsOk)
        {
            Start(new DeviceBus(window.Value), isVirt ? VirtClockHz : Rpi4ClockHz, DefaultBaud);
        }
    }

    private static bool Attach(in DeviceTreeBlob tree, DeviceTreeNode node, uint baud, ref EarlyMapping mapping)
    {
        Result<AddressRange> registers = node.Register(0);
        if (!registers.IsOk)
        {
            return false;
        }

        Result<VirtualAddress> window = DeviceMapping.MapEarly(ref mapping, registers.Value.Start, RegisterWindowBytes);
        return window.IsOk && Start(new DeviceBus(window.Value), ClockHz(in tree, node), baud == 0 ? DefaultBaud : baud);
    }

    // Firmware's set-up is kept where there is one: nobody then needs to know the clock.
    private static bool Start(DeviceBus bus, ulong clockHz, uint baud)
    {
        s_pl011.Attach(bus);
        ErrorCode error = s_pl011.Uart.Adopt();
        if (error != ErrorCode.None)
        {
            error = s_pl011.Uart.Initialise(clockHz, baud);
        }

        if (error == ErrorCode.None)
        {
            KernelConsole.Use(s_pl011);
        }

        return error == ErrorCode.None;
    }

    // The first clock is UARTCLK by the binding; a fixed clock says its frequency.
    private static ulong ClockHz(in DeviceTreeBlob tree, DeviceTreeNode node)
    {
        DeviceTreeNode clock = tree.FindByPhandle(node.Property("clocks"u8).Cells[0]);
        Result<uint> frequency = clock.Property("clock-frequency"u8).AsUInt32;
        return frequency.IsOk ? frequency.Value : VirtClockHz;
    }
}
