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

    public OperationCanceledException(Threading.CancellationToken token) => CancellationToken = token;

    public OperationCanceledException(string? message, Threading.CancellationToken token)
        : base(message) => CancellationToken = token;

    public OperationCanceledException(string? message, Exception? innerException, Threading.CancellationToken token)
        : base(message, innerException) => CancellationToken = token;

    public Threading.CancellationToken CancellationToken { get; }

    private protected override string DefaultMessage => "The operation was canceled.";
}
