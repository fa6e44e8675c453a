// An exception's text in the log.

using System;

namespace RustKernel.Runtime;

/// <summary>Writes exceptions to the kernel's log. The image has no names: docs/RUNTIME.md says how to read the addresses.</summary>
public static unsafe class ExceptionReport
{
    /// <summary>
    /// Writes <paramref name="head"/>, the nearest class of the core library, the address of the type, the message, the limit that was
    /// reached if memory was lacking, and a line for each frame.
    /// </summary>
    public static void Write(ReadOnlySpan<byte> head, Exception exception)
    {
        DebugOutput.Write(head);
        DebugOutput.Write(exception.RuntimeName);
        DebugOutput.Write(" [type "u8);

        // SAFETY: the address of the object's method table as a number.
        DebugOutput.WriteHex((ulong)(nint)exception.m_pEEType);
        DebugOutput.Write("]: "u8);
        DebugOutput.Write(exception.Message);
        DebugOutput.Write("\n"u8);
        if (exception is OutOfMemoryException { HasLimit: true })
        {
            Limits.Write();
        }

        foreach (ulong pc in exception.Trace)
        {
            DebugOutput.WritePlace(pc);
        }
    }
}
