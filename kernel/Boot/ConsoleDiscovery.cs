// Finds the serial line: the command line's, else the device tree's stdout-path, else the first UART that the kernel can drive,
// else a guess from the load address.

using System;
using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Diagnostics;
using RustKernel.Drivers.BcmGpio;
using RustKernel.Drivers.BcmMailbox;
using RustKernel.Drivers.MiniUart;
using RustKernel.Drivers.Pl011;
using RustKernel.Drivers.Uart;

namespace RustKernel.Boot;

/// <summary>Connects <see cref="KernelConsole"/> to a UART as early as possible.</summary>
internal static class ConsoleDiscovery
{
    private const uint DefaultBaud = 115200;
    private const ulong RegisterWindowBytes = 0x80;
    private const uint Pl011FlagOffset = 0x18;
    private const uint AuxiliaryInterruptOffset = 0;

    // Without any device tree: QEMU virt's UART for an image in its RAM, the Raspberry Pi 4's for one loaded below it.
    private const ulong VirtRamBase = 0x4000_0000;
    private const ulong VirtUart = 0x0900_0000;
    private const ulong Rpi4Gpio = 0xFE20_0000;
    private const ulong Rpi4Uart = 0xFE20_1000;
    private const ulong Rpi4Auxiliaries = 0xFE21_5000;
    private const uint Rpi4TransmitPin = 14;

    // UARTCLK where nothing states it: QEMU virt's, and the Raspberry Pi firmware's default (init_uart_clock). The mini-UART's is
    // the core clock of a BCM2711 as firmware leaves it.
    private const ulong VirtClockHz = 24_000_000;
    private const uint Rpi4ClockHz = 48_000_000;
    private const uint Rpi4CoreClockHz = 500_000_000;

    private static readonly Pl011Console<DeviceBus> s_pl011 = new();
    private static readonly UartConsole<MiniUartDevice<DeviceBus>> s_miniUart = new();

    // The VideoCore's answer about the UART's clock.
    private static bool s_askedForClock;
    private static ErrorCode s_clockError;
    private static uint s_clockHz;

    private static Refused s_unusable;

    private enum Refused
    {
        Nothing,
        Console,
        EarlyConsole,
    }

    /// <summary>Physical address of the console's registers, from its node in the tree; 0 without a console.</summary>
    internal static ulong Address { get; private set; }

    /// <summary>How the console was found.</summary>
    internal static ConsoleOrigin Origin { get; private set; }

    /// <summary>
    /// The console that <paramref name="options"/> name (console=, then earlycon=), else the device tree's, else its first UART that
    /// works, else a guess, so that even a missing device tree can be reported.
    /// </summary>
    internal static void Find(in DeviceTreeBlob tree, in BootInformation boot, CommandLine options, ref EarlyMapping mapping)
    {
        if (AttachAsked(in tree, in boot, options, ref mapping))
        {
            Origin = ConsoleOrigin.Asked;
            return;
        }

        DeviceTreeConsole chosen = tree.Chosen.Console;
        if (chosen.Node.Exists && Attach(in tree, chosen.Node, chosen.BitsPerSecond, in boot, ref mapping))
        {
            Origin = chosen.IsNamed ? ConsoleOrigin.Chosen : ConsoleOrigin.FirstUsable;
        }
        else if (AttachFirst(in tree, in boot, ref mapping))
        {
            Origin = ConsoleOrigin.FirstUsable;
        }
        else if (Guess(in tree, in boot, ref mapping))
        {
            Origin = ConsoleOrigin.Guess;
        }
    }

    /// <summary>
    /// Logs one line when the console is not the one that the device tree asks for, and one when
    /// its clock comes from the VideoCore.
    /// </summary>
    internal static void WriteReport()
    {
        if (s_unusable != Refused.Nothing)
        {
            KernelConsole.WriteTrouble(s_unusable == Refused.Console
                ? "Boot: console= names no UART that works here; ignored\n"u8
                : "Boot: earlycon= names no UART that works here; ignored\n"u8);
        }

        if (Origin == ConsoleOrigin.FirstUsable)
        {
            KernelConsole.Write("Boot: stdout-path names no UART that works here; the console is the first one that does\n"u8);
        }
        else if (Origin == ConsoleOrigin.Guess)
        {
            KernelConsole.Write("Boot: no UART that works here is known from a device tree; the console is a guess\n"u8);
        }

        if (s_askedForClock)
        {
            KernelConsole.Write("Boot: console clock "u8);
            KernelConsole.WriteDecimal(s_clockHz);
            KernelConsole.Write(
                s_clockError == ErrorCode.None ? " Hz, as the VideoCore says\n"u8 : " Hz assumed, the VideoCore does not tell\n"u8);
        }
    }

    private static bool AttachAsked(in DeviceTreeBlob tree, in BootInformation boot, CommandLine options, ref EarlyMapping mapping)
    {
        ReadOnlySpan<byte> asked = options.Value("console"u8);
        if (asked.Length > 0)
        {
            DeviceTreeConsole console = ConsoleOption.Resolve(tree, asked);
            if (console.Node.Exists && Attach(in tree, console.Node, console.BitsPerSecond, in boot, ref mapping))
            {
                return true;
            }

            s_unusable = Refused.Console;
        }

        ErrorCode error = EarlyConsole.Read(options.Value("earlycon"u8), out EarlyConsole early);
        if (error == ErrorCode.None && AttachAt(in tree, early, ref mapping))
        {
            Address = early.Address;
            return true;
        }

        s_unusable = error == ErrorCode.NotFound ? s_unusable : Refused.EarlyConsole;
        return false;
    }

    // By its address only. Nothing states its clock, so the line stays as firmware set it.
    private static bool AttachAt(in DeviceTreeBlob tree, EarlyConsole early, ref EarlyMapping mapping)
    {
        if (!early.Driver.SequenceEqual("pl011"u8))
        {
            return UartLines.AttachAt(in tree, early, ref mapping);
        }

        Result<DeviceBus> bus = EarlyDevice.Open(in tree, early.Address, RegisterWindowBytes, Pl011FlagOffset, ref mapping);
        if (bus.IsOk)
        {
            s_pl011.Attach(bus.Value);
            if (s_pl011.Uart.Adopt() != ErrorCode.None)
            {
                s_pl011.Uart.AdoptGeneric();
            }

            KernelConsole.Use(s_pl011);
        }

        return bus.IsOk;
    }

    private static bool AttachFirst(in DeviceTreeBlob tree, in BootInformation boot, ref EarlyMapping mapping)
    {
        foreach (DeviceTreeNode node in tree.Nodes)
        {
            if (node.Property("compatible"u8).Exists && Attach(in tree, node, 0, in boot, ref mapping))
            {
                return true;
            }
        }

        return false;
    }

    // What a UART needs before it works: its pins, its registers, and a rate unless firmware set one.
    private static bool Attach(
        in DeviceTreeBlob tree, scoped in DeviceTreeNode node, uint baud, in BootInformation boot, ref EarlyMapping mapping)
    {
        bool isConsole = AttachDriver(in tree, node, baud, in boot, ref mapping);
        Address = isConsole ? node.Register(0).Value.Start : Address;
        return isConsole;
    }

    private static bool AttachDriver(
        in DeviceTreeBlob tree, scoped in DeviceTreeNode node, uint baud, in BootInformation boot, ref EarlyMapping mapping)
    {
        baud = baud != 0 ? baud : node.Property("current-speed"u8).AsUInt32.Or(DefaultBaud);
        if (DeviceBinding.Binds(node, DeviceNames.Pl011))
        {
            Result<DeviceBus> bus = EarlyDevice.Open(in tree, node, RegisterWindowBytes, Pl011FlagOffset, ref mapping);
            if (!bus.IsOk)
            {
                return false;
            }

            bool prepared = !BcmPins.Connect(in tree, node, ref mapping);
            s_pl011.Attach(bus.Value);
            return (prepared && Adopt()) || StartPl011(UartClockHz(in tree, node, in boot, ref mapping), baud);
        }

        if (DeviceBinding.Binds(node, DeviceNames.MiniUart))
        {
            return AttachMiniUart(in tree, node, baud, in boot, ref mapping);
        }

        return DeviceBinding.Binds(node, DeviceNames.SbsaUart)
            ? AttachSbsaUart(in tree, node, ref mapping)
            : UartLines.Attach(in tree, node, baud, ref mapping);
    }

    // Its line stays as firmware set it: it cannot be set.
    private static bool AttachSbsaUart(in DeviceTreeBlob tree, scoped in DeviceTreeNode node, ref EarlyMapping mapping)
    {
        Result<DeviceBus> bus = EarlyDevice.Open(in tree, node, RegisterWindowBytes, Pl011FlagOffset, ref mapping);
        if (bus.IsOk)
        {
            s_pl011.Attach(bus.Value);
            s_pl011.Uart.AdoptGeneric();
            KernelConsole.Use(s_pl011);
        }

        return bus.IsOk;
    }

    // Keeps firmware's settings where there are any: then the kernel does not need to know the clock.
    private static bool Adopt()
    {
        bool adopted = s_pl011.Uart.Adopt() == ErrorCode.None;
        if (adopted)
        {
            KernelConsole.Use(s_pl011);
        }

        return adopted;
    }

    private static bool StartPl011(ulong clockHz, uint baud)
    {
        bool started = s_pl011.Uart.Initialise(clockHz, baud) == ErrorCode.None;
        if (started)
        {
            KernelConsole.Use(s_pl011);
        }

        return started;
    }

    private static bool AttachMiniUart(
        in DeviceTreeBlob tree,
        scoped in DeviceTreeNode node,
        uint baud,
        in BootInformation boot,
        ref EarlyMapping mapping)
    {
        Result<AddressRange> registers = node.Register(0);
        if (!registers.IsOk || registers.Value.Start < MiniUartDevice<DeviceBus>.OffsetInBlock)
        {
            return false;
        }

        ulong block = registers.Value.Start - MiniUartDevice<DeviceBus>.OffsetInBlock;
        Result<DeviceBus> bus = EarlyDevice.Open(in tree, block, RegisterWindowBytes, AuxiliaryInterruptOffset, ref mapping);
        if (!bus.IsOk)
        {
            return false;
        }

        bool prepared = !BcmPins.Connect(in tree, node, ref mapping);
        s_miniUart.Attach(new MiniUartDevice<DeviceBus>(bus.Value));
        ErrorCode error = prepared ? s_miniUart.Uart.Adopt() : ErrorCode.InvalidState;
        if (error != ErrorCode.None)
        {
            uint clockHz = FirmwareClockHz(in tree, in boot, BcmClock.Core, Rpi4CoreClockHz, ref mapping);
            error = s_miniUart.Uart.Initialise(clockHz, baud);
        }

        if (error == ErrorCode.None)
        {
            KernelConsole.Use(s_miniUart);
        }

        return error == ErrorCode.None;
    }

    // The first clock is UARTCLK by the binding. A fixed clock states its frequency; for a Raspberry Pi's, the firmware knows it.
    private static ulong UartClockHz(
        in DeviceTreeBlob tree, scoped in DeviceTreeNode node, in BootInformation boot, ref EarlyMapping mapping)
    {
        DeviceTreeNode clock = tree.FindByPhandle(node.Property("clocks"u8).Cells[0]);
        Result<uint> frequency = clock.Property("clock-frequency"u8).AsUInt32;
        return frequency.IsOk ? frequency.Value : FirmwareClockHz(in tree, in boot, BcmClock.Uart, Rpi4ClockHz, ref mapping);
    }

    private static uint FirmwareClockHz(
        in DeviceTreeBlob tree,
        in BootInformation boot,
        BcmClock clock,
        uint fallbackHz,
        ref EarlyMapping mapping)
    {
        Result<uint> answer = VideoCore.ClockHz(in tree, in boot, clock, ref mapping);
        s_askedForClock = answer.Error != ErrorCode.NotFound;
        s_clockError = answer.Error;
        s_clockHz = answer.IsOk ? answer.Value : fallbackHz;
        return s_clockHz;
    }

    private static bool Guess(in DeviceTreeBlob tree, in BootInformation boot, ref EarlyMapping mapping)
    {
        if (boot.ImagePhysicalBase >= VirtRamBase)
        {
            return GuessPl011(in tree, VirtUart, VirtClockHz, ref mapping);
        }

        // Firmware has decided which UART the header's pins belong to.
        Result<DeviceBus> gpio = EarlyDevice.Open(in tree, Rpi4Gpio, RegisterWindowBytes, 0, ref mapping);
        if (gpio.IsOk && new BcmGpioBank<DeviceBus>(gpio.Value).Function(Rpi4TransmitPin).Value == BcmPinFunction.Alternative5)
        {
            Result<DeviceBus> bus = EarlyDevice.Open(in tree, Rpi4Auxiliaries, RegisterWindowBytes, AuxiliaryInterruptOffset, ref mapping);
            if (bus.IsOk)
            {
                s_miniUart.Attach(new MiniUartDevice<DeviceBus>(bus.Value));
                if (s_miniUart.Uart.Adopt() == ErrorCode.None)
                {
                    KernelConsole.Use(s_miniUart);
                    return true;
                }
            }
        }

        return GuessPl011(in tree, Rpi4Uart, Rpi4ClockHz, ref mapping);
    }

    private static bool GuessPl011(in DeviceTreeBlob tree, ulong start, ulong clockHz, ref EarlyMapping mapping)
    {
        Result<DeviceBus> bus = EarlyDevice.Open(in tree, start, RegisterWindowBytes, Pl011FlagOffset, ref mapping);
        if (!bus.IsOk)
        {
            return false;
        }

        s_pl011.Attach(bus.Value);
        return Adopt() || StartPl011(clockHz, DefaultBaud);
    }
}

/// <summary>Who named the console.</summary>
internal enum ConsoleOrigin
{
    /// <summary>There is none, so no one will read this.</summary>
    None,

    /// <summary>The command line names it.</summary>
    Asked,

    /// <summary>stdout-path names it.</summary>
    Chosen,

    /// <summary>stdout-path names nothing usable: the alias serial0, else the first usable UART of the tree.</summary>
    FirstUsable,

    /// <summary>The tree has no usable UART, or there is no tree: a guess from the load address.</summary>
    Guess,
}
