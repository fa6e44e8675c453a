// The network boot came to its end.

using System;

namespace RustKernel.Hil.VirtualRpi4.Network;

/// <summary>No one answered, or not with what a boot ROM takes. The message is what the boot ROM would print.</summary>
public sealed class BootNetworkException(string message) : Exception(message);
