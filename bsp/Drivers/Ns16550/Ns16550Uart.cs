// The driver of a 16550: set-up, polled bytes, interrupts. Keeps no state; every wait has a limit.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.Ns16550;
using RustKernel.Drivers.Uart;

namespace RustKernel.Drivers.Ns16550;

/// <summary>
/// A National Semiconductor 16550 [PC16550D] or a compatible UART: DW_apb_uart, which drops writes of the line control while it
/// is busy [DW-APB-UART], the UARTs of Tegra, K3 and Layerscape.
/// </summary>
/// <typeparam name="TBus">The device's window.</typeparam>
public readonly struct Ns16550Uart<TBus> : ILineUart
    where TBus : struct, IRegisterBus
{
    /// <summary>
    /// Reads of the line status before a byte or a flush times out; longer than a FIFO of 64 characters takes at
    /// 9600 baud.
    /// </summary>
    public const uint PollLimit = 1u << 21;

    private const uint EightDataBits = 3;
    private const uint SamplesPerBit = 16;
    private const uint LargestDivisor = 0xFFFF;
    private const uint LineControlTries = 1000;

    // IIR's code for an interrupt that only a DW_apb_uart has: the line control was written while it was busy.
    private const uint IdentityMask = 0xF;
    private const uint BusyDetected = 7;

    private readonly RegisterBlock<Ns16550Window<TBus>> _registers;
    private readonly byte _divisorLess;

    static uint IPolledUart.PollLimit => PollLimit;

    /// <summary>
    /// The UART behind <paramref name="bus"/>, whose divisor is <paramref name="divisorLess"/> less than usual
    /// (<see cref="Ns16550Layout.DivisorLess"/>); accesses nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Ns16550Uart(Ns16550Window<TBus> bus, byte divisorLess = 0)
    {
        _registers = new RegisterBlock<Ns16550Window<TBus>>(bus);
        _divisorLess = divisorLess;
    }

    /// <inheritdoc/>
    public ErrorCode Adopt()
    {
        // Five data bits are the reset value. Firmware that writes text chose seven or eight.
        LCR line = _registers.Read<LCR>();
        if (line.WLS < EightDataBits - 1 || line.DLAB)
        {
            return ErrorCode.InvalidState;
        }

        // FIFOs that are already on lose nothing when they are switched on again.
        _registers.Write(default(IER));
        _registers.Write(default(IIR_FCR).WithENABLE(true));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Initialise(ulong clockHz, uint baud)
    {
        Result<uint> divisor = BaudDivisor.IfKnown(clockHz, SamplesPerBit, baud, LargestDivisor);
        if (!divisor.IsOk || (clockHz != 0 && divisor.Value <= _divisorLess))
        {
            return ErrorCode.InvalidArgument;
        }

        if (Flush(PollLimit) != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        _registers.Write(default(IER));
        _registers.Write(default(IIR_FCR).WithENABLE(true).WithCLEAR_RECEIVE(true).WithCLEAR_TRANSMIT(true));
        ErrorCode error = divisor.Value == 0 ? ErrorCode.None : SetDivisor(divisor.Value - _divisorLess);
        if (error == ErrorCode.None)
        {
            error = SetLine(default(LCR).WithWLS(EightDataBits));
        }

        _registers.Write(default(MCR).WithDTR(true).WithRTS(true));
        return error;
    }

    /// <inheritdoc/>
    public ErrorCode WriteByte(byte value, uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (!Status().THRE)
            {
                continue;
            }

            _registers.Write(default(RBR_THR).WithDATA(value));
            return ErrorCode.None;
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public Result<byte> ReadByte()
    {
        LSR status = _registers.Take<LSR>();
        if (!status.DR)
        {
            return ErrorCode.WouldBlock;
        }

        byte value = (byte)_registers.Take<RBR_THR>().DATA;
        return IsDamaged(status) ? ErrorCode.DeviceError : value;
    }

    /// <inheritdoc/>
    public ErrorCode Flush(uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (Status().TEMT)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public void EnableReceiveInterrupt()
    {
        // OUT2 gates the interrupt on boards wired like a PC.
        _registers.Write(_registers.Read<MCR>().WithOUT2(true));
        _registers.Write(default(IER).WithERBFI(true));
    }

    /// <inheritdoc/>
    public void DisableReceiveInterrupt() => _registers.Write(_registers.Read<IER>().WithERBFI(false));

    /// <inheritdoc/>
    public void AllowTransmitInterrupt(bool isAllowed) => _registers.Write(_registers.Read<IER>().WithETBEI(isAllowed));

    /// <summary>
    /// Reads the pending interrupt, and what ends the busy-detect interrupt of a DW_apb_uart; a 16550's own receive
    /// interrupt ends when <see cref="ReadByte"/> has emptied the FIFO.
    /// </summary>
    public void AcknowledgeReceiveInterrupt()
    {
        if ((IIR_FCR.ToBits(_registers.Take<IIR_FCR>()) & IdentityMask) == BusyDetected)
        {
            _ = _registers.Take<USR>();
        }
    }

    private static bool IsDamaged(LSR status) => status.DR && (status.PE || status.FE || status.BI);

    // For sending. Reading the status clears the error flags of the waiting character before its reader sees them, so a damaged
    // one is dropped here.
    private LSR Status()
    {
        LSR status = _registers.Take<LSR>();
        if (IsDamaged(status))
        {
            _ = _registers.Take<RBR_THR>();
        }

        return status;
    }

    private ErrorCode SetDivisor(uint divisor)
    {
        ErrorCode error = SetLine(default(LCR).WithWLS(EightDataBits).WithDLAB(true));
        if (error == ErrorCode.None)
        {
            _registers.Write(default(DLL).WithDIVISOR(divisor & 0xFF));
            _registers.Write(default(DLM).WithDIVISOR(divisor >> 8));
        }

        return error;
    }

    // A DW_apb_uart that is receiving is busy and drops the write: reads what arrived and writes again.
    private ErrorCode SetLine(LCR wanted)
    {
        for (uint i = 0; i < LineControlTries; i++)
        {
            _registers.Write(wanted);
            if (LCR.ToBits(_registers.Read<LCR>()) == LCR.ToBits(wanted))
            {
                return ErrorCode.None;
            }

            _ = _registers.Take<USR>();
            _ = _registers.Take<RBR_THR>();
        }

        return ErrorCode.TimedOut;
    }
}
