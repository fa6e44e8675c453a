// Arguments and results of a system call.

using System.Runtime.InteropServices;

namespace RustKernel.User;

/// <summary>Registers x0 to x7, in and out.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
public struct CallRegisters
{
    /// <summary>x0: first argument, then the error.</summary>
    public ulong X0;

    /// <summary>x1.</summary>
    public ulong X1;

    /// <summary>x2.</summary>
    public ulong X2;

    /// <summary>x3.</summary>
    public ulong X3;

    /// <summary>x4.</summary>
    public ulong X4;

    /// <summary>x5.</summary>
    public ulong X5;

    /// <summary>x6.</summary>
    public ulong X6;

    /// <summary>x7.</summary>
    public ulong X7;
}
