using RustKernel.Drivers.Pl011;
using RustKernel.Drivers.Registers.Pl011;
using RustKernel.Services.Devices;

namespace RustKernel.Services.Console;

/// <summary>A PL011 as a line.</summary>
internal sealed class Pl011Line(ClaimedDevice device) : UartLine(device)
{
    private readonly Pl011Uart<DeviceRegisters> _uart = new(device.Registers);

    /// <inheritdoc/>
    internal override bool TryWrite(byte value) => _uart.WriteByte(value, 1) == ErrorCode.None;

    /// <inheritdoc/>
    internal override int Read()
    {
        // Skips a damaged character: the person types it again.
        for (Result<UARTDR> next = _uart.Receive(); next.IsOk; next = _uart.Receive())
        {
            if (!next.Value.FE && !next.Value.PE && !next.Value.BE)
            {
                return (byte)next.Value.DATA;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    internal override void WantRoom(bool isWanted) => _uart.AllowTransmitInterrupt(isWanted);

    /// <inheritdoc/>
    internal override void BeginReceive() => _uart.AcknowledgeReceiveInterrupt();

    /// <inheritdoc/>
    protected override void AllowReceive() => _uart.EnableReceiveInterrupt();
}
