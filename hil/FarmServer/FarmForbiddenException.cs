// The caller may not do this.

using System;

namespace RustKernel.Hil.FarmServer;

/// <summary>The caller is known, but may not do what the request asks for.</summary>
/// <param name="message">Why.</param>
internal sealed class FarmForbiddenException(string message) : Exception(message);
