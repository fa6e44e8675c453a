// A part of the rig does not work.

using System;

namespace RustKernel.Hil.Drivers;

/// <summary>
/// Board, power, serial line, network or emulator failed (exit status 3); this says nothing about the kernel. The message is one line.
/// </summary>
public sealed class InfrastructureException(string message) : Exception(message);
