// The SD image as other programs see it.

using System;
using System.IO;
using System.Numerics;
using System.Text.Json;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Flash.EndToEnd.Tests;

public sealed class CardBootTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void U_Boot_for_the_Pi_reads_the_card_and_boots_our_kernel_from_it()
    {
        Make("rpi4");
        string card = _folder.File("card.img");
        ToolResult written = Tool.Rk("flash", "sd", "rpi4", card);
        Assert.True(written.ExitCode == 0, written.ToString());
        Assert.True(BitOperations.IsPow2(new FileInfo(card).Length));
        string cache = FirmwareFolder();
        using Loader board = new(
            Path.Combine(cache, "u-boot-rpi4.bin"),
            Path.Combine(cache, "bcm2711-rpi-4-b.dtb"),
            card,
            _folder.File("kernel.log"));
        board.WaitFor("stop autoboot", s_limit);
        board.Type("");
        board.WaitFor("U-Boot> ", s_limit);
        string listing = board.Command("ls mmc 0:1", s_limit);
        foreach (string name in new[]
        {
            "kernel8.img",
            "config.txt",
            "cmdline.txt",
            "bcm2711-rpi-4-b.dtb",
            "start4.elf",
            "fixup4.dat",
            "overlays/",
            "manifest.json"
        })
        {
            Assert.Contains(name, listing, StringComparison.Ordinal);
        }

        string loaded = board.Command("load mmc 0:1 0x200000 kernel8.img", s_limit);
        Assert.Contains(
            $"{new FileInfo(Path.Combine(Tool.Root, "artifacts", "Image")).Length} bytes read",
            loaded,
            StringComparison.Ordinal);
        board.Command(
            "load mmc 0:1 0x2000000 bcm2711-rpi-4-b.dtb; fdt addr 0x2000000 0x10000; load mmc 0:1 0x2100000 overlays/pl011-header.dtbo; "
                + "fdt apply 0x2100000",
            s_limit);
        board.Command("setenv bootargs test=boot", s_limit);
        board.Type("booti 0x200000 - 0x2000000");
        Assert.True(board.Ends(s_limit), board.KernelConsole);
        string console = board.KernelConsole;
        int at = console.IndexOf("# done ", StringComparison.Ordinal);
        Assert.True(at >= 0, console);
        Assert.Contains(" notok=0 ", console[at..], StringComparison.Ordinal);
        Assert.DoesNotContain(" ok=0 ", console[at..], StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_inputs_give_the_same_images_and_manifests_say_what_is_in_them()
    {
        foreach ((string board, string image) in new[] { ("rpi4", "sdcard.img"), ("qemu-virt", "uefi.img") })
        {
            Make(board);
            string path = Path.Combine(Tool.Root, "artifacts", board, image);
            byte[] first = File.ReadAllBytes(path);
            string manifest = File.ReadAllText(path + ".json");
            File.SetLastWriteTimeUtc(Path.Combine(Tool.Root, "artifacts", "Image"), DateTime.UtcNow);
            Make(board);
            Assert.True(first.AsSpan().SequenceEqual(File.ReadAllBytes(path)), $"{image} differs");
            Assert.Equal(manifest, File.ReadAllText(path + ".json"));
            using JsonDocument read = JsonDocument.Parse(manifest);
            foreach (JsonElement file in read.RootElement.GetProperty("files").EnumerateArray())
            {
                Assert.Equal(64, file.GetProperty("sha256").GetString()!.Length);
                if (file.GetProperty("path").GetString() != "manifest.json")
                {
                    Assert.NotEqual("", file.GetProperty("version").GetString());
                }
            }
        }
    }

    [Fact]
    public void Without_fetched_firmware_everything_is_made_and_what_is_missing_is_said()
    {
        ToolResult image = Tool.Finish(
            Tool.Start(
                Tool.Path,
                ["image", "rpi4"],
                new()
                {
                    ["RK_ROOT"] = Tool.Root,
                    ["XDG_CACHE_HOME"] = _folder.Path,
                    ["UseSharedCompilation"] = "true"
                }), TimeSpan.FromMinutes(10));
        try
        {
            Assert.True(image.ExitCode == 0, image.ToString());
            Assert.Contains("artifacts/rpi4/sdcard.img\n", image.Output, StringComparison.Ordinal);
            Assert.Contains(
                "a real board also needs bcm2711-rpi-4-b.dtb, start4.elf, fixup4.dat, which this image has not: run ./rk firmware "
                    + "fetch rpi4",
                image.Error,
                StringComparison.Ordinal);
            using JsonDocument manifest = JsonDocument.Parse(
                File.ReadAllText(Path.Combine(Tool.Root, "artifacts", "rpi4", "sdcard.img.json")));
            Assert.Equal(3, manifest.RootElement.GetProperty("missing").GetArrayLength());
        }
        finally
        {
            Make("rpi4");
        }
    }

    [Fact]
    public void Cards_that_must_not_be_written_are_refused_with_the_reason()
    {
        Make("rpi4");
        ToolResult list = Tool.Rk("flash", "sd", "rpi4");
        Assert.True(list.ExitCode == 2, list.ToString());
        Assert.Contains("rk: name the card or file to write", list.Error, StringComparison.Ordinal);
        Assert.Contains("/dev/null is no disk", Tool.Rk("flash", "sd", "rpi4", "/dev/null", "--yes").Error, StringComparison.Ordinal);
        Assert.Contains(
            "does not exist: is the card in?",
            Tool.Rk("flash", "sd", "rpi4", "/dev/sdzz", "--yes").Error,
            StringComparison.Ordinal);
        Assert.Contains($"{_folder.Path} is a folder", Tool.Rk("flash", "sd", "rpi4", _folder.Path).Error, StringComparison.Ordinal);
        ToolResult cards = Tool.Rk("flash", "cards", "--all");
        Assert.True(cards.ExitCode == 0, cards.ToString());
    }

    [Fact]
    public void A_card_keeps_its_data_unless_told_otherwise()
    {
        Make("rpi4");
        string card = _folder.File("card.img"), note = _folder.File("note");
        File.WriteAllText(note, "a person's\n");
        Assert.DoesNotContain("/data", Good("flash", "sd", "rpi4", card), StringComparison.Ordinal);
        _ = Good("fs", "put", card, note, "/note");
        Assert.Contains("; /data (64 MiB) was kept", Good("flash", "sd", "rpi4", card), StringComparison.Ordinal);
        Assert.Equal("a person's\n", Good("fs", "get", card, "/note"));
        Assert.Contains("holds the image of rpi4", Good("flash", "verify", "rpi4", card), StringComparison.Ordinal);
        byte[] before = File.ReadAllBytes(card);
        ToolResult refused = Tool.Rk("flash", "sd", "rpi4", card, "--boot-size", "127M");
        Assert.True(refused.ExitCode == 2, refused.ToString());
        Assert.Contains("--boot-size 63M makes one that fits, --erase-data writes all", refused.Error, StringComparison.Ordinal);
        Assert.True(before.AsSpan().SequenceEqual(File.ReadAllBytes(card)));
        _ = Good("flash", "sd", "rpi4", card, "--boot-size", "127M", "--erase-data");
        Assert.Equal("", Good("fs", "ls", card));
        ToolResult size = Tool.Rk("flash", "sd", "rpi4", card, "--data-size", "64");
        Assert.True(size.ExitCode == 2, size.ToString());
        Assert.Contains("--data-size takes a size such as 64M or 2G, not \"64\"", size.Error, StringComparison.Ordinal);
    }

    private static string Good(params string[] arguments)
    {
        ToolResult result = Tool.Rk(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    private static void Make(string board)
    {
        ToolResult made = Tool.Finish(Tool.Start(Tool.Path, ["image", board]), TimeSpan.FromMinutes(10));
        Assert.True(made.ExitCode == 0, made.ToString());
    }

    private static string FirmwareFolder()
    {
        ToolResult fetched = Tool.Finish(Tool.Start(Tool.Path, ["firmware", "fetch", "rpi4"]), TimeSpan.FromMinutes(15));
        Assert.True(fetched.ExitCode == 0, fetched.ToString());
        return Path.GetDirectoryName(fetched.Output.Split('\n')[0].Split("  ", 2)[1])!;
    }
}
