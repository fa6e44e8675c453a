// The base of every exception. The kernel throws none (the link would fail); services do.

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
