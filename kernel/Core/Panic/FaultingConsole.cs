// A console that fails once in the middle of a panic's report: panic=double shows that the panic still ends.

using RustKernel.Arm64;
using RustKernel.Diagnostics;

namespace RustKernel.Panic;

/// <summary>Passes bytes on to the console it replaced; at the backtrace's first byte it faults, the first time only.</summary>
public sealed class FaultingConsole : ConsoleDevice
{
    private static readonly FaultingConsole s_instance = new();

    private static ConsoleDevice? s_behind;
    private static bool s_faulted;

    private FaultingConsole()
    {
    }

    /// <summary>Installs itself in front of the present console.</summary>
    public static void Install()
    {
        s_behind = KernelConsole.Device;
        KernelConsole.Use(s_instance);
    }

    /// <inheritdoc/>
    public override ErrorCode WriteByte(byte value)
    {
        if (value == (byte)'#' && !s_faulted)
        {
            s_faulted = true;
            Faults.Undefined();
        }

        return s_behind is null ? ErrorCode.InvalidState : s_behind.WriteByte(value);
    }

    /// <inheritdoc/>
    public override ErrorCode TryWriteByte(byte value) => s_behind is null ? ErrorCode.InvalidState : s_behind.TryWriteByte(value);

    /// <inheritdoc/>
    public override bool IsIdle => s_behind is null || s_behind.IsIdle;

    /// <inheritdoc/>
    public override Result<byte> ReadByte() => s_behind is null ? ErrorCode.InvalidState : s_behind.ReadByte();

    /// <inheritdoc/>
    public override ErrorCode Flush() => s_behind is null ? ErrorCode.InvalidState : s_behind.Flush();
}
