using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustKernel.Arm64;

/// <summary>
/// What the fast path knows of the kernel's objects: the bases of the pools. One page in FastPath.S; Layout.inc knows
/// the offsets. Under the kernel lock.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct FastPathState
{
    /// <summary>Address of thread 0's <c>Header</c>.</summary>
    public ulong ThreadHeaders;

    /// <summary>Address of port 0.</summary>
    public ulong Ports;

    /// <summary>Address of process 0.</summary>
    public ulong Processes;

    /// <summary>All thread slots that were ever used lie below this.</summary>
    public ulong ThreadLimit;

    /// <summary>Work that programs have left for the kernel (Chores.cs); TickPath.S reads it.</summary>
    public uint Chores;

    /// <summary>The only instance.</summary>
    // SAFETY: FastPath.S reserves it; a test compares the sizes.
    public static ref FastPathState Current => ref *Get();

    // SAFETY: as above.
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_fast_path_state")]
    private static extern FastPathState* Get();
}
