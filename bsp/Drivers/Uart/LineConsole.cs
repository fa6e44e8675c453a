// A UART of whole bytes as the kernel's console.

namespace RustKernel.Drivers.Uart;

/// <summary>A console on any <see cref="ILineUart"/>.</summary>
/// <typeparam name="TUart">The driver; a struct without references, so that the object can be preinitialised.</typeparam>
public sealed class LineConsole<TUart> : UartConsole<TUart>
    where TUart : struct, ILineUart
{
    /// <summary>
    /// Connects the console to <paramref name="uart"/>, taken over as firmware set it, else set to <paramref name="baud"/> bits a
    /// second with its clock at <paramref name="clockHz"/> (0: unknown). Errors as <see cref="ILineUart.Initialise"/>.
    /// </summary>
    /// <param name="uart">The device.</param>
    /// <param name="clockHz">The UART's clock, or 0.</param>
    /// <param name="baud">Bits a second.</param>
    public ErrorCode Start(TUart uart, ulong clockHz, uint baud)
    {
        Attach(uart);
        return Uart.Adopt() == ErrorCode.None ? ErrorCode.None : Uart.Initialise(clockHz, baud);
    }

    /// <inheritdoc/>
    protected override Result<byte> Receive() => Uart.ReadByte();
}
