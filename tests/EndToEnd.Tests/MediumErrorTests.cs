// Disks that cannot be read in places, and one that is pulled while it is used.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Errors name the file that they are of; every other file is as it was.</summary>
public sealed class MediumErrorTests : IDisposable
{
    private const int SectorBytes = 512;
    private const int FileBytes = 20_000;
    private const int Files = 12;
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

    [Fact]
    public void A_disk_that_is_pulled_takes_nothing_else_along()
    {
        Fill();
        string monitor = Path.Combine(_folder.Path, "monitor");
        string[] machine =
        [
            .. Drive("boot", Fat, 0, []), .. Drive("data", Data, 1, []),
            "--qemu-arg=-monitor", $"--qemu-arg=unix:{monitor},server=on,wait=off",
        ];
        using (RunningSystem system = new(_folder.Path, machine))
        {
            Copy(system, "boot", "data", 0, fails: false);
            _ = Say(system, "sync");
            Pull(monitor, "data");

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

    // As someone does who pulls the card: the device stays, and each request of it fails.
    private static void Pull(string monitor, string drive)
    {
        using Socket line = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        line.Connect(new UnixDomainSocketEndPoint(monitor));
        line.Send(Encoding.ASCII.GetBytes($"drive_del {drive}\ninfo block\n"));
        StringBuilder said = new();
        byte[] some = new byte[4096];
        while (said.ToString().Split("(qemu) ").Length < 4)
        {
            int count = line.Receive(some);
            Assert.NotEqual(0, count);
            said.Append(Encoding.ASCII.GetString(some, 0, count));
        }
    }

    private void Fill()
    {
        _ = Disks.Make(_folder.Path, 64);
        string file = Path.Combine(_folder.Path, "file");
        for (int number = 0; number < Files; number++)
        {
            File.WriteAllBytes(file, Bytes("boot", number));
            Disks.Run("mcopy", "-i", Fat, file, $"::/f{number}");
            File.WriteAllBytes(file, Bytes("data", number));
            ToolResult put = Tool.Rk("fs", "put", Data, file, $"/f{number}");
            Assert.True(put.ExitCode == 0, put.ToString());
        }
    }

    // A random sector of the file, which lies whole and once in the image.
    private long SectorOf(string image, int number, Random random)
    {
        byte[] bytes = Bytes(image == Fat ? "boot" : "data", number);
        int at = random.Next(FileBytes / SectorBytes) * SectorBytes;
        int found = File.ReadAllBytes(image).AsSpan().IndexOf(bytes.AsSpan(at, SectorBytes));
        Assert.True(found > 0 && found % SectorBytes == 0, $"f{number} is not in {image}");
        return found / SectorBytes;
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

    private byte[] Get(string image, string name)
    {
        string copy = Path.Combine(_folder.Path, "copy");
        if (image == Fat)
        {
            Disks.Run("mcopy", "-n", "-o", "-i", Fat, $"::/{name}", copy);
        }
        else
        {
            ToolResult got = Tool.Rk("fs", "get", Data, $"/{name}", copy);
            Assert.True(got.ExitCode == 0, got.ToString());
        }

        return File.ReadAllBytes(copy);
    }

    // The line that comes next fails with a text of its own, so all that the first one said is there; neither line counts.
    private string Say(RunningSystem system, string line)
    {
        string end = $"/tmp/end-{++_lines}";
        string shown = system.Type($"{line}\rcat {end}\r", $"Could not find file '{end}'");
        return shown.Replace(line, "", StringComparison.Ordinal).Replace($"cat {end}", "", StringComparison.Ordinal);
    }

    // What a command says begins with its name.
    private static string Said(string shown)
        => string.Join('\n', shown.Split('\n', '\r').Where(static one => one.Contains("cp: ", StringComparison.Ordinal)
            || one.Contains("sync: ", StringComparison.Ordinal) || one.Contains("Input/output", StringComparison.Ordinal)));
}
