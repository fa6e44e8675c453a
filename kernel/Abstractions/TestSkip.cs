namespace RustKernel;

/// <summary>
/// Exit codes of EL0 tests that had nothing to test with; the kernel prints the reason. Below Init's conversions of other codes,
/// above any line.
/// </summary>
public enum TestSkip : ulong
{
    /// <summary>The machine has no disk.</summary>
    NoDisk = 0xD001,

    /// <summary>The disk is read-only.</summary>
    ReadOnlyDisk = 0xD002,

    /// <summary>The disk has content that no test wrote.</summary>
    UsedDisk = 0xD003,

    /// <summary>The disk is too small for the test.</summary>
    SmallDisk = 0xD004,

    /// <summary>The machine has no network card.</summary>
    NoNetwork = 0xD005,

    /// <summary>Nothing at the other end of the wire answers.</summary>
    NoPeer = 0xD006,
}
