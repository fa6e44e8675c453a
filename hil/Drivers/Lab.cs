// A target's drivers, put together.

using System;
using RustKernel.Hil.Drivers.Meters;

namespace RustKernel.Hil.Drivers;

/// <summary>
/// What a strategy drives: media first, then the console, then power. One object may be several of them, as an
/// emulator is. Disposing closes power first and the console last, so that a board's last words are in the log.
/// </summary>
/// <param name="Media">What the machine boots from.</param>
/// <param name="Console">Its serial line.</param>
/// <param name="Power">Its power switch.</param>
/// <param name="Emulation">A look into the emulator; null for a real machine, whose deadlines never stretch.</param>
public sealed record Lab(IBootMedia Media, IConsole Console, IPower Power, IEmulation? Emulation) : IDisposable
{
    /// <summary>The current sensor in its supply; null when there is none.</summary>
    public MeterRecorder? Meter { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Power.Dispose();
        Meter?.Dispose();
        Console.Dispose();
        Media.Dispose();
    }
}
