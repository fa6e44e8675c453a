// Who may read, write and execute a mapping. "Writable and executable" cannot be expressed: the constructor is
// private, only the six values below exist, and the default value is the most harmless of them.

using System.Runtime.CompilerServices;

namespace RustKernel.Memory.Paging;

/// <summary>
/// The rights of a mapping. A mapping is writable, or executable at one exception level, or neither; never both.
/// The default value is <see cref="KernelReadOnly"/>. [DDI0487 D8.4 "Stage 1 permissions"]
/// </summary>
public readonly struct Protection
{
    private const ulong NeverExecute = Descriptor.PrivilegedExecuteNeverBit | Descriptor.UserExecuteNeverBit;

    // The meaning of default(Protection): stored values are XORed with it, so that zero is KernelReadOnly.
    private const ulong Harmless = Descriptor.ReadOnlyBit | NeverExecute;

    private readonly ulong _difference;

    private Protection(ulong descriptorBits) => _difference = descriptorBits ^ Harmless;

    /// <summary>EL1 reads; EL0 nothing.</summary>
    public static Protection KernelReadOnly => new(Descriptor.ReadOnlyBit | NeverExecute);

    /// <summary>EL1 reads and writes; EL0 nothing.</summary>
    public static Protection KernelReadWrite => new(NeverExecute);

    /// <summary>EL1 reads and executes; EL0 nothing.</summary>
    public static Protection KernelExecute => new(Descriptor.ReadOnlyBit | Descriptor.UserExecuteNeverBit);

    /// <summary>EL0 and EL1 read.</summary>
    public static Protection UserReadOnly => new(Descriptor.UserAccessBit | Descriptor.ReadOnlyBit | NeverExecute);

    /// <summary>EL0 and EL1 read and write.</summary>
    public static Protection UserReadWrite => new(Descriptor.UserAccessBit | NeverExecute);

    /// <summary>EL0 reads and executes; EL1 reads.</summary>
    public static Protection UserExecute
        => new(Descriptor.UserAccessBit | Descriptor.ReadOnlyBit | Descriptor.PrivilegedExecuteNeverBit);

    /// <summary>AP, PXN and UXN as in a leaf descriptor.</summary>
    public ulong DescriptorBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _difference ^ Harmless;
    }

    /// <summary>True when any level may write.</summary>
    public bool IsWritable => (DescriptorBits & Descriptor.ReadOnlyBit) == 0;

    /// <summary>True when any level may execute.</summary>
    public bool IsExecutable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (DescriptorBits & NeverExecute) != NeverExecute;
    }

    /// <summary>True when EL0 may read, and no level may execute.</summary>
    public bool IsUserData
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (DescriptorBits & (NeverExecute | Descriptor.UserAccessBit)) == (NeverExecute | Descriptor.UserAccessBit);
    }

    /// <summary>True when EL0 may access.</summary>
    public bool IsUser => (DescriptorBits & Descriptor.UserAccessBit) != 0;

    /// <summary>Same rights.</summary>
    public bool Is(Protection other) => _difference == other._difference;

    /// <summary>The rights in a leaf. Bits from a foreign table that allow both writing and execution lose execution.</summary>
    internal static Protection FromDescriptorBits(ulong bits)
        => new((bits & Descriptor.ReadOnlyBit) == 0 ? bits | NeverExecute : bits);
}
