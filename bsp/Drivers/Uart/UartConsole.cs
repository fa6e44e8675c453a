namespace RustKernel.Drivers.Uart;

/// <summary>
/// A <see cref="ConsoleDevice"/> on a polled UART: the adapter and its little state. A preinitialised singleton;
/// <see cref="Attach(TUart)"/> gives it its device. Takes no lock: the console has one owner at a time.
/// </summary>
/// <typeparam name="TUart">The driver; a struct without references, so that the object can be preinitialised.</typeparam>
public class UartConsole<TUart> : ConsoleDevice
    where TUart : struct, IPolledUart
{
    private TUart _uart;
    private bool _attached;
    private bool _jammed;

    /// <summary>The UART underneath, for set-up and interrupts; meaningful after <see cref="Attach(TUart)"/>.</summary>
    public TUart Uart => _uart;

    /// <summary>Connects the console to a device that was initialised or adopted. Again after the registers moved (MMU on).</summary>
    public void Attach(TUart uart)
    {
        _uart = uart;
        _attached = true;
        _jammed = false;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// After a timeout, each of the next bytes gets only one try instead of another wait, so that a
    /// stuck line cannot delay the kernel for long.
    /// </remarks>
    public sealed override ErrorCode WriteByte(byte value)
    {
        if (!_attached)
        {
            return ErrorCode.InvalidState;
        }

        ErrorCode error = _uart.WriteByte(value, _jammed ? 1 : TUart.PollLimit);
        _jammed = error != ErrorCode.None;
        return error;
    }

    /// <inheritdoc/>
    public sealed override ErrorCode TryWriteByte(byte value)
    {
        if (!_attached)
        {
            return ErrorCode.InvalidState;
        }

        return _uart.WriteByte(value, 1) == ErrorCode.None ? ErrorCode.None : ErrorCode.WouldBlock;
    }

    /// <inheritdoc/>
    public sealed override bool IsIdle => !_attached || _uart.Flush(1) == ErrorCode.None;

    /// <inheritdoc/>
    public sealed override Result<byte> ReadByte() => _attached ? Receive() : ErrorCode.InvalidState;

    /// <inheritdoc/>
    public sealed override ErrorCode Flush() => _attached ? _uart.Flush(TUart.PollLimit) : ErrorCode.InvalidState;

    /// <summary>Takes one byte from the attached device; errors as <see cref="ConsoleDevice.ReadByte"/>.</summary>
    protected virtual Result<byte> Receive() => _uart.ReadByte();
}
