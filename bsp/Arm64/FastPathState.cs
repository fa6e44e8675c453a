// What the fast path knows of the kernel's objects: where the pools begin. One page in FastPath.S.

using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustKernel.Arm64;

/// <summary>Bases of the pools. Layout.inc knows the offsets. Under the kernel lock.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct FastPathState
{
    /// <summary>Address of thread 0's <c>Header</c>.</summary>
    public ulong ThreadHeaders;

    /// <summary>Address of port 0.</summary>
    public ulong Ports;

    /// <summary>Address of process 0.</summary>
    public ulong Processes;

    /// <summary>Thread slots that were ever used lie below this.</summary>
    public ulong ThreadLimit;

    /// <summary>What programs have left for the kernel to do (Chores.cs); TickPath.S looks at it.</summary>
    public uint Chores;

    /// <summary>The one there is.</summary>
    // SAFETY: FastPath.S reserves it; a test compares the sizes.
    public static ref FastPathState Current => ref *Get();

    // SAFETY: as above.
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_fast_path_state")]
    private static extern FastPathState* Get();
}
