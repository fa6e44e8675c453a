// The driver of the BCM2835 mini-UART: set-up, polled bytes, the receive interrupt. Keeps no state; every wait has a limit.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.MiniUart;
using RustKernel.Drivers.Uart;

namespace RustKernel.Drivers.MiniUart;

/// <summary>
/// The mini-UART, an auxiliary device of the BCM2835 and its descendants. [BCM2711, Auxiliaries] Its rate depends on the VPU's core
/// clock, which the mailbox reports. The caller ensures that only one thread uses it at a time.
/// </summary>
/// <typeparam name="TBus">The window of the whole auxiliary block: it begins 0x40 bytes before the
/// address that the device tree gives the mini-UART.</typeparam>
public readonly struct MiniUartDevice<TBus> : IPolledUart
    where TBus : struct, IRegisterBus
{
    /// <summary>From the start of the auxiliary block to the address in the device tree, in bytes.</summary>
    public const uint OffsetInBlock = 0x40;

    /// <summary>
    /// Reads of the status register before a byte or a flush times out; longer than its FIFO of 8
    /// characters takes at 4800 baud.
    /// </summary>
    public const uint PollLimit = 1u << 20;

    private const uint EightBits = 3;
    private const uint SamplesPerBit = 8;
    private const uint LargestDivisor = 0x1_0000;
    private const uint ReceiveInterruptsCome = 3;

    private readonly RegisterBlock<TBus> _registers;

    static uint IPolledUart.PollLimit => PollLimit;

    /// <summary>The mini-UART behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MiniUartDevice(TBus bus) => _registers = new RegisterBlock<TBus>(bus);

    /// <summary>
    /// The counter for <paramref name="baud"/> bits a second at a core clock of
    /// <paramref name="coreClockHz"/>, rounded to the nearest.
    /// </summary>
    /// <returns>
    /// <see cref="ErrorCode.InvalidArgument"/> when no counter comes within 2 % of the rate, which a receiver tolerates.
    /// </returns>
    public static Result<uint> BaudCounter(uint coreClockHz, uint baud)
    {
        Result<uint> periods = BaudDivisor.For(coreClockHz, SamplesPerBit, baud, LargestDivisor);
        return periods.IsOk ? periods.Value - 1 : periods.Error;
    }

    /// <summary>
    /// Switches the mini-UART on at 8N1 and <paramref name="baud"/> (bits a second), interrupts
    /// off. First finishes what an earlier stage was still sending.
    /// </summary>
    /// <param name="coreClockHz">The core clock in hertz, as the mailbox reports it now.</param>
    /// <param name="baud">Bits a second.</param>
    /// <returns>
    /// <see cref="ErrorCode.InvalidArgument"/> when the rate is impossible,
    /// <see cref="ErrorCode.TimedOut"/> when the transmitter does not become idle; the line is then
    /// as it was.
    /// </returns>
    public ErrorCode Initialise(uint coreClockHz, uint baud)
    {
        Result<uint> counter = BaudCounter(coreClockHz, baud);
        if (!counter.IsOk)
        {
            return counter.Error;
        }

        if (IsTransmitting && Flush() != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        _registers.Write(_registers.Read<AUX_ENABLES>().WithMiniUartEnable(true));
        _registers.Write(default(AUX_MU_CNTL_REG));
        _registers.Write(default(AUX_MU_IER_REG));
        _registers.Write(default(AUX_MU_LCR_REG).WithDataSize(EightBits));
        _registers.Write(default(AUX_MU_MCR_REG));
        _registers.Write(default(AUX_MU_IIR_REG).WithClearReceive(true).WithClearTransmit(true));
        _registers.Write(default(AUX_MU_BAUD_REG).WithBaudrate(counter.Value));
        _registers.Write(default(AUX_MU_CNTL_REG).WithReceiverEnable(true).WithTransmitterEnable(true));
        return ErrorCode.None;
    }

    /// <summary>Takes the line over as firmware set it: rate and frame stay, the receiver is switched on, interrupts off.</summary>
    /// <returns><see cref="ErrorCode.InvalidState"/> when firmware did not set it up: use <see cref="Initialise"/>.</returns>
    public ErrorCode Adopt()
    {
        if (!IsTransmitting || _registers.Read<AUX_MU_BAUD_REG>().Baudrate == 0)
        {
            return ErrorCode.InvalidState;
        }

        _registers.Write(default(AUX_MU_IER_REG));
        _registers.Write(_registers.Read<AUX_MU_CNTL_REG>().WithReceiverEnable(true));
        return ErrorCode.None;
    }

    /// <summary>Sends one byte, reading the status at most <paramref name="pollLimit"/> (1 or more) times for room.</summary>
    /// <returns><see cref="ErrorCode.TimedOut"/> when the FIFO stayed full; the byte is not sent.</returns>
    public ErrorCode WriteByte(byte value, uint pollLimit = PollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (!_registers.Take<AUX_MU_LSR_REG>().TransmitterEmpty)
            {
                continue;
            }

            _registers.Write(default(AUX_MU_IO_REG).WithData(value));
            return ErrorCode.None;
        }

        return ErrorCode.TimedOut;
    }

    /// <summary>Takes the oldest received byte. The device does not report damaged ones.</summary>
    /// <returns><see cref="ErrorCode.WouldBlock"/> when there is none.</returns>
    public Result<byte> ReadByte()
    {
        if (!_registers.Take<AUX_MU_LSR_REG>().DataReady)
        {
            return ErrorCode.WouldBlock;
        }

        return (byte)_registers.Take<AUX_MU_IO_REG>().Data;
    }

    /// <summary>Waits until the last bit has left, reading the status at most <paramref name="pollLimit"/> (1 or more) times.</summary>
    /// <returns><see cref="ErrorCode.TimedOut"/> when the transmitter stayed busy.</returns>
    public ErrorCode Flush(uint pollLimit = PollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (_registers.Take<AUX_MU_LSR_REG>().TransmitterIdle)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <summary>Enables the receive interrupt: it stays while a byte waits, and reading is its only acknowledgement.</summary>
    public void EnableReceiveInterrupt()
        => _registers.Write(default(AUX_MU_IER_REG).WithReceiveInterrupt(true).WithUnnamed(ReceiveInterruptsCome));

    /// <summary>
    /// As <see cref="EnableReceiveInterrupt"/>; with <paramref name="isAllowed"/> also an interrupt
    /// while the transmit FIFO is empty.
    /// </summary>
    public void AllowTransmitInterrupt(bool isAllowed)
        => _registers.Write(
            default(AUX_MU_IER_REG).WithReceiveInterrupt(true).WithTransmitInterrupt(isAllowed).WithUnnamed(ReceiveInterruptsCome));

    /// <summary>Stops the receive interrupt in the device.</summary>
    public void DisableReceiveInterrupt() => _registers.Write(default(AUX_MU_IER_REG));

    /// <summary>True when the device and its transmitter are on; its other registers are read only when it is on.</summary>
    private bool IsTransmitting
        => _registers.Read<AUX_ENABLES>().MiniUartEnable && _registers.Read<AUX_MU_CNTL_REG>().TransmitterEnable;
}
