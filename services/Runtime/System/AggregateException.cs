// What a task failed with, when it is waited for.

namespace System;

public class AggregateException : Exception
{
    public AggregateException(Exception innerException)
        : base("One or more errors occurred. (" + innerException.Message + ")", innerException)
    {
    }

    public AggregateException(string? message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal override string TypeName => "System.AggregateException";
}
