// The driver of Amlogic's UART: set-up, polled bytes, interrupts. Keeps no state; every wait has a limit.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.MesonUart;
using RustKernel.Drivers.Uart;

namespace RustKernel.Drivers.MesonUart;

/// <summary>The UART of Amlogic's Meson GX and later. [S905-DS, UART; LINUX, drivers/tty/serial/meson_uart.c]</summary>
/// <typeparam name="TBus">The device's window.</typeparam>
public readonly struct MesonUartDevice<TBus> : ILineUart
    where TBus : struct, IRegisterBus
{
    /// <summary>
    /// Reads of the status before a byte or a flush times out; longer than a FIFO of 128 characters takes at 9600
    /// baud.
    /// </summary>
    public const uint PollLimit = 1u << 22;

    private const uint CrystalDivider = 3;
    private const uint LargestCounter = 1u << 23;
    private const uint ReceiveLevel = 1;
    private const uint TransmitLevel = 16;

    private readonly RegisterBlock<TBus> _registers;

    static uint IPolledUart.PollLimit => PollLimit;

    /// <summary>The UART behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MesonUartDevice(TBus bus) => _registers = new RegisterBlock<TBus>(bus);

    /// <inheritdoc/>
    public ErrorCode Adopt()
    {
        UART_CONTROL control = _registers.Read<UART_CONTROL>();
        if (!control.TX_EN || control.RST_TX)
        {
            return ErrorCode.InvalidState;
        }

        _registers.Write(control.WithRX_EN(true).WithRX_INT(false).WithTX_INT(false));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    /// <remarks>The clock is the crystal's, 24 MHz.</remarks>
    public ErrorCode Initialise(ulong clockHz, uint baud)
    {
        Result<uint> counter = BaudDivisor.IfKnown(clockHz, CrystalDivider, baud, LargestCounter);
        if (!counter.IsOk)
        {
            return counter.Error;
        }

        if (_registers.Read<UART_CONTROL>().TX_EN && Flush(PollLimit) != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        UART_CONTROL control = default(UART_CONTROL).WithTWO_WIRE(true);
        _registers.Write(control.WithRST_TX(true).WithRST_RX(true).WithCLEAR_ERROR(true));
        if (counter.Value != 0)
        {
            _registers.Write(default(UART_REG5).WithBAUD(counter.Value - 1).WithUSE_NEW(true).WithUSE_XTAL(true));
        }

        _registers.Write(control.WithTX_EN(true).WithRX_EN(true));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode WriteByte(byte value, uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (_registers.Read<UART_STATUS>().TX_FULL)
            {
                continue;
            }

            _registers.Write(default(UART_WFIFO).WithDATA(value));
            return ErrorCode.None;
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public Result<byte> ReadByte()
    {
        UART_STATUS status = _registers.Read<UART_STATUS>();
        if (status.RX_EMPTY)
        {
            return ErrorCode.WouldBlock;
        }

        byte value = (byte)_registers.Take<UART_RFIFO>().DATA;
        if (!status.FRAME_ERROR && !status.PARITY_ERROR)
        {
            return value;
        }

        UART_CONTROL control = _registers.Read<UART_CONTROL>();
        _registers.Write(control.WithCLEAR_ERROR(true));
        _registers.Write(control.WithCLEAR_ERROR(false));
        return ErrorCode.DeviceError;
    }

    /// <inheritdoc/>
    public ErrorCode Flush(uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            UART_STATUS status = _registers.Read<UART_STATUS>();
            if (status.TX_EMPTY && !status.TX_BUSY)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public void EnableReceiveInterrupt()
    {
        _registers.Write(default(UART_MISC).WithRX_LEVEL(ReceiveLevel).WithTX_LEVEL(TransmitLevel));
        _registers.Write(_registers.Read<UART_CONTROL>().WithRX_INT(true));
    }

    /// <inheritdoc/>
    public void DisableReceiveInterrupt() => _registers.Write(_registers.Read<UART_CONTROL>().WithRX_INT(false));

    /// <inheritdoc/>
    public void AllowTransmitInterrupt(bool isAllowed) => _registers.Write(_registers.Read<UART_CONTROL>().WithTX_INT(isAllowed));

    /// <summary>Nothing: the interrupt ends when <see cref="ReadByte"/> has emptied the FIFO.</summary>
    public void AcknowledgeReceiveInterrupt()
    {
    }
}
