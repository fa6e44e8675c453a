namespace RustKernel.Matrix.EndToEnd.Tests;

/// <summary>How the Image gets into the machine.</summary>
public enum Way
{
    /// <summary>QEMU loads it as a Linux kernel.</summary>
    Kernel,

    /// <summary>A raw loader puts it at <see cref="MatrixRow.Address"/>; a jump passes QEMU's registers on.</summary>
    Raw,

    /// <summary>The same, but nothing leaves EL3 first, and all CPUs run.</summary>
    RawAtEL3,

    /// <summary>EDK2 finds it on a FAT disk as EFI/BOOT/BOOTAA64.EFI.</summary>
    EfiDisk,

    /// <summary>EDK2 gets it from QEMU's -kernel.</summary>
    EfiKernel,

    /// <summary>U-Boot's bootefi finds it on a FAT disk.</summary>
    UBootEfi,

    /// <summary>U-Boot's booti, requested by extlinux.conf.</summary>
    UBootImage,

    /// <summary>As the target <see cref="MatrixRow.Board"/> in a board's folder says.</summary>
    Board,
}
