// An object of a type parameter: what new T() becomes. Nothing else is made by name.

using System.Runtime.CompilerServices;
using Internal.Runtime;
using RustKernel.Runtime;

namespace System;

public static unsafe class Activator
{
    // SAFETY: the compiler says the constructor of T, which takes the object alone.
    [Intrinsic]
    public static T CreateInstance<T>()
    {
        nint constructor = DefaultConstructorOf<T>();
        if (typeof(T).IsValueType)
        {
            T value = default!;
            if (constructor != (nint)(delegate*<void>)&MissingConstructorMethod)
            {
                ((delegate*<ref T, void>)constructor)(ref value);
            }

            return value;
        }

        object made = ((delegate*<MethodTable*, object>)AllocatorOf<T>())(MethodTable.Of<T>());
        ((delegate*<object, void>)constructor)(made);
        return Unsafe.As<object, T>(ref made);
    }

    [Intrinsic]
    private static nint DefaultConstructorOf<T>()
    {
        Native.FailFast();
        return 0;
    }

    // That it is asked for says that objects of T are made.
    [Intrinsic]
    private static nint AllocatorOf<T>()
    {
        Native.FailFast();
        return 0;
    }

    // The compiler takes it for the constructor of a type that has none.
    private static void MissingConstructorMethod() =>
        throw new MissingMethodException("Cannot dynamically create an instance of a type. Reason: No parameterless constructor defined.");
}
