// The summary bitmaps over blocks of one bank: which are wholly free, which partly. Three levels of 64-bit words, so
// that a search, a set or a clear costs a handful of accesses whatever the bank's size (one more word per 512 GiB).

using System.Numerics;
using System.Runtime.CompilerServices;

namespace RustKernel.Memory.Frames;

/// <summary>Operations on the summary words of a <see cref="FrameBank"/>; <c>kind</c> is the word's offset in its record.</summary>
internal static class BlockIndex<TMemory>
    where TMemory : struct, IPhysicalMemory
{
    /// <summary>What <see cref="Find"/> returns when no block has the property.</summary>
    public const ulong None = ulong.MaxValue;

    /// <summary>True when the block's bit of <paramref name="kind"/> is set.</summary>
    public static bool IsSet(ref TMemory memory, in FrameBank bank, ulong kind, ulong block)
        => ((memory.Read64(new PhysicalAddress(bank.GroupOf(block) + kind)) >> (int)(block & 63)) & 1) != 0;

    /// <summary>Sets the block's bit and, where its word was empty, the bits above it.</summary>
    public static void Set(ref TMemory memory, in FrameBank bank, ulong kind, ulong block)
    {
        if (SetBit(ref memory, bank.GroupOf(block) + kind, block) != 0)
        {
            return;
        }

        ulong group = block >> 6;
        if (SetBit(ref memory, bank.Middle + (group >> 6) * FrameBank.UpperBytes + kind, group) != 0)
        {
            return;
        }

        SetBit(ref memory, bank.Top + (group >> 12) * FrameBank.UpperBytes + kind, group >> 6);
    }

    /// <summary>Clears the block's bit and, where its word becomes empty, the bits above it.</summary>
    public static void Clear(ref TMemory memory, in FrameBank bank, ulong kind, ulong block)
    {
        if (ClearBit(ref memory, bank.GroupOf(block) + kind, block) != 0)
        {
            return;
        }

        ulong group = block >> 6;
        if (ClearBit(ref memory, bank.Middle + (group >> 6) * FrameBank.UpperBytes + kind, group) != 0)
        {
            return;
        }

        ClearBit(ref memory, bank.Top + (group >> 12) * FrameBank.UpperBytes + kind, group >> 6);
    }

    /// <summary>The lowest block whose bit is set, or <see cref="None"/>.</summary>
    public static ulong Find(ref TMemory memory, in FrameBank bank, ulong kind)
    {
        ulong tops = bank.TopCount;
        for (ulong top = 0; top < tops; top++)
        {
            ulong bits = memory.Read64(new PhysicalAddress(bank.Top + top * FrameBank.UpperBytes + kind));
            if (bits == 0)
            {
                continue;
            }

            ulong middle = (top << 6) + (ulong)BitOperations.TrailingZeroCount(bits);
            bits = memory.Read64(new PhysicalAddress(bank.Middle + middle * FrameBank.UpperBytes + kind));
            ulong group = (middle << 6) + (ulong)BitOperations.TrailingZeroCount(bits);
            bits = memory.Read64(new PhysicalAddress(bank.Groups + group * FrameBank.GroupBytes + kind));
            return (group << 6) + (ulong)BitOperations.TrailingZeroCount(bits);
        }
        return None;
    }

    /// <summary>The lowest block from <paramref name="from"/> on whose bit is set, or <see cref="None"/>.</summary>
    public static ulong FindFrom(ref TMemory memory, in FrameBank bank, ulong kind, ulong from)
    {
        if (from >= bank.Blocks)
        {
            return None;
        }

        ulong group = from >> 6;
        ulong bits = memory.Read64(new PhysicalAddress(bank.Groups + group * FrameBank.GroupBytes + kind));
        bits &= ulong.MaxValue << (int)(from & 63);
        if (bits != 0)
        {
            return (group << 6) + (ulong)BitOperations.TrailingZeroCount(bits);
        }

        group = NextGroup(ref memory, in bank, kind, group + 1);
        if (group == None)
        {
            return None;
        }

        bits = memory.Read64(new PhysicalAddress(bank.Groups + group * FrameBank.GroupBytes + kind));
        return (group << 6) + (ulong)BitOperations.TrailingZeroCount(bits);
    }

    // The lowest group from the given one on whose word is not empty, or None.
    private static ulong NextGroup(ref TMemory memory, in FrameBank bank, ulong kind, ulong from)
    {
        ulong middle = from >> 6;
        ulong mask = ulong.MaxValue << (int)(from & 63);
        if (from >= (bank.Blocks + 63) >> 6)
        {
            return None;
        }

        ulong bits = memory.Read64(new PhysicalAddress(bank.Middle + middle * FrameBank.UpperBytes + kind)) & mask;
        if (bits != 0)
        {
            return (middle << 6) + (ulong)BitOperations.TrailingZeroCount(bits);
        }

        mask = ulong.MaxValue << (int)((middle + 1) & 63);
        for (ulong top = (middle + 1) >> 6; top < bank.TopCount; top++, mask = ulong.MaxValue)
        {
            bits = memory.Read64(new PhysicalAddress(bank.Top + top * FrameBank.UpperBytes + kind)) & mask;
            if (bits != 0)
            {
                middle = (top << 6) + (ulong)BitOperations.TrailingZeroCount(bits);
                bits = memory.Read64(new PhysicalAddress(bank.Middle + middle * FrameBank.UpperBytes + kind));
                return (middle << 6) + (ulong)BitOperations.TrailingZeroCount(bits);
            }
        }

        return None;
    }

    // Returns the word as it was.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SetBit(ref TMemory memory, ulong address, ulong bit)
    {
        ulong word = memory.Read64(new PhysicalAddress(address));
        memory.Write64(new PhysicalAddress(address), word | (1ul << (int)(bit & 63)));
        return word;
    }

    // Returns the word as it is now.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ClearBit(ref TMemory memory, ulong address, ulong bit)
    {
        ulong word = memory.Read64(new PhysicalAddress(address)) & ~(1ul << (int)(bit & 63));
        memory.Write64(new PhysicalAddress(address), word);
        return word;
    }
}
