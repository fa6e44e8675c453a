// The PL011 as the kernel's console: the contract's adapter and the little state that it needs.

namespace RustKernel.Drivers;

/// <summary>
/// A <see cref="ConsoleDevice"/> on a PL011. A preinitialised singleton; <see cref="Attach"/> gives
/// it its device. Takes no lock: the console has one owner
/// at a time.
/// </summary>
/// <typeparam name="TBus">The device's register window; a struct without references, so that the object can be preinitialised.</typeparam>
public sealed class Pl011Console<TBus> : ConsoleDevice
    where TBus : struct, IRegisterBus
{
    private TBus _bus;
    private bool _attached;
    private bool _jammed;
    private uint _overruns;

    /// <summary>How often the receive FIFO overflowed and characters were lost.</summary>
    public uint Overruns => _overruns;

    /// <summary>The UART underneath, for set-up and interrupts; meaningful behind <see cref="Attach"/>.</summary>
    public Pl011Uart<TBus> Uart => new(_bus);

    /// <summary>
    /// Connects the console to its device, which <see cref="Pl011Uart{TBus}.Initialise"/> or
    /// <see cref="Pl011Uart{TBus}.Adopt"/> set up. Again after the registers moved (MMU on).
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

        ErrorCode error = Uart.WriteByte(value, _jammed ? 1 : Pl011Uart<TBus>.PollLimit);
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

        Result<Registers.Pl011.UARTDR> received = Uart.Receive();
        if (!received.IsOk)
        {
            return received.Error;
        }

        if (received.Value.OE)
        {
            _overruns++;
        }

        if (received.Value.FE || received.Value.PE || received.Value.BE)
        {
            return ErrorCode.DeviceError;
        }

        return (byte)received.Value.DATA;
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
