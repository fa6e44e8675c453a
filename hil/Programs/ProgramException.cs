// A program could not be used.

using System;

namespace RustKernel.Hil.Programs;

/// <summary>
/// A program is missing, or did not end in time. What it did, right or wrong, is in its answer
/// instead. The message is one line.
/// </summary>
public sealed class ProgramException(string message) : Exception(message);
