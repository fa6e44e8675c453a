// The number and message of every rule. A message says what to do instead.

using Microsoft.CodeAnalysis;

namespace RustKernel.Build.Analyzers;

/// <summary>The diagnostics of target code; all are errors.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor UnsafeCode = Rule("RK0001", "Unsafe code",
        "{0} is allowed only in CoreLib and Arm64: use a span, a register bus or IPhysicalMemory, or move the access to bsp/Arm64");

    public static readonly DiagnosticDescriptor BannedSymbol = Rule("RK0002", "Banned symbol",
        "{0} is allowed only in CoreLib and Arm64: {1}");

    public static readonly DiagnosticDescriptor SafetyComment = Rule("RK0003", "Unsafe code without a reason",
        "Unsafe code needs a '// SAFETY:' comment directly above or inside: name the invariant and who upholds it");

    public static readonly DiagnosticDescriptor Exceptions = Rule("RK0004", "Exceptions in kernel code",
        "'{0}' does not exist in the kernel: return an ErrorCode or Result<T>, or call Panic when the kernel itself is wrong");

    public static readonly DiagnosticDescriptor DroppedResult = Rule("RK0005", "Dropped error",
        "The {0} that '{1}' returns is dropped: handle it, or write '_ = …' with a comment that says why it cannot matter");

    public static readonly DiagnosticDescriptor Allocation = Rule("RK0006", "Allocation in kernel code",
        "{0} allocates, and the kernel has no managed heap: {1}");

    public static readonly DiagnosticDescriptor Subset = Rule("RK0007", "Outside the kernel's language subset",
        "{0}: {1}");

    public static readonly DiagnosticDescriptor Reflection = Rule("RK3010", "Reflection in a service",
        "{0} needs reflection, and a service's image holds no members: {1}");

    public static readonly DiagnosticDescriptor GenericVirtual = Rule("RK3012", "Generic virtual method in a service",
        "Generic virtual method '{0}' in a type with parameters that its declaration does not know is one that the build cannot find: "
            + "give the method that type parameter");

    public static readonly DiagnosticDescriptor RuntimeCode = Rule("RK3016", "Code made at run time in a service",
        "{0} makes code at run time, and services are compiled ahead of time: {1}");

    public static readonly DiagnosticDescriptor Absent = Rule("RK3018", "A type of .NET that services do not have",
        "'{0}' does not exist in services: {1}");

    public static readonly DiagnosticDescriptor AbsentMember = Rule("RK3019", "A member of .NET that services do not have",
        "'{0}' does not exist in services: {1}");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "RustKernel", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
