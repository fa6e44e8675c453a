// Disks that are unreadable in places, and disks and cards that are pulled while in use.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Errors name the damaged file; all other files stay intact.</summary>
public sealed class MediumErrorTests : IDisposable
{
    private const int SectorBytes = 512;
    private const int FileBytes = 20_000;
    private const int Files = 12;
    private const int BlockBytes = 4096;

    // So many, and with such long names, that the volume's tree has several nodes. A line at the prompt has room for one.
    private const int LongNames = 24;
    private const int LongNameLetters = 120;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);
    private readonly TemporaryFolder _folder = new();
    private int _lines;

    private string Fat => Path.Combine(_folder.Path, "fat.img");

    private string Data => Path.Combine(_folder.Path, "data.img");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    public void A_sector_that_cannot_be_read_is_its_files_error_and_no_others(int seed)
    {
        Random random = new(seed);
        Fill();
        int[] bad = [.. Enumerable.Range(0, Files).OrderBy(_ => random.Next()).Take(4)];
        string[] machine =
        [
            .. Drive("boot", Fat, 0, bad.Take(2).Select(number => SectorOf(Fat, number, random))),
            .. Drive("data", Data, 1, bad.Skip(2).Select(number => SectorOf(Data, number, random))),
        ];
        using (RunningSystem system = new(_folder.Path, machine))
        {
            for (int number = 0; number < Files; number++)
            {
                Copy(system, "boot", "data", number, bad.Take(2).Contains(number));
                Copy(system, "data", "boot", number, bad.Skip(2).Contains(number));
            }

            _ = Say(system, "sync");
        }

        Judge(number => !bad.Take(2).Contains(number), number => !bad.Skip(2).Contains(number));
    }

    // Like pulling a card: the device stays, and each of its requests fails.
    [Fact]
    public void A_disk_that_is_pulled_takes_nothing_else_along()
    {
        Fill();
        QemuMonitor monitor = new(_folder.Path);
        string[] machine = [.. Drive("boot", Fat, 0, []), .. Drive("data", Data, 1, []), .. monitor.Arguments];
        using (RunningSystem system = new(_folder.Path, machine))
        {
            Copy(system, "boot", "data", 0, fails: false);
            _ = Say(system, "sync");
            _ = monitor.Do("drive_del data");

            // It may be kept back: then the sync fails.
            _ = Say(system, "cp /boot/f1 /data/from-boot-1");
            Assert.Contains("/data", Say(system, "sync data"), StringComparison.Ordinal);
            Assert.Contains("'/data/f5'", Say(system, "cat /data/f5"), StringComparison.Ordinal);
            Assert.Equal("", Said(Say(system, "cp /boot/f2 /boot/from-data-2")));
            Assert.Equal("", Said(Say(system, "sync boot")));
        }

        Assert.Equal(Bytes("boot", 2), Get(Fat, "from-data-2"));
        Assert.Equal(Bytes("boot", 0), Get(Data, "from-boot-0"));
        Disks.Check(_folder.Path);
    }

    // The board's slot: both volumes are on the card. The same card, inserted again, has everything synced, and works as before.
    [Fact]
    public void A_card_that_is_pulled_fails_by_file_and_is_whole_when_it_is_back()
    {
        string file = Path.Combine(_folder.Path, "card.img");
        CardImage card = new(file);
        card.Make("card");
        Fill(card.Fat, file);
        QemuMonitor monitor = new(_folder.Path);
        using (RunningSystem system = RunningSystem.At("qemu-rpi4", _folder.Path, ["--disk", file, .. monitor.Arguments]))
        {
            Copy(system, "boot", "data", 0, fails: false);
            Copy(system, "data", "boot", 0, fails: false);
            _ = Say(system, "write /tmp/note in memory");
            Assert.Equal("", Said(Say(system, "sync")));
            _ = monitor.Do("eject -f disk0");
            foreach (string path in new[] { "/boot/f5", "/data/f5" })
            {
                Fails(system, $"cat {path}", path);
            }

            _ = Say(system, "write /boot/lost text");
            Assert.Contains("/boot", Say(system, "sync boot"), StringComparison.Ordinal);
            Assert.Contains("in memory", Say(system, "cat /tmp/note"), StringComparison.Ordinal);
            _ = monitor.Do($"change disk0 {file} raw");
            Assert.Equal("", Said(UntilDone(system, "cp /boot/f1 /data/from-boot-1")));
            Assert.Equal("", Said(UntilDone(system, "cp /data/f1 /boot/from-data-1")));
            Assert.Equal("", Said(Say(system, "sync")));
        }

        card.Check(_folder.Path);
        foreach (int number in new[] { 0, 1 })
        {
            Assert.Equal(Bytes("boot", number), Get(file, $"from-boot-{number}"));
            Assert.Equal(Bytes("data", number), Get(card.Fat, $"from-data-{number}"));
        }
    }

    // The sectors of a directory, and the table's sectors that say where a file continues.
    [Fact]
    public void What_of_boots_own_cannot_be_read_costs_what_it_describes()
    {
        Fill();
        Disks.Run("mmd", "-i", Fat, "::/sub");
        File.WriteAllBytes(Path.Combine(_folder.Path, "file"), Bytes("boot", 0));
        Disks.Run("mcopy", "-i", Fat, Path.Combine(_folder.Path, "file"), "::/sub/below");
        long directory = SectorOf(Fat, "BELOW      "u8);
        using (RunningSystem system = new(_folder.Path, [.. Drive("boot", Fat, 0, [directory]), .. Drive("data", Data, 1, [])]))
        {
            Assert.Contains("ls: '/boot/sub': the device failed", Say(system, "ls /boot/sub"), StringComparison.Ordinal);
            Fails(system, "cat /boot/sub/below", "/boot/sub/below");
            Fails(system, "write /boot/sub/new x", "/boot/sub/new");
            for (int number = 0; number < Files; number++)
            {
                Copy(system, "boot", "data", number, fails: false);
                Copy(system, "data", "boot", number, fails: false);
            }

            Assert.Equal("", Said(Say(system, "sync")));
        }

        Judge(static _ => true, static _ => true);
    }

    // A node of the tree: the names and files in it fail, and the others work. That does not change the volume.
    [Fact]
    public void A_node_of_datas_tree_that_cannot_be_read_costs_the_names_in_it()
    {
        _ = Disks.Make(_folder.Path, 64);
        string file = Path.Combine(_folder.Path, "file");
        for (int number = 0; number < LongNames; number++)
        {
            File.WriteAllBytes(file, Bytes("data", number));
            Put(Data, file, LongName(number));
        }

        byte[] image = File.ReadAllBytes(Data);
        long[] leaves = Leaves(image);
        Assert.InRange(leaves.Length, 2, LongNames);
        int failed = 0;
        string[] machine = [.. Drive("boot", Fat, 0, []), .. Drive("data", Data, 1, [leaves[^1] * BlockBytes / SectorBytes])];
        using (RunningSystem system = new(_folder.Path, machine))
        {
            for (int number = 0; number < LongNames; number++)
            {
                string path = $"/data/{LongName(number)}";
                string said = Say(system, $"cp {path} /boot/from-data-{number}");
                bool isLost = said.Contains("Input/output error", StringComparison.Ordinal);
                Assert.True(!isLost || said.Contains($"'{path}'", StringComparison.Ordinal), said);
                failed += isLost ? 1 : 0;
            }

            Assert.Equal("", Said(Say(system, "sync boot")));
        }

        Assert.InRange(failed, 1, LongNames - 1);
        Disks.Check(_folder.Path);
        int found = 0;
        foreach (int number in Enumerable.Range(0, LongNames).Where(number => Has(Fat, $"from-data-{number}")))
        {
            found += Bytes("data", number).AsSpan().SequenceEqual(Get(Fat, $"from-data-{number}")) ? 1 : 0;
        }

        Assert.Equal(LongNames - failed, found);
    }

    // The newest tree is completely unreadable: the previous commit is mounted read-only, and the disk does not change.
    [Fact]
    public void A_commit_of_datas_that_cannot_be_read_leaves_the_one_before()
    {
        Fill();
        byte[] before = File.ReadAllBytes(Data);
        string[] machine = [.. Drive("boot", Fat, 0, []), .. Drive("data", Data, 1, [Root(before) * BlockBytes / SectorBytes])];
        using (RunningSystem system = new(_folder.Path, machine))
        {
            // The last file came with the newest commit.
            for (int number = 0; number < Files - 1; number++)
            {
                Copy(system, "data", "boot", number, fails: false);
            }

            Assert.Contains("Access to the path '/data/x' is denied", Say(system, "write /data/x y"), StringComparison.Ordinal);
            Assert.Contains("read-only", Say(system, "mount"), StringComparison.Ordinal);
            Assert.Contains("data: ", system.Output, StringComparison.Ordinal);
            Assert.Equal("", Said(Say(system, "sync")));
        }

        Assert.Equal(before, File.ReadAllBytes(Data));
        Judge(static _ => false, static number => number < Files - 1);
    }

    private static byte[] Bytes(string mount, int number)
    {
        byte[] bytes = new byte[FileBytes];
        new Random((mount[0] * 100) + number).NextBytes(bytes);
        return bytes;
    }

    private static string[] Drive(string name, string file, int bus, IEnumerable<long> bad) =>
    [
        "--qemu-arg=-drive",
        $"--qemu-arg=driver=blkdebug,image.driver=file,image.filename={file},if=none,id={name}"
            + string.Concat(bad.Select((sector, i) => $",inject-error.{i}.event=none,inject-error.{i}.sector={sector}"
                + $",inject-error.{i}.errno=5,inject-error.{i}.iotype=read")),
        "--qemu-arg=-device",
        $"--qemu-arg=virtio-blk-device,drive={name},bus=virtio-mmio-bus.{bus},rerror=report,werror=report",
    ];

    private void Fill()
    {
        _ = Disks.Make(_folder.Path, 64);
        Fill(Fat, Data);
    }

    private void Fill(string fat, string data)
    {
        string file = Path.Combine(_folder.Path, "file");
        for (int number = 0; number < Files; number++)
        {
            File.WriteAllBytes(file, Bytes("boot", number));
            Disks.Run("mcopy", "-i", fat, file, $"::/f{number}");
            File.WriteAllBytes(file, Bytes("data", number));
            Put(data, file, $"f{number}");
        }
    }

    private static void Put(string data, string file, string name)
    {
        ToolResult put = Tool.Rk("fs", "put", data, file, $"/{name}");
        Assert.True(put.ExitCode == 0, put.ToString());
    }

    private static string LongName(int number) => $"{number}-".PadRight(LongNameLetters, (char)('a' + number));

    // The root of the newest superblock's tree. Superblocks: docs/DATA.md.
    private static long Root(byte[] image)
    {
        long generation(int block) => BinaryPrimitives.ReadInt64LittleEndian(image.AsSpan((block * BlockBytes) + 40));
        int newest = generation(0) > generation(64) ? 0 : 64;
        return BinaryPrimitives.ReadInt64LittleEndian(image.AsSpan((newest * BlockBytes) + 96));
    }

    // The blocks of a root's children, which must be leaves.
    private static long[] Leaves(byte[] image)
    {
        ReadOnlySpan<byte> root = image.AsSpan((int)Root(image) * BlockBytes, BlockBytes);
        Assert.Equal(1, root[4]);
        long[] leaves = new long[BinaryPrimitives.ReadUInt16LittleEndian(root[6..])];
        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i] = BinaryPrimitives.ReadInt64LittleEndian(root[(32 + (i * 32) + 16)..]);
        }

        return leaves;
    }

    // A random sector of the file.
    private long SectorOf(string image, int number, Random random)
    {
        byte[] bytes = Bytes(image == Fat ? "boot" : "data", number);
        return SectorOf(image, bytes.AsSpan(random.Next(FileBytes / SectorBytes) * SectorBytes, SectorBytes));
    }

    // The sector with these bytes, which occur once in the image: otherwise another copy would be read instead.
    private static long SectorOf(string image, ReadOnlySpan<byte> wanted)
    {
        byte[] all = File.ReadAllBytes(image);
        int found = all.AsSpan().IndexOf(wanted);
        Assert.True(found > 0 && (wanted.Length < SectorBytes || found % SectorBytes == 0), $"it is not in {image}");
        Assert.True(all.AsSpan(found + 1).IndexOf(wanted) < 0, $"it is twice in {image}");
        return found / SectorBytes;
    }

    private void Fails(RunningSystem system, string line, string path)
    {
        string said = Say(system, line);
        Assert.True(said.Contains($"Input/output error : '{path}'", StringComparison.Ordinal), $"{line}: {said}");
    }

    private void Copy(RunningSystem system, string from, string to, int number, bool fails)
    {
        string said = Said(Say(system, $"cp /{from}/f{number} /{to}/from-{from}-{number}"));
        Assert.Equal(fails, said.Contains($"Input/output error : '/{from}/f{number}'", StringComparison.Ordinal));
        Assert.True(fails || said.Length == 0, said);
    }

    private void Judge(Func<int, bool> isFromBoot, Func<int, bool> isFromData)
    {
        Disks.Check(_folder.Path);
        for (int number = 0; number < Files; number++)
        {
            Assert.Equal(Bytes("boot", number), Get(Fat, $"f{number}"));
            Assert.Equal(Bytes("data", number), Get(Data, $"f{number}"));
            Assert.True(!isFromBoot(number) || Get(Data, $"from-boot-{number}").AsSpan().SequenceEqual(Bytes("boot", number)));
            Assert.True(!isFromData(number) || Get(Fat, $"from-data-{number}").AsSpan().SequenceEqual(Bytes("data", number)));
        }
    }

    private static bool Has(string fat, string name) =>
        Tool.Finish(Tool.Start("mdir", ["-i", fat, $"::/{name}"]), TimeSpan.FromMinutes(1)).ExitCode == 0;

    private byte[] Get(string image, string name)
    {
        string copy = Path.Combine(_folder.Path, "copy");
        if (image == Fat || image.Contains("@@", StringComparison.Ordinal))
        {
            Disks.Run("mcopy", "-n", "-o", "-i", image, $"::/{name}", copy);
        }
        else
        {
            ToolResult got = Tool.Rk("fs", "get", image, $"/{name}", copy);
            Assert.True(got.ExitCode == 0, got.ToString());
        }

        return File.ReadAllBytes(copy);
    }

    // The next line fails with a text of its own, so the first one's whole output is there; neither line counts.
    private string Say(RunningSystem system, string line)
    {
        string end = $"/tmp/end-{++_lines}";
        string shown = system.Type($"{line}\rcat {end}\r", $"Could not find file '{end}'");
        return shown.Replace(line, "", StringComparison.Ordinal).Replace($"cat {end}", "", StringComparison.Ordinal);
    }

    // The driver looks for a card again two seconds of target time after the last try. A service that stopped in between has nothing
    // mounted.
    private string UntilDone(RunningSystem system, string line)
    {
        Stopwatch time = Stopwatch.StartNew();
        string said = Say(system, line);
        while (Said(said).Length != 0 && time.Elapsed < s_patience)
        {
            _ = Say(system, "restart boot");
            _ = Say(system, "restart data");
            said = Say(system, line);
        }

        return said;
    }

    // A command's output begins with its name.
    private static string Said(string shown)
        => string.Join('\n', shown.Split('\n', '\r').Where(static one => one.Contains("cp: ", StringComparison.Ordinal)
            || one.Contains("sync: ", StringComparison.Ordinal) || one.Contains("Input/output", StringComparison.Ordinal)));
}
