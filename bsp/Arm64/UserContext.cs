// A thread's registers while it is not running. Vectors.S and UserEntry.S store and load them; Layout.inc knows the offsets.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustKernel.Arm64;

/// <summary>All state of an EL0 thread that the CPU holds while it runs. 16-byte aligned.</summary>
[StructLayout(LayoutKind.Explicit, Size = 832)]
public struct UserContext
{
    /// <summary>SPSR_EL1 of a thread at EL0 in AArch64 state with nothing masked. [DDI0487 C5.2.18]</summary>
    public const ulong EL0t = 0;

    // The part of its own state that a thread may change: N, Z, C, V.
    private const ulong ConditionFlags = 0xF000_0000;

    /// <summary>x0.</summary>
    [FieldOffset(0)]
    public ulong X0;

    /// <summary>x1.</summary>
    [FieldOffset(8)]
    public ulong X1;

    /// <summary>x2.</summary>
    [FieldOffset(16)]
    public ulong X2;

    /// <summary>x3.</summary>
    [FieldOffset(24)]
    public ulong X3;

    /// <summary>x4.</summary>
    [FieldOffset(32)]
    public ulong X4;

    /// <summary>x5.</summary>
    [FieldOffset(40)]
    public ulong X5;

    /// <summary>x6.</summary>
    [FieldOffset(48)]
    public ulong X6;

    /// <summary>x7.</summary>
    [FieldOffset(56)]
    public ulong X7;

    /// <summary>x8: the number of a system call.</summary>
    [FieldOffset(64)]
    public ulong X8;

    /// <summary>x0 to x5 by their names in a message call.</summary>
    [FieldOffset(0)]
    public MessageRegisters Message;

    /// <summary>x0 to x7 by their names at a program's start.</summary>
    [FieldOffset(0)]
    public StartRegisters Start;

    /// <summary>x10 to x17: the words of a message.</summary>
    [FieldOffset(80)]
    public MessageWords Words;

    /// <summary>x16: during an upcall of a personality, the thread's block.</summary>
    [FieldOffset(128)]
    public ulong X16;

    /// <summary>x29: the frame pointer.</summary>
    [FieldOffset(232)]
    public ulong X29;

    /// <summary>x30: the link register.</summary>
    [FieldOffset(240)]
    public ulong X30;

    /// <summary>The stack pointer.</summary>
    [FieldOffset(248)]
    public ulong SP_EL0;

    /// <summary>The next instruction.</summary>
    [FieldOffset(256)]
    public ulong ELR_EL1;

    /// <summary>Condition flags and mode.</summary>
    [FieldOffset(264)]
    public ulong SPSR_EL1;

    /// <summary>The thread pointer.</summary>
    [FieldOffset(272)]
    public ulong TPIDR_EL0;

    /// <summary>Floating-point control.</summary>
    [FieldOffset(280)]
    public ulong FPCR;

    /// <summary>Floating-point status.</summary>
    [FieldOffset(288)]
    public ulong FPSR;

    /// <summary>CNTVCT_EL0 ticks on a CPU, up to the last time it left one.</summary>
    [FieldOffset(296)]
    public ulong CpuTicks;

    /// <summary>The PC that an upcall of a personality interrupted: <see cref="SystemCall.UpcallReturn"/> continues there.</summary>
    [FieldOffset(816)]
    public ulong UpcallPC;

    /// <summary>The value of x16 at that moment.</summary>
    [FieldOffset(824)]
    public ulong UpcallX16;

    [FieldOffset(0)]
    private GeneralRegisters _x;

    /// <summary>Registers x0 to x30, SP_EL0, ELR_EL1, SPSR_EL1, TPIDR_EL0: others may read and write these.</summary>
    public const int NamedRegisterCount = 35;

    [InlineArray(NamedRegisterCount)]
    private struct GeneralRegisters
    {
        private ulong _x0;
    }

    /// <summary>x8 as the thread left it: the number of a system call, when it made one.</summary>
    public readonly ulong CallNumber => X8;

    /// <summary>x0 = <paramref name="error"/>: the first result of a system call.</summary>
    public void SetError(ErrorCode error) => X0 = (ulong)error;

    /// <summary>A message has arrived: no error, no handles so far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetMessage(ulong badge, MessageInfo info, ulong token)
    {
        X0 = (ulong)ErrorCode.None;
        X1 = badge;
        X2 = info.Bits;
        X3 = 0;
        X4 = 0;
        X5 = token;
    }

    /// <summary>Starts a new thread at <paramref name="entry"/>, at EL0, with its stack and its value of x0.</summary>
    public void Begin(ulong entry, ulong stackPointer, ulong argument)
    {
        ELR_EL1 = entry;
        SP_EL0 = stackPointer;
        X0 = argument;
        SPSR_EL1 = EL0t;
    }

    /// <summary>Continues a faulting thread at <paramref name="entry"/>: x0 the class, x1 the PC, x2 the address.</summary>
    public void BeginUpcall(ulong entry, ulong faultClass, ulong address)
    {
        X0 = faultClass;
        X1 = ELR_EL1;
        X2 = address;
        ELR_EL1 = entry;
    }

    /// <summary>
    /// For a thread with a foreign block that faulted outside its personality: it continues at <paramref name="entry"/> with all
    /// registers kept but x16, which gets <paramref name="block"/>. UserEntry.S does the same for a system call.
    /// </summary>
    public void BeginForeignUpcall(ulong entry, ulong block)
    {
        UpcallPC = ELR_EL1;
        UpcallX16 = X16;
        ELR_EL1 = entry;
        X16 = block;
    }

    /// <summary>General register x<paramref name="index"/>, 0 to 30; 31 SP_EL0, 32 ELR_EL1, 33 SPSR_EL1, 34 TPIDR_EL0.</summary>
    public readonly ulong Register(int index) => _x[index];

    /// <summary>
    /// Sets a register, numbered as in <see cref="Register"/>. In SPSR_EL1 only the condition flags
    /// change: the caller may not choose the mode.
    /// </summary>
    public void SetRegister(int index, ulong value) => _x[index] = index == 33 ? value & ConditionFlags : value;

    /// <summary>The 64 bytes of a message.</summary>
    [InlineArray(8)]
    public struct MessageWords
    {
        private ulong _first;
    }
}
