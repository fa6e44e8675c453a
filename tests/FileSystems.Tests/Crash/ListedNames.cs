using System;
using System.Collections.Generic;
using System.Text;
using RustKernel.Services.FileSystems;
using Xunit;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>Reads <see cref="FileSystem.Names"/>.</summary>
internal static class ListedNames
{
    /// <summary>Names are those of <see cref="FileSystem.List"/>, in its order, with <paramref name="room"/> bytes at a time.</summary>
    public static void AssertAsEntries(FileSystem files, ulong directory, int room = 2048)
    {
        List<(string Name, bool IsDirectory)> entries = [];
        ulong place = 0;
        while (files.List(directory, ref place, out DirectoryEntry entry) == ErrorCode.None)
        {
            entries.Add((entry.Name, entry.Status.IsDirectory));
        }

        Assert.Equal(entries, Of(files, directory, room));
    }

    /// <summary>All names, read with <paramref name="room"/> bytes at a time.</summary>
    public static List<(string Name, bool IsDirectory)> Of(FileSystem files, ulong directory, int room)
    {
        List<(string, bool)> names = [];
        byte[] bytes = new byte[room];
        ulong place = 0;
        int count;
        do
        {
            Assert.Equal(ErrorCode.None, files.Names(directory, ref place, bytes, out count));
            Assert.InRange(count, 0, room);
            Add(names, bytes.AsSpan(0, count));
        }
        while (count != 0);

        return names;
    }

    private static void Add(List<(string Name, bool IsDirectory)> names, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int length = NameFormat.Read(bytes, out bool isDirectory);
            Assert.NotEqual(0, length);
            names.Add((Encoding.UTF8.GetString(bytes.Slice(NameFormat.NameAt, length)), isDirectory));
            bytes = bytes[(NameFormat.NameAt + length)..];
        }
    }
}
