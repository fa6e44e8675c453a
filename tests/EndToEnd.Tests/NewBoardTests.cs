// rk new board: its output boots, and it refuses what cannot be a board.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class NewBoardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_board_boots_as_it_is()
    {
        ToolResult made = Tool.Rk("new", "board", "plum-2", "--in", _folder.Path);
        Assert.True(made.ExitCode == 0, made.ToString());
        Assert.Contains($"RK_BOARDS={_folder.Path} ./rk test qemu-plum-2", made.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["README.md", "board.yaml"],
            Array.ConvertAll(Directory.GetFiles(_folder.File("plum-2")), file => Path.GetFileName(file)).Order());
        Passes("test", "qemu-plum-2", "--suite", "boot", "--log", _folder.Path);
    }

    [Fact]
    public void A_board_with_its_own_tree_boots_with_that()
    {
        string tree = _folder.File("virt.dtb");
        Run("qemu-system-aarch64", "-machine", $"virt,dumpdtb={tree}", "-cpu", "cortex-a72", "-smp", "2", "-m", "1G", "-nic", "none");

        // QEMU fills in the memory when it loads a kernel.
        Run("fdtput", "-t", "x", tree, "/memory@40000000", "reg", "0", "40000000", "0", "40000000");
        ToolResult made = Tool.Rk("new", "board", "plum", "--dtb", tree, "--machine", "virt-10.0", "--in", _folder.Path);
        Assert.True(made.ExitCode == 0, made.ToString());
        Assert.Contains("./rk boards --explain", made.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(tree), File.ReadAllBytes(_folder.File("plum/plum.dtb")));
        string definition = File.ReadAllText(_folder.File("plum/board.yaml"));
        Assert.Contains("dtb: board:plum.dtb", definition, StringComparison.Ordinal);
        Assert.Contains("smp: 2", definition, StringComparison.Ordinal);
        Assert.Contains("machine: virt-10.0", definition, StringComparison.Ordinal);
        Passes("test", "qemu-plum", "--suite", "boot", "--log", _folder.Path);
    }

    [Theory]
    [InlineData("cannot be the name", "Plum")]
    [InlineData("cannot be the name", "../plum")]
    [InlineData("cannot be the name", "plum_2")]
    [InlineData("is there already", "taken")]
    [InlineData("no machine has such a name", "plum", "--machine", "virt,gic-version=3")]
    [InlineData("cannot read /nonexistent", "plum", "--dtb", "/nonexistent")]
    [InlineData("/dev/null is not a device tree", "plum", "--dtb", "/dev/null")]
    public void What_cannot_be_a_board_writes_nothing(string message, params string[] words)
    {
        Directory.CreateDirectory(_folder.File("taken"));
        ToolResult made = Tool.Rk(["new", "board", .. words, "--in", _folder.Path]);
        Assert.Equal(2, made.ExitCode);
        Assert.Contains(message, made.Error, StringComparison.Ordinal);
        Assert.Equal([_folder.File("taken")], Directory.GetDirectories(_folder.Path));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("taken")));
    }

    private static void Run(string program, params string[] words)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, words), TimeSpan.FromMinutes(1));
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private void Passes(params string[] words)
    {
        Dictionary<string, string> environment = new() { ["RK_ROOT"] = Tool.Root, ["RK_BOARDS"] = _folder.Path };
        ToolResult result = Tool.Finish(Tool.Start(Tool.Path, words, environment), TimeSpan.FromMinutes(10));
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
