// The driver of Renesas's SCIF: set-up, polled bytes, interrupts. Keeps no state; every wait has a limit.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.ScifUart;
using RustKernel.Drivers.Uart;

namespace RustKernel.Drivers.ScifUart;

/// <summary>
/// The SCIF of R-Car Gen3 and RZ/G2. Writing 0 clears a flag after it was read as 1, and an overrun stops the receiver until that is
/// done. [RCAR3UM, Serial Communication Interface with FIFO; LINUX, drivers/tty/serial/sh-sci.c]
/// </summary>
/// <typeparam name="TBus">The device's window.</typeparam>
public readonly struct ScifUartDevice<TBus> : ILineUart
    where TBus : struct, IRegisterBus
{
    /// <summary>
    /// Reads of the status before a byte or a flush times out; longer than its FIFO of 16 characters takes at 9600 baud.
    /// </summary>
    public const uint PollLimit = 1u << 21;

    private const uint FifoCharacters = 16;
    private const uint ClocksPerBit = 32;
    private const uint LargestDivisor = 0x100;
    private const uint TransmitLevelEmpty = 3;

    private readonly RegisterBlock<TBus> _registers;

    static uint IPolledUart.PollLimit => PollLimit;

    /// <summary>The UART behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ScifUartDevice(TBus bus) => _registers = new RegisterBlock<TBus>(bus);

    // Clears no flag.
    private static SCFSR Kept => SCFSR.FromBits(0xFFFF);

    /// <inheritdoc/>
    public ErrorCode Adopt()
    {
        SCSCR control = _registers.Read16<SCSCR>();
        SCSMR mode = _registers.Read16<SCSMR>();
        if (!control.TE || mode.CHR || mode.CA)
        {
            return ErrorCode.InvalidState;
        }

        _registers.Write16(control.WithRE(true).WithRIE(false).WithTIE(false).WithREIE(false));
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

        SCSCR control = _registers.Read16<SCSCR>();
        if (control.TE && Flush(PollLimit) != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        // If the rate stays, the clock's source also stays.
        SCSCR off = divisor.Value == 0 ? default(SCSCR).WithCKE(control.CKE) : default;
        _registers.Write16(off);
        _registers.Write16(default(SCFCR).WithTFRST(true).WithRFRST(true));
        _ = _registers.Read16<SCFSR>();
        _registers.Write16(default(SCFSR));
        ClearOverrun();
        _registers.Write16(default(SCSMR).WithCKS(divisor.Value == 0 ? _registers.Read16<SCSMR>().CKS : 0));
        if (divisor.Value != 0)
        {
            _registers.Write8(default(SCBRR).WithN(divisor.Value - 1));
        }

        _registers.Write16(default(SCFCR).WithTTRG(TransmitLevelEmpty));
        _registers.Write16(off.WithTE(true).WithRE(true));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode WriteByte(byte value, uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (_registers.Read16<SCFDR>().T >= FifoCharacters)
            {
                continue;
            }

            // A 0 clears TEND only after it was read and while the FIFO holds something.
            _ = _registers.Read16<SCFSR>();
            _registers.Write8(default(SCFTDR).WithDATA(value));
            _registers.Write16(Kept.WithTDFE(false).WithTEND(false));
            return ErrorCode.None;
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public Result<byte> ReadByte()
    {
        SCFSR status = _registers.Read16<SCFSR>();
        if (_registers.Read16<SCFDR>().R == 0)
        {
            ClearOverrun();
            _registers.Write16(Kept.WithBRK(false).WithER(false));
            return ErrorCode.WouldBlock;
        }

        byte value = (byte)_registers.Take8<SCFRDR>().DATA;
        _registers.Write16(Kept.WithRDF(false).WithDR(false).WithBRK(false).WithER(false));
        return status.FER || status.PER ? ErrorCode.DeviceError : value;
    }

    /// <inheritdoc/>
    public ErrorCode Flush(uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            // Firmware may never have cleared TEND, which is then meaningless.
            if (_registers.Read16<SCFDR>().T == 0 && _registers.Read16<SCFSR>().TEND)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public void EnableReceiveInterrupt()
    {
        _registers.Write16(default(SCFCR).WithTTRG(TransmitLevelEmpty));
        _registers.Write16(_registers.Read16<SCSCR>().WithRIE(true));
    }

    /// <inheritdoc/>
    public void DisableReceiveInterrupt() => _registers.Write16(_registers.Read16<SCSCR>().WithRIE(false));

    /// <inheritdoc/>
    public void AllowTransmitInterrupt(bool isAllowed) => _registers.Write16(_registers.Read16<SCSCR>().WithTIE(isAllowed));

    /// <summary>
    /// Nothing: the flags can only be cleared after <see cref="ReadByte"/> has taken the waiting characters, and it clears
    /// them.
    /// </summary>
    public void AcknowledgeReceiveInterrupt()
    {
    }

    private void ClearOverrun()
    {
        if (_registers.Read16<SCLSR>().ORER)
        {
            _registers.Write16(default(SCLSR));
        }
    }
}
