// Registers with values from a test.

namespace RustKernel.Arm64;

internal static class SystemRegisters
{
    internal static ulong CNTVCT_EL0 { get; set; }

    internal static ulong ReadCNTVCT_EL0() => CNTVCT_EL0++;

    internal static ulong ReadCNTV_CVAL_EL0() => 0;

    internal static ulong ReadPMEVCNTR0_EL0() => 0;

    internal static ulong ReadID_AA64ISAR0_EL1() => 0x0001_1120;

    internal static ulong ReadMPIDR_EL1() => 0x8000_0003;

    internal static ulong ESR_EL1 { get; set; }

    internal static ulong ReadESR_EL1() => ESR_EL1;

    internal static ulong ReadFAR_EL1() => 0;

    internal static ulong ReadTTBR0_EL1() => UserState.Ttbr0;
}
