using System;

namespace RustKernel.Diagnostics;

/// <summary>
/// earlycon= of the command line: a UART by its address, when no tree names one.
/// <c>earlycon=DRIVER[,ACCESS],ADDRESS[,OPTIONS]</c>, as in Linux.
/// </summary>
public readonly ref struct EarlyConsole
{
    private EarlyConsole(ReadOnlySpan<byte> driver, ulong address, uint widthBytes, uint bitsPerSecond)
    {
        Driver = driver;
        Address = address;
        WidthBytes = widthBytes;
        BitsPerSecond = bitsPerSecond;
    }

    /// <summary>The driver: "uart8250", "pl011" and so on; unchecked.</summary>
    public ReadOnlySpan<byte> Driver { get; }

    /// <summary>Physical address of the registers; not 0.</summary>
    public ulong Address { get; }

    /// <summary>Bytes from one register to the next, and width of an access: mmio 1, mmio16 2, mmio32 4.</summary>
    public uint WidthBytes { get; }

    /// <summary>The rate at the start of the options; 0: leave it as it is.</summary>
    public uint BitsPerSecond { get; }

    /// <summary>
    /// Reads <paramref name="value"/>. <see cref="ErrorCode.NotFound"/> when it is empty, <see cref="ErrorCode.InvalidArgument"/> when it
    /// does not have this form.
    /// </summary>
    public static ErrorCode Read(ReadOnlySpan<byte> value, out EarlyConsole console)
    {
        console = default;
        if (value.Length == 0)
        {
            return ErrorCode.NotFound;
        }

        ReadOnlySpan<byte> driver = Take(ref value);
        ReadOnlySpan<byte> next = Take(ref value);
        uint width = next.SequenceEqual("mmio32"u8) ? 4u : next.SequenceEqual("mmio16"u8) ? 2u : next.SequenceEqual("mmio"u8) ? 1u : 0;
        Result<ulong> address = NumberText.Read(width == 0 ? next : Take(ref value));
        if (driver.Length == 0 || !address.IsOk || address.Value == 0)
        {
            return ErrorCode.InvalidArgument;
        }

        console = new EarlyConsole(driver, address.Value, Math.Max(width, 1), Rate(Take(ref value)));
        return ErrorCode.None;
    }

    // The text before the next comma.
    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> text)
    {
        int comma = text.IndexOf((byte)',');
        ReadOnlySpan<byte> first = comma < 0 ? text : text.Slice(0, comma);
        text = comma < 0 ? default : text.Slice(comma + 1);
        return first;
    }

    // The digits at the beginning of "115200n8".
    private static uint Rate(ReadOnlySpan<byte> options)
    {
        int digits = 0;
        while (digits < options.Length && digits < 8 && options[digits] is >= (byte)'0' and <= (byte)'9')
        {
            digits++;
        }

        Result<ulong> rate = NumberText.Read(options.Slice(0, digits));
        return rate.IsOk ? (uint)rate.Value : 0;
    }
}
