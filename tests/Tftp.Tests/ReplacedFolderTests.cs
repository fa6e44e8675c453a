// A folder that is replaced while boards ask for its files.

using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Flash.Images;
using Xunit;

namespace RustKernel.Flash.Tftp.Tests;

public sealed class ReplacedFolderTests : IDisposable
{
    private const int Swaps = 200;
    private const int FileBytes = 50_000;
    private readonly string _root = Directory.CreateTempSubdirectory("rk-swap-").FullName;

    private string Target => Path.Combine(_root, "boot");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_board_never_misses_a_file_and_never_gets_half_of_one(bool canExchange)
    {
        Replace(0, canExchange);
        BootViews views = new([new BootView { Name = "all", Folders = [Target] }], _ => null);
        using CancellationTokenSource end = new();
        Task<int>[] boards = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => AskUntil(views, end.Token)))];
        for (int round = 1; round <= Swaps && !boards.Any(board => board.IsFaulted); round++)
        {
            Replace(round, canExchange);
        }

        end.Cancel();
        Assert.All(await Task.WhenAll(boards), asked => Assert.True(asked > 0));
        Assert.Equal(["boot"], Directory.EnumerateFileSystemEntries(_root).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nor_where_a_folder_in_the_served_one_or_a_link_to_it_is_replaced(bool isLink)
    {
        string parent = Path.GetDirectoryName(Target)!;
        string current = isLink ? Path.Combine(parent, "current") : Target;
        Replace(0, canExchange: true);
        if (isLink)
        {
            Directory.CreateSymbolicLink(current, Target);
        }

        BootViews views = new([new BootView { Name = "all", Folders = [parent] }], _ => null);
        using CancellationTokenSource end = new();
        string prefix = Path.GetFileName(current) + "/";
        Task<int>[] boards = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => AskUntil(views, end.Token, prefix)))];
        for (int round = 1; round <= Swaps && !boards.Any(board => board.IsFaulted); round++)
        {
            Replace(round, canExchange: true);
        }

        end.Cancel();
        Assert.All(await Task.WhenAll(boards), asked => Assert.True(asked > 0));
    }

    private static int AskUntil(BootViews views, CancellationToken end, string prefix = "")
    {
        int asked = 0;
        byte[] bytes = new byte[FileBytes];
        do
        {
            foreach (string name in new[] { "Image", "overlays/map.dtb" })
            {
                TftpFileResult result = views.Open(IPAddress.Loopback, prefix + name);
                using ITftpFile? file = result.File;
                Assert.True(file is not null, $"{name}: {result.Verdict} {result.Reason}");
                Assert.Equal(FileBytes, file.Length);
                Assert.Equal(FileBytes, file.Read(0, bytes));
                Assert.Equal(-1, bytes.AsSpan().IndexOfAnyExcept(bytes[0]));
                Assert.False(file.HasChanged);
            }

            asked++;
        }
        while (!end.IsCancellationRequested);
        return asked;
    }

    private void Replace(int round, bool canExchange)
    {
        using FolderSwap swap = canExchange ? new(Target) : new(Target, (_, _) => false);
        string text = new((char)('a' + (round % 26)), FileBytes);
        File.WriteAllText(Path.Combine(swap.Draft, "Image"), text);
        Directory.CreateDirectory(Path.Combine(swap.Draft, "overlays"));
        File.WriteAllText(Path.Combine(swap.Draft, "overlays", "map.dtb"), text);
        swap.Commit();
    }
}
