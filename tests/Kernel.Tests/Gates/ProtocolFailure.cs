using System;

namespace RustKernel.Kernel.Tests.Gates;

/// <summary>The protocol allowed something forbidden.</summary>
internal sealed class ProtocolFailure(string message) : Exception(message);
