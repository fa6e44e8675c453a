// The operation is not permitted.

namespace System;

public class UnauthorizedAccessException : SystemException
{
    public UnauthorizedAccessException()
        : base("Attempted to perform an unauthorized operation.")
    {
    }

    public UnauthorizedAccessException(string? message)
        : base(message)
    {
    }

    public UnauthorizedAccessException(string? message, Exception? inner)
        : base(message, inner)
    {
    }
}
