// The driver of the UART of Armada 3700: set-up, polled bytes, interrupts. Keeps no state; every wait has a limit.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.ArmadaUart;
using RustKernel.Drivers.Uart;

namespace RustKernel.Drivers.ArmadaUart;

/// <summary>The first UART of Marvell's Armada 3700. [LINUX, drivers/tty/serial/mvebu-uart.c]</summary>
/// <typeparam name="TBus">The device's window.</typeparam>
public readonly struct ArmadaUartDevice<TBus> : ILineUart
    where TBus : struct, IRegisterBus
{
    /// <summary>
    /// Reads of the status before a byte or a flush times out; longer than its FIFO of 32 characters takes at 9600 baud.
    /// </summary>
    public const uint PollLimit = 1u << 21;

    private const uint SamplesPerBit = 16;
    private const uint LargestDivisor = 0x3FF;

    private readonly RegisterBlock<TBus> _registers;

    static uint IPolledUart.PollLimit => PollLimit;

    /// <summary>The UART behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ArmadaUartDevice(TBus bus) => _registers = new RegisterBlock<TBus>(bus);

    /// <inheritdoc/>
    public ErrorCode Adopt()
    {
        UART_CTRL control = _registers.Read<UART_CTRL>();
        if (control.SOFT_RST || control.TXFIFO_RST || _registers.Read<UART_BRDV>().DIVISOR == 0)
        {
            return ErrorCode.InvalidState;
        }

        // The other interrupts go with these two: zeros mask them, and what is left is the frame.
        _registers.Write(default(UART_CTRL).WithPAR_EN(control.PAR_EN).WithTWO_STOP(control.TWO_STOP));
        ClearErrors();
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Initialise(ulong clockHz, uint baud)
    {
        Result<uint> divisor = BaudDivisor.IfKnown(clockHz, SamplesPerBit, baud, LargestDivisor);
        if (!divisor.IsOk)
        {
            return divisor.Error;
        }

        if (!_registers.Read<UART_CTRL>().SOFT_RST && Flush(PollLimit) != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        _registers.Write(default(UART_CTRL).WithRXFIFO_RST(true).WithTXFIFO_RST(true));
        if (divisor.Value != 0)
        {
            _registers.Write(default(UART_BRDV).WithDIVISOR(divisor.Value));
            _registers.Write(default(UART_OSAMP));
        }

        _registers.Write(default(UART_CTRL));
        ClearErrors();
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode WriteByte(byte value, uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (_registers.Read<UART_STAT>().TX_FIFO_FUL)
            {
                continue;
            }

            _registers.Write(default(UART_TSH).WithDATA(value));
            return ErrorCode.None;
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public Result<byte> ReadByte()
    {
        if (!_registers.Read<UART_STAT>().RX_RDY)
        {
            return ErrorCode.WouldBlock;
        }

        UART_RBR received = _registers.Take<UART_RBR>();
        if (!received.PAR_ERR && !received.FRM_ERR && !received.BRK_DET)
        {
            return (byte)received.DATA;
        }

        ClearErrors();
        return ErrorCode.DeviceError;
    }

    /// <inheritdoc/>
    public ErrorCode Flush(uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (_registers.Read<UART_STAT>().TX_EMP)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public void EnableReceiveInterrupt() => _registers.Write(_registers.Read<UART_CTRL>().WithRX_RDY_INT(true));

    /// <inheritdoc/>
    public void DisableReceiveInterrupt() => _registers.Write(_registers.Read<UART_CTRL>().WithRX_RDY_INT(false));

    /// <inheritdoc/>
    public void AllowTransmitInterrupt(bool isAllowed) => _registers.Write(_registers.Read<UART_CTRL>().WithTX_RDY_INT(isAllowed));

    /// <summary>Nothing: the interrupt ends when <see cref="ReadByte"/> has emptied the FIFO.</summary>
    public void AcknowledgeReceiveInterrupt()
    {
    }

    private void ClearErrors() => _registers.Clear(
        UART_STAT_ERRORS.OVR_ERR | UART_STAT_ERRORS.PAR_ERR | UART_STAT_ERRORS.FRM_ERR | UART_STAT_ERRORS.BRK_DET);
}
