using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>The CPUs' blocks, by CPU. They lie in .bss (Secondary.S), zero until used.</summary>
public static unsafe class PerCpu
{
    /// <summary>The number of blocks: further CPUs are not used.</summary>
    public const int MaximumCpus = 16;

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_cpu_blocks")]
    private static extern CpuBlock* GetBlocks();

    // SAFETY: Boot.S and Secondary.S set TPIDR_EL1 to a block of the array below before the first C# of a CPU; no one changes it.
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_cpu_block")]
    private static extern CpuBlock* GetOwn();

    /// <summary>The calling CPU's block. The CPU does not change under a caller: kernel code never migrates.</summary>
    // SAFETY: as above.
    public static ref CpuBlock Current => ref *GetOwn();

    /// <summary>Block <paramref name="index"/>, 0 to <see cref="MaximumCpus"/> - 1; any other index gives the last block.</summary>
    // SAFETY: Secondary.S reserves MaximumCpus blocks; a test compares the sizes.
    public static ref CpuBlock At(int index) => ref GetBlocks()[(uint)index < MaximumCpus ? index : MaximumCpus - 1];

    /// <summary>Address of block <paramref name="index"/>, for TPIDR_EL1.</summary>
    internal static ulong Address(int index) => (ulong)(GetBlocks() + index);
}
