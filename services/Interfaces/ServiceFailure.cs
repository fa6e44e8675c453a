// The one rule for exceptions.

using System;
using RustKernel.Runtime;

namespace RustKernel.Services;

/// <summary>
/// What an operation throws is its caller's error, and a line in the log; the service goes on. What is thrown where no caller
/// waits for an answer ends the process.
/// </summary>
public static class ServiceFailure
{
    /// <summary>Writes <paramref name="exception"/> to the log. OutOfMemory, or InvalidState: what the caller gets.</summary>
    public static ErrorCode Answer(Exception exception)
    {
        ExceptionReport.Write("A request failed. "u8, exception);
        return exception is OutOfMemoryException ? ErrorCode.OutOfMemory : ErrorCode.InvalidState;
    }
}
