// Names of directories in a message: the format, and both file systems.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RustKernel.FileSystems.Tests.Data;
using RustKernel.FileSystems.Tests.Fat32;
using RustKernel.FileSystems.Tests.Parity;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Data;
using RustKernel.Services.FileSystems.Fat32;
using RustKernel.Services.FileSystems.Memory;
using Xunit;

namespace RustKernel.FileSystems.Tests.Crash;

public sealed class NamesTests
{
    private static readonly string[] s_names = ["a", "kernel8.img", "Größe", "文件", "x\U0001F600", new('n', 255)];

    [Fact]
    public void A_name_is_what_was_written_and_takes_what_is_said()
    {
        foreach (string name in s_names)
        {
            byte[] text = Encoding.UTF8.GetBytes(name);
            foreach (bool isDirectory in new[] { false, true })
            {
                byte[] exact = new byte[NameFormat.NameAt + text.Length];
                Assert.Equal(exact.Length, NameFormat.Write(exact, name, isDirectory));
                Assert.Equal(text.Length, NameFormat.Read(exact, out bool isRead));
                Assert.Equal((isDirectory, name), (isRead, Encoding.UTF8.GetString(exact.AsSpan(NameFormat.NameAt))));
                byte[] ofBytes = new byte[exact.Length];
                Assert.Equal(exact.Length, NameFormat.Write(ofBytes, text, isDirectory));
                Assert.Equal(exact, ofBytes);
            }

            for (int room = 0; room < NameFormat.NameAt + text.Length; room++)
            {
                Assert.Equal(0, NameFormat.Write(new byte[room], name, false));
                Assert.Equal(0, NameFormat.Write(new byte[room], text, false));
            }
        }
    }

    [Theory]
    [InlineData]
    [InlineData(1)]
    [InlineData(0, 0)]
    [InlineData(2, 0, 65)]
    [InlineData(255, 255, 65, 65)]
    public void A_name_that_is_damaged_has_no_length(params int[] bytes)
        => Assert.Equal(0, NameFormat.Read([.. bytes.Select(b => (byte)b)], out _));

    [Theory]
    [InlineData("boot")]
    [InlineData("data")]
    [InlineData("tmp")]
    public void Names_of_a_directory_are_those_of_its_entries(string kind)
    {
        FileSystem files = kind == "boot"
            ? Fat32FileSystem.Mount(FatImage.Format(40 << 20, "-F", "32", "-s", "1"))
            : kind == "data" ? DataFileSystem.Mount(new DataUnderTest().Format())
            : new MemoryFileSystem(new ArrayArena(4 << 20), 1024);
        List<string> made = [.. s_names, .. Enumerable.Range(0, 300).Select(i => $"file number {i}.txt")];
        for (int i = 0; i < made.Count; i++)
        {
            Assert.Equal(ErrorCode.None, files.Create(files.Root, made[i], i % 7 == 0, out _));
        }

        foreach (int room in new[] { NameFormat.NameAt + NameFormat.MostBytes, 2048, 65536 })
        {
            ListedNames.AssertAsEntries(files, files.Root, room);
        }

        ulong first = 0;
        Assert.Equal(ErrorCode.InvalidArgument, files.Names(files.Root, ref first, new byte[NameFormat.NameAt], out int none));
        Assert.Equal((0UL, 0), (first, none));
        IEnumerable<string> listed = ListedNames.Of(files, files.Root, 4096).Select(entry => entry.Name);
        Assert.Equal(made.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        Assert.Equal(ErrorCode.None, files.Find(files.Root, made[1], out ulong file));
        ulong place = 0;
        Assert.Equal(ErrorCode.NotDirectory, files.Names(file, ref place, new byte[2048], out int count));
        Assert.Equal(0, count);
    }
}
