// The driver of NXP's low-power UART: set-up, polled bytes, interrupts. Keeps no state; every wait has a limit.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.Lpuart;
using RustKernel.Drivers.Uart;

namespace RustKernel.Drivers.Lpuart;

/// <summary>
/// The LPUART of i.MX 7ULP to i.MX 9 and of Layerscape. FIFOs and levels may change only while both directions are off, and an
/// overrun stops the receiver until it is cleared. [IMX8QXPRM, Low Power Universal Asynchronous Receiver/Transmitter]
/// </summary>
/// <typeparam name="TBus">The device's window.</typeparam>
public readonly struct LpuartDevice<TBus> : ILineUart
    where TBus : struct, IRegisterBus
{
    /// <summary>
    /// Reads of the status before a byte or a flush times out; longer than a FIFO of 64 characters takes at 9600 baud.
    /// </summary>
    public const uint PollLimit = 1u << 21;

    private const uint SamplesPerBit = 16;
    private const uint LargestDivisor = 0x1FFF;

    private readonly RegisterBlock<LpuartWindow<TBus>> _registers;

    static uint IPolledUart.PollLimit => PollLimit;

    /// <summary>The UART behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LpuartDevice(LpuartWindow<TBus> bus) => _registers = new RegisterBlock<LpuartWindow<TBus>>(bus);

    /// <inheritdoc/>
    public ErrorCode Adopt()
    {
        CTRL control = _registers.Read<CTRL>();
        BAUD rate = _registers.Read<BAUD>();
        if (!control.TE || control.M || rate.M10 || rate.SBR == 0)
        {
            return ErrorCode.InvalidState;
        }

        _registers.Write(Masked(control).WithRE(true));
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

        if (_registers.Read<CTRL>().TE && Flush(PollLimit) != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        _registers.Write(default(CTRL));
        BAUD rate = divisor.Value != 0
            ? default(BAUD).WithSBR(divisor.Value).WithOSR(SamplesPerBit - 1)
            : _registers.Read<BAUD>().WithM10(false).WithSBNS(false).WithRDMAE(false).WithTDMAE(false);
        _registers.Write(rate);
        _registers.Write(default(MODIR));
        _registers.Write(default(WATER));
        _registers.Write(_registers.Read<FIFO>().WithRXFE(true).WithTXFE(true).WithRXFLUSH(true).WithTXFLUSH(true));
        ClearErrors();
        _registers.Write(default(CTRL).WithTE(true).WithRE(true));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode WriteByte(byte value, uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (!_registers.Read<STAT>().TDRE)
            {
                continue;
            }

            _registers.Write(default(DATA).WithCHARACTER(value));
            return ErrorCode.None;
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public Result<byte> ReadByte()
    {
        // RDRF would ignore characters below firmware's level.
        if (_registers.Read<FIFO>().RXEMPT)
        {
            if (_registers.Read<STAT>().OR)
            {
                ClearErrors();
            }

            return ErrorCode.WouldBlock;
        }

        DATA received = _registers.Take<DATA>();
        if (!received.FRETSC && !received.PARITYE)
        {
            return (byte)received.CHARACTER;
        }

        ClearErrors();
        return ErrorCode.DeviceError;
    }

    /// <inheritdoc/>
    public ErrorCode Flush(uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (_registers.Read<STAT>().TC)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    /// <remarks>First lowers firmware's level of the receive FIFO to one character, after the current transmission has
    /// ended.</remarks>
    public void EnableReceiveInterrupt()
    {
        CTRL control = _registers.Read<CTRL>();
        WATER levels = _registers.Read<WATER>();
        if (levels.RXWATER != 0 && Flush(PollLimit) == ErrorCode.None)
        {
            _registers.Write(control.WithTE(false).WithRE(false));
            _registers.Write(levels.WithRXWATER(0));
        }

        _registers.Write(control.WithRIE(true));
    }

    /// <inheritdoc/>
    public void DisableReceiveInterrupt() => _registers.Write(_registers.Read<CTRL>().WithRIE(false));

    /// <inheritdoc/>
    public void AllowTransmitInterrupt(bool isAllowed) => _registers.Write(_registers.Read<CTRL>().WithTIE(isAllowed));

    /// <summary>Nothing: the interrupt ends when <see cref="ReadByte"/> has emptied the FIFO.</summary>
    public void AcknowledgeReceiveInterrupt()
    {
    }

    private static CTRL Masked(CTRL control)
        => control.WithRIE(false).WithTIE(false).WithTCIE(false).WithILIE(false)
            .WithPEIE(false).WithFEIE(false).WithNEIE(false).WithORIE(false);

    private void ClearErrors() => _registers.Clear(STAT_ERRORS.PF | STAT_ERRORS.FE | STAT_ERRORS.NF | STAT_ERRORS.OR);
}
