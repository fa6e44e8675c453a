using System;
using System.Buffers.Binary;
using RustKernel.DeviceTree;
using RustKernel.Services.Randomness;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>
/// The machine's source of random numbers. At each boot QEMU's virt, like other firmware with a random source, leaves random bytes in the
/// device tree (<c>rng-seed</c>, <c>kaslr-seed</c> of <c>/chosen</c>). Each request adds the counter, so Init does not repeat itself after
/// a restart.
/// </summary>
internal static class Chance
{
    private const int EnoughBytes = 16;
    private static readonly uint[] s_key = new uint[KeyedNumbers.KeyWords];
    private static bool s_isSeeded;

    /// <summary>Fills <paramref name="bytes"/> with random bytes.</summary>
    internal static void Fill(Span<byte> bytes)
    {
        if (!s_isSeeded)
        {
            s_isSeeded = true;
            Seed();
        }

        ulong ticks = Kernel.ReadCounter();
        KeyedNumbers.Stir(s_key, [(uint)ticks, (uint)(ticks >> 32), (uint)Runtime.Startup.Block.Argument & 0xFFFF]);
        KeyedNumbers.Fill(s_key, bytes);
    }

    private static void Seed()
    {
        ulong entry = Kernel.SystemInfo(SystemItem.EntryTicks);
        ulong wall = Kernel.SystemInfo(SystemItem.WallStart);
        KeyedNumbers.Stir(s_key, [(uint)entry, (uint)(entry >> 32), (uint)wall, (uint)(wall >> 32)]);
        if (MappedMemory.Open(Devices.Tree, isWritable: false, out MappedMemory? memory) == ErrorCode.None && memory is not null)
        {
            using (memory)
            {
                _ = DeviceTreeBlob.Open(memory.Bytes.Slice((int)Devices.TreeOffset), out DeviceTreeBlob tree);
                DeviceTreeNode chosen = tree.Chosen.Node;
                if (Add(chosen.Property("rng-seed"u8)) + Add(chosen.Property("kaslr-seed"u8)) >= EnoughBytes)
                {
                    return;
                }
            }
        }

        Console.WriteLine(
            "init: the machine has no random seed (rng-seed in /chosen): numbers that programs take as random can be guessed");
    }

    private static int Add(DeviceTreeProperty property)
    {
        ReadOnlySpan<byte> seed = property.Value;
        for (int at = 0; at + 4 <= seed.Length; at += 4)
        {
            KeyedNumbers.Stir(s_key, [BinaryPrimitives.ReadUInt32LittleEndian(seed.Slice(at))]);
        }

        return seed.Length;
    }
}
