// As .NET's.

namespace System;

public class OperationCanceledException : SystemException
{
    public OperationCanceledException()
    {
    }

    public OperationCanceledException(string? message)
        : base(message)
    {
    }

    public OperationCanceledException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal override string TypeName => "System.OperationCanceledException";

    private protected override string DefaultMessage => "The operation was canceled.";
}
