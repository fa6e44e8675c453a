// The word that describes a message: register x2 of send, call, reply and receive. ABI.

using System.Runtime.CompilerServices;

namespace RustKernel;

/// <summary>Packs and unpacks message descriptions: the number of words and handles, the kind, and the sender's own label.</summary>
public readonly struct MessageInfo
{
    /// <summary>Most words, in x10 to x17.</summary>
    public const uint MaximumWords = 8;

    /// <summary>Most handles, two in x3 and two in x4.</summary>
    public const uint MaximumHandles = 4;

    /// <summary>The packed value: words in bits 3:0, handles in 6:4, kind in 15:8, label in 63:32.</summary>
    public readonly ulong Bits;

    /// <summary>Wraps <paramref name="bits"/>.</summary>
    public MessageInfo(ulong bits) => Bits = bits;

    /// <summary>A description from its parts.</summary>
    public MessageInfo(uint label, uint words, uint handles, MessageKind kind)
        => Bits = ((ulong)label << 32) | ((ulong)kind << 8) | (handles << 4) | words;

    /// <summary>Words used.</summary>
    public uint Words => (uint)Bits & 15;

    /// <summary>Handles carried.</summary>
    public uint Handles => (uint)(Bits >> 4) & 7;

    /// <summary>The kind.</summary>
    public MessageKind Kind => (MessageKind)(byte)(Bits >> 8);

    /// <summary>The sender's label.</summary>
    public uint Label => (uint)(Bits >> 32);

    /// <summary>Words and handles are within their limits.</summary>
    public bool IsValid
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ((uint)Bits & 0x7F) == 0 || (Words <= MaximumWords && Handles <= MaximumHandles);
    }

    /// <summary>The same with another kind: the kernel, never the sender, says what a message is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MessageInfo As(MessageKind kind) => new((Bits & ~0xFF80ul) | ((ulong)kind << 8));
}
