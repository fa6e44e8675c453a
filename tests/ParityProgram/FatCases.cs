// FAT32 in memory: compares every answer and every byte of the volume.

using System;
using System.Buffers.Binary;
using System.Text;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Fat32;

namespace RustKernel.ParityProgram;

internal static class FatCases
{
    private const uint Sectors = 4096;
    private const uint Reserved = 32;
    private const uint FatSectors = 32;

    internal static void Run(Table table)
    {
        MemoryStore store = Format();
        Fat32Options options = new() { Clock = () => new DateTime(2026, 11, 28, 13, 24, 58, 990) };
        Fat32Volume volume = Fat32Volume.Mount(store, options);
        table.Case(
            "fat format",
            () => $"{volume.ClusterBytes} {volume.TotalBytes} {volume.FreeBytes} {volume.SerialNumber:x} {volume.HasLog}");
        Names(table, volume);
        table.Case("fat image", () => Hash(store));
        Contents(table, volume);
        table.Case("fat image of contents", () => Hash(store));
        Many(table, volume);
        table.Case("fat image of many", () => Hash(store));
        Refusals(table, volume);
        table.Case("fat mount again", () => Tree(Fat32Volume.Mount(store, options), ""));
    }

    private static void Names(Table table, Fat32Volume volume)
    {
        string[] names = ["lower.txt", "UPPER.TXT", "Mixed Case.text", "überlänge.dat", "日本語.txt", "a.b.c", "dots...", "x+y", "~1"];
        table.Each("fat create", names, name =>
        {
            volume.Close(volume.Create(name));
            return volume.GetInfo(name.ToUpperInvariant()).ToString();
        });
        table.Case("fat mkdir", () =>
        {
            volume.MakeDirectory("folder");
            volume.MakeDirectory("folder/Another Folder");
            volume.Rename("a.b.c", "folder/moved");
            volume.Rename("folder/Another Folder", "top");
            volume.SetLabel("parity");
            return Tree(volume, "") + volume.GetLabel();
        });
        table.Case("fat sync", () =>
        {
            volume.Sync();
            return $"{volume.FreeBytes}";
        });
    }

    private static void Contents(Table table, Fat32Volume volume)
    {
        byte[] bytes = new byte[70_000];
        uint state = 1;
        for (int i = 0; i < bytes.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            bytes[i] = (byte)(state >> 24);
        }

        table.Each("fat write", new[] { 1, 511, 512, 5000, 70_000 }, length =>
        {
            FatNode node = volume.Open("lower.txt");
            volume.Write(node, node.Size / 2, bytes.AsSpan(0, length));
            volume.SyncFile(node);
            byte[] read = new byte[node.Size];
            int count = volume.Read(node, 0, read);
            volume.Close(node);
            return $"{count} {Hash(read)}";
        });
        table.Each("fat size", new[] { 90_000, 40_001, 512, 0, 3 }, size =>
        {
            FatNode node = volume.Open("LOWER.TXT");
            volume.SetSize(node, (uint)size);
            volume.Sync();
            volume.Close(node);
            return $"{volume.GetInfo("lower.txt").Size} {volume.FreeBytes}";
        });
    }

    private static void Many(Table table, Fat32Volume volume) => table.Case("fat many", () =>
    {
        for (int i = 0; i < 200; i++)
        {
            volume.Close(volume.Create($"folder/file number {i}"));
        }

        for (int i = 0; i < 200; i += 3)
        {
            volume.Unlink($"folder/FILE NUMBER {i}");
        }

        volume.Rename("folder/file number 1", "folder/file number 2");
        volume.Sync();
        return Tree(volume, "folder");
    });

    private static void Refusals(Table table, Fat32Volume volume)
    {
        table.Case("fat missing", () => Refused(() => volume.Unlink("no such file")));
        table.Case("fat exists", () => Refused(() => volume.MakeDirectory("Folder")));
        table.Case("fat not empty", () => Refused(() => volume.RemoveDirectory("folder")));
        table.Case("fat name", () => Refused(() => volume.Create("a?b")));
        table.Case("fat into itself", () => Refused(() => volume.Rename("folder", "folder/x")));
        table.Case("fat full", () => Refused(() => volume.SetSize(volume.Open("x+y"), 10_000_000)));
        table.Case("fat none", () => Refused(() => Fat32Volume.Mount(new MemoryStore(10))));
    }

    private static string Refused(Action action)
    {
        try
        {
            action();
            return "done";
        }
        catch (FileSystemException e)
        {
            return $"{e.Error}: {e.Message}";
        }
    }

    private static string Tree(Fat32Volume volume, string path)
    {
        StringBuilder text = new();
        FatNode directory = volume.Open(path);
        int cursor = 0;
        while (volume.ReadDirectory(directory, ref cursor) is FatFileInfo info)
        {
            _ = text.Append($"{info.Name} {info.ShortName} {(int)info.Attributes} {info.Size} {info.Written:s}; ");
        }

        volume.Close(directory);
        return text.ToString();
    }

    private static string Hash(BlockStore store)
    {
        byte[] all = new byte[Sectors * 512];
        return store.Read(0, all) == ErrorCode.None ? Hash(all) : "cannot be read";
    }

    private static string Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037;
        foreach (byte one in bytes)
        {
            hash = (hash ^ one) * 1099511628211;
        }

        return hash.ToString("x16");
    }

    private static MemoryStore Format()
    {
        MemoryStore store = new(Sectors);
        byte[] sector = new byte[512];
        sector[12] = 2;
        sector[13] = 1;
        sector[14] = (byte)Reserved;
        sector[16] = 2;
        sector[21] = 0xF8;
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(32), Sectors);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(36), FatSectors);
        sector[44] = 2;
        sector[48] = 1;
        sector[50] = 6;
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(67), 0x12345678);
        BinaryPrimitives.WriteUInt16LittleEndian(sector.AsSpan(510), 0xAA55);
        _ = store.Write(0, sector);
        _ = store.Write(6, sector);
        sector.AsSpan().Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(sector, 0x41615252);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(484), 0x61417272);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(488), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(492), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(508), 0xAA550000);
        _ = store.Write(1, sector);
        sector.AsSpan().Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(sector, 0x0FFFFFF8);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(4), 0x0FFFFFFF);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(8), 0x0FFFFFF8);
        _ = store.Write(Reserved, sector);
        _ = store.Write(Reserved + FatSectors, sector);
        return store;
    }
}
