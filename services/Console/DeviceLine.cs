// Every UART whose driver is an ILineUart.

using RustKernel.Drivers.Uart;
using RustKernel.Services.Devices;

namespace RustKernel.Services.Console;

/// <summary>A UART of whole bytes as a line.</summary>
/// <typeparam name="TUart">Its driver.</typeparam>
internal sealed class DeviceLine<TUart>(ClaimedDevice device, TUart uart) : UartLine(device)
    where TUart : struct, ILineUart
{
    /// <inheritdoc/>
    internal override bool TryWrite(byte value) => uart.WriteByte(value, 1) == ErrorCode.None;

    /// <inheritdoc/>
    internal override int Read()
    {
        // A damaged character is passed over: the person types it again.
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
