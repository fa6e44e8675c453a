// Names that a list takes from the disk without decoding letter by letter, compared with the entries.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Fat32;
using Xunit;

namespace RustKernel.FileSystems.Tests.Fat32;

/// <summary>Long names of every length, and names that only a damaged disk has: a list and a search agree on them.</summary>
public sealed class FatListedNamesTests
{
    private const int SlotBytes = 32;
    private const int UnitsInPart = 13;
    private const int Letters = 30;
    private static readonly ushort[] s_units = [0, 1, 0x1F, ' ', '"', '.', '/', '?', '|', 0x7F, 0x80, 0xFF, 0x100, 0x3042, 0xFF00, 0xFFFF];
    private readonly MemoryStore _store = FatImage.Format(40 << 20, "-F", "32", "-s", "8");

    [Fact]
    public void Names_of_every_length_are_listed_and_found()
    {
        Fat32FileSystem files = Fat32FileSystem.Mount(_store);
        for (int length = 1; length <= 255; length++)
        {
            string name = new((char)('a' + (length % 26)), length);
            Assert.Equal(ErrorCode.None, files.Create(files.Root, name, false, out ulong made));
            Assert.Equal((ErrorCode.None, made), (files.Find(files.Root, name, out ulong found), found));
            Assert.Equal((ErrorCode.None, made), (files.Find(files.Root, name.ToUpperInvariant(), out found), found));
            Assert.Equal(ErrorCode.NotFound, files.Find(files.Root, name + "-", out _));
        }

        ListedNames.AssertAsEntries(files, files.Root, 1024);
    }

    [Fact]
    public void Whatever_a_part_holds_the_list_is_that_of_the_entries()
    {
        Fat32FileSystem files = Fat32FileSystem.Mount(_store);
        List<Action<byte[]>> damages = [];
        foreach (ushort unit in s_units)
        {
            for (int at = 0; at < Letters; at++)
            {
                int offset = SlotOf(at) + OffsetOf(at % UnitsInPart);
                damages.Add(slots => BinaryPrimitives.WriteUInt16LittleEndian(slots.AsSpan(offset), unit));
            }
        }

        for (int offset = 0; offset < 3 * SlotBytes; offset++)
        {
            int at = offset;
            damages.Add(slots => slots[at] ^= 0x40);
            damages.Add(slots => slots[at] ^= 0x01);
        }

        ulong folder = Made(files, files.Root, "folder", true);
        ulong[] nodes = new ulong[damages.Count];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Made(files, folder, NameOf(i), false);
        }

        Assert.Equal(ErrorCode.None, files.Sync(0));
        for (int i = 0; i < nodes.Length; i++)
        {
            Change(nodes[i], damages[i]);
        }

        Fat32FileSystem damaged = Fat32FileSystem.Mount(_store, isReadOnly: true);
        ListedNames.AssertAsEntries(damaged, folder, 1024);
        ulong place = 0;
        int found = 0;
        while (damaged.List(folder, ref place, out Services.FileSystems.DirectoryEntry entry) == ErrorCode.None)
        {
            Assert.Equal((ErrorCode.None, entry.Status.Node), (damaged.Find(folder, entry.Name, out ulong node), node));
            found++;
        }

        Assert.InRange(found, damages.Count / 2, damages.Count);
    }

    // Letters as digits, so that no changed bit turns one into another.
    private static string NameOf(int number)
    {
        char[] name = new string('n', Letters).ToCharArray();
        for (int at = 3; at >= 0; at--, number /= 10)
        {
            name[at] = "acegikmoqs"[number % 10];
        }

        return new string(name);
    }

    // The last of the three parts comes first.
    private static int SlotOf(int letter) => (2 - (letter / UnitsInPart)) * SlotBytes;

    private static int OffsetOf(int unit) => unit < 5 ? 1 + (2 * unit) : unit < 11 ? 14 + (2 * (unit - 5)) : 28 + (2 * (unit - 11));

    private static ulong Made(Fat32FileSystem files, ulong directory, string name, bool isDirectory)
    {
        Assert.Equal(ErrorCode.None, files.Create(directory, name, isDirectory, out ulong node));
        return node;
    }

    // A node's number is its entry's place: a sector, and one of its 16 slots. A set of slots that fits lies in one sector.
    private void Change(ulong node, Action<byte[]> damage)
    {
        byte[] sector = new byte[BlockStore.SectorSize];
        Assert.Equal(ErrorCode.None, _store.Read(node / 16, sector));
        int first = ((int)(node % 16) - 3) * SlotBytes;
        byte[] slots = sector[first..(first + (4 * SlotBytes))];
        damage(slots);
        slots.CopyTo(sector, first);
        Assert.Equal(ErrorCode.None, _store.Write(node / 16, sector));
    }
}
