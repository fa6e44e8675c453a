// The data file system in memory: the same operations leave the same bytes on both machines.

using System;
using System.Collections.Generic;
using System.Text;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;

namespace RustKernel.ParityProgram;

internal static class DataCases
{
    private const int Steps = 12;
    private const int StepOperations = 150;

    internal static void Run(Table table)
    {
        table.Case("data checksum", () => Crc32C.Of(Encoding.UTF8.GetBytes("123456789")));
        MemoryStore store = new(8 * 1024);
        DataFileSystem.Format(store, "parity", 99, 1);
        DataFileSystem files = DataFileSystem.Mount(store);
        uint seed = 1;
        for (int step = 0; step < Steps; step++)
        {
            table.Case($"data step {step}", () =>
            {
                string results = Work(files, ref seed, step);
                files = DataFileSystem.Mount(store);
                return results + Words(files, store);
            });
        }

        table.Case("data damage", () => Damage(store));
    }

    // Random operations; returns the errors by number, so that a difference shows where it began.
    private static string Work(DataFileSystem files, ref uint seed, int step)
    {
        int[] errors = new int[32];
        for (int i = 0; i < StepOperations; i++)
        {
            files.Now = (step * 1000) + i;
            errors[(int)Do(files, Next(ref seed, 10), "file " + Next(ref seed, 40), Next(ref seed, 30_000), Next(ref seed, 9_000))]++;
        }

        errors[(int)(step % 3 == 0
            ? files.MakeSnapshot($"s{step}")
            : step % 3 == 2 ? files.DeleteSnapshot($"s{step - 2}") : ErrorCode.None)]++;
        errors[(int)files.Sync(0)]++;
        StringBuilder text = new();
        foreach (int count in errors)
        {
            text.Append(count).Append(' ');
        }

        return text.ToString();
    }

    private static uint Next(ref uint seed, uint below)
    {
        seed = (seed * 1664525) + 1013904223;
        return (seed >> 8) % below;
    }

    private static ErrorCode Do(DataFileSystem files, uint kind, string name, uint position, uint length)
    {
        if (kind < 3)
        {
            return files.Create(files.Root, name, kind == 2 && length % 4 == 0, out _);
        }

        ErrorCode error = files.Find(files.Root, name, out ulong node);
        if (error != ErrorCode.None)
        {
            return error;
        }

        byte[] bytes = new byte[length];
        Array.Fill(bytes, (byte)position);
        return kind switch
        {
            < 7 => files.Write(node, position, bytes, out _),
            7 => files.SetSize(node, position),
            8 => files.Rename(files.Root, name, files.Root, "file " + (length % 40), position % 2 == 0),
            _ => files.Remove(files.Root, name),
        };
    }

    private static string Words(DataFileSystem files, MemoryStore store)
    {
        byte[] disk = new byte[(int)store.SectorCount * BlockStore.SectorSize];
        ErrorCode error = store.Read(0, disk);
        VolumeReport report = files.Check();
        return $"{error}, commit {files.Generation}, {report.Files} files, {report.DataBlocks} blocks, {report.Nodes} nodes, "
            + $"{files.FreeBytes} free, {report.Problems.Count} problems, {Crc32C.Of(disk):x8}";
    }

    // Damages each block in turn; counts the refused checks and reads of names.
    private static string Damage(MemoryStore store)
    {
        byte[] sector = new byte[BlockStore.SectorSize];
        int problems = 0;
        List<string> words = [];
        for (ulong block = 0; block < 60; block++)
        {
            MemoryStore damaged = store.Copy();
            ErrorCode error = damaged.Read(block * 8, sector);
            sector[77] ^= 1;
            error = error == ErrorCode.None ? damaged.Write(block * 8, sector) : error;
            DataFileSystem files = DataFileSystem.Mount(damaged);
            problems += files.Check().Problems.Count + files.Notes.Count;
            words.Add(error == ErrorCode.None && files.Notes.Count > 0 ? files.Notes[0] : "-");
        }

        return $"{problems} problems; {words[0]}";
    }
}
