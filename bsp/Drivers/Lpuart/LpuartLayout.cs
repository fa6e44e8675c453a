using System;

namespace RustKernel.Drivers.Lpuart;

/// <summary>
/// Where the registers of a 32-bit LPUART are, and their byte order. Only Vybrid has the 8-bit form, and it is no
/// 64-bit machine.
/// </summary>
public readonly struct LpuartLayout
{
    // i.MX parts have four registers of their own before the common ones.
    private const byte ImxStart = 0x10;

    private LpuartLayout(byte start, bool isBigEndian)
    {
        Start = start;
        IsBigEndian = isBigEndian;
    }

    /// <summary>Bytes from the start of the device's window to BAUD.</summary>
    public byte Start { get; }

    /// <summary>True when the first byte of a register is its highest.</summary>
    public bool IsBigEndian { get; }

    /// <summary>
    /// The layout of the device with the "compatible" string <paramref name="name"/>. [LINUX, drivers/tty/serial/fsl_lpuart.c]
    /// </summary>
    public static LpuartLayout Of(ReadOnlySpan<byte> name)
        => new(
            name.StartsWith("fsl,ls10"u8) ? (byte)0 : ImxStart,
            name.SequenceEqual("fsl,ls1021a-lpuart"u8));
}
