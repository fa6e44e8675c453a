// The firmware gave up.

using System;

namespace RustKernel.Hil.VirtualRpi4.Firmware;

/// <summary>The board does not get as far as its kernel. The message is the last line of the firmware's log.</summary>
public sealed class BootFailureException(string message) : Exception(message);
