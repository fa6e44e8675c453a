using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Network;

/// <summary>
/// The key from which the stack derives all that peers must not predict. At each boot the firmware leaves random bytes in the device tree
/// (<c>rng-seed</c>, <c>kaslr-seed</c>), if it has a source of them. The time of day and the counter, at the kernel's entry and now, add to
/// these.
/// </summary>
internal static class Chance
{
    private const int MostOfTree = 128 * 1024;
    private const int SizeInHeader = 4;
    private const uint TreeMagic = 0xD00DFEED;

    /// <summary>A key that differs at each start.</summary>
    internal static (ulong Low, ulong High) Key()
    {
        Span<byte> words = stackalloc byte[40];
        BinaryPrimitives.WriteUInt64LittleEndian(words, Kernel.ReadCounter());
        BinaryPrimitives.WriteUInt64LittleEndian(words[8..], Kernel.SystemInfo(SystemItem.EntryTicks));
        BinaryPrimitives.WriteUInt64LittleEndian(words[16..], Kernel.SystemInfo(SystemItem.WallStart));
        BinaryPrimitives.WriteUInt64LittleEndian(words[24..], Own.Starts);
        BinaryPrimitives.WriteUInt64LittleEndian(words[32..], Kernel.SystemInfo(SystemItem.LockSpins));
        ReadOnlySpan<byte> tree = Tree();
        byte[] all = new byte[words.Length + tree.Length];
        words.CopyTo(all);
        tree.CopyTo(all.AsSpan(words.Length));
        byte[] hash = SHA256.HashData(all);
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(8)));
    }

    // The device tree, with the length in its header; empty: there is none.
    private static ReadOnlySpan<byte> Tree()
    {
        if (InitClient.Tree(out Handle<Memory> memory, out ulong offset) != ErrorCode.None
            || MappedMemory.Open(memory, isWritable: false, out MappedMemory? mapped) != ErrorCode.None)
        {
            return default;
        }

        ReadOnlySpan<byte> bytes = mapped!.Bytes;
        bytes = offset + 8 <= (ulong)bytes.Length ? bytes[(int)offset..] : default;
        if (bytes.Length == 0 || BinaryPrimitives.ReadUInt32BigEndian(bytes) != TreeMagic)
        {
            return default;
        }

        uint size = BinaryPrimitives.ReadUInt32BigEndian(bytes[SizeInHeader..]);
        return bytes[..(int)Math.Min(Math.Min(size, MostOfTree), (uint)bytes.Length)];
    }
}
