// The values of "status". [DTSpec 2.3.4]

namespace RustKernel.DeviceTree;

/// <summary>Whether a device may be used.</summary>
public enum DeviceTreeStatus
{
    /// <summary>Operational; also when the tree says nothing.</summary>
    Okay = 0,

    /// <summary>Not now; of a CPU: quiescent.</summary>
    Disabled = 1,

    /// <summary>Operational, but for somebody else.</summary>
    Reserved = 2,

    /// <summary>Broken ("fail", "fail-…"), or a value no one knows.</summary>
    Failed = 3,
}
