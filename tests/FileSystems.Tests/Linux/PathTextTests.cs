// File names in the form that programs made for Linux use.

using System;
using System.Linq;
using System.Text;
using RustKernel.Linux;
using RustKernel.Linux.Files;
using Xunit;

namespace RustKernel.FileSystems.Tests.Linux;

public sealed class PathTextTests
{
    [Theory]
    [InlineData("/", "a", "/a")]
    [InlineData("/tmp", "a/b", "/tmp/a/b")]
    [InlineData("/tmp", "/a", "/a")]
    [InlineData("/tmp/x", "../y", "/tmp/y")]
    [InlineData("/tmp", "../../..", "/")]
    [InlineData("/", "//a///b/./c/", "/a/b/c")]
    [InlineData("/a/b", ".", "/a/b")]
    [InlineData("/", "..", "/")]
    [InlineData("/", "a/..b/...", "/a/..b/...")]
    public void A_name_becomes_a_path_without_dots(string folder, string name, string path) => Assert.Equal(path, Resolve(folder, name));

    [Fact]
    public void What_is_empty_or_too_long_is_refused()
    {
        Assert.Equal(Errno.NoEntry, Length("/tmp", ""));
        Assert.Equal(Errno.NameTooLong, Length("/", new string('a', 256)));
        Assert.Equal(256, Length("/", new string('a', 255)));
        string longest = string.Concat(Enumerable.Repeat("/" + new string('a', 200), 5));
        Assert.Equal(longest.Length, Length("/", longest));
        Assert.Equal(Errno.NameTooLong, Length("/", longest + "/" + new string('b', 20)));
        Assert.Equal(longest.Length, Length("/", longest + "/" + new string('b', 10) + "/.."));
    }

    // Names of random parts: no access beyond the buffer, and the result is a path in the form that file systems need.
    [Fact]
    public void Random_names_give_paths_or_errors()
    {
        Random random = new(22);
        string[] parts = ["", ".", "..", "a", "...", new string('x', 255), new string('y', 256), "é"];
        for (int i = 0; i < 100_000; i++)
        {
            string name = string.Join('/', Enumerable.Range(0, random.Next(9)).Select(_ => parts[random.Next(parts.Length)]));
            byte[] room = new byte[PathText.Most];
            byte[] given = Encoding.UTF8.GetBytes(name);
            long length = PathText.Resolve("/f"u8, given, room);
            if (length >= 0)
            {
                string path = Encoding.UTF8.GetString(room.AsSpan(0, (int)length));
                Assert.True(
                    path == "/" || path.Split('/')[1..].All(part => part is not ("" or "." or "..")), $"{name} became {path}");
            }
        }
    }

    [Theory]
    [InlineData("a/", true)]
    [InlineData("..", true)]
    [InlineData("a/.", true)]
    [InlineData("a.", false)]
    [InlineData("a..", false)]
    [InlineData("", false)]
    public void Some_names_can_only_be_a_directory(string name, bool isDirectory) =>
        Assert.Equal(isDirectory, PathText.IsOfDirectory(Encoding.UTF8.GetBytes(name)));

    [Theory]
    [InlineData("/data/a/b", "data", "a/b")]
    [InlineData("/data", "data", "")]
    public void The_first_part_names_the_file_system(string path, string first, string rest)
    {
        ReadOnlySpan<byte> found = PathText.First(Encoding.UTF8.GetBytes(path), out ReadOnlySpan<byte> after);
        Assert.Equal(first, Encoding.UTF8.GetString(found));
        Assert.Equal(rest, Encoding.UTF8.GetString(after));
    }

    private static long Length(string folder, string name) =>
        PathText.Resolve(Encoding.UTF8.GetBytes(folder), Encoding.UTF8.GetBytes(name), new byte[PathText.Most]);

    private static string Resolve(string folder, string name)
    {
        byte[] room = new byte[PathText.Most];
        long length = PathText.Resolve(Encoding.UTF8.GetBytes(folder), Encoding.UTF8.GetBytes(name), room);
        return Encoding.UTF8.GetString(room.AsSpan(0, (int)length));
    }
}
