using RustKernel.Services.Devices;
using RustKernel.User;

namespace RustKernel.Services.Console;

/// <summary>A UART as Console uses it, with interrupts, or polled by a timer. Rate and frame stay as the kernel set them.</summary>
internal abstract class UartLine(ClaimedDevice device)
{
    // A FIFO of 16 characters is full, or empty, after 1.4 ms at 115200 baud.
    private const ulong QuickMilliseconds = 1;
    private const ulong SlowMilliseconds = 10;

    // A key may come just when Init asks, but not repeatedly without an interrupt in between.
    private const int MostMissed = 2;
    private Handle<Port> _port;
    private Handle<Timer> _timer;
    private int _missed;

    /// <summary>Sends interrupts, or a timer's reports, to <paramref name="port"/>, and begins to receive.</summary>
    internal ErrorCode Start(Handle<Port> port)
    {
        _port = port;
        ErrorCode error = device.HasInterrupt ? device.Bind(port, Badge.None) : ErrorCode.NotSupported;
        if (error == ErrorCode.None)
        {
            AllowReceive();
            return error;
        }

        return StartTimer();
    }

    /// <summary>
    /// The interrupt is served, and the next may come; or a timer polls the line again soon, sooner if <paramref name="isSending"/>.
    /// </summary>
    internal void Served(bool isSending)
    {
        _missed = 0;
        if (_timer.IsNone)
        {
            device.Acknowledge();
            return;
        }

        _ = Kernel.TimerSet(_timer, Own.In(isSending ? QuickMilliseconds : SlowMilliseconds), 0);
    }

    /// <summary>
    /// Call after a look at the line without an interrupt, which found keys if <paramref name="wereKeys"/>. True: interrupts were missed
    /// too often to be chance, and a timer polls the line from now on.
    /// </summary>
    internal bool IsInterruptMissed(bool wereKeys)
    {
        _missed += wereKeys ? 1 : 0;
        return _timer.IsNone && _missed > MostMissed && StartTimer() == ErrorCode.None;
    }

    /// <summary>Sends a byte if there is room.</summary>
    internal abstract bool TryWrite(byte value);

    /// <summary>The oldest received byte; negative if there is none.</summary>
    internal abstract int Read();

    /// <summary>Asks for an interrupt when there is room again, or ends that.</summary>
    internal abstract void WantRoom(bool isWanted);

    /// <summary>Clears the cause of a receive interrupt. Call before reading.</summary>
    internal abstract void BeginReceive();

    /// <summary>Enables receive interrupts.</summary>
    protected abstract void AllowReceive();

    private ErrorCode StartTimer()
    {
        ErrorCode error = Kernel.TimerCreate(_port, default, out _timer);
        return error == ErrorCode.None ? Kernel.TimerSet(_timer, Own.In(QuickMilliseconds), 0) : error;
    }
}
