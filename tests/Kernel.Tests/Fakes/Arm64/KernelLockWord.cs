// The lock of a machine with one CPU at a time: detects when it is taken twice, and counts.

namespace RustKernel.Arm64;

internal static class KernelLockWord
{
    private static bool s_isTaken;

    internal static ulong ReadSpins() => 0;

    /// <summary>How often the lock was taken.</summary>
    internal static ulong Entries { get; private set; }

    internal static void Enter()
    {
        s_isTaken = !s_isTaken ? true : throw new System.InvalidOperationException("the kernel lock is taken twice");
        Entries++;
    }

    internal static void Share(uint cpus) =>
        _ = s_isTaken == cpus > 1 ? cpus : throw new System.InvalidOperationException("one CPU shares without the lock, several with it");

    internal static void Leave() =>
        s_isTaken = s_isTaken ? false : throw new System.InvalidOperationException("the kernel lock is not held");
}
