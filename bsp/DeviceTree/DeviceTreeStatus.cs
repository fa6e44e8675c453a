// The values of "status". [DTSpec 2.3.4]

namespace RustKernel.DeviceTree;

/// <summary>Whether a device may be used.</summary>
public enum DeviceTreeStatus
{
    /// <summary>Operational; also when the tree says nothing.</summary>
    Okay = 0,

    /// <summary>Not now; for a CPU: quiescent.</summary>
    Disabled = 1,

    /// <summary>Operational, but for another user.</summary>
    Reserved = 2,

    /// <summary>Broken ("fail", "fail-…"), or an unknown value.</summary>
    Failed = 3,
}
