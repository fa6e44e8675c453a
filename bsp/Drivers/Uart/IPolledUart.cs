namespace RustKernel.Drivers.Uart;

/// <summary>
/// A UART without interrupts, polled byte by byte, so that one console serves every UART. Used only as a constraint, so calls
/// are bound at compile time.
/// </summary>
public interface IPolledUart
{
    /// <summary>Reads of the status register before <see cref="WriteByte"/> or <see cref="Flush"/> of a working line times out.</summary>
    static abstract uint PollLimit { get; }

    /// <summary>Sends one byte, reading the status at most <paramref name="pollLimit"/> (1 or more) times for room.</summary>
    /// <returns><see cref="ErrorCode.TimedOut"/> when the FIFO stayed full; the byte is not sent.</returns>
    ErrorCode WriteByte(byte value, uint pollLimit);

    /// <summary>Takes the oldest received byte.</summary>
    /// <returns>
    /// <see cref="ErrorCode.WouldBlock"/> when there is none, <see cref="ErrorCode.DeviceError"/> for a damaged one, which is
    /// also taken.
    /// </returns>
    Result<byte> ReadByte();

    /// <summary>Waits until the last bit has left, reading the status at most <paramref name="pollLimit"/> (1 or more) times.</summary>
    /// <returns><see cref="ErrorCode.TimedOut"/> when the transmitter stayed busy.</returns>
    ErrorCode Flush(uint pollLimit);
}
