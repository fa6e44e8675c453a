namespace RustKernel.Objects;

/// <summary>The name of an object that has a notice, in one word: kind in bits 31:24, slot in bits 23:0. 0 names nothing.</summary>
public readonly struct NoticeSource
{
    private const int KindShift = 24;
    private const uint SlotMask = (1u << KindShift) - 1;

    /// <summary>The word.</summary>
    public readonly uint Bits;

    /// <summary>Wraps a word.</summary>
    public NoticeSource(uint bits) => Bits = bits;

    /// <summary>The object of <paramref name="kind"/> in <paramref name="slot"/>.</summary>
    public NoticeSource(ObjectKind kind, uint slot) => Bits = ((uint)kind << KindShift) | (slot & SlotMask);

    /// <summary>The object's kind.</summary>
    public ObjectKind Kind => (ObjectKind)(byte)(Bits >> KindShift);

    /// <summary>The object's slot.</summary>
    public uint Slot => Bits & SlotMask;
}
