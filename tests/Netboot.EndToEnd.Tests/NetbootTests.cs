using System;
using System.IO;
using System.Linq;
using System.Net;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Ethernet;
using RustKernel.Flash.Tftp;
using Xunit;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

public sealed class NetbootTests
{
    // Generous: a loaded machine emulates slowly.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    // U-Boot asks for a retransmission after its own timeout, so the two can cross, and it gives up after ten in all, whatever its
    // progress.
    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(16, 0.0)]
    [InlineData(1, 0.05)]
    public void U_Boot_boots_the_kernel_from_our_servers_without_privilege(int windowSize, double loss)
    {
        string folder = Path.Combine(Root(), "artifacts");
        Assert.True(File.Exists(Path.Combine(folder, "Image")), "artifacts/Image does not exist: run make build");
        int peer = QemuDatagramLink.FreePort();
        using QemuDatagramLink link = new(0, peer, null);
        LossyWire wire = new(link, loss, limit: 8, seed: 6);
        SessionLog log = new();
        using EthernetNetboot session = new(Plan(folder), link, wire, log);
        using Emulator board = new(peer, link.LocalPort);
        board.WaitFor("stop autoboot", s_limit);
        board.Type("\n");
        board.WaitFor("=> ", s_limit);
        board.Command($"setenv autoload no; setenv tftptimeout 1000; setenv tftpwindowsize {windowSize}", s_limit);
        board.Command("dhcp", s_limit);
        board.Command("tftpboot 0x42000000 Image", s_limit);
        board.Type("setenv bootargs test=boot,memory,timer; booti 0x42000000 - ${fdtcontroladdr}\n");
        board.WaitFor("# done ", s_limit);
        board.WaitFor("\n", s_limit);

        string done = board.Console[board.Console.IndexOf("# done ", StringComparison.Ordinal)..];
        Assert.Contains(" notok=0 ", done, StringComparison.Ordinal);
        Assert.DoesNotContain(" ok=0 ", done, StringComparison.Ordinal);
        foreach (string suite in new[] { "boot", "memory", "timer" })
        {
            Assert.Matches($@"(?m)^ok \d+ {suite}\b", board.Console);
        }

        Assert.Contains(log.Reports, report => report.Kind == DhcpEventKind.Leased && report.Mac == "52:54:00:12:34:56");
        TftpRequestRecord request = Assert.Single(log.Requests);
        Assert.Equal(TftpVerdict.Served, request.Verdict);
        Assert.Equal(new FileInfo(Path.Combine(folder, "Image")).Length, request.Acknowledged);
        if (windowSize > 1)
        {
            Assert.Contains($"windowsize={windowSize}", request.Options, StringComparison.Ordinal);
        }

        if (loss == 0)
        {
            // A host that runs U-Boot late causes an occasional retransmission of a block; a server that sends too early causes one
            // for every block.
            Assert.InRange(request.Retransmissions, 0, request.Acknowledged / 1468 / 10);
        }
        else
        {
            Assert.True(wire.Dropped > 0 && request.Retransmissions > 0, $"{wire.Dropped} dropped: {log}");
        }

        session.Inspect((_, _) => Assert.Equal(BoardStage.KernelFetched, session.Boards.Boards.Single().Stage));
    }

    private static NetbootPlan Plan(string folder)
    {
        IPAddress server = IPAddress.Parse("192.168.76.1");
        return new NetbootPlan
        {
            Address = server,
            Views = [new BootView { Name = "all", Folders = [folder] }],
            Dhcp = new DhcpPolicy { Server = server, First = IPAddress.Parse("192.168.76.10"), Last = IPAddress.Parse("192.168.76.20") },
        };
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "boards")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("no repository above the tests");
    }
}
