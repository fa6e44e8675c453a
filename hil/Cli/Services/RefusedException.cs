// The machine refuses what was sent.

using System;

namespace RustKernel.Hil.Cli.Services;

/// <summary>The receiver's own reason is the message.</summary>
internal sealed class RefusedException(string message) : Exception(message);
