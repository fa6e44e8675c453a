// Where every exception arrives in C#: sorts them by vector. An exception that no one expects is a panic.

using System.Runtime;
using RustKernel.Arm64;
using RustKernel.Panic;

namespace RustKernel.Exceptions;

/// <summary>The C# end of the exception vectors. Runs on the kernel stack with interrupts masked.</summary>
public static class ExceptionDispatcher
{
    private const ulong StackOverflow = 0x100;
    private const ulong SynchronousFromKernel = 4;
    private const ulong KindMask = 3;
    private const ulong FastInterrupt = 2;
    private const ulong SystemError = 3;

    /// <summary>An exception from EL0 that is neither a system call, an interrupt nor a thread's fault.</summary>
    internal static void DispatchFromUser(ref ExceptionFrame frame) => Dispatch(ref frame);

    [RuntimeExport("exception_dispatch")]
    private static void Dispatch(ref ExceptionFrame frame)
    {
        if ((frame.Vector & StackOverflow) != 0)
        {
            KernelPanic.BecauseOf(in frame, "kernel stack overflow"u8);
        }

        if (frame.Vector == SynchronousFromKernel && ExpectedFault.TryTake(ref frame))
        {
            return;
        }

        if (ExpectedVector.TryTake(in frame))
        {
            return;
        }

        KernelPanic.BecauseOf(in frame, (frame.Vector & KindMask) switch
        {
            FastInterrupt => "unexpected FIQ"u8,
            SystemError => "unexpected SError"u8,
            _ => "unhandled exception"u8,
        });
    }
}
