// How a device signals an interrupt.

namespace RustKernel;

/// <summary>When an interrupt becomes pending. The controller knows no polarity; active-low lines are inverted on the way to it.</summary>
public enum InterruptTrigger
{
    /// <summary>Pending while the line is asserted; the handler must quiet the device before the end of interrupt.</summary>
    Level = 0,

    /// <summary>Pending once for each edge.</summary>
    Edge = 1,
}
