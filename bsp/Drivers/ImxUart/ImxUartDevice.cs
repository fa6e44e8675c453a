// The driver of the i.MX UART: set-up, polled bytes, interrupts. Keeps no state; every wait has a limit.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.ImxUart;
using RustKernel.Drivers.Uart;

namespace RustKernel.Drivers.ImxUart;

/// <summary>The UART of NXP's i.MX 6 to i.MX 8M. [IMX8MPRM, Universal Asynchronous Receiver/Transmitter]</summary>
/// <typeparam name="TBus">The device's window.</typeparam>
public readonly struct ImxUartDevice<TBus> : ILineUart
    where TBus : struct, IRegisterBus
{
    /// <summary>
    /// Reads of the status before a byte or a flush times out; longer than its FIFO of 32 characters takes at 9600
    /// baud.
    /// </summary>
    public const uint PollLimit = 1u << 21;

    private const uint SamplesPerBit = 16;
    private const uint DividedByOne = 5;
    private const uint ReceiveLevel = 1;
    private const uint TransmitLevel = 2;
    private const uint LargestModulator = 0x1_0000;
    private const uint ResetPolls = 1000;

    private readonly RegisterBlock<TBus> _registers;

    static uint IPolledUart.PollLimit => PollLimit;

    /// <summary>The UART behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ImxUartDevice(TBus bus) => _registers = new RegisterBlock<TBus>(bus);

    /// <inheritdoc/>
    public ErrorCode Adopt()
    {
        UCR1 control = _registers.Read<UCR1>();
        UCR2 line = _registers.Read<UCR2>();
        if (!control.UARTEN || !line.TXEN || !line.WS)
        {
            return ErrorCode.InvalidState;
        }

        MaskInterrupts(control, line);
        _registers.Write(line.WithRXEN(true).WithATEN(false));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Initialise(ulong clockHz, uint baud)
    {
        // With a numerator of 16, the rate is clock / modulator.
        Result<uint> modulator = BaudDivisor.IfKnown(clockHz, 1, baud, LargestModulator);
        if (!modulator.IsOk || (clockHz != 0 && modulator.Value < SamplesPerBit))
        {
            return ErrorCode.InvalidArgument;
        }

        UCR1 control = _registers.Read<UCR1>();
        if (control.UARTEN && _registers.Read<UCR2>().TXEN && Flush(PollLimit) != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        _registers.Write(default(UCR1));
        _registers.Write(default(UCR2));
        for (uint poll = 0; poll < ResetPolls && !_registers.Read<UCR2>().SRST; poll++)
        {
            // Four of the UART's own clocks.
        }

        _registers.Write(_registers.Read<UCR3>().WithRXDMUXSEL(true));
        _registers.Write(default(UCR4));
        _registers.Write(default(UFCR).WithRXTL(ReceiveLevel).WithTXTL(TransmitLevel).WithRFDIV(DividedByOne));
        _registers.Write(default(UCR1).WithUARTEN(true));
        if (modulator.Value != 0)
        {
            // The rate takes effect with UBMR, and only while the UART is on.
            _registers.Write(default(UBIR).WithINC(SamplesPerBit - 1));
            _registers.Write(default(UBMR).WithMOD(modulator.Value - 1));
        }

        _registers.Write(default(UCR2).WithSRST(true).WithRXEN(true).WithTXEN(true).WithWS(true).WithIRTS(true));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode WriteByte(byte value, uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (_registers.Read<UTS>().TXFULL)
            {
                continue;
            }

            _registers.Write(default(UTXD).WithTX_DATA(value));
            return ErrorCode.None;
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public Result<byte> ReadByte()
    {
        if (!_registers.Read<USR2>().RDR)
        {
            return ErrorCode.WouldBlock;
        }

        URXD received = _registers.Take<URXD>();
        return received.PRERR || received.FRMERR || received.BRK ? ErrorCode.DeviceError : (byte)received.RX_DATA;
    }

    /// <inheritdoc/>
    public ErrorCode Flush(uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (_registers.Read<USR2>().TXDC)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public void EnableReceiveInterrupt()
    {
        _registers.Write(_registers.Read<UFCR>().WithRXTL(ReceiveLevel).WithTXTL(TransmitLevel));
        _registers.Write(_registers.Read<UCR1>().WithRRDYEN(true));
    }

    /// <inheritdoc/>
    public void DisableReceiveInterrupt() => _registers.Write(_registers.Read<UCR1>().WithRRDYEN(false));

    /// <inheritdoc/>
    public void AllowTransmitInterrupt(bool isAllowed) => _registers.Write(_registers.Read<UCR1>().WithTRDYEN(isAllowed));

    /// <inheritdoc/>
    public void AcknowledgeReceiveInterrupt() => _registers.Clear(USR1.AGTIM);

    private void MaskInterrupts(UCR1 control, UCR2 line)
    {
        _registers.Write(control.WithRRDYEN(false).WithTRDYEN(false));
        _registers.Write(line.WithATEN(false));
        _registers.Write(_registers.Read<UCR4>().WithDREN(false));
    }
}
