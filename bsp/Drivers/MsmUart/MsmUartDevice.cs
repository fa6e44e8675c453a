// The driver of Qualcomm's UARTDM: set-up, polled bytes, interrupts. Keeps no state; every wait has a limit.

using System;
using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.MsmUart;
using RustKernel.Drivers.Uart;

namespace RustKernel.Drivers.MsmUart;

/// <summary>
/// The UARTDM of Qualcomm's older SoCs, version 1.4. The driver announces the length of a transmission before it writes the characters.
/// [LINUX, drivers/tty/serial/msm_serial.c]
/// </summary>
/// <typeparam name="TBus">The device's window.</typeparam>
public readonly struct MsmUartDevice<TBus> : ILineUart
    where TBus : struct, IRegisterBus
{
    /// <summary>
    /// Reads of the status before a byte or a flush times out; longer than a FIFO of 64 characters takes at 9600 baud.
    /// </summary>
    public const uint PollLimit = 1u << 21;

    private const uint EightDataBits = 3;
    private const uint OneStopBit = 1;
    private const uint SamplesPerBit = 16;
    private const uint CodeOfDivisorOne = 15;
    private const uint ResetReceiver = 1;
    private const uint ResetTransmitter = 2;
    private const uint ResetErrors = 3;
    private const uint ResetStale = 8;
    private const uint ResetTransmitReady = 3;
    private const uint LetStaleEventsBe = 5;
    private const uint WithoutEnd = 0xFF_FFFF;

    private readonly RegisterBlock<TBus> _registers;

    static uint IPolledUart.PollLimit => PollLimit;

    /// <summary>The UART behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MsmUartDevice(TBus bus) => _registers = new RegisterBlock<TBus>(bus);

    // Divisors by their codes, from 15 down. No console is slower than these allow.
    private static ReadOnlySpan<byte> Divisors => [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 96, 192];

    /// <inheritdoc/>
    public ErrorCode Adopt()
    {
        // Five data bits are the reset value.
        if (_registers.Read<UART_MR2>().BITS != EightDataBits)
        {
            return ErrorCode.InvalidState;
        }

        StartReceiver();
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Initialise(ulong clockHz, uint baud)
    {
        Result<uint> code = CodeFor(clockHz, baud);
        if (!code.IsOk)
        {
            return code.Error;
        }

        if (Flush(PollLimit) != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        _registers.Write(default(UART_IMR));
        _registers.Write(default(UART_CR).WithCHANNEL(ResetReceiver));
        _registers.Write(default(UART_CR).WithCHANNEL(ResetTransmitter));
        _registers.Write(default(UART_CR).WithCHANNEL(ResetErrors));
        if (clockHz != 0)
        {
            _registers.Write(default(UART_CSR).WithTX(code.Value).WithRX(code.Value));
        }

        _registers.Write(default(UART_MR1));
        _registers.Write(default(UART_MR2).WithBITS(EightDataBits).WithSTOP(OneStopBit));
        StartReceiver();
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode WriteByte(byte value, uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (!_registers.Read<UART_SR>().TX_EMPTY && !_registers.Read<UART_ISR>().TX_READY)
            {
                continue;
            }

            // The length only counts after it was read back.
            _registers.Write(default(UART_CR).WithGENERAL(ResetTransmitReady));
            _registers.Write(default(UART_NCF_TX).WithCOUNT(1));
            _ = _registers.Read<UART_NCF_TX>();
            _registers.Write(default(UART_TF).WithDATA(value));
            return ErrorCode.None;
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public Result<byte> ReadByte()
    {
        UART_SR status = _registers.Read<UART_SR>();
        if (status.OVERRUN || status.PAR_FRAME_ERR || status.RX_BREAK)
        {
            _registers.Write(default(UART_CR).WithCHANNEL(ResetErrors));
        }

        if (!status.RX_READY)
        {
            return ErrorCode.WouldBlock;
        }

        byte value = (byte)_registers.Take<UART_RF>().DATA;
        return status.PAR_FRAME_ERR || status.RX_BREAK ? ErrorCode.DeviceError : value;
    }

    /// <inheritdoc/>
    public ErrorCode Flush(uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (_registers.Read<UART_SR>().TX_EMPTY)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public void EnableReceiveInterrupt() => _registers.Write(default(UART_IMR).WithRX_LEVEL(true));

    /// <inheritdoc/>
    public void DisableReceiveInterrupt() => _registers.Write(default(UART_IMR));

    /// <summary>
    /// As <see cref="ILineUart.AllowTransmitInterrupt"/>. The mask cannot be read, so this also enables the receive
    /// interrupt, which a line with interrupts always has.
    /// </summary>
    public void AllowTransmitInterrupt(bool isAllowed)
        => _registers.Write(default(UART_IMR).WithRX_LEVEL(true).WithTX_READY(isAllowed));

    /// <summary>Nothing: the interrupt ends when <see cref="ReadByte"/> has emptied the FIFO.</summary>
    public void AcknowledgeReceiveInterrupt()
    {
    }

    private static Result<uint> CodeFor(ulong clockHz, uint baud)
    {
        ReadOnlySpan<byte> divisors = Divisors;
        Result<uint> wanted = BaudDivisor.IfKnown(clockHz, SamplesPerBit, baud, divisors[divisors.Length - 1]);
        if (!wanted.IsOk || wanted.Value == 0)
        {
            return wanted;
        }

        int place = divisors.IndexOf((byte)wanted.Value);
        return place < 0 ? ErrorCode.InvalidArgument : CodeOfDivisorOne - (uint)place;
    }

    private void StartReceiver()
    {
        _registers.Write(default(UART_IMR));
        _registers.Write(default(UART_TFWR));
        _registers.Write(default(UART_RFWR));
        _registers.Write(default(UART_DMEN).WithRX_SINGLE(true));
        _registers.Write(default(UART_CR).WithTX_ENABLE(true).WithRX_ENABLE(true));
        _registers.Write(default(UART_CR).WithCHANNEL(ResetStale));
        _registers.Write(default(UART_DMRX).WithCOUNT(WithoutEnd));
        _registers.Write(default(UART_CR).WithGENERAL(LetStaleEventsBe));
    }
}
