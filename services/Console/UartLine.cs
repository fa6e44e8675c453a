// What Console asks of a UART.

namespace RustKernel.Services.Lines;

/// <summary>A UART with interrupts. Rate and frame are as the kernel left them.</summary>
internal abstract class UartLine(ClaimedDevice device)
{
    /// <summary>Interrupts go to <paramref name="port"/>, receiving begins.</summary>
    internal ErrorCode Start(ulong port)
    {
        ErrorCode error = device.HasInterrupt ? device.Bind(port, 0) : ErrorCode.NotSupported;
        if (error == ErrorCode.None)
        {
            AllowReceive();
        }

        return error;
    }

    /// <summary>The interrupt is served: the next may come.</summary>
    internal void Served() => device.Acknowledge();

    /// <summary>Sends a byte if there is room.</summary>
    internal abstract bool TryWrite(byte value);

    /// <summary>The oldest received byte; negative: none.</summary>
    internal abstract int Read();

    /// <summary>An interrupt comes when there is room again.</summary>
    internal abstract void WantRoom(bool isWanted);

    /// <summary>Clears what caused a receive interrupt. Before reading.</summary>
    internal abstract void BeginReceive();

    /// <summary>Receive interrupts come from now on.</summary>
    protected abstract void AllowReceive();
}
