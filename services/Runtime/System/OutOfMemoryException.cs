// As .NET's.

namespace System;

public class OutOfMemoryException : SystemException
{
    public OutOfMemoryException()
    {
    }

    public OutOfMemoryException(string? message)
        : base(message)
    {
    }

    public OutOfMemoryException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The kernel refused: RustKernel.Runtime.Limits knows which limit was reached.</summary>
    internal bool HasLimit { get; set; }

    private protected override string DefaultMessage => "Insufficient memory to continue the execution of the program.";
}
