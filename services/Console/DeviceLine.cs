using RustKernel.Drivers.Uart;
using RustKernel.Services.Devices;

namespace RustKernel.Services.Console;

/// <summary>A UART whose driver is an ILineUart, as a line of whole bytes.</summary>
/// <typeparam name="TUart">Its driver.</typeparam>
internal sealed class DeviceLine<TUart>(ClaimedDevice device, TUart uart) : UartLine(device)
    where TUart : struct, ILineUart
{
    /// <inheritdoc/>
    internal override bool TryWrite(byte value) => uart.WriteByte(value, 1) == ErrorCode.None;

    /// <inheritdoc/>
    internal override int Read()
    {
        // Skips a damaged character: the person types it again.
        Result<byte> next = uart.ReadByte();
        while (next.Error == ErrorCode.DeviceError)
        {
            next = uart.ReadByte();
        }

        return next.IsOk ? next.Value : -1;
    }

    /// <inheritdoc/>
    internal override void WantRoom(bool isWanted) => uart.AllowTransmitInterrupt(isWanted);

    /// <inheritdoc/>
    internal override void BeginReceive() => uart.AcknowledgeReceiveInterrupt();

    /// <inheritdoc/>
    protected override void AllowReceive() => uart.EnableReceiveInterrupt();
}
