// Thrown where the real CPU sleeps for ever.

using System;

namespace RustKernel.Arm64;

internal sealed class HaltException : Exception;
