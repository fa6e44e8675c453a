// The contract between kernel and UART drivers. The kernel owns it; drivers implement it; Boot connects them.

namespace RustKernel;

/// <summary>
/// A serial line as the kernel uses it: byte by byte, callable with interrupts masked and in a panic.
/// Implementations are preinitialised singletons; they allocate nothing and take no lock.
/// </summary>
public abstract class ConsoleDevice
{
    /// <summary>
    /// Sends one byte, waiting for room in the FIFO. <see cref="ErrorCode.TimedOut"/> when there is
    /// none within the driver's poll limit (the byte is lost).
    /// </summary>
    public abstract ErrorCode WriteByte(byte value);

    /// <summary>
    /// Sends one byte if the FIFO has room now. <see cref="ErrorCode.WouldBlock"/> when it has
    /// none: the byte is not sent. Never waits.
    /// </summary>
    public abstract ErrorCode TryWriteByte(byte value);

    /// <summary>True when the last bit has left the shift register. Never waits.</summary>
    public abstract bool IsIdle { get; }

    /// <summary>
    /// Takes one received byte; <see cref="ErrorCode.WouldBlock"/> when there is none,
    /// <see cref="ErrorCode.DeviceError"/> when it arrived damaged.
    /// </summary>
    public abstract Result<byte> ReadByte();

    /// <summary>
    /// Waits until the last bit has left the shift register; <see cref="ErrorCode.TimedOut"/> if it
    /// does not within the poll limit.
    /// </summary>
    public abstract ErrorCode Flush();
}
