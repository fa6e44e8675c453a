// What the firmware hands to the kernel.

using System;

namespace RustKernel.Hil.VirtualRpi4.Firmware;

/// <summary>Files to start, as they were read.</summary>
/// <param name="Kernel">The kernel's file.</param>
/// <param name="DeviceTree">The device tree with its overlays.</param>
/// <param name="CommandLine">What cmdline.txt says.</param>
/// <param name="Initramfs">The initial file system's file; null without one.</param>
/// <param name="HeaderUart">Which UART is on the header's pins: 0 the PL011, 1 the mini-UART; -1 when neither is switched on.</param>
/// <param name="Watchdog">The time after which the board is reset unless the kernel feeds the watchdog; zero: it is not armed.</param>
public sealed record Handover(
    string Kernel,
    string DeviceTree,
    string CommandLine,
    string? Initramfs,
    int HeaderUart,
    TimeSpan Watchdog);
