// The three kinds of project that the rules distinguish, and other projects.

namespace RustKernel.Build.Analyzers.Tests;

/// <summary>
/// Host: no rule. CoreLib: may be unsafe. Arm64: kernel code that may be unsafe. Kernel: kernel
/// code. Service: target code outside the kernel.
/// </summary>
internal enum ProjectKind
{
    Host,
    CoreLib,
    Arm64,
    Kernel,
    Service,
}
