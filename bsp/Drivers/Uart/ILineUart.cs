// The operations of a UART that serves as the kernel's console and, with interrupts, as the Console service's line.

namespace RustKernel.Drivers.Uart;

/// <summary>
/// A UART whose characters are whole bytes. Used only as a constraint, so calls are bound at compile time. The caller ensures that only
/// one thread uses it at a time.
/// </summary>
public interface ILineUart : IPolledUart
{
    /// <summary>
    /// Keeps the line as firmware set it: rate and frame stay, no byte on its way is damaged, the receiver is on, all
    /// interrupts are masked.
    /// </summary>
    /// <returns><see cref="ErrorCode.InvalidState"/> when firmware left it off: use <see cref="Initialise"/>.</returns>
    ErrorCode Adopt();

    /// <summary>
    /// Sets the line to 8N1 without flow control at <paramref name="baud"/> (bits a second) with the UART's clock at
    /// <paramref name="clockHz"/>, all interrupts masked. First finishes what an earlier stage was still sending. A clock of 0 is
    /// unknown: the rate stays as it is.
    /// </summary>
    /// <returns>
    /// <see cref="ErrorCode.InvalidArgument"/> when no divisor comes within 2 % of that rate,
    /// <see cref="ErrorCode.TimedOut"/> when the transmitter does not become idle; both leave the UART as it was.
    /// </returns>
    ErrorCode Initialise(ulong clockHz, uint baud);

    /// <summary>Enables the receive interrupt.</summary>
    void EnableReceiveInterrupt();

    /// <summary>Masks the receive interrupt in the UART.</summary>
    void DisableReceiveInterrupt();

    /// <summary>Enables the interrupt of a transmit FIFO with room, or masks it.</summary>
    void AllowTransmitInterrupt(bool isAllowed);

    /// <summary>
    /// Clears the cause of an interrupt. Call it before emptying the FIFO, so that a byte that arrives in between
    /// raises it again.
    /// </summary>
    void AcknowledgeReceiveInterrupt();
}
