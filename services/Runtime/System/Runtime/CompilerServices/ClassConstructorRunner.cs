// Runs static constructors at the first use of their class.

using System.Threading;
using Internal.Runtime;

namespace System.Runtime.CompilerServices;

internal static unsafe class ClassConstructorRunner
{
    private const nint Running = 1;
    private const nint Failed = 2;
    private static Failure? s_failures;
    private static RustKernel.Runtime.RuntimeLock s_lock;
    private static volatile uint s_owner;

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

    // SAFETY: the compiler's data of the class.
    private static object CheckStaticClassConstructionReturnThreadStaticBase(
        TypeManagerSlot* pModuleData,
        int typeTlsIndex,
        StaticClassConstructionContext* context)
    {
        Ensure(ref *context);
        return ThreadStatics.GetThreadStaticBaseForType(pModuleData, typeTlsIndex);
    }

    // SAFETY: the address is the constructor's, from the compiler. If the constructor itself uses the class, through a cycle, it continues
    // with the present values; another thread waits. There is one lock for all: a constructor that waits for a thread which needs another
    // class never ends.
    private static void Ensure(ref StaticClassConstructionContext context)
    {
        if (context.cctorMethodAddress == 0)
        {
            return;
        }

        uint self = RustKernel.Runtime.Threads.Current->Id;
        bool isOuter = s_owner != self;
        if (isOuter)
        {
            s_lock.Acquire();
            s_owner = self;
        }

        try
        {
            nint code = context.cctorMethodAddress;
            if (code == Failed)
            {
                throw Find(ref context);
            }

            if (code is not 0 and not Running)
            {
                Run(ref context, code);
            }
        }
        finally
        {
            if (isOuter)
            {
                s_owner = 0;
                s_lock.Release();
            }
        }
    }

    // SAFETY: as above. The initialiser's exception is thrown again at each further use.
    private static void Run(ref StaticClassConstructionContext context, nint code)
    {
        context.cctorMethodAddress = Running;
        try
        {
            ((delegate*<void>)code)();
        }
        catch (Exception cause)
        {
            TypeInitializationException error = new(RustKernel.Runtime.TypeNames.OfInitializer(code), cause);
            s_failures = new Failure((nint)Unsafe.AsPointer(ref context), error, s_failures);
            Volatile.Write(ref Unsafe.As<nint, ulong>(ref context.cctorMethodAddress), (ulong)Failed);
            throw error;
        }

        Volatile.Write(ref Unsafe.As<nint, ulong>(ref context.cctorMethodAddress), 0);
    }

    private static TypeInitializationException Find(ref StaticClassConstructionContext context)
    {
        Failure? failure = s_failures;
        while (failure!.Context != (nint)Unsafe.AsPointer(ref context))
        {
            failure = failure.Next;
        }

        return failure.Error;
    }

    private sealed class Failure(nint context, TypeInitializationException error, Failure? next)
    {
        internal nint Context { get; } = context;

        internal TypeInitializationException Error { get; } = error;

        internal Failure? Next { get; } = next;
    }
}
