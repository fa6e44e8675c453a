// RK2004: helpers whose presence proves that kernel code does something that a kernel must not.

using System;
using System.Collections.Generic;

namespace RustKernel.Build.ImageCheck;

/// <summary>
/// Refuses runtime helpers in a linked kernel. Most stay undefined, so that the linker names the function that needs them. This
/// check works even if someone defines them, and finds the ones in CoreLib.
/// </summary>
public static class ForbiddenSymbolCheck
{
    private static readonly (string Part, string Meaning)[] s_forbidden =
    [
        ("GVMLookupForSlot", "a generic virtual method is called; make it non-virtual or non-generic"),
        ("GVMResolution", "a delegate to a generic virtual method is made; make the method non-virtual"),
        ("RhpInitialDynamicInterfaceDispatch", "an interface is dispatched at run time; constrain a type parameter or use an "
            + "abstract class"),
        ("RhpResolveInterfaceMethod", "an interface method is resolved at run time; constrain a type parameter or use an abstract class"),
        ("RhpNewFast", "an object is allocated; use a struct, a pool or a preinitialised singleton"),
        ("RhpNewFinalizable", "an object with a finalizer is allocated; the kernel has no collector"),
        ("RhpNewArrayFast", "an array is allocated; use a span over a buffer that the caller owns"),
        ("RhpNewPtrArrayFast", "an array is allocated; use a span over a buffer that the caller owns"),
        ("RhNewString", "a string is allocated; write its parts one by one"),
        ("RhpThrowEx", "an exception is thrown; return an error code or panic"),
        ("RhpRethrow", "an exception is thrown; return an error code or panic"),
        ("CheckStaticClassConstruction", "a static constructor would run lazily; use statics that ilc can preinitialise"),
        ("NewObjArray", "a multi-dimensional array is made; use a flat array and compute the index"),
        ("GetThreadStaticBaseForType", "a [ThreadStatic] is used; the kernel keeps per-CPU state in its own structure"),
        ("GetInlinedThreadStaticBase", "a [ThreadStatic] is used; the kernel keeps per-CPU state in its own structure"),
    ];

    /// <summary>One finding per forbidden symbol.</summary>
    public static IEnumerable<Finding> Run(ElfFile elf)
    {
        var reported = new HashSet<string>();
        foreach (ElfSymbol symbol in elf.Symbols)
        {
            foreach ((string part, string meaning) in s_forbidden)
            {
                if (symbol.Name.Contains(part, StringComparison.Ordinal) && reported.Add(symbol.Name))
                {
                    yield return new Finding("RK2004", $"{symbol.Name} is linked in: {meaning}");
                }
            }
        }
    }
}
