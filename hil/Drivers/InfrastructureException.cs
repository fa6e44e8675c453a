// Something the rig needs does not work.

using System;

namespace RustKernel.Hil.Drivers;

/// <summary>
/// Board, power, serial line, network or emulator failed (exit status 3); nothing is said about the
/// kernel. The message is one line.
/// </summary>
public sealed class InfrastructureException(string message) : Exception(message);
