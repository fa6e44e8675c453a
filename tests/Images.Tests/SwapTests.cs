// A folder that replaces another one.

using System;
using System.IO;
using System.Linq;
using Xunit;

namespace RustKernel.Flash.Images.Tests;

public sealed class SwapTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("rk-swap-").FullName;

    private string Target => Path.Combine(_root, "boot");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_the_new_folder_does_not_have_is_gone(bool canExchange)
    {
        Directory.CreateDirectory(Path.Combine(Target, "overlays"));
        File.WriteAllText(Path.Combine(Target, "overlays", "old.dtbo"), "old");
        Replace(1, canExchange);
        Assert.Equal(
            ["Image", "overlays/map.dtb"],
            Directory
                .EnumerateFiles(Target, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Target, file))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_that_is_open_stays_what_it_was()
    {
        Replace(1, canExchange: true);
        using FileStream open = File.OpenRead(Path.Combine(Target, "Image"));
        Replace(2, canExchange: true);
        Assert.Equal(Text(1), new StreamReader(open).ReadToEnd());
        Assert.Equal(Text(2), File.ReadAllText(Path.Combine(Target, "Image")));
    }

    [Fact]
    public void A_draft_that_fails_leaves_the_old_folder()
    {
        Replace(1, canExchange: true);
        using (FolderSwap swap = new(Target))
        {
            File.WriteAllText(Path.Combine(swap.Draft, "Image"), "half");
        }

        Assert.Equal(Text(1), File.ReadAllText(Path.Combine(Target, "Image")));
        Assert.Single(Directory.EnumerateFileSystemEntries(_root));
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_and_what_a_living_one_fills_is_not()
    {
        string abandoned = Directory.CreateDirectory(Target + ".new-4194305-0badcafe").FullName;
        string living = Directory.CreateDirectory($"{Target}.new-{Environment.ProcessId}-12345678").FullName;
        Replace(1, canExchange: true);
        Assert.False(Directory.Exists(abandoned));
        Assert.True(Directory.Exists(living));
    }

    private static string Text(int round) => new((char)('a' + (round % 26)), 50_000);

    private void Replace(int round, bool canExchange)
    {
        using FolderSwap swap = canExchange ? new(Target) : new(Target, (_, _) => false);
        File.WriteAllText(Path.Combine(swap.Draft, "Image"), Text(round));
        Directory.CreateDirectory(Path.Combine(swap.Draft, "overlays"));
        File.WriteAllText(Path.Combine(swap.Draft, "overlays", "map.dtb"), Text(round));
        swap.Commit();
    }
}
