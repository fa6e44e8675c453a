// Thrown where the real CPU would sleep for ever.

using System;

namespace RustKernel.Arm64;

internal sealed class HaltException : Exception;
