// CPU names by MIDR_EL1, for the boot log.

using System;

namespace RustKernel.Boot;

/// <summary>Implementer and part number as a name. [DDI0487 D24.2 MIDR_EL1; part numbers from each core's manual]</summary>
internal static class CoreName
{
    private const uint Arm = 0x41;

    /// <summary>The core's name; "unknown core" for a part not listed.</summary>
    internal static ReadOnlySpan<byte> Of(ulong midr) =>
        ((uint)(midr >> 24) & 0xFF) != Arm ? OfOther(midr) : ((uint)(midr >> 4) & 0xFFF) switch
        {
            0xD03 => "Cortex-A53"u8,
            0xD04 => "Cortex-A35"u8,
            0xD05 => "Cortex-A55"u8,
            0xD07 => "Cortex-A57"u8,
            0xD08 => "Cortex-A72"u8,
            0xD09 => "Cortex-A73"u8,
            0xD0A => "Cortex-A75"u8,
            0xD0B => "Cortex-A76"u8,
            0xD0C => "Neoverse-N1"u8,
            0xD40 => "Neoverse-V1"u8,
            0xD49 => "Neoverse-N2"u8,
            0xD4F => "Neoverse-V2"u8,
            _ => "unknown Arm core"u8,
        };

    // QEMU's -cpu max has its own value: implementer 0, part 0x051.
    private static ReadOnlySpan<byte> OfOther(ulong midr) => (midr & 0xFF00FFF0) == 0x0000_0510 ? "QEMU max"u8 : "unknown core"u8;
}
