using System;

namespace RustKernel.Drivers.Ns16550;

/// <summary>Where a 16550's registers are: its reg-offset, reg-shift and reg-io-width, checked. [DT-SPEC, ns16550 UART]</summary>
public readonly struct Ns16550Layout
{
    // A device's window is a page, which holds the eight registers and the status register of a DW_apb_uart.
    private const uint WindowBytes = 4096;
    private const uint Registers = 32;
    private const uint LargestShift = 4;

    private Ns16550Layout(uint start, uint shift, uint width)
    {
        Start = start;
        Shift = (byte)shift;
        Width = (byte)width;
    }

    /// <summary>Bytes from the start of the device's window to register 0.</summary>
    public uint Start { get; }

    /// <summary>Registers are 2 to the power of this many bytes apart, 0 to 4.</summary>
    public byte Shift { get; }

    /// <summary>Bytes of an access: 1, 2 or 4.</summary>
    public byte Width { get; }

    /// <summary>Bytes of the window, from the device's first, that the registers take.</summary>
    public uint Bytes => Start + (Registers << Shift);

    /// <summary>Byte offset of the line control register, which can be read without side effects.</summary>
    public uint LineControl => Start + (3u << Shift);

    /// <summary>
    /// True for a "compatible" string whose registers are four bytes apart if the node has no <c>reg-shift</c>.
    /// [LINUX, drivers/tty/serial/8250/8250_omap.c, 8250_tegra.c, 8250_of.c]
    /// </summary>
    public static bool IsInWords(ReadOnlySpan<byte> compatible)
        => compatible.SequenceEqual("ti,am654-uart"u8)
            || compatible.SequenceEqual("nvidia,tegra20-uart"u8)
            || compatible.SequenceEqual("nuvoton,npcm750-uart"u8);

    /// <summary>
    /// How much less than clock / (16 · rate) the divisor of a device with that "compatible" string is: 2 for Nuvoton's.
    /// [LINUX, drivers/tty/serial/8250/8250_of.c]
    /// </summary>
    public static byte DivisorLess(ReadOnlySpan<byte> compatible)
        => compatible.SequenceEqual("nuvoton,npcm750-uart"u8) ? (byte)2 : (byte)0;

    /// <summary>
    /// The layout of <paramref name="start"/> (reg-offset), <paramref name="shift"/> (reg-shift) and
    /// <paramref name="width"/> (reg-io-width).
    /// </summary>
    /// <returns>
    /// <see cref="ErrorCode.InvalidArgument"/> when the width is none of 1, 2 and 4, or when registers would
    /// overlap, be unaligned or leave the device's page.
    /// </returns>
    public static Result<Ns16550Layout> For(uint start, uint shift, uint width)
    {
        bool isWidth = width is 1 or 2 or 4;
        if (!isWidth || shift > LargestShift || width > 1u << (int)shift || (start & (width - 1)) != 0)
        {
            return ErrorCode.InvalidArgument;
        }

        Ns16550Layout layout = new(start, shift, width);
        return start <= WindowBytes && layout.Bytes <= WindowBytes ? layout : ErrorCode.InvalidArgument;
    }
}
