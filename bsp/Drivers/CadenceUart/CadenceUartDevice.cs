// The driver of Cadence's UART: set-up, polled bytes, interrupts. Keeps no state; every wait has a limit.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.CadenceUart;
using RustKernel.Drivers.Uart;

namespace RustKernel.Drivers.CadenceUart;

/// <summary>The UART of Zynq UltraScale+, Cadence's revision r1p12. [UG1085, UART Controller; UG1087, UART Module]</summary>
/// <typeparam name="TBus">The device's window.</typeparam>
public readonly struct CadenceUartDevice<TBus> : ILineUart
    where TBus : struct, IRegisterBus
{
    /// <summary>
    /// Reads of the status before a byte or a flush times out; longer than its FIFO of 64 characters takes at 9600
    /// baud.
    /// </summary>
    public const uint PollLimit = 1u << 21;

    private const uint NoParity = 4;
    private const uint LargestDivisor = 0xFFFF;

    // Clocks of the generator to a bit. The register holds one less; 15 is its reset value.
    private const uint ClocksPerBit = 16;
    private const uint ReceiveLevel = 1;
    private const uint ResetPolls = 1000;
    private const uint TimeoutOfTenCharacters = 25;

    private readonly RegisterBlock<TBus> _registers;

    static uint IPolledUart.PollLimit => PollLimit;

    /// <summary>The UART behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CadenceUartDevice(TBus bus) => _registers = new RegisterBlock<TBus>(bus);

    /// <inheritdoc/>
    public ErrorCode Adopt()
    {
        CONTROL control = _registers.Read<CONTROL>();
        if (!control.TXEN || control.TXDIS || _registers.Read<BAUD_RATE_GEN>().CD == 0)
        {
            return ErrorCode.InvalidState;
        }

        _registers.Write(EveryInterrupt);
        _registers.Write(control.WithRXEN(true).WithRXDIS(false));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Initialise(ulong clockHz, uint baud)
    {
        Result<uint> divisor = BaudDivisor.IfKnown(clockHz, ClocksPerBit, baud, LargestDivisor);
        if (!divisor.IsOk)
        {
            return divisor.Error;
        }

        CONTROL control = _registers.Read<CONTROL>();
        if (control.TXEN && !control.TXDIS && Flush(PollLimit) != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        // The rate may change only while both directions are off. [UG1085, UART Controller, Programming sequences]
        _registers.Write(default(CONTROL).WithTXDIS(true).WithRXDIS(true));
        _registers.Write(EveryInterrupt);
        if (divisor.Value != 0)
        {
            _registers.Write(default(BAUD_RATE_GEN).WithCD(divisor.Value));
            _registers.Write(default(BAUD_RATE_DIVIDER).WithBDIV(ClocksPerBit - 1));
        }

        _registers.Write(default(MODE).WithPAR(NoParity));
        _registers.Write(default(CONTROL).WithTXRES(true).WithRXRES(true).WithTXDIS(true).WithRXDIS(true));
        for (uint poll = 0; poll < ResetPolls && IsResetting; poll++)
        {
            // The bits clear themselves when the FIFOs are empty.
        }

        _registers.Write(default(CONTROL).WithTXEN(true).WithRXEN(true).WithSTPBRK(true));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode WriteByte(byte value, uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (_registers.Read<CHANNEL_STS>().TFUL)
            {
                continue;
            }

            _registers.Write(default(TX_RX_FIFO).WithFIFO(value));
            return ErrorCode.None;
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    /// <remarks>The device reports that a character was damaged, but not which one: all are taken as good.</remarks>
    public Result<byte> ReadByte()
        => _registers.Read<CHANNEL_STS>().REMPTY ? ErrorCode.WouldBlock : (byte)_registers.Take<TX_RX_FIFO>().FIFO;

    /// <inheritdoc/>
    public ErrorCode Flush(uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            CHANNEL_STS status = _registers.Read<CHANNEL_STS>();
            if (status.TEMPTY && !status.TACTIVE)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public void EnableReceiveInterrupt()
    {
        _registers.Write(default(RCVR_FIFO_TRIGGER_LEVEL).WithRTRIG(ReceiveLevel));
        _registers.Write(default(RCVR_TIMEOUT).WithRTO(TimeoutOfTenCharacters));
        _registers.Write(default(INTRPT_EN).WithRTRIG(true).WithTIMEOUT(true));
    }

    /// <inheritdoc/>
    public void DisableReceiveInterrupt() => _registers.Write(default(INTRPT_DIS).WithRTRIG(true).WithTIMEOUT(true));

    /// <inheritdoc/>
    public void AllowTransmitInterrupt(bool isAllowed)
    {
        if (!isAllowed)
        {
            _registers.Write(default(INTRPT_DIS).WithTEMPTY(true));
            return;
        }

        // A flag latched before the FIFO was filled means nothing any more; an empty FIFO sets it again.
        _registers.Clear(CHNL_INT_STS.TEMPTY);
        _registers.Write(default(INTRPT_EN).WithTEMPTY(true));
    }

    /// <inheritdoc/>
    public void AcknowledgeReceiveInterrupt() => _registers.Clear(CHNL_INT_STS.RTRIG | CHNL_INT_STS.TIMEOUT);

    private bool IsResetting
    {
        get
        {
            CONTROL control = _registers.Read<CONTROL>();
            return control.TXRES || control.RXRES;
        }
    }

    private static INTRPT_DIS EveryInterrupt => INTRPT_DIS.FromBits(0x3FFF);
}
