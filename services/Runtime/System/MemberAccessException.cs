// A member cannot be used.

namespace System;

public class MemberAccessException : SystemException
{
    public MemberAccessException()
        : base("Cannot access member.")
    {
    }

    public MemberAccessException(string? message)
        : base(message)
    {
    }

    public MemberAccessException(string? message, Exception? inner)
        : base(message, inner)
    {
    }
}
