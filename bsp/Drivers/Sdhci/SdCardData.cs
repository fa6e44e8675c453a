// What a card reports about itself, checked. Pure.

using System;

namespace RustKernel.Drivers.Sdhci;

/// <summary>
/// The card-specific data (CSD), from a controller's four words of the 136 bits: bit 8 of the register is bit 0 of the first word.
/// [SD, CSD Register]
/// </summary>
internal readonly struct SdCardData
{
    private const int Dropped = 8;
    private const uint Version1 = 0;
    private const uint Version2 = 1;
    private const int LeastBlockBits = 9;
    private const int MostBlockBits = 11;
    private const uint EraseClass = 1u << 5;
    private const uint SwitchClass = 1u << 10;

    private SdCardData(ulong sectors, bool isHighCapacity, bool isReadOnly, bool canErase, bool canSwitch)
    {
        Sectors = sectors;
        IsHighCapacity = isHighCapacity;
        IsReadOnly = isReadOnly;
        CanErase = canErase;
        CanSwitch = canSwitch;
    }

    /// <summary>Sectors of 512 bytes.</summary>
    internal ulong Sectors { get; }

    /// <summary>True when its addresses are sectors; otherwise bytes.</summary>
    internal bool IsHighCapacity { get; }

    /// <summary>True when it refuses writes, for a time or for good.</summary>
    internal bool IsReadOnly { get; }

    /// <summary>True when it can erase single sectors.</summary>
    internal bool CanErase { get; }

    /// <summary>True when it can switch functions (CMD6).</summary>
    internal bool CanSwitch { get; }

    /// <summary>
    /// Reads <paramref name="words"/> of a card that reported <paramref name="isHighCapacity"/> before.
    /// <see cref="ErrorCode.NotSupported"/>: a version that this driver does not know, such as the one for cards larger than 2 TiB;
    /// <see cref="ErrorCode.Corrupt"/>: impossible values.
    /// </summary>
    internal static ErrorCode Read(ReadOnlySpan<uint> words, bool isHighCapacity, out SdCardData data)
    {
        data = default;
        uint version = Field(words, 127, 126);
        if (version is not (Version1 or Version2))
        {
            return ErrorCode.NotSupported;
        }

        int blockBits = (int)Field(words, 83, 80);
        if (version == Version2 != isHighCapacity || blockBits < LeastBlockBits || blockBits > MostBlockBits)
        {
            return ErrorCode.Corrupt;
        }

        ulong sectors = version == Version2
            ? ((ulong)Field(words, 69, 48) + 1) << 10
            : ((ulong)Field(words, 73, 62) + 1) << ((int)Field(words, 49, 47) + 2 + blockBits - LeastBlockBits);
        uint classes = Field(words, 95, 84);
        data = new SdCardData(
            sectors,
            isHighCapacity,
            isReadOnly: Field(words, 13, 12) != 0,
            canErase: (classes & EraseClass) != 0 && Field(words, 46, 46) != 0,
            canSwitch: (classes & SwitchClass) != 0);
        return ErrorCode.None;
    }

    /// <summary>Bits <paramref name="high"/> to <paramref name="low"/> of a register of 136 bits; at most 32 of them.</summary>
    internal static uint Field(ReadOnlySpan<uint> words, int high, int low)
    {
        uint value = 0;
        for (int bit = high; bit >= low; bit--)
        {
            int at = bit - Dropped;
            value = (value << 1) | ((words[at / 32] >> (at % 32)) & 1);
        }

        return value;
    }
}
