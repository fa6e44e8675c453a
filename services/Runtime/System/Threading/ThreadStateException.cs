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

    private protected override string DefaultMessage => "Thread was in an invalid state for the operation being executed.";
}
