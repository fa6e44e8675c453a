// The driver of a UART of Qualcomm's GENI: set-up, polled bytes, interrupts. Keeps no state; every wait has a limit.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.GeniUart;
using RustKernel.Drivers.Uart;

namespace RustKernel.Drivers.GeniUart;

/// <summary>
/// A serial engine of Qualcomm's GENI (Snapdragon 845 and later) whose firmware makes it a UART. It sends by commands: each has a
/// length, and the next may start only after its end. Here each byte is a command, so nothing needs to know what follows.
/// [LINUX, drivers/tty/serial/qcom_geni_serial.c]
/// </summary>
/// <typeparam name="TBus">The device's window.</typeparam>
public readonly struct GeniUartDevice<TBus> : ILineUart
    where TBus : struct, IRegisterBus
{
    /// <summary>
    /// Reads of the status before a byte or a flush times out; longer than a FIFO of 64 characters takes at 9600 baud.
    /// </summary>
    public const uint PollLimit = 1u << 21;

    private const uint UartProtocol = 2;
    private const uint SamplesPerBit = 32;
    private const uint LargestDivisor = 0xFFF;
    private const uint DataBits = 8;
    private const uint StartSending = 1;
    private const uint StartReceiving = 1;
    private const uint CancelPolls = 1000;

    // A word of a FIFO is one character: it starts at bit 0, has eight bits, and is the last.
    private const uint OneCharacter = ((DataBits - 1) << 1) | 1;
    private const uint SilenceOfSixteenCharacters = 160;

    private readonly RegisterBlock<TBus> _registers;

    static uint IPolledUart.PollLimit => PollLimit;

    /// <summary>The UART behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GeniUartDevice(TBus bus) => _registers = new RegisterBlock<TBus>(bus);

    /// <inheritdoc/>
    /// <remarks>Waits for firmware's last command.</remarks>
    public ErrorCode Adopt()
    {
        bool isRunning = IsUart && _registers.Read<GENI_SER_M_CLK_CFG>().SER_CLK_EN;
        if (!isRunning || _registers.Read<UART_TX_WORD_LEN>().BITS != DataBits || Flush(PollLimit) != ErrorCode.None)
        {
            return ErrorCode.InvalidState;
        }

        StopReceiver();
        StartReceiver();
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    /// <remarks>Also NotSupported: the engine's firmware makes it something other than a UART.</remarks>
    public ErrorCode Initialise(ulong clockHz, uint baud)
    {
        Result<uint> divisor = BaudDivisor.IfKnown(clockHz, SamplesPerBit, baud, LargestDivisor);
        if (!divisor.IsOk)
        {
            return divisor.Error;
        }

        if (!IsUart)
        {
            return ErrorCode.NotSupported;
        }

        if (Flush(PollLimit) != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        StopReceiver();
        if (divisor.Value != 0)
        {
            _registers.Write(default(GENI_SER_M_CLK_CFG).WithCLK_DIV(divisor.Value).WithSER_CLK_EN(true));
            _registers.Write(default(GENI_SER_S_CLK_CFG).WithCLK_DIV(divisor.Value).WithSER_CLK_EN(true));
        }

        _registers.Write(default(UART_TX_TRANS_CFG).WithCTS_MASK(true));
        _registers.Write(default(UART_TX_WORD_LEN).WithBITS(DataBits));
        _registers.Write(default(UART_TX_STOP_BIT_LEN));
        _registers.Write(default(UART_RX_TRANS_CFG));
        _registers.Write(default(UART_RX_WORD_LEN).WithBITS(DataBits));
        StartReceiver();
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode WriteByte(byte value, uint pollLimit)
    {
        ErrorCode error = Flush(pollLimit);
        if (error == ErrorCode.None)
        {
            // The previous byte is done: do not take its report for this one's.
            _registers.Clear(GENI_M_IRQ_CLEAR.CMD_DONE);
            _registers.Write(default(UART_TX_TRANS_LEN).WithCOUNT(1));
            _registers.Write(default(GENI_M_CMD0).WithOPCODE(StartSending));
            _registers.Write(default(GENI_TX_FIFO).WithDATA(value));
        }

        return error;
    }

    /// <inheritdoc/>
    /// <remarks>The engine reports that a character was damaged, but not which one: the next one taken counts as
    /// damaged.</remarks>
    public Result<byte> ReadByte()
    {
        if (_registers.Read<GENI_RX_FIFO_STATUS>().WORDS == 0)
        {
            return ErrorCode.WouldBlock;
        }

        byte value = (byte)_registers.Take<GENI_RX_FIFO>().DATA;
        GENI_S_IRQ_STATUS status = _registers.Read<GENI_S_IRQ_STATUS>();
        if (!status.PARITY && !status.FRAME && !status.BREAK)
        {
            return value;
        }

        _registers.Clear(GENI_S_IRQ_CLEAR.PARITY | GENI_S_IRQ_CLEAR.FRAME | GENI_S_IRQ_CLEAR.BREAK);
        return ErrorCode.DeviceError;
    }

    /// <inheritdoc/>
    public ErrorCode Flush(uint pollLimit)
    {
        for (uint poll = 0; poll < pollLimit; poll++)
        {
            if (!_registers.Read<GENI_STATUS>().M_CMD_ACTIVE)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public void EnableReceiveInterrupt() => SetReceiveInterrupt(true);

    /// <inheritdoc/>
    public void DisableReceiveInterrupt() => SetReceiveInterrupt(false);

    /// <inheritdoc/>
    public void AllowTransmitInterrupt(bool isAllowed) => _registers.Write(_registers.Read<GENI_M_IRQ_EN>().WithCMD_DONE(isAllowed));

    /// <inheritdoc/>
    public void AcknowledgeReceiveInterrupt()
    {
        _registers.Clear(GENI_M_IRQ_CLEAR.RX_FIFO_WATERMARK | GENI_M_IRQ_CLEAR.RX_FIFO_LAST);
        _registers.Clear(GENI_S_IRQ_CLEAR.RX_FIFO_WATERMARK | GENI_S_IRQ_CLEAR.RX_FIFO_LAST);
    }

    private bool IsUart => _registers.Read<GENI_FW_REVISION>().PROTOCOL == UartProtocol;

    // Both sequencers see the receive FIFO, and share the line.
    private void SetReceiveInterrupt(bool isAllowed)
    {
        _registers.Write(_registers.Read<GENI_M_IRQ_EN>().WithRX_FIFO_WATERMARK(isAllowed).WithRX_FIFO_LAST(isAllowed));
        _registers.Write(_registers.Read<GENI_S_IRQ_EN>().WithRX_FIFO_WATERMARK(isAllowed).WithRX_FIFO_LAST(isAllowed));
    }

    // Frame and packing may change only while no command runs.
    private void StopReceiver()
    {
        _registers.Write(default(GENI_M_IRQ_EN));
        _registers.Write(default(GENI_S_IRQ_EN));
        if (!_registers.Read<GENI_STATUS>().S_CMD_ACTIVE)
        {
            return;
        }

        _registers.Write(default(GENI_S_CMD_CTRL).WithCANCEL(true));
        for (uint poll = 0; poll < CancelPolls; poll++)
        {
            // Finishes a character that is arriving.
            if (!_registers.Read<GENI_STATUS>().S_CMD_ACTIVE)
            {
                return;
            }
        }

        _registers.Write(default(GENI_S_CMD_CTRL).WithABORT(true));
    }

    // We cannot know how firmware packs characters into words.
    private void StartReceiver()
    {
        _registers.Write(default(GENI_DMA_MODE_EN));
        _registers.Write(default(GENI_GSI_EVENT_EN));
        _registers.Write(TX_PACKING_CFG0.Of(OneCharacter));
        _registers.Write(TX_PACKING_CFG1.Of(0));
        _registers.Write(RX_PACKING_CFG0.Of(OneCharacter));
        _registers.Write(RX_PACKING_CFG1.Of(0));
        _registers.Write(default(GENI_RX_WATERMARK));
        _registers.Write(default(UART_RX_STALE_CNT).WithBITS(SilenceOfSixteenCharacters));
        _registers.Write(_registers.Read<GENI_IRQ_EN>().WithMAIN(true).WithSECONDARY(true));
        AcknowledgeReceiveInterrupt();
        _registers.Write(default(GENI_S_CMD0).WithOPCODE(StartReceiving));
    }
}
