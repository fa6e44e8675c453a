// Files that a person keeps on a disk: /boot and /data at the prompt, across failures of their services and of the disk's driver,
// across a restart of the machine, and on the host, with the host's own tools.

using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class KeptFilesTests : IDisposable
{
    private const int SectorBytes = 512;
    private const int BlockSectors = 8;
    private const int LogBytes = 128 << 10;

    // Not text: every pair of bytes, at several places of a piece that the shell copies.
    private static readonly byte[] s_bytes =
        [.. Enumerable.Range(0, 1 << 16).SelectMany(static one => new[] { (byte)(one >> 8), (byte)one })];
    private readonly TemporaryFolder _folder = new();
    private int _lines;

    private string Disk => Path.Combine(_folder.Path, "disk.img");

    private CardImage Card => new(Disk);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("qemu-virt")]
    [InlineData("qemu-rpi4")]
    public void What_a_person_writes_is_there_after_failures_and_restarts_and_on_the_host(string target)
    {
        MakeDisk();
        using (RunningSystem system = Boot("first", target: target))
        {
            _ = Say(system, "ls /boot", "HELLO.TXT");
            _ = Say(system, "cat /boot/HELLO.TXT", "from the host");
            Do(system, "cp /boot/HELLO.TXT /data/hello.txt");
            Do(system, "write /data/note two words");
            Do(system, "cp /data/note \"/boot/a longer name\"");
            Do(system, "write /boot/note.txt of the board");
            Do(system, "cat /boot/BYTES.BIN > /data/copy.bin");
            Do(system, "cat < /boot/BYTES.BIN > /boot/copy.bin");
            Do(system, "sync");
            foreach (string service in new[] { "disk", "data", "boot" })
            {
                _ = system.Type($"crash {service} badmem\r", $"init: {service} ended");
                _ = Say(system, "cat /data/note", "two words");
                _ = Say(system, "cat /boot/note.txt", "of the board");
            }

            Do(system, "write /data/later written after the failures");
            Do(system, "sync");
        }

        Judge();
        using (RunningSystem system = Boot("second", target: target))
        {
            Assert.DoesNotContain("is not there", Say(system, "cat /data/note", "two words"), StringComparison.Ordinal);
            _ = Say(system, "cat /data/hello.txt", "from the host");
            _ = Say(system, "cat /data/later", "after the failures");
            _ = Say(system, "cat /boot/note.txt", "of the board");
        }
    }

    [Theory]
    [InlineData("qemu-virt")]
    [InlineData("qemu-rpi4")]
    public void Open_files_on_disks_are_what_they_should_be_while_their_services_fail(string target) => CheckOpenFiles(target, "");

    [Fact]
    [Trait("Run", "hil")]
    public void Open_files_on_a_card_are_what_they_should_be_with_one_CPU() => CheckOpenFiles("qemu-rpi4", "cpus=1");

    private void CheckOpenFiles(string target, string options)
    {
        MakeDisk();
        // Here services are ended at any time, also by Init on a slow host. A cut while the log itself is made may leave its clusters lost
        // (docs/FAT32.md), which fsck finds, so the disk comes with the log's file.
        string log = Path.Combine(_folder.Path, "log");
        File.WriteAllBytes(log, new byte[LogBytes]);
        _ = Execute("mcopy", "-i", Card.Fat, log, "::/RKINTENT.LOG");
        ToolResult result = Tool.Rk("test", target, "--suite", "files", "--cmdline", options, "--log", _folder.Path, "--disk", Disk);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("ok      files.open_on_disks", result.Output, StringComparison.Ordinal);
        Assert.Contains("ok      files.crash_in_flight_on_data", result.Output, StringComparison.Ordinal);
        Assert.Contains("ok      files.crash_in_flight_on_boot", result.Output, StringComparison.Ordinal);
        Card.Check(_folder.Path);
    }

    // One line for each, no endless restarts, and intact data is there.
    [Fact]
    public void A_volume_that_is_damaged_is_said_once_and_the_other_one_is_there()
    {
        MakeDisk();
        string note = Path.Combine(_folder.Path, "note");
        File.WriteAllText(note, "of the host\n");
        _ = Rk("fs", "put", Disk, note, "/note");
        Overwrite(CardImage.FatFirst, 1);
        Overwrite(CardImage.DataFirst, BlockSectors);
        using RunningSystem system = Boot("damaged");
        _ = Say(system, "ls /", "boot: /boot is not there: Sector 0 is no FAT boot sector; restart boot tries again");
        _ = Say(system, "cat /data/note", "of the host");
        _ = Say(system, "cat /boot/HELLO.TXT", "no file system is mounted at /boot (a disk has it");
        string all = Say(system, "ps", "boot           running          0  always");
        Assert.Matches("data           running          0  always", all);
        Assert.Single(Regex.Matches(system.Output, "is not there:"));
        Assert.Contains("data: superblock at block 0: it is no superblock of a data volume", system.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_read_only_is_read_and_stays_as_it_is()
    {
        MakeDisk();
        byte[] before = File.ReadAllBytes(Disk);
        using (RunningSystem system = Boot("read-only", ",readonly"))
        {
            _ = Say(system, "cat /boot/HELLO.TXT", "from the host");
            _ = Say(system, "write /boot/HELLO.TXT x", "Access to the path '/boot/HELLO.TXT' is denied.");
            _ = Say(system, "write /data/x x", "Access to the path '/data/x' is denied.");
            Do(system, "sync");
            _ = Say(system, "mount", "/data data \"kept\" read-only");
        }

        Assert.Equal(before, File.ReadAllBytes(Disk));
    }

    // The medium refuses one of the superblocks, so the second commit fails.
    [Fact]
    public void After_a_write_that_fails_what_was_synced_is_mounted_again()
    {
        MakeDisk();
        using RunningSystem system = new(
            Directory.CreateDirectory(Path.Combine(_folder.Path, "failing")).FullName,
            "--qemu-arg=-drive",
            "--qemu-arg=driver=blkdebug,image.driver=file,image.filename=" + Disk
                + $",inject-error.0.event=none,inject-error.0.sector={CardImage.DataFirst}"
                + ",inject-error.0.errno=5,inject-error.0.iotype=write,if=none,id=bad",
            "--qemu-arg=-device",
            "--qemu-arg=virtio-blk-device,drive=bad,bus=virtio-mmio-bus.0,rerror=report,werror=report");
        Do(system, "write /data/first one");
        Do(system, "sync data");
        Do(system, "write /data/second two");
        _ = Say(system, "sync data", "/data: the device failed");
        string all = system.Type("\r", "data: a write failed; what was synced is mounted again");
        Assert.DoesNotContain("not started again", all, StringComparison.Ordinal);
        _ = Say(system, "cat /data/first", "one");
        _ = Say(system, "cat /data/second", "Could not find file '/data/second'");
        _ = Say(system, "ls /boot", "HELLO.TXT");
    }

    private RunningSystem Boot(string log, string options = "", string target = "qemu-virt")
        => RunningSystem.At(target, Directory.CreateDirectory(Path.Combine(_folder.Path, log)).FullName, "--disk", Disk + options);

    private void Overwrite(int sector, int count)
    {
        using FileStream disk = File.OpenWrite(Disk);
        disk.Position = (long)sector * SectorBytes;
        disk.Write(new byte[count * SectorBytes]);
    }

    // The next line fails with a text of its own, so the first one's whole output is there; the line itself does not count.
    private string Say(RunningSystem system, string line, string expected)
    {
        string end = $"/tmp/end-{++_lines}";
        string shown = system.Type($"{line}\rcat {end}\r", $"Could not find file '{end}'").Replace(line, "", StringComparison.Ordinal);
        Assert.Contains(expected, shown, StringComparison.Ordinal);
        return shown;
    }

    // The same for a line without output when all is well. Services report when they are mounted and when they failed.
    private void Do(RunningSystem system, string line)
    {
        string end = $"cat /tmp/end-{_lines + 1}";
        string shown = Say(system, line, "").Replace(end, "", StringComparison.Ordinal);

        // What is shown so far may end within a sequence.
        shown = Regex.Replace(shown, @"\x1b(\[[0-9;]*([A-Za-z]|$)|$)|\r", "");
        string[] said = [.. shown.Split('\n').Select(static one => one.Replace("rk> ", "", StringComparison.Ordinal).Trim())];
        Assert.DoesNotContain(
            said,
            static one => one.Length > 0 && !Regex.IsMatch(one, "^(cat: Could not find file '/tmp/end-|(init|boot|data|disk): )"));
    }

    // Checks the board's writes with tools of the host.
    private void Judge()
    {
        Assert.Equal("two words\n", Rk("fs", "get", Disk, "/note"));
        Assert.Equal("from the host\n", Rk("fs", "get", Disk, "/hello.txt"));
        Assert.Equal("of the board\n", Execute("mtype", "-i", Card.Fat, "::/note.txt"));
        Assert.Equal("two words\n", Execute("mtype", "-i", Card.Fat, "::/a longer name"));
        string copy = Path.Combine(_folder.Path, "copy");
        _ = Rk("fs", "get", Disk, "/copy.bin", copy);
        Assert.Equal(s_bytes, File.ReadAllBytes(copy));
        _ = Execute("mcopy", "-n", "-o", "-i", Card.Fat, "::/copy.bin", copy);
        Assert.Equal(s_bytes, File.ReadAllBytes(copy));
        Card.Check(_folder.Path);
    }

    private void MakeDisk()
    {
        Card.Make("kept");
        string hello = Path.Combine(_folder.Path, "hello");
        File.WriteAllText(hello, "from the host\n");
        _ = Execute("mcopy", "-i", Card.Fat, hello, "::/HELLO.TXT");
        string bytes = Path.Combine(_folder.Path, "bytes");
        File.WriteAllBytes(bytes, s_bytes);
        _ = Execute("mcopy", "-i", Card.Fat, bytes, "::/BYTES.BIN");
    }

    private static string Rk(params string[] arguments)
    {
        ToolResult result = Tool.Rk(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    private static string Execute(string program, params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), TimeSpan.FromMinutes(1));
        Assert.True(result.ExitCode == 0, $"{program}: {result}");
        return result.Output;
    }
}
