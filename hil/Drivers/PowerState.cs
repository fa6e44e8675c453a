// What is known about a board's power.

namespace RustKernel.Hil.Drivers;

/// <summary>A board's power, as its switch reports it.</summary>
public enum PowerState
{
    /// <summary>The switch cannot tell.</summary>
    Unknown,

    /// <summary>Off.</summary>
    Off,

    /// <summary>On.</summary>
    On,
}
