// In its place our own runtime writes to the kernel's log.

using System;
using System.Text;

namespace RustKernel.Runtime;

/// <summary>Reports an unhandled exception.</summary>
public static class ExceptionReport
{
    /// <summary>Writes <paramref name="head"/> and .NET's description of the exception to standard error.</summary>
    public static void Write(ReadOnlySpan<byte> head, Exception exception) =>
        Console.Error.WriteLine(Encoding.UTF8.GetString(head) + exception);
}
