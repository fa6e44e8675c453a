// The history cannot be used.

using System;

namespace RustKernel.Hil.History;

/// <summary>The file cannot be read or written, or is of a newer version. The message is one line.</summary>
public sealed class HistoryException(string message) : Exception(message);
