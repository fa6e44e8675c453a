// Blocks of CPUs that do not run; a test chooses the current one.

namespace RustKernel.Arm64;

internal static class PerCpu
{
    internal const int MaximumCpus = 16;

    private static readonly CpuBlock[] s_blocks = new CpuBlock[MaximumCpus];

    internal static int Own { get; set; }

    internal static ref CpuBlock Current => ref s_blocks[Own];

    internal static ref CpuBlock At(int index) => ref s_blocks[index];
}
