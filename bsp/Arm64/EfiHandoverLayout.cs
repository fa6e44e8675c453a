// The layout of the handover memory that Efi.S fills. The assembly twin is Layout.inc; a test compares the two.

namespace RustKernel.Arm64;

/// <summary>Offsets from the start of the handover memory, and the sizes of its three buffers, all in bytes.</summary>
public static class EfiHandoverLayout
{
    /// <summary>Size of the memory map, 64 bits.</summary>
    public const int MapSizeOffset = 0;

    /// <summary>Distance between two descriptors of the map, 64 bits.</summary>
    public const int DescriptorSizeOffset = 16;

    /// <summary>Size of the load options, from the firmware, 64 bits.</summary>
    public const int OptionsSizeOffset = 32;

    /// <summary>Size of the text read from cmdline.txt, 64 bits.</summary>
    public const int FileSizeOffset = 40;

    /// <summary>The text of cmdline.txt.</summary>
    public const int FileOffset = 64;

    /// <summary>Most of cmdline.txt that is read.</summary>
    public const ulong FileCapacityBytes = 2048;

    /// <summary>The load options.</summary>
    public const int OptionsOffset = 4096;

    /// <summary>Most of the load options that is kept.</summary>
    public const ulong OptionsCapacityBytes = 4096;

    /// <summary>The memory map.</summary>
    public const int MapOffset = 8192;

    /// <summary>The largest memory map that fits.</summary>
    public const ulong MapCapacityBytes = 32768;
}
