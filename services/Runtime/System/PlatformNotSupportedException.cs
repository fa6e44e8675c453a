// As .NET's.

namespace System;

public class PlatformNotSupportedException : NotSupportedException
{
    public PlatformNotSupportedException()
    {
    }

    public PlatformNotSupportedException(string? message)
        : base(message)
    {
    }

    public PlatformNotSupportedException(string? message, Exception? inner)
        : base(message, inner)
    {
    }

    private protected override string DefaultMessage => "Operation is not supported on this platform.";
}
