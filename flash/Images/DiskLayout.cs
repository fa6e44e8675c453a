// The kinds of disk.

namespace RustKernel.Flash.Images;

/// <summary>Who reads the disk.</summary>
public enum DiskLayout
{
    /// <summary>A boot ROM that takes the first FAT partition (Raspberry Pi): MBR type 0x0c.</summary>
    FirmwarePartition,

    /// <summary>UEFI: an EFI system partition, MBR type 0xef.</summary>
    EfiSystemPartition,
}
