// The network boot failed.

using System;

namespace RustKernel.Hil.VirtualRpi4.Network;

/// <summary>No server answered, or no answer was one that a boot ROM accepts. The message is what the boot ROM would print.</summary>
public sealed class BootNetworkException(string message) : Exception(message);
