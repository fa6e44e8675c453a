// What a driver says of itself to the stack, in memory that both see.

using System;

namespace RustKernel.Services.Devices;

/// <summary>State of the driver and of its link.</summary>
[Flags]
public enum FrameRingState : uint
{
    /// <summary>Closed: a driver has started since, or has given the rings up. The stack opens them again.</summary>
    None = 0,

    /// <summary>The rings are in use.</summary>
    Open = 1,

    /// <summary>The link is up.</summary>
    LinkUp = 2,
}
