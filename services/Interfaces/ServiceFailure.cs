using System;
using RustKernel.Runtime;

namespace RustKernel.Services;

/// <summary>
/// The one rule for exceptions. If an operation throws, its caller gets an error, the log gets a line, and the service continues. If code
/// throws where no caller waits for an answer, the process ends.
/// </summary>
public static class ServiceFailure
{
    /// <summary>Writes <paramref name="exception"/> to the log. Returns the caller's error: OutOfMemory or InvalidState.</summary>
    public static ErrorCode Answer(Exception exception)
    {
        ExceptionReport.Write("A request failed. "u8, exception);
        return exception is OutOfMemoryException ? ErrorCode.OutOfMemory : ErrorCode.InvalidState;
    }
}
