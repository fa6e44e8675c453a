using RustKernel.Drivers.Registers.Pl011;
using RustKernel.Drivers.Uart;

namespace RustKernel.Drivers.Pl011;

/// <summary>The PL011 as the kernel's console: it counts lost characters and refuses damaged ones.</summary>
/// <typeparam name="TBus">The device's register window; a struct without references, so that the object can be preinitialised.</typeparam>
public sealed class Pl011Console<TBus> : UartConsole<Pl011Uart<TBus>>
    where TBus : struct, IRegisterBus
{
    private uint _overruns;

    /// <summary>How often the receive FIFO overflowed and characters were lost.</summary>
    public uint Overruns => _overruns;

    /// <summary>
    /// Connects the console to its device, after <see cref="Pl011Uart{TBus}.Initialise"/> or
    /// <see cref="Pl011Uart{TBus}.Adopt"/> set it up. Again after the registers moved (MMU on).
    /// </summary>
    public void Attach(TBus bus) => Attach(new Pl011Uart<TBus>(bus));

    /// <inheritdoc/>
    protected override Result<byte> Receive()
    {
        Result<UARTDR> received = Uart.Receive();
        if (received.IsOk && received.Value.OE)
        {
            _overruns++;
        }

        return Pl011Uart<TBus>.WholeByte(received);
    }
}
