// The boot CPU's ID registers, in one line of the boot log. Features that only some CPUs have are checked where they are used.

using System;
using RustKernel.Arm64;
using RustKernel.Diagnostics;

namespace RustKernel.Boot;

/// <summary>Features of the calling CPU. [DDI0487 D24.2 "ID_AA64*"]</summary>
internal static class CpuFeatures
{
    private const ulong FieldMask = 0xF;
    private const uint Unimplemented = 0xF;
    private const int AccessNeverShift = 20;

    private static ReadOnlySpan<byte> AddressBits => [32, 36, 40, 42, 44, 48, 52, 56];

    /// <summary>EL1 can be denied access to what EL0 may access: ID_AA64MMFR1_EL1.PAN.</summary>
    internal static bool HasAccessNever => Field(SystemRegisters.ReadID_AA64MMFR1_EL1(), AccessNeverShift) != 0;

    /// <summary>PSTATE.PAN of the calling CPU, now.</summary>
    internal static bool IsAccessNeverOn => SystemRegisters.ReadPAN() != 0;

    /// <summary>Writes the line of the log.</summary>
    internal static void Write()
    {
        ulong midr = SystemRegisters.ReadMIDR_EL1();
        KernelConsole.Write("Boot: CPU features: r"u8);
        KernelConsole.WriteDecimal(Field(midr, 20));
        KernelConsole.Write("p"u8);
        KernelConsole.WriteDecimal(Field(midr, 0));
        WriteMemory(SystemRegisters.ReadID_AA64MMFR0_EL1(), SystemRegisters.ReadID_AA64MMFR1_EL1(), SystemRegisters.ReadID_AA64MMFR2_EL1());
        WriteProcessor(SystemRegisters.ReadID_AA64PFR0_EL1(), SystemRegisters.ReadID_AA64PFR1_EL1(), SystemRegisters.ReadID_AA64DFR0_EL1());
        WriteInstructions(SystemRegisters.ReadID_AA64ISAR0_EL1(), SystemRegisters.ReadID_AA64ISAR1_EL1());
        KernelConsole.Write(!HasAccessNever ? "; no PAN\n"u8 : IsAccessNeverOn ? "; PAN on\n"u8 : "; PAN off\n"u8);
    }

    private static void WriteMemory(ulong model0, ulong model1, ulong model2)
    {
        uint range = Field(model0, 0);
        KernelConsole.Write(", "u8);
        KernelConsole.WriteDecimal(range < (uint)AddressBits.Length ? AddressBits[(int)range] : 0u);
        KernelConsole.Write(Field(model0, 4) != 0 ? "-bit addresses, 16-bit ASIDs"u8 : "-bit addresses, 8-bit ASIDs"u8);
        WriteIf(Field(model1, 0) >= 2, ", dirty bit"u8);
        WriteIf(Field(model1, 8) != 0, ", VHE"u8);
        WriteIf(Field(model2, 0) != 0, ", CnP"u8);
        WriteIf(Field(model2, 4) != 0, ", UAO"u8);
    }

    private static void WriteProcessor(ulong features0, ulong features1, ulong debug)
    {
        WriteIf(Field(features0, 16) != Unimplemented, ", FP"u8);
        WriteIf(Field(features0, 20) != Unimplemented, ", SIMD"u8);
        WriteIf(Field(features0, 32) != 0, ", SVE"u8);
        WriteIf(Field(features0, 24) != 0, ", GIC registers"u8);
        WriteIf(Field(features0, 28) != 0, ", RAS"u8);
        WriteIf(Field(features0, 56) != 0, ", CSV2"u8);
        WriteIf(Field(features0, 60) != 0, ", CSV3"u8);
        WriteIf(Field(features1, 0) != 0, ", BTI"u8);
        WriteIf(Field(features1, 4) != 0, ", SSBS"u8);
        WriteIf(Field(features1, 8) != 0, ", MTE"u8);
        WriteIf(Field(debug, 8) is not (0 or Unimplemented), ", PMUv3"u8);
    }

    private static void WriteInstructions(ulong set0, ulong set1)
    {
        WriteIf(Field(set0, 4) != 0, ", AES"u8);
        WriteIf(Field(set0, 4) >= 2, ", PMULL"u8);
        WriteIf(Field(set0, 8) != 0, ", SHA1"u8);
        WriteIf(Field(set0, 12) != 0, ", SHA2"u8);
        WriteIf(Field(set0, 16) != 0, ", CRC32"u8);
        WriteIf(Field(set0, 20) >= 2, ", LSE"u8);
        WriteIf(Field(set0, 60) != 0, ", RNDR"u8);
        WriteIf(Field(set1, 20) != 0, ", RCpc"u8);
        WriteIf(Field(set1, 36) != 0, ", SB"u8);
    }

    private static void WriteIf(bool has, ReadOnlySpan<byte> name)
    {
        if (has)
        {
            KernelConsole.Write(name);
        }
    }

    private static uint Field(ulong register, int shift) => (uint)((register >> shift) & FieldMask);
}
