// A disk from the host's file to a program on the target and back.

using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Suite block on rk's disks, which the host reads afterwards; disks with errors; files that are no disks.</summary>
public sealed class DiskTests : IDisposable
{
    private const int SectorBytes = 512;
    private const int Sectors = 32768;
    private const ulong Mark = 0x314B_434F_4C42_4B52;
    private readonly TemporaryFolder _folder = new();

    private string Disk => Path.Combine(_folder.Path, "disk.img");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_the_target_wrote_is_in_the_hosts_file()
    {
        Make();
        ToolResult result = Run("--disk", Disk);
        Assert.True(result.ExitCode == 0, result.ToString());
        byte[] contents = File.ReadAllBytes(Disk);
        Assert.Equal(Mark, BinaryPrimitives.ReadUInt64LittleEndian(contents));
        Assert.Equal(Pattern(Sectors - 1, 0), contents[^SectorBytes..]);
        Assert.All(contents[8..SectorBytes], one => Assert.Equal(0, one));
    }

    // Up to 2 GiB a card's addresses are bytes, from 4 GiB on they are sectors.
    [Theory]
    [InlineData(16L << 20, "")]
    [InlineData(4L << 30, "cpus=1")]
    public void What_the_target_wrote_to_a_card_is_in_the_hosts_file(long bytes, string options)
    {
        Make(bytes);
        ToolResult result = Card("--cmdline", options, "--disk", Disk);
        Assert.True(result.ExitCode == 0, result.ToString());
        using FileStream disk = File.OpenRead(Disk);
        byte[] sector = new byte[SectorBytes];
        disk.ReadExactly(sector);
        Assert.Equal(Mark, BinaryPrimitives.ReadUInt64LittleEndian(sector));
        disk.Position = bytes - SectorBytes;
        disk.ReadExactly(sector);
        Assert.Equal(Pattern((ulong)(bytes / SectorBytes) - 1, 0), sector);
    }

    [Fact]
    public void A_file_that_is_no_card_is_named_with_the_way_out()
    {
        Make(48L << 20);
        ToolResult result = Card("--disk", Disk);
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("a card's size is a power of two; truncate -s 67108864 makes it one", result.Error, StringComparison.Ordinal);
        Make();
        result = Card("--disk", Disk + ",readonly");
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains($"QEMU has no card that is read-only: give raspi4b a copy of {Disk}", result.Error, StringComparison.Ordinal);
        result = Card("--disk", Disk, "--disk", Disk);
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("machine raspi4b takes one card", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_read_only_stays_as_it_is()
    {
        Make();
        byte[] before = File.ReadAllBytes(Disk);
        ToolResult result = Run("--disk", Disk + ",readonly");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("block.many_in_flight: the disk is read-only", result.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Disk));
    }

    // Sector 0 is unreadable: its request fails with DeviceError (11), the log names disk, kind and sector, and nothing else is harmed.
    [Fact]
    public void A_read_error_of_the_medium_is_the_requests_error()
    {
        Make();
        string report = _folder.File("junit.xml");
        ToolResult result = Run([.. BadSector0(), "--junit", report]);
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("ok      block.described", result.Output, StringComparison.Ordinal);
        Assert.Contains("not ok  block.sectors_read", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"failed: block\.sectors_read: .* \(services/Tester/BlockTests\.cs:[0-9]+\)", result.Output);
        Assert.Contains("\nat services/Tester/BlockTests.cs:", File.ReadAllText(report), StringComparison.Ordinal);
        string log = Directory.GetFiles(_folder.Path, "*.jsonl").Single();
        string console = EventLog.Console(log);
        Assert.Contains("expected 0, was 11", console, StringComparison.Ordinal);
        Assert.Contains("disk: bad-one: error while reading sector 0", console, StringComparison.Ordinal);
        Assert.Contains("bad-one, 16 MiB, a table of partitions that cannot be read (error 11)", console, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_partitions_that_cannot_be_read_is_no_disk_without_partitions()
    {
        Make();
        using RunningSystem system = new(_folder.Path, BadSector0());
        string said = system.Type("ls /data\r", "is not there: the disk's table of partitions cannot be read");
        Assert.DoesNotContain("rk fs make", said, StringComparison.Ordinal);
    }

    // The default form of virtio devices on QEMU's virt.
    [Fact]
    public void A_disk_at_a_legacy_transport_is_refused_in_words()
    {
        Make();
        using RunningSystem system = new(_folder.Path, "--disk", Disk, "--qemu-arg=-global", "--qemu-arg=virtio-mmio.force-legacy=true");
        system.Await("is a legacy virtio device, which nothing here drives: -global virtio-mmio.force-legacy=false makes QEMU's modern");
        _ = system.Type("ls /data\r", "Could not find a part of the path '/data'");
        Assert.DoesNotContain("disk: ", system.Output, StringComparison.Ordinal);
    }

    // The driver maintains caches and maps its clients' memory: once for a block, however often it is attached.
    [Fact]
    public void A_disk_beside_the_caches_works_as_well()
    {
        Make();
        string dump = Path.Combine(_folder.Path, "dump.dtb");
        string source = Path.Combine(_folder.Path, "virt.dts");
        string tree = Path.Combine(_folder.Path, "virt.dtb");
        string[] machine = ["-machine", "virt,gic-version=3,dumpdtb=" + dump, "-cpu", "cortex-a72", "-m", "1G", "-nic", "none"];
        Execute("qemu-system-aarch64", [.. machine, "-nographic"]);
        Execute("dtc", "-q", "-I", "dtb", "-O", "dts", "-o", source, dump);
        string text = File.ReadAllText(source);
        Assert.Contains("dma-coherent;", text, StringComparison.Ordinal);
        File.WriteAllText(source, text.Replace("dma-coherent;", "", StringComparison.Ordinal));
        Execute("dtc", "-q", "-I", "dts", "-O", "dtb", "-o", tree, source);
        ToolResult result = Run("--disk", Disk, "--gic", "3", "--dtb", tree);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("ok      block.attached_again", result.Output, StringComparison.Ordinal);
    }

    // Forty requests a second: all are in flight when the driver ends, a thousand times in some twenty minutes.
    [Fact]
    [Trait("Run", "soak")]
    public void A_driver_that_fails_a_thousand_times_with_its_hands_full_loses_nothing()
    {
        Make();
        string[] words =
        [
            "test", "qemu-virt", "--suite", "blocksoak", "--timeout", "3600", "--log", _folder.Path,
            "--qemu-arg=-drive",
            $"--qemu-arg=if=none,id=slow,format=raw,file={Disk},throttling.iops-total=40",
            "--qemu-arg=-device",
            "--qemu-arg=virtio-blk-device,drive=slow,bus=virtio-mmio-bus.0",
        ];
        ToolResult result = Tool.Finish(Tool.Start(Tool.Path, words), TimeSpan.FromHours(1));
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    // A card does one request at a time, so Init ends the driver: 32 clients wait, each time for a different one of them. The suite
    // requires most ends to meet nearly all of them, and a request in progress.
    [Fact]
    [Trait("Run", "soak")]
    public void A_cards_driver_that_is_ended_a_thousand_times_loses_nothing()
    {
        Make();
        ToolResult result = Tool.Rk(
            "test", "qemu-rpi4", "--suite", "blocksoak", "--timeout", "3600", "--log", _folder.Path, "--disk", Disk);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    // Three thousand ends with 32 writes in flight each. The suite requires them to meet more than half on average.
    [Fact]
    [Trait("Run", "soak")]
    public void File_systems_that_fail_a_thousand_times_lose_no_answer_and_no_byte()
    {
        string console = Disks.Test(_folder.Path, "filecrash");
        foreach (string mount in new[] { "tmp", "data", "boot" })
        {
            Assert.Contains($"# files: {mount}: 1000 ends, ", console, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_is_no_disk_is_named_with_the_way_out()
    {
        ToolResult result = Run("--disk", Disk);
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains($"disk {Disk} does not exist: truncate", result.Error, StringComparison.Ordinal);
        File.WriteAllBytes(Disk, []);
        result = Run("--disk", Disk);
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains($"disk {Disk} is empty", result.Error, StringComparison.Ordinal);
    }

    private string[] BadSector0() =>
    [
        "--qemu-arg=-drive",
        "--qemu-arg=driver=blkdebug,image.driver=file,image.filename=" + Disk
            + ",inject-error.0.event=none,inject-error.0.sector=0,inject-error.0.errno=5,inject-error.0.iotype=read,if=none,id=bad",
        "--qemu-arg=-device",
        "--qemu-arg=virtio-blk-device,drive=bad,serial=bad-one,bus=virtio-mmio-bus.0,rerror=report,werror=report",
    ];

    private static void Execute(string program, params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), TimeSpan.FromMinutes(1));
        Assert.True(result.ExitCode == 0, $"{program}: {result}");
    }

    private ToolResult Run(params string[] arguments) =>
        Tool.Rk(["test", "qemu-virt", "--suite", "block", "--log", _folder.Path, .. arguments]);

    private ToolResult Card(params string[] arguments) =>
        Tool.Rk(["test", "qemu-rpi4", "--suite", "block", "--log", _folder.Path, .. arguments]);

    private void Make(long bytes = (long)Sectors * SectorBytes)
    {
        using FileStream stream = File.Create(Disk);
        stream.SetLength(bytes);
    }

    // The same contents that services/Tester/TestDisk.cs gives a sector.
    private static byte[] Pattern(ulong sector, uint salt)
    {
        byte[] bytes = new byte[SectorBytes];
        ulong state = ((sector + 1) * 0x9E37_79B9_7F4A_7C15) ^ salt;
        for (int i = 0; i < bytes.Length; i++)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            bytes[i] = (byte)(state >> 56);
        }

        return bytes;
    }
}
