// Makes an object of a type parameter, as new T() does. Nothing else can be made by name.

using System.Runtime.CompilerServices;
using Internal.Runtime;
using RustKernel.Runtime;

namespace System;

public static unsafe class Activator
{
    // SAFETY: the compiler provides the constructor of T, which takes only the object.
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

    // The request implies that objects of T are made.
    [Intrinsic]
    private static nint AllocatorOf<T>()
    {
        Native.FailFast();
        return 0;
    }

    // The compiler uses this as the constructor of a type that has none.
    private static void MissingConstructorMethod() =>
        throw new MissingMethodException("Cannot dynamically create an instance of a type. Reason: No parameterless constructor defined.");
}
