// The firmware gave up.

using System;

namespace RustKernel.Hil.VirtualRpi4.Firmware;

/// <summary>The board does not get as far as its kernel. The message is what the firmware's log says last.</summary>
public sealed class BootFailureException(string message) : Exception(message);
