// The machine did not do what a test from outside expects.

using System;

namespace RustKernel.Hil.Strategies.Outside;

/// <summary>A test from outside failed; the message says what was expected and what came.</summary>
public sealed class ExpectationException(string message) : Exception(message);
