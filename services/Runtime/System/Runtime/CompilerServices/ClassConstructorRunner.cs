// Static constructors that run at the first use of their class.

using System.Threading;

namespace System.Runtime.CompilerServices;

internal static unsafe class ClassConstructorRunner
{
    private const nint Running = 1;

    private static object CheckStaticClassConstructionReturnGCStaticBase(ref StaticClassConstructionContext context, object gcStaticBase)
    {
        Ensure(ref context);
        return gcStaticBase;
    }

    private static nint CheckStaticClassConstructionReturnNonGCStaticBase(ref StaticClassConstructionContext context, nint nonGcStaticBase)
    {
        Ensure(ref context);
        return nonGcStaticBase;
    }

    // SAFETY: the address is the constructor's, by the compiler. A second thread, or the constructor itself through a cycle, goes on with what is there.
    private static void Ensure(ref StaticClassConstructionContext context)
    {
        nint code = context.cctorMethodAddress;
        if (code == 0 || code == Running)
        {
            return;
        }

        context.cctorMethodAddress = Running;
        ((delegate*<void>)code)();
        Volatile.Write(ref Unsafe.As<nint, ulong>(ref context.cctorMethodAddress), 0);
    }
}
