// Where a low-power UART's registers are, and in which order of bytes.

using System;

namespace RustKernel.Drivers.Lpuart;

/// <summary>The forms of an LPUART of 32 bits. That of 8 bits is in Vybrid alone, which is no 64-bit machine.</summary>
public readonly struct LpuartLayout
{
    // i.MX parts have four registers of their own before those that all have.
    private const byte ImxStart = 0x10;

    private LpuartLayout(byte start, bool isBigEndian)
    {
        Start = start;
        IsBigEndian = isBigEndian;
    }

    /// <summary>Bytes from the start of the device's window to BAUD.</summary>
    public byte Start { get; }

    /// <summary>The first byte of a register is its highest.</summary>
    public bool IsBigEndian { get; }

    /// <summary>
    /// The layout of the device with the "compatible" string <paramref name="name"/>. [LINUX, drivers/tty/serial/fsl_lpuart.c]
    /// </summary>
    public static LpuartLayout Of(ReadOnlySpan<byte> name)
        => new(
            name.StartsWith("fsl,ls10"u8) ? (byte)0 : ImxStart,
            name.SequenceEqual("fsl,ls1021a-lpuart"u8));
}
