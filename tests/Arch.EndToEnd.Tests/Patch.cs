namespace RustKernel.Arch.EndToEnd.Tests;

/// <summary>A fault of a mutated kernel: in a function, the n-th instruction of a kind does something else or nothing.</summary>
/// <param name="Function">The symbol.</param>
/// <param name="Mask">The bits that identify an instruction of the kind.</param>
/// <param name="Value">The values of these bits.</param>
/// <param name="Clear">Bits to clear in it.</param>
/// <param name="Set">Bits to set in it.</param>
/// <param name="Occurrence">Which one, from 0.</param>
/// <param name="Call">If not empty: only a call of this symbol.</param>
public sealed record Patch(string Function, uint Mask, uint Value, uint Clear, uint Set, int Occurrence = 0, string Call = "")
{
    private const uint Nop = 0xD503201F;

    /// <summary>A DSB that does nothing.</summary>
    public static Patch NoDsb(string function, int occurrence = 0) => No(function, 0xFFFFF0FF, 0xD503309F, occurrence);

    /// <summary>A DMB that does nothing.</summary>
    public static Patch NoDmb(string function) => No(function, 0xFFFFF0FF, 0xD50330BF, 0);

    /// <summary>An ISB that does nothing.</summary>
    public static Patch NoIsb(string function, int occurrence = 0) => No(function, 0xFFFFF0FF, 0xD50330DF, occurrence);

    /// <summary>A TLBI, DC or IC that does nothing: CRn <paramref name="crn"/>, CRm <paramref name="crm"/>.</summary>
    public static Patch NoMaintenance(string function, uint crn, uint crm) =>
        No(function, 0xFFF8FF00, 0xD5080000 | (crn << 12) | (crm << 8), 0);

    /// <summary>The same for operations that EL0 may use: op1 3.</summary>
    public static Patch NoCacheOperation(string function, uint crm) => No(function, 0xFFFFFF00, 0xD50B7000 | (crm << 8), 0);

    /// <summary>A call that is not made.</summary>
    public static Patch NoCall(string function, string callee) => No(function, 0xFC000000, 0x94000000, 0) with { Call = callee };

    /// <summary>A STLR that is an STR, a STLRH that is a STRH.</summary>
    public static Patch PlainStore(string function, int occurrence = 0) =>
        new(function, 0x3FE0FC00, 0x0880FC00, 0x3FFFFC00, 0x39000000, occurrence);

    /// <summary>A CBNZ of w<paramref name="register"/> that never branches.</summary>
    public static Patch NoBranch(string function, uint register, int occurrence = 0) =>
        No(function, 0xFF00001F, 0x35000000 | register, occurrence);

    /// <summary>Replaces the first <paramref name="instruction"/> by <paramref name="other"/>.</summary>
    public static Patch Other(string function, uint instruction, uint other) =>
        new(function, uint.MaxValue, instruction, uint.MaxValue, other);

    /// <summary>A LDAR that is a LDR.</summary>
    public static Patch PlainLoad(string function) => new(function, 0x3FE0FC00, 0x08C0FC00, 0x3FFFFC00, 0x39400000);

    /// <summary>A LDAXR, LDAXRH that is a LDXR, LDXRH.</summary>
    public static Patch NoAcquire(string function) => new(function, 0x3FE0FC00, 0x0840FC00, 0x8000, 0);

    /// <summary>The replacement of <paramref name="instruction"/>.</summary>
    public uint Apply(uint instruction) => (instruction & ~Clear) | Set;

    private static Patch No(string function, uint mask, uint value, int occurrence) =>
        new(function, mask, value, uint.MaxValue, Nop, occurrence);
}
