// The Pi 4's boot, request by request.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Ethernet;
using RustKernel.Flash.Tftp;
using RustKernel.Hil.VirtualRpi4.Faults;
using RustKernel.Hil.VirtualRpi4.Network;
using Xunit;

namespace RustKernel.Flash.Netboot.Tests;

public sealed class PiReplayTests : IDisposable
{
    private static readonly IPAddress s_server = IPAddress.Parse("192.168.7.1");
    private static readonly string[] s_missing = [
        "vl805.sig",
        "pieeprom.sig",
        "recover4.elf",
        "recovery.elf",
        "dt-blob.bin",
        "bootcfg.txt",
        "overlays/overlay_map.dtb",
        "armstub8-gic.bin"
    ];
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-netboot-").FullName;
    private readonly Dictionary<string, byte[]> _files = [];

    public PiReplayTests()
    {
        Add("start4.elf", 2_252_064);
        Add("fixup4.dat", 5448);
        Add("config.txt", 163);
        Add("bcm2711-rpi-4-b.dtb", 49_152);
        Add("overlays/disable-bt.dtbo", 1024);
        Add("cmdline.txt", 0);
        Add("kernel8.img", 1468 * 100);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1024, false)]
    [InlineData(1468, false)]
    [InlineData(1024, true)]
    public void The_boot_is_served_and_nothing_normal_counts_as_a_failure(int blockSize, bool repeatsAcknowledgments)
    {
        int peer = QemuDatagramLink.FreePort();
        using QemuDatagramLink link = new(0, peer, null);
        SessionLog log = new();
        using EthernetNetboot session = new(Plan(), link, link, log);
        using BoardLink cable = new(new QemuDatagramLink(peer, link.LocalPort, null), new FaultList([]), seed: 1);
        PiBootRom board = new(cable, blockSize, repeatsAcknowledgments, CancellationToken.None);

        Assert.Equal("192.168.7.10", $"{board.TakeAddress()}");
        const string prefix = PiBootRom.Serial + "/";
        Assert.True(board.Probe(prefix + "start4.elf"));
        Fetch(board, prefix, "config.txt");
        foreach (string file in s_missing[..4])
        {
            Assert.Null(board.Fetch(prefix + file));
        }

        Fetch(board, prefix, "start4.elf");
        Fetch(board, prefix, "fixup4.dat");
        for (int i = 0; i < 3; i++)
        {
            Fetch(board, prefix, "config.txt");
        }

        foreach (string file in s_missing[4..])
        {
            Assert.Null(board.Fetch(prefix + file));
        }

        Assert.All(board.FetchInParallel(prefix + "bcm2711-rpi-4-b.dtb"), bytes => Assert.Equal(_files["bcm2711-rpi-4-b.dtb"], bytes));
        Fetch(board, prefix, "overlays/disable-bt.dtbo");
        Fetch(board, prefix, "cmdline.txt");
        Assert.True(board.Probe(prefix + "kernel8.img"));
        Fetch(board, prefix, "kernel8.img");

        int ended = 0;
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                session.Inspect((running, _) => ended = running.Any() ? 0 : log.Requests.Count);
                return ended > 0;
            },
            TimeSpan.FromSeconds(30)));
        Assert.Empty(log.Requests.Where(request => request.IsFailure).Select(request => $"{request}"));
        Assert.Equal(2, log.Requests.Count(request => request.Verdict == TftpVerdict.Probed));
        Assert.Equal(8, log.Requests.Count(request => request.Verdict == TftpVerdict.NotFound));
        Assert.Equal(12, log.Requests.Count(request => request.Verdict == TftpVerdict.Served));
        Board seen = Assert.Single(session.Boards.Boards);
        Assert.Equal(
            ("dc:a6:32:01:36:c2", PiBootRom.Serial, "Raspberry Pi, serial 9ffefdef", BoardStage.KernelFetched),
            (seen.Key, seen.Serial, seen.Model, seen.Stage));
        Assert.Equal("", Diagnosis.Of(seen, seen.LastSeen + TimeSpan.FromMinutes(1)));
        long sentBytes = log.Requests
            .Where(request => request.Verdict == TftpVerdict.Served)
            .Sum(request => (request.Size / blockSize) + 1);
        Assert.InRange(board.DataPackets, sentBytes, sentBytes + log.Requests.Sum(request => request.Retransmissions));
    }

    private void Fetch(PiBootRom board, string prefix, string file) => Assert.Equal(_files[file], board.Fetch(prefix + file));

    private void Add(string name, int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        _files[name] = bytes;
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private NetbootPlan Plan() => new()
    {
        Address = s_server,
        Views = [new BootView { Name = "rpi4", Folders = [_folder] }],
        Dhcp = new DhcpPolicy { Server = s_server, First = IPAddress.Parse("192.168.7.10"), Last = IPAddress.Parse("192.168.7.20") },
    };
}
