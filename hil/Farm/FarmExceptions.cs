// Why the farm did not do what the caller asked for.

using System;
using System.Net;

namespace RustKernel.Hil.Farm;

/// <summary>No coordinator answered, or it cannot reach its store. The same call may succeed later.</summary>
/// <param name="message">What is the matter.</param>
public sealed class FarmUnreachableException(string message) : Exception(message);

/// <summary>A coordinator refused.</summary>
/// <param name="status">HTTP's status.</param>
/// <param name="message">What it said.</param>
public sealed class FarmRefusedException(HttpStatusCode status, string message) : Exception(message)
{
    /// <summary>HTTP's status: 409 for a hold or session that has ended, 404 for what is not there, 400 for what is wrong.</summary>
    public HttpStatusCode Status { get; } = status;
}
