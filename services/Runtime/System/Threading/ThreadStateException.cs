// As .NET's.

namespace System.Threading;

public class ThreadStateException : SystemException
{
    public ThreadStateException()
    {
    }

    public ThreadStateException(string? message)
        : base(message)
    {
    }

    public ThreadStateException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal override string TypeName => "System.ThreadStateException";

    private protected override string DefaultMessage => "Thread was in an invalid state for the operation being executed.";
}
