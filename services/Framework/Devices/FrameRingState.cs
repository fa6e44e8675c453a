using System;

namespace RustKernel.Services.Devices;

/// <summary>State of a network driver and of its link, in memory that the stack reads.</summary>
[Flags]
public enum FrameRingState : uint
{
    /// <summary>Closed: the driver has restarted or closed the rings. The stack must open them again.</summary>
    None = 0,

    /// <summary>The rings are in use.</summary>
    Open = 1,

    /// <summary>The link is up.</summary>
    LinkUp = 2,
}
