// The mini-UART as the kernel's console: the contract's adapter and the little state that it needs.

namespace RustKernel.Drivers;

/// <summary>
/// A <see cref="ConsoleDevice"/> on a mini-UART. A preinitialised singleton; <see cref="Attach"/>
/// gives it its device. Takes no lock: the console has one owner at a
/// time.
/// </summary>
/// <typeparam name="TBus">The auxiliary block's window; a struct without references, so that the object can be preinitialised.</typeparam>
public sealed class MiniUartConsole<TBus> : ConsoleDevice
    where TBus : struct, IRegisterBus
{
    private TBus _bus;
    private bool _attached;
    private bool _jammed;

    /// <summary>The UART underneath, for set-up and interrupts; meaningful behind <see cref="Attach"/>.</summary>
    public MiniUartDevice<TBus> Uart => new(_bus);

    /// <summary>
    /// Connects the console to its device, which <see cref="MiniUartDevice{TBus}.Initialise"/> or
    /// <see cref="MiniUartDevice{TBus}.Adopt"/> set up. Again after the registers
    /// moved (MMU on).
    /// </summary>
    public void Attach(TBus bus)
    {
        _bus = bus;
        _attached = true;
        _jammed = false;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// After a timeout the next bytes are tried once each instead of waiting again, so that a stuck
    /// line cannot hold the kernel up for long.
    /// </remarks>
    public override ErrorCode WriteByte(byte value)
    {
        if (!_attached)
        {
            return ErrorCode.InvalidState;
        }

        ErrorCode error = Uart.WriteByte(value, _jammed ? 1 : MiniUartDevice<TBus>.PollLimit);
        _jammed = error != ErrorCode.None;
        return error;
    }

    /// <inheritdoc/>
    public override ErrorCode TryWriteByte(byte value)
    {
        if (!_attached)
        {
            return ErrorCode.InvalidState;
        }

        return Uart.WriteByte(value, 1) == ErrorCode.None ? ErrorCode.None : ErrorCode.WouldBlock;
    }

    /// <inheritdoc/>
    public override bool IsIdle => !_attached || Uart.Flush(1) == ErrorCode.None;

    /// <inheritdoc/>
    public override Result<byte> ReadByte()
    {
        if (!_attached)
        {
            return ErrorCode.InvalidState;
        }

        return Uart.ReadByte();
    }

    /// <inheritdoc/>
    public override ErrorCode Flush()
    {
        if (!_attached)
        {
            return ErrorCode.InvalidState;
        }

        return Uart.Flush();
    }
}
