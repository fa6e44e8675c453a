using System;

namespace RustKernel.Panic;

/// <summary>The value of a syndrome register in words. [DDI0487 D24.2 ESR_EL1]</summary>
public readonly struct ExceptionSyndrome
{
    private const uint DataAbortLower = 0x24;
    private const uint DataAbortSame = 0x25;
    private const uint SystemErrorClass = 0x2F;

    private readonly ulong _value;

    /// <summary>Reads <paramref name="value"/>, as ESR_EL1 holds it.</summary>
    public ExceptionSyndrome(ulong value) => _value = value;

    /// <summary>Exception class, bits 31:26.</summary>
    public uint EC => (uint)(_value >> 26) & 0x3F;

    /// <summary>Instruction-specific syndrome, bits 24:0.</summary>
    public uint ISS => (uint)_value & 0x1FFFFFF;

    /// <summary>Fault status code of an abort, ISS bits 5:0.</summary>
    public uint FaultStatus => ISS & 0x3F;

    /// <summary>True for an instruction abort, from a lower or this level.</summary>
    public bool IsInstructionAbort => EC is 0x20 or 0x21;

    /// <summary>True for a data abort, from a lower or this level.</summary>
    public bool IsDataAbort => EC is DataAbortLower or DataAbortSame;

    /// <summary>True for a data abort by cache maintenance. Bit 8, CM.</summary>
    public bool IsCacheMaintenance => IsDataAbort && (ISS & (1 << 8)) != 0;

    /// <summary>
    /// True for a data abort by a write. Bit 6, WnR. It means nothing for cache maintenance, which
    /// always sets it but only needs to read.
    /// </summary>
    public bool IsWrite => IsDataAbort && (ISS & (1 << 6)) != 0 && !IsCacheMaintenance;

    /// <summary>True for an SError.</summary>
    public bool IsSystemError => EC == SystemErrorClass;

    /// <summary>
    /// True for an SError after which nothing in the machine can be trusted: the RAS extension's severity "uncontainable"
    /// (AET, bits 12:10, is 0 in an architected syndrome: IDS, bit 24, is 0 and the fault status is 0b010001). Without the
    /// extension a CPU reports no severity.
    /// </summary>
    public bool IsUncontainable => IsArchitectedSystemError && ErrorSeverity == 0;

    /// <summary>True for an SError that reports a corrected error (AET is 0b110): nothing is lost.</summary>
    public bool IsCorrected => IsArchitectedSystemError && ErrorSeverity == 6;

    /// <summary>True when FAR_EL1 holds the faulting address.</summary>
    public bool HasFaultAddress =>
        ((IsDataAbort || IsInstructionAbort) && (ISS & (1 << 10)) == 0) || EC == 0x22;

    private bool IsArchitectedSystemError => IsSystemError && (ISS & (1 << 24)) == 0 && FaultStatus == 0x11;

    private uint ErrorSeverity => (ISS >> 10) & 7;

    /// <summary>The class in words.</summary>
    public ReadOnlySpan<byte> ClassText => EC switch
    {
        0x00 => "undefined instruction"u8,
        0x01 => "trapped WFI or WFE"u8,
        0x07 => "trapped SIMD or floating point"u8,
        0x0E => "illegal execution state"u8,
        0x11 => "SVC from AArch32"u8,
        0x15 => "SVC"u8,
        0x16 => "HVC"u8,
        0x17 => "SMC"u8,
        0x18 => "trapped system register access"u8,
        0x20 => "instruction abort from EL0"u8,
        0x21 => "instruction abort"u8,
        0x22 => "misaligned PC"u8,
        0x24 => "data abort from EL0"u8,
        0x25 => "data abort"u8,
        0x26 => "misaligned SP"u8,
        0x28 or 0x2C => "floating-point exception"u8,
        0x2F => "SError"u8,
        0x30 or 0x31 => "hardware breakpoint"u8,
        0x32 or 0x33 => "software step"u8,
        0x34 or 0x35 => "watchpoint"u8,
        0x3C => "BRK instruction"u8,
        _ => "unknown class"u8,
    };

    /// <summary>The fault status of an abort in words; empty for other exceptions.</summary>
    public ReadOnlySpan<byte> FaultText => !IsDataAbort && !IsInstructionAbort ? default : (FaultStatus >> 2) switch
    {
        0 => "address size fault"u8,
        1 => "translation fault"u8,
        2 => "access flag fault"u8,
        3 => "permission fault"u8,
        _ => FaultStatus switch
        {
            0x10 => "external abort"u8,
            0x11 => "tag check fault"u8,
            >= 0x14 and <= 0x17 => "external abort on a table walk"u8,
            0x21 => "alignment fault"u8,
            0x30 => "TLB conflict"u8,
            _ => "other fault"u8,
        },
    };

    /// <summary>The table level of an abort, 0 to 3; meaningful for the first four kinds of <see cref="FaultText"/>.</summary>
    public uint FaultLevel => FaultStatus & 3;

    /// <summary>True when <see cref="FaultLevel"/> is meaningful.</summary>
    public bool HasFaultLevel => (IsDataAbort || IsInstructionAbort) && FaultStatus < 0x10;
}
