using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustKernel.Arm64;

/// <summary>
/// The interrupted state as the vectors store it, on the kernel stack while the exception is handled. Offsets are
/// shared with Layout.inc; a test compares them.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 336)]
public struct ExceptionFrame
{
    [FieldOffset(0)]
    private GeneralRegisters _x;

    /// <summary>The stack pointer before the exception.</summary>
    [FieldOffset(248)]
    public ulong StackPointer;

    /// <summary>Where the exception was taken, or where it returns to.</summary>
    [FieldOffset(256)]
    public ulong ELR_EL1;

    /// <summary>The saved processor state.</summary>
    [FieldOffset(264)]
    public ulong SPSR_EL1;

    /// <summary>The syndrome: the cause.</summary>
    [FieldOffset(272)]
    public ulong ESR_EL1;

    /// <summary>The faulting address, when the syndrome says that there is one.</summary>
    [FieldOffset(280)]
    public ulong FAR_EL1;

    /// <summary>Which of the 16 vectors (bits 3:0); bit 8: the kernel stack had overflowed.</summary>
    [FieldOffset(288)]
    public ulong Vector;

    [InlineArray(31)]
    private struct GeneralRegisters
    {
        private ulong _x0;
    }

    /// <summary>General register x<paramref name="index"/>, 0 to 30.</summary>
    public readonly ulong Register(int index) => _x[index];

    /// <summary>Sets general register x<paramref name="index"/> (0 to 30) to be restored on return.</summary>
    public void SetRegister(int index, ulong value) => _x[index] = value;
}
