// System registers by their architectural names, one stub each in Cpu.S.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>Reads of system registers. [DDI0487 D24]</summary>
public static class SystemRegisters
{
    /// <summary>The current exception level, in bits 3:2.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_CurrentEL")]
    public static extern ulong ReadCurrentEL();

    /// <summary>Main ID: implementer, part number, revision of this CPU.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_MIDR_EL1")]
    public static extern ulong ReadMIDR_EL1();

    /// <summary>Affinity: which CPU this is.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_MPIDR_EL1")]
    public static extern ulong ReadMPIDR_EL1();

    /// <summary>The interrupt masks.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_DAIF")]
    public static extern ulong ReadDAIF();

    /// <summary>PSTATE.PAN, privileged access never, in bit 22; 0 on a CPU without it.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_PAN")]
    public static extern ulong ReadPAN();

    /// <summary>Syndrome of the last exception taken to EL1.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_ESR_EL1")]
    public static extern ulong ReadESR_EL1();

    /// <summary>Faulting address of the last exception taken to EL1.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_FAR_EL1")]
    public static extern ulong ReadFAR_EL1();

    /// <summary>System control: MMU, caches, alignment.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_SCTLR_EL1")]
    public static extern ulong ReadSCTLR_EL1();

    /// <summary>The lower half's level 0 table, with the ASID.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_TTBR0_EL1")]
    public static extern ulong ReadTTBR0_EL1();

    /// <summary>The upper half's level 0 table.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_TTBR1_EL1")]
    public static extern ulong ReadTTBR1_EL1();

    /// <summary>The vector table's address.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_VBAR_EL1")]
    public static extern ulong ReadVBAR_EL1();

    /// <summary>Memory model features.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_ID_AA64MMFR0_EL1")]
    public static extern ulong ReadID_AA64MMFR0_EL1();

    /// <summary>Memory model features: PAN, hardware access flag, virtualization host.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_ID_AA64MMFR1_EL1")]
    public static extern ulong ReadID_AA64MMFR1_EL1();

    /// <summary>Memory model features: common translations, UAO.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_ID_AA64MMFR2_EL1")]
    public static extern ulong ReadID_AA64MMFR2_EL1();

    /// <summary>Instructions: cryptography, CRC32, atomics.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_ID_AA64ISAR0_EL1")]
    public static extern ulong ReadID_AA64ISAR0_EL1();

    /// <summary>Instructions: cache clean to persistence, RCpc loads, speculation barrier.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_ID_AA64ISAR1_EL1")]
    public static extern ulong ReadID_AA64ISAR1_EL1();

    /// <summary>Processor features.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_ID_AA64PFR0_EL1")]
    public static extern ulong ReadID_AA64PFR0_EL1();

    /// <summary>Processor features: branch targets, memory tagging.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_ID_AA64PFR1_EL1")]
    public static extern ulong ReadID_AA64PFR1_EL1();

    /// <summary>Debug features, PMU version.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_ID_AA64DFR0_EL1")]
    public static extern ulong ReadID_AA64DFR0_EL1();

    /// <summary>The cycle counter, started at 0 by Boot.S; under QEMU's -icount shift=0 it counts instructions.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_PMCCNTR_EL0")]
    public static extern ulong ReadPMCCNTR_EL0();

    /// <summary>The counter's frequency in Hz, as firmware set it.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_CNTFRQ_EL0")]
    public static extern ulong ReadCNTFRQ_EL0();

    /// <summary>The virtual counter in ticks, read in program order.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_CNTVCT_EL0")]
    public static extern ulong ReadCNTVCT_EL0();

    /// <summary>The physical counter in ticks, read in program order.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_CNTPCT_EL0")]
    public static extern ulong ReadCNTPCT_EL0();

    /// <summary>The calling CPU's compare value of the virtual timer.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_CNTV_CVAL_EL0")]
    public static extern ulong ReadCNTV_CVAL_EL0();

    /// <summary>Instructions retired since entry, modulo 2^32; stays 0 when the event does not exist (QEMU without -icount).</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_PMEVCNTR0_EL0")]
    public static extern ulong ReadPMEVCNTR0_EL0();

    /// <summary>Which common PMU events exist: bit 8 is INST_RETIRED.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_PMCEID0_EL0")]
    public static extern ulong ReadPMCEID0_EL0();
}
