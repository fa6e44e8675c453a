using System.Runtime.InteropServices;

namespace RustKernel.Arm64;

/// <summary>
/// What Boot.S found and where it put things, for the first C# method. Physical addresses unless said otherwise; all in
/// bytes. Offsets are shared with Boot.S.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct BootInformation
{
    /// <summary>x0 as the boot loader left it.</summary>
    public readonly ulong EntryX0;

    /// <summary>The device tree, or 0 when none was found.</summary>
    public readonly ulong DeviceTree;

    /// <summary>Its size from its header, at most what the window maps.</summary>
    public readonly ulong DeviceTreeSize;

    /// <summary>The exception level at entry: 1, 2 or 3.</summary>
    public readonly ulong EntryExceptionLevel;

    /// <summary>Where the image was loaded.</summary>
    public readonly ulong ImagePhysicalBase;

    /// <summary>CNTVCT_EL0 at the first instruction, in ticks.</summary>
    public readonly ulong EntryCounter;

    /// <summary>Virtual start of the image.</summary>
    public readonly ulong ImageStart;

    /// <summary>Virtual end of the executable part.</summary>
    public readonly ulong TextEnd;

    /// <summary>Virtual end of the read-only part.</summary>
    public readonly ulong ReadOnlyEnd;

    /// <summary>Virtual start of the boot tables.</summary>
    public readonly ulong BootTablesStart;

    /// <summary>Virtual end of the boot tables.</summary>
    public readonly ulong BootTablesEnd;

    /// <summary>Virtual end of all memory that the image takes, including boot stacks.</summary>
    public readonly ulong ImageEnd;

    /// <summary>The memory that <c>EfiHandover</c> reads when UEFI started the kernel, else 0.</summary>
    public readonly ulong EfiHandoverStart;
}
