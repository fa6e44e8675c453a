// A member does not exist.

namespace System;

public class MissingMemberException : MemberAccessException
{
    public MissingMemberException()
        : base("Attempted to access a missing member.")
    {
    }

    public MissingMemberException(string? message)
        : base(message)
    {
    }

    public MissingMemberException(string? message, Exception? inner)
        : base(message, inner)
    {
    }
}
