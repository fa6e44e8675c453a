// The mini-UART as the kernel's console.

using RustKernel.Drivers.Uart;

namespace RustKernel.Drivers.MiniUart;

/// <summary>A console on a mini-UART.</summary>
/// <typeparam name="TBus">The auxiliary block's window; a struct without references, so that the object can be preinitialised.</typeparam>
public sealed class MiniUartConsole<TBus> : UartConsole<MiniUartDevice<TBus>>
    where TBus : struct, IRegisterBus
{
    /// <summary>
    /// Connects the console to its device, which <see cref="MiniUartDevice{TBus}.Initialise"/> or
    /// <see cref="MiniUartDevice{TBus}.Adopt"/> set up. Again after the registers moved (MMU on).
    /// </summary>
    public void Attach(TBus bus) => Attach(new MiniUartDevice<TBus>(bus));

    /// <inheritdoc/>
    protected override Result<byte> Receive() => Uart.ReadByte();
}
