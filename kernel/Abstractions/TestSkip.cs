// Why a test of a program was not made: its exit code, which the kernel says in words.

namespace RustKernel;

/// <summary>Exit codes of tests at EL0 that had nothing to test with: below what Init makes of other codes, above any line.</summary>
public enum TestSkip : ulong
{
    /// <summary>The machine has no disk.</summary>
    NoDisk = 0xD001,

    /// <summary>The disk is read-only.</summary>
    ReadOnlyDisk = 0xD002,

    /// <summary>The disk has something on it that no test has put there.</summary>
    UsedDisk = 0xD003,

    /// <summary>The disk is too small for the test.</summary>
    SmallDisk = 0xD004,

    /// <summary>The machine has no network card.</summary>
    NoNetwork = 0xD005,

    /// <summary>Nothing at the other end of the wire answers.</summary>
    NoPeer = 0xD006,
}
