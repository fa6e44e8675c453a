// A device that could be part of a lab.

namespace RustKernel.Hil.Drivers.Scan;

/// <summary>A device of this machine.</summary>
/// <param name="Name">What rig.yaml calls it: a path, a hub's location, an address.</param>
/// <param name="What">What it is, in words.</param>
public sealed record FoundDevice(string Name, string What);
