// Throws an exception that was caught elsewhere.

using System.Diagnostics.CodeAnalysis;

namespace System.Runtime.ExceptionServices;

public sealed class ExceptionDispatchInfo
{
    private ExceptionDispatchInfo(Exception exception) => SourceException = exception;

    public Exception SourceException { get; }

    public static ExceptionDispatchInfo Capture(Exception source) => new(source);

    [DoesNotReturn]
    public static void Throw(Exception source) => throw source;

    [DoesNotReturn]
    public void Throw() => throw SourceException;
}
