using System;

namespace RustKernel.Kernel.Tests.Gates;

/// <summary>The protocol let something happen that must not.</summary>
internal sealed class ProtocolFailure(string message) : Exception(message);
