// The rules that apply to a project, from the MSBuild properties that Analyzers.props makes visible to the compiler.

using System;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RustKernel.Build.Analyzers;

/// <summary>The project's class: target code or not, allowed to be unsafe or not, kernel code or not.</summary>
internal readonly struct ProjectRules
{
    private ProjectRules(bool freestanding, bool allowUnsafe, bool kernelCode)
    {
        Freestanding = freestanding;
        AllowUnsafe = allowUnsafe;
        KernelCode = kernelCode;
    }

    /// <summary>Target code: without a .NET runtime (<c>IsFreestanding</c>).</summary>
    public bool Freestanding { get; }

    /// <summary>May touch raw memory (<c>RkAllowUnsafe</c>): CoreLib and Arm64.</summary>
    public bool AllowUnsafe { get; }

    /// <summary>Runs in the kernel: no allocation, no exceptions, no interface dispatch (<c>RkKernelCode</c>).</summary>
    public bool KernelCode { get; }

    /// <summary>Plain C# on the runtime of services: the whole language, except what services/Runtime cannot do.</summary>
    public bool Service => Freestanding && !KernelCode && !AllowUnsafe;

    /// <summary>Reads the properties of the project that <paramref name="options"/> belong to.</summary>
    public static ProjectRules Of(AnalyzerOptions options) => Of(options.AnalyzerConfigOptionsProvider);

    /// <summary>The same for a generator.</summary>
    public static ProjectRules Of(AnalyzerConfigOptionsProvider options) =>
        new(IsTrue(options, "IsFreestanding"), IsTrue(options, "RkAllowUnsafe"), IsTrue(options, "RkKernelCode"));

    private static bool IsTrue(AnalyzerConfigOptionsProvider options, string property) =>
        options.GlobalOptions.TryGetValue("build_property." + property, out string? value)
        && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
