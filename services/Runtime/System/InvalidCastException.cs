// As .NET's.

namespace System;

public class InvalidCastException : SystemException
{
    public InvalidCastException()
    {
    }

    public InvalidCastException(string? message)
        : base(message)
    {
    }

    public InvalidCastException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal override string TypeName => "System.InvalidCastException";

    private protected override string DefaultMessage => "Specified cast is not valid.";
}
