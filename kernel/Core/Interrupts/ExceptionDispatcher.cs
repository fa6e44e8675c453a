// Where every exception arrives in C#: sorts them by vector. What nobody asked for is a panic.

using System.Runtime;
using RustKernel.Arm64;

namespace RustKernel;

/// <summary>The C# end of the exception vectors. Runs on the kernel stack with interrupts masked.</summary>
public static class ExceptionDispatcher
{
    private const ulong StackOverflow = 0x100;
    private const ulong SynchronousFromKernel = 4;

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

        KernelPanic.BecauseOf(in frame, "unhandled exception"u8);
    }
}
