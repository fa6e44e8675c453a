// As .NET's.

namespace System;

public class TimeoutException : SystemException
{
    public TimeoutException()
    {
    }

    public TimeoutException(string? message)
        : base(message)
    {
    }

    public TimeoutException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    private protected override string DefaultMessage => "The operation has timed out.";
}
