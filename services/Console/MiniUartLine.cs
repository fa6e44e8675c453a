using RustKernel.Drivers.MiniUart;
using RustKernel.Services.Devices;

namespace RustKernel.Services.Console;

/// <summary>The mini-UART of a BCM2835 and its descendants, as a line.</summary>
internal sealed class MiniUartLine(ClaimedDevice device) : UartLine(device)
{
    private readonly MiniUartDevice<DeviceRegisters> _uart = new(BlockOf(device));

    /// <inheritdoc/>
    internal override bool TryWrite(byte value) => _uart.WriteByte(value, 1) == ErrorCode.None;

    /// <inheritdoc/>
    internal override int Read()
    {
        Result<byte> next = _uart.ReadByte();
        return next.IsOk ? next.Value : -1;
    }

    /// <inheritdoc/>
    internal override void WantRoom(bool isWanted) => _uart.AllowTransmitInterrupt(isWanted);

    /// <inheritdoc/>
    internal override void BeginReceive()
    {
        // Reading clears it.
    }

    /// <inheritdoc/>
    protected override void AllowReceive() => _uart.EnableReceiveInterrupt();

    // The driver's registers begin with those of the whole auxiliary block, in the same page.
    private static DeviceRegisters BlockOf(ClaimedDevice device) => device.Registers.Before(MiniUartDevice<DeviceRegisters>.OffsetInBlock);
}
