// Why a test of a program was not made: its exit code, which the kernel says in words.

namespace RustKernel;

/// <summary>Exit codes of tests at EL0 that had nothing to test with. No line number is as large.</summary>
public enum TestSkip : ulong
{
    /// <summary>The machine has no disk.</summary>
    NoDisk = 0x5C1B_0001,

    /// <summary>The disk is read-only.</summary>
    ReadOnlyDisk = 0x5C1B_0002,

    /// <summary>The disk has something on it that no test has put there.</summary>
    UsedDisk = 0x5C1B_0003,

    /// <summary>The disk is too small for the test.</summary>
    SmallDisk = 0x5C1B_0004,
}
