// Updates of the kernel on /boot: what they leave, and that firmware without knowledge of our log finds a whole kernel, at whatever
// instant the power fails.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Flash.Images;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Updates;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.FileSystems.Tests.Fat32;

public sealed class KernelUpdateTests(ITestOutputHelper output)
{
    private const string Config = "# the board's\narm_64bit=1\nkernel=kernel8.img\nkernel_address=0x80000\ndtoverlay=pl011-header\n";
    private const int MostStates = 2000;
    private static readonly byte[] s_old = Kernel(1, 300_000), s_new = Kernel(2, 330_011), s_newest = Kernel(3, 150_000);
    private static readonly byte[] s_firmware = Kernel(9, 20_000);

    [Fact]
    public void A_kernel_is_written_tried_and_kept()
    {
        MemoryStore store = Volume();
        KernelUpdate update = new(new FatBootFiles(store));
        Assert.Equal(("kernel8.img", "kernelb.img", null), (update.Current, update.Other, update.Tried));
        Assert.Equal(SHA256.HashData(s_new), update.Write(new MemoryStream(s_new), null, Nothing));
        Assert.Equal("kernel8.img", update.Current);
        update.Prepare();
        Assert.Equal(("kernel8.img", "kernelb.img"), (update.Current, update.Tried));
        Dictionary<string, byte[]> files = Seen(store);
        Assert.Equal(
            Config.Replace("kernel=kernel8", "kernel=kernelb", StringComparison.Ordinal) + "\n[all]\nkernel_watchdog_timeout=15\n",
            Encoding.UTF8.GetString(files["tryboot.txt"]));
        Assert.Equal(Config, Encoding.UTF8.GetString(files["config.txt"]));
        Assert.Equal("kernelb.img", update.Keep());
        Assert.Equal(("kernelb.img", "kernel8.img", null), (update.Current, update.Other, update.Tried));
        files = Seen(store);
        Assert.Equal(Config.Length, files["config.txt"].Length);
        Assert.Equal(s_old, files["kernel8.img"]);
        Assert.Equal(s_new, files["kernelb.img"]);

        // The names alternate.
        update.Write(new MemoryStream(s_newest), SHA256.HashData(s_newest), Nothing);
        update.Prepare();
        Assert.Equal("kernel8.img", update.Keep());
        Assert.Equal(s_newest, Seen(store)["kernel8.img"]);
        Assert.Equal(s_new, Seen(store)["kernelb.img"]);
        Assert.Null(FatImage.Check(store));
    }

    // Every disk that a cut may leave, as firmware reads it: never our log, only the first FAT and the root.
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(8, true)]
    public void Whenever_the_power_fails_a_whole_kernel_boots(int sectorsInCluster, bool hasOther)
    {
        MemoryStore store = Volume(sectorsInCluster, hasOther ? s_newest : null);
        MemoryStore before = store.Copy();
        RecordingStore recording = new(store);
        KernelUpdate update = new(new FatBootFiles(recording));
        update.Write(new MemoryStream(s_new), null, Nothing);
        update.Prepare();
        update.Keep();
        Assert.Equal(0, Judge(before, recording.Log));
    }

    [Fact]
    public void A_switch_before_the_kernel_is_there_is_found()
    {
        MemoryStore store = Volume();
        MemoryStore before = store.Copy();
        RecordingStore recording = new(store);
        FatBootFiles boot = new(recording);
        boot.Write("config.txt", Config.IndexOf("8.img", StringComparison.Ordinal), "b"u8);
        boot.Settle();
        boot.Create("kernelb.img");
        boot.Write("kernelb.img", 0, s_new);
        boot.Settle();
        Assert.InRange(Judge(before, recording.Log), 1, MostStates);
    }

    // The two names exist to avoid renaming over the kernel that boots, or writing over it.
    [Fact]
    public void A_kernel_that_is_written_over_the_one_that_boots_is_found()
    {
        MemoryStore store = Volume();
        MemoryStore before = store.Copy();
        RecordingStore recording = new(store);
        FatBootFiles boot = new(recording);
        boot.Create("kernel8.img");
        boot.Write("kernel8.img", 0, s_new);
        boot.Settle();
        Assert.InRange(Judge(before, recording.Log), 1, MostStates);
    }

    [Fact]
    public void What_is_no_kernel_or_not_the_one_that_was_meant_changes_nothing()
    {
        MemoryStore store = Volume();
        KernelUpdate update = new(new FatBootFiles(store));
        Assert.Contains(
            "no kernel for 64-bit Arm",
            Refused(() => update.Write(new MemoryStream(new byte[100]), null, Nothing)),
            StringComparison.Ordinal);
        Assert.Contains(
            "no kernel for 64-bit Arm",
            Refused(() => update.Write(new MemoryStream([1]), null, Nothing)),
            StringComparison.Ordinal);
        Assert.Contains(
            $"its SHA-256 is {Convert.ToHexStringLower(SHA256.HashData(s_new))}, not {Convert.ToHexStringLower(SHA256.HashData(s_old))}",
            Refused(() => update.Write(new MemoryStream(s_new), SHA256.HashData(s_old), Nothing)),
            StringComparison.Ordinal);
        Assert.Contains("there is no kernelb.img to try", Refused(update.Prepare), StringComparison.Ordinal);
        Assert.Null(update.Tried);
        Assert.Equal(["config.txt", "kernel8.img", "start4.elf"], Seen(store).Keys.Where(name => name != "RKINTENT.LOG").Order());
    }

    // The other kernel is the fallback.
    [Fact]
    public void A_wrong_hash_leaves_the_other_kernel_as_it_is()
    {
        MemoryStore store = Volume(other: s_newest);
        KernelUpdate update = new(new FatBootFiles(store));
        string refused = Refused(() => update.Write(new MemoryStream(s_new), SHA256.HashData(s_old), Nothing));
        Assert.EndsWith("nothing was changed", refused, StringComparison.Ordinal);
        Assert.Equal(s_newest, Seen(store)["kernelb.img"]);
    }

    [Fact]
    public void What_could_not_be_written_whole_is_not_there_to_be_tried()
    {
        MemoryStore store = Volume(other: s_newest);
        KernelUpdate update = new(new FatBootFiles(store));
        Assert.Equal("torn", Refused(() => update.Write(new TornStream(s_new, 100_000), null, Nothing)));
        Assert.DoesNotContain("kernelb.img", Seen(store).Keys);
        Assert.Equal("there is no kernelb.img to try", Refused(update.Prepare));
    }

    // Does not break another program's trial or a person's own arrangement.
    [Theory]
    [InlineData("arm_64bit=1\n", "has no line kernel=kernel8.img")]
    [InlineData("kernel=kernel8.img\nkernel=kernelb.img\n", "must have one line with kernel=")]
    [InlineData("[pi3]\nkernel=kernel8.img\n", "must have one line with kernel=")]
    [InlineData("kernel=linux.img\n", "must have one line with kernel=")]
    public void Other_configurations_are_refused_in_words(string config, string words)
    {
        MemoryStore store = Volume(config: config);
        Assert.Contains(words, Refused(() => _ = new KernelUpdate(new FatBootFiles(store)).Other), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#kernel=x\r\n[pi4]\r\nkernel=kernelb.img\r\n[none]\r\n", "kernelb.img")]
    [InlineData("kernel=kernel8.img", "kernel8.img")]
    [InlineData("[pi3]\n[all]\nkernel=kernel8.img  \n", "kernel8.img")]
    public void The_kernel_that_boots_is_read_as_firmware_reads_it(string config, string kernel)
        => Assert.Equal(kernel, new KernelUpdate(new FatBootFiles(Volume(config: config))).Current);

    [Fact]
    public void A_volume_without_a_configuration_is_no_Raspberry_Pis()
        => Assert.Contains(
            "only a Raspberry Pi's firmware is known to try a kernel",
            Refused(() => _ = new KernelUpdate(new FatBootFiles(FatImage.Format(4 << 20, "-F", "32", "-s", "1"))).Current),
            StringComparison.Ordinal);

    [Fact]
    public void A_cut_between_the_switch_and_the_removal_is_no_second_switch()
    {
        MemoryStore store = Volume(other: s_new);
        FatBootFiles boot = new(store);
        KernelUpdate update = new(boot);
        update.Prepare();
        boot.Write("config.txt", Config.IndexOf("8.img", StringComparison.Ordinal), "b"u8);
        Assert.Null(update.Tried);
        Assert.Null(update.Keep());
        Assert.Equal(("kernelb.img", null), (update.Current, update.Tried));
    }

    [Fact]
    public void Hashes_are_read_as_sha256sum_writes_them()
    {
        byte[] hash = SHA256.HashData(s_new);
        string text = Convert.ToHexStringLower(hash);
        Assert.Equal(text, KernelUpdate.Text(hash));
        Assert.Equal(hash, KernelUpdate.Parse(text));
        Assert.Equal(hash, KernelUpdate.Parse(text.ToUpperInvariant() + "  kernel8.img\n"));
        Assert.Null(KernelUpdate.Parse(text[1..]));
        Assert.Null(KernelUpdate.Parse(text + "0"));
        Assert.Null(KernelUpdate.Parse("no hash at all"));
    }

    private sealed class TornStream(byte[] bytes, int end) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count)
            => Position < end ? base.Read(buffer, offset, count) : throw new IOException("torn");
    }

    private static string Refused(Action action) => Assert.Throws<IOException>(action).Message;

    private static void Nothing()
    {
    }

    // How many of the disks do not boot.
    private int Judge(MemoryStore before, IReadOnlyList<LogEntry> log)
    {
        CrashStates states = new(before, log, new Random(5)) { AllSubsetsUpTo = 6, RandomSubsets = 40 };
        int all = states.All().Count(), every = Math.Max(1, all / MostStates), at = 0, judged = 0, bad = 0;
        foreach (CrashState state in states.All())
        {
            if (at++ % every != 0)
            {
                continue;
            }

            judged++;
            string? problem = Problem(state.Store);
            if (problem is not null && bad++ < 3)
            {
                output.WriteLine($"after {state.Position} of {log.Count} writes and flushes ({state.What}): {problem}");
            }
        }

        output.WriteLine($"{judged} of {all} disks judged, {bad} do not boot");
        Assert.InRange(judged, 60, MostStates * 2);
        Assert.Null(Problem(before));
        return bad;
    }

    private static string? Problem(BlockStore disk)
    {
        Dictionary<string, byte[]> files;
        try
        {
            files = Seen(disk);
        }
        catch (ImageException e)
        {
            return e.Message;
        }

        string config = Encoding.UTF8.GetString(files.GetValueOrDefault("config.txt") ?? []);
        bool isOld = config == Config, isNew = config == Config.Replace("kernel=kernel8", "kernel=kernelb", StringComparison.Ordinal);
        if (!isOld && !isNew)
        {
            return $"config.txt is \"{config}\"";
        }

        string name = isOld ? "kernel8.img" : "kernelb.img";
        byte[] kernel = files.GetValueOrDefault(name) ?? [];
        return !kernel.AsSpan().SequenceEqual(isOld ? s_old : s_new)
            ? $"{name} is not whole: {kernel.Length} bytes"
            : files.GetValueOrDefault("start4.elf")?.AsSpan().SequenceEqual(s_firmware) == true ? null : "start4.elf is not whole";
    }

    private static Dictionary<string, byte[]> Seen(BlockStore disk)
    {
        StoreStream stream = new(disk);
        Dictionary<string, byte[]> files = [];
        foreach (FatFile file in new FatVolume(stream, 0).Files)
        {
            using MemoryStream bytes = new();
            foreach (FatExtent extent in file.Extents)
            {
                byte[] piece = new byte[extent.Length];
                stream.Position = extent.Offset;
                stream.ReadExactly(piece);
                bytes.Write(piece);
            }

            if (bytes.Length < file.Size)
            {
                throw new ImageException($"{file.Path} has {file.Size} bytes and room for {bytes.Length}");
            }

            files.Add(file.Path, bytes.ToArray()[..(int)file.Size]);
        }

        return files;
    }

    private static byte[] Kernel(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        "ARM\x64"u8.CopyTo(bytes.AsSpan(56));
        return bytes;
    }

    // As mkfs and mtools leave it, and mounted once by us.
    private static MemoryStore Volume(int sectorsInCluster = 1, byte[]? other = null, string config = Config)
    {
        MemoryStore store = FatImage.Format(4 << 20, "-F", "32", "-s", $"{sectorsInCluster}");
        FatBootFiles boot = new(store);
        foreach ((string name, byte[]? bytes) in new[]
        {
            ("start4.elf", s_firmware), ("config.txt", Encoding.UTF8.GetBytes(config)), ("kernel8.img", s_old), ("kernelb.img", other)
        })
        {
            if (bytes is not null)
            {
                boot.Create(name);
                boot.Write(name, 0, bytes);
            }
        }

        boot.Settle();
        return store;
    }
}
