// rk image, rk netboot and rk flash for every board that has a folder.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using RustKernel.EndToEnd.Tests;
using RustKernel.Flash.Netboot.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Boards.EndToEnd.Tests;

public sealed partial class BoardFilesTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    // The files that each board's loader looks for, besides the kernel; a board without boot firmware of its own starts through UEFI.
    private static readonly Dictionary<string, string[]> s_files = new()
    {
        ["imx8mp-evk"] = ["Image", "imx8mp-evk.dtb"],
        ["npcm845-evb"] = ["Image"],
        ["qemu-virt"] = ["Image"],
        ["rpi3"] =
        [
            "kernel8.img", "config.txt", "cmdline.txt", "bcm2837-rpi-3-b.dtb", "bootcode.bin", "start.elf", "fixup.dat",
            "overlays/pl011-header.dtbo",
        ],
        ["rpi4"] =
        [
            "kernel8.img", "config.txt", "cmdline.txt", "bcm2711-rpi-4-b.dtb", "start4.elf", "fixup4.dat", "overlays/pl011-header.dtbo",
        ],
        ["versal"] = ["Image"],
        ["zcu102"] = ["Image", "zynqmp-zcu102-rev1.0.dtb"],
    };

    // Card and network have their own tests: tests/Flash.EndToEnd.Tests, tests/Netboot.EndToEnd.Tests.
    private static readonly string[] s_haveTheirOwnTests = ["qemu-virt", "rpi4"];

    private readonly TemporaryFolder _folder = new();

    private static string Boards => Path.Combine(Tool.Root, "boards");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_board_gets_its_files_its_card_and_its_netboot()
    {
        Dictionary<string, string[]> boards = Directory.GetDirectories(Boards).ToDictionary(folder => Path.GetFileName(folder)!, FilesOf);
        Assert.Empty(s_files.Keys.Except(boards.Keys));
        ToolResult image = Tool.Finish(Tool.Start(Tool.Path, ["image", .. boards.Keys]), s_limit);
        Assert.True(image.ExitCode == 0, image.ToString());
        Assert.All(boards, board => HasItsFiles(board.Key, board.Value, image.Output));
        Assert.All(boards.ExceptBy(s_haveTheirOwnTests, board => board.Key), board => IsServed(board.Key, board.Value));
        Assert.All(boards.Keys.Except(s_haveTheirOwnTests), FitsOnACard);
    }

    // For a board that is not in the list above: the files that its own definition names.
    private static string[] FilesOf(string folder) => s_files.TryGetValue(Path.GetFileName(folder), out string[]? files)
        ? files
        : [BootName().Match(File.ReadAllText(Path.Combine(folder, "board.yaml"))).Groups[1].Value];

    private static void HasItsFiles(string board, string[] files, string printed)
    {
        string kernel = File.ReadAllText(Path.Combine(Boards, board, "board.yaml"));
        Assert.Contains($"boot_name: {files[0]}", kernel, StringComparison.Ordinal);
        foreach (string file in files.Append("manifest.json"))
        {
            Assert.True(File.Exists(Path.Combine(Tool.Root, "artifacts", board, "boot", file)), $"{board}: no {file}");
            Assert.Contains($"  artifacts/{board}/boot/{file}\n", printed, StringComparison.Ordinal);
        }

        Assert.Matches($"  artifacts/{board}/(uefi|sdcard)\\.img\n", printed);
        if (files.Contains("config.txt"))
        {
            string[] config = File.ReadAllLines(Path.Combine(Tool.Root, "artifacts", board, "boot", "config.txt"));
            Assert.Contains($"kernel={files[0]}", config);
            Assert.Contains("dtoverlay=pl011-header", config);
        }
    }

    private void IsServed(string board, string[] files)
    {
        int port = FreePort();
        using ServedProcess server = new(
            Tool.Root, Tool.Path, "netboot", board, "--no-dhcp", "--address", "127.0.0.1", "--port", $"{port}");
        server.WaitFor("no DHCP; Ctrl-C ends");
        string got = _folder.File($"{board}-fetched");
        ToolResult fetched = Tool.Finish(Tool.Start("curl", ["-sS", "-o", got, $"tftp://127.0.0.1:{port}/{files[0]}"]), s_limit);
        Assert.True(fetched.ExitCode == 0, $"{board}: {fetched}");
        Assert.True(
            File.ReadAllBytes(got).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Tool.Root, "artifacts", "Image"))),
            $"{board}: what {files[0]} came to is not the Image");
        Assert.Equal(0, server.Interrupt());
    }

    private void FitsOnACard(string board)
    {
        string card = _folder.File($"{board}-card");
        ToolResult written = Tool.Rk("flash", "sd", board, card);
        Assert.True(written.ExitCode == 0, $"{board}: {written}");
        Assert.Contains($"{card}: {board}, build ", written.Output, StringComparison.Ordinal);
        ToolResult verified = Tool.Rk("flash", "verify", board, card);
        Assert.True(verified.ExitCode == 0, $"{board}: {verified}");
        File.Delete(card);
    }

    [GeneratedRegex(@"^  boot_name: (\S+)", RegexOptions.Multiline)]
    private static partial Regex BootName();

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
