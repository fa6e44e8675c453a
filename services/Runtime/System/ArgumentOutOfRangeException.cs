// As .NET's.

namespace System;

public class ArgumentOutOfRangeException : ArgumentException
{
    public ArgumentOutOfRangeException()
    {
    }

    public ArgumentOutOfRangeException(string? paramName)
        : base(null, paramName)
    {
    }

    public ArgumentOutOfRangeException(string? paramName, string? message)
        : base(message, paramName)
    {
    }

    internal override string TypeName => "System.ArgumentOutOfRangeException";

    private protected override string DefaultMessage => "Specified argument was out of the range of valid values.";
}
