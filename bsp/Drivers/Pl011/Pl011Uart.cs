// The driver of the PL011 UART: set-up, polled bytes, the receive interrupt. Owns the device's registers, keeps no state,
// and every wait has a limit.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.Pl011;
using RustKernel.Drivers.Uart;

namespace RustKernel.Drivers.Pl011;

/// <summary>An Arm PL011 UART [DDI0183]. Callable in any context; the caller ensures that only one thread uses it at a time.</summary>
/// <typeparam name="TBus">The device's register window.</typeparam>
public readonly struct Pl011Uart<TBus> : IPolledUart
    where TBus : struct, IRegisterBus
{
    /// <summary>
    /// Reads of the flag register before a byte or a flush times out. A read of device memory takes at least some tens of
    /// nanoseconds, so this is longer than a full FIFO of 32 characters takes at 9600 baud.
    /// </summary>
    public const uint PollLimit = 1u << 21;

    private const uint EightDataBits = 3;
    private const uint ReceiveLevelOneEighth = 0;

    private readonly RegisterBlock<TBus> _registers;

    static uint IPolledUart.PollLimit => PollLimit;

    /// <summary>The UART behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Pl011Uart(TBus bus) => _registers = new RegisterBlock<TBus>(bus);

    /// <summary>
    /// Sets the line to 8N1 without flow control at <paramref name="baud"/> (bits a second), with
    /// UARTCLK at <paramref name="clockHz"/>, FIFOs on and all interrupts masked. First finishes
    /// what an earlier stage was still sending.
    /// </summary>
    /// <returns>
    /// <see cref="ErrorCode.InvalidArgument"/> when no divisor gives that rate,
    /// <see cref="ErrorCode.TimedOut"/> when the transmitter does not become idle; both leave the
    /// UART as it was.
    /// </returns>
    public ErrorCode Initialise(ulong clockHz, uint baud)
    {
        Result<Pl011BaudDivisor> divisor = Pl011BaudDivisor.For(clockHz, baud);
        if (!divisor.IsOk)
        {
            return divisor.Error;
        }

        UARTCR control = _registers.Read<UARTCR>();
        if (control.UARTEN && Flush() != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        // The manual's order: disabled, FIFOs emptied, divisor, then LCR_H, whose write latches the
        // divisor. [DDI0183 3.3, Control Register]
        _registers.Write(control.WithUARTEN(false));
        _registers.Write(default(UARTLCR_H));
        _registers.Write(default(UARTIMSC));
        _registers.Clear(EveryInterrupt);
        _registers.Write(default(UARTIBRD).WithBAUD_DIVINT(divisor.Value.Integer));
        _registers.Write(default(UARTFBRD).WithBAUD_DIVFRAC(divisor.Value.Fraction));
        _registers.Write(default(UARTLCR_H).WithWLEN(EightDataBits).WithFEN(true));
        _registers.Write(default(UARTCR).WithUARTEN(true).WithTXE(true).WithRXE(true));
        return ErrorCode.None;
    }

    /// <summary>
    /// Keeps the line as firmware set it: rate, frame and FIFOs stay, the receiver is switched on, all interrupts are masked. For
    /// boards where nothing states the UART's clock.
    /// </summary>
    /// <returns>
    /// <see cref="ErrorCode.InvalidState"/> when firmware did not set it up (disabled, or no
    /// divisor): use <see cref="Initialise"/>.
    /// </returns>
    public ErrorCode Adopt()
    {
        UARTCR control = _registers.Read<UARTCR>();
        if (!control.UARTEN || _registers.Read<UARTIBRD>().BAUD_DIVINT == 0)
        {
            return ErrorCode.InvalidState;
        }

        _registers.Write(default(UARTIMSC));
        _registers.Write(control.WithTXE(true).WithRXE(true));
        return ErrorCode.None;
    }

    /// <summary>
    /// Takes over an SBSA Generic UART, which has only the registers of data, flags and interrupts: firmware set it up for good.
    /// Masks all interrupts. [DEN0029, Generic UART]
    /// </summary>
    public void AdoptGeneric() => _registers.Write(default(UARTIMSC));

    /// <summary>Sends one byte, reading the flag register at most <paramref name="pollLimit"/> (1 or more) times for room.</summary>
    /// <returns><see cref="ErrorCode.TimedOut"/> when the FIFO stayed full; the byte is not sent.</returns>
    public ErrorCode WriteByte(byte value, uint pollLimit = PollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (_registers.Read<UARTFR>().TXFF)
            {
                continue;
            }

            _registers.Write(default(UARTDR).WithDATA(value));
            return ErrorCode.None;
        }

        return ErrorCode.TimedOut;
    }

    /// <summary>Takes the oldest received character with its error flags.</summary>
    /// <returns><see cref="ErrorCode.WouldBlock"/> when there is none.</returns>
    public Result<UARTDR> Receive()
    {
        if (_registers.Read<UARTFR>().RXFE)
        {
            return ErrorCode.WouldBlock;
        }

        return _registers.Take<UARTDR>();
    }

    /// <inheritdoc/>
    public Result<byte> ReadByte() => WholeByte(Receive());

    /// <summary>
    /// The byte that <see cref="Receive"/> took; its error, or <see cref="ErrorCode.DeviceError"/> for a damaged character.
    /// </summary>
    public static Result<byte> WholeByte(Result<UARTDR> received)
    {
        if (!received.IsOk)
        {
            return received.Error;
        }

        bool isDamaged = received.Value.FE || received.Value.PE || received.Value.BE;
        return isDamaged ? ErrorCode.DeviceError : (byte)received.Value.DATA;
    }

    /// <summary>
    /// Waits until the last bit has left, reading the flag register at most
    /// <paramref name="pollLimit"/> (1 or more) times.
    /// </summary>
    /// <returns><see cref="ErrorCode.TimedOut"/> when the UART stayed busy.</returns>
    public ErrorCode Flush(uint pollLimit = PollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (!_registers.Read<UARTFR>().BUSY)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <summary>
    /// Enables the receive interrupt: an eighth of the FIFO, or fewer characters that have waited
    /// for 32 bit times. It is level-triggered and ends when <see cref="Receive"/> has emptied the
    /// FIFO.
    /// </summary>
    public void EnableReceiveInterrupt()
    {
        _registers.Write(_registers.Read<UARTIFLS>().WithRXIFLSEL(ReceiveLevelOneEighth));
        _registers.Write(_registers.Read<UARTIMSC>().WithRXIM(true).WithRTIM(true));
    }

    /// <summary>Masks the receive interrupt in the UART.</summary>
    public void DisableReceiveInterrupt() => _registers.Write(_registers.Read<UARTIMSC>().WithRXIM(false).WithRTIM(false));

    /// <summary>
    /// Enables or masks the transmit interrupt. It comes when the FIFO runs down to its level (half, the
    /// reset value), which needs a FIFO that was filled above that: fill the FIFO until it is full, then
    /// enable the interrupt. Filling it clears the interrupt.
    /// </summary>
    public void AllowTransmitInterrupt(bool isAllowed) => _registers.Write(_registers.Read<UARTIMSC>().WithTXIM(isAllowed));

    /// <summary>True when the UART holds its interrupt line because of received characters.</summary>
    public bool ReceiveInterruptPending
    {
        get
        {
            UARTMIS status = _registers.Read<UARTMIS>();
            return status.RXMIS || status.RTMIS;
        }
    }

    /// <summary>
    /// Clears the receive interrupt. Call it before emptying the FIFO, so that a character that
    /// arrives in between raises it again.
    /// </summary>
    public void AcknowledgeReceiveInterrupt() => _registers.Clear(UARTICR.RXIC | UARTICR.RTIC);

    private static UARTICR EveryInterrupt
        => UARTICR.RXIC | UARTICR.TXIC | UARTICR.RTIC | UARTICR.FEIC | UARTICR.PEIC | UARTICR.BEIC | UARTICR.OEIC;
}
