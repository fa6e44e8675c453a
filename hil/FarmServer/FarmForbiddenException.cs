// The caller may not do this.

using System;

namespace RustKernel.Hil.FarmServer;

/// <summary>The caller is known and may not do what he asks for.</summary>
/// <param name="message">Why.</param>
internal sealed class FarmForbiddenException(string message) : Exception(message);
