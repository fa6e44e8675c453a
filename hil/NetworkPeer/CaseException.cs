// A case that found a fault.

using System;

namespace RustKernel.Hil.NetworkPeer;

/// <summary>The machine did not do what a case asks for; the message says what it did.</summary>
/// <param name="message">What was expected, and what came.</param>
public sealed class CaseException(string message) : Exception(message);
