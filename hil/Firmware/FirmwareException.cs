// A fetch that cannot continue, with its exit status.

using System;

namespace RustKernel.Hil.Firmware;

/// <summary>One line for the user and an exit status: 2 for a wrong list or name, 3 for network, archive or disk.</summary>
public sealed class FirmwareException : Exception
{
    /// <summary>A failure.</summary>
    public FirmwareException(int exitStatus, string message)
        : base(message) => ExitStatus = exitStatus;

    /// <summary>The exit status it means.</summary>
    public int ExitStatus { get; }
}
