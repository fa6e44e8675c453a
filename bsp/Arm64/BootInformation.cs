// What Boot.S found and where it put things. Offsets are shared with Boot.S.

using System.Runtime.InteropServices;

namespace RustKernel.Arm64;

/// <summary>Handed to the first C# method. Physical addresses unless said otherwise; all in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct BootInformation
{
    /// <summary>x0 as the boot loader left it.</summary>
    public readonly ulong EntryX0;

    /// <summary>The device tree, or 0 when none was found.</summary>
    public readonly ulong DeviceTree;

    /// <summary>Its size as its header says, at most what the window maps.</summary>
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

    /// <summary>Virtual end of all memory that the image takes, boot stacks included.</summary>
    public readonly ulong ImageEnd;

    /// <summary>Where the memory that <c>EfiHandover</c> reads lies when UEFI started the kernel, else 0.</summary>
    public readonly ulong EfiHandoverStart;
}
