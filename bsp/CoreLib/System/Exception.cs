// The base of every exception. The kernel throws none (the link fails where it would); services will.

namespace System;

public class Exception
{
    private readonly string? _message;

    public Exception()
    {
    }

    public Exception(string? message) => _message = message;

    public virtual string? Message => _message;
}
