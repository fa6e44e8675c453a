// As .NET's.

namespace System.Threading;

public class SynchronizationLockException : SystemException
{
    public SynchronizationLockException()
    {
    }

    public SynchronizationLockException(string? message)
        : base(message)
    {
    }

    public SynchronizationLockException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    private protected override string DefaultMessage => "Object synchronization method was called from an unsynchronized block of code.";
}
