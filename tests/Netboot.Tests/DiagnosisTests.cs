using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Tftp;
using Xunit;

namespace RustKernel.Flash.Netboot.Tests;

public sealed class DiagnosisTests
{
    private static readonly IPEndPoint s_client = new(IPAddress.Parse("192.168.7.10"), 1024);
    private static readonly TimeSpan s_later = TimeSpan.FromMinutes(1);
    private readonly BoardTable _table = new();

    [Theory]
    [InlineData("asked for start4.elf 3 times, got it, never asked for config.txt", "+start4.elf", "+start4.elf", "+start4.elf")]
    [InlineData("asked for start4.elf, which is not served", "-start4.elf", "-start.elf", "-config.txt")]
    [InlineData("never asked for a kernel", "+start4.elf", "+fixup4.dat", "+config.txt")]
    [InlineData("asked for kernel8.img, which is not served", "+start4.elf", "+config.txt", "-kernel8.img")]
    [InlineData("fetched boot.scr 3 times", "+boot.scr", "+boot.scr", "+boot.scr")]
    [InlineData("", "+start4.elf", "-recover4.elf", "+config.txt", "+kernel8.img")]
    public void The_sequence_of_requests_is_put_into_words(string expected, params string[] requests)
    {
        BootWith(requests);
        string diagnosis = Diagnosis.Of(_table.Boards.Single(), s_later);
        if (expected.Length == 0)
        {
            Assert.Equal("", diagnosis);
        }
        else
        {
            Assert.Contains(expected, diagnosis, StringComparison.Ordinal);
        }

        Assert.Equal("", Diagnosis.Of(_table.Boards.Single(), TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void An_offer_nobody_takes_and_an_address_nobody_uses()
    {
        for (int i = 0; i < 3; i++)
        {
            Report(DhcpEventKind.Offered);
        }

        Assert.Contains("asked for an address 3 times", Diagnosis.Of(_table.Boards.Single(), TimeSpan.Zero), StringComparison.Ordinal);
        Report(DhcpEventKind.Leased);
        Assert.Equal("", Diagnosis.Of(_table.Boards.Single(), TimeSpan.Zero));
        Assert.Contains("asked for no file", Diagnosis.Of(_table.Boards.Single(), s_later), StringComparison.Ordinal);
    }

    [Fact]
    public void Trouble_that_later_progress_ended_is_no_trouble_any_more()
    {
        Request("config.txt", TftpVerdict.FileChanged, 1);
        Assert.Equal("config.txt: FileChanged, it changed", Diagnosis.Of(_table.Boards.Single(), TimeSpan.Zero));
        Request("config.txt", TftpVerdict.Served, 2);
        Assert.Equal("", Diagnosis.Of(_table.Boards.Single(), TimeSpan.Zero));
        Request("overlays/x.dtbo", TftpVerdict.TimedOut, 3);
        Assert.Contains("TimedOut", Diagnosis.Of(_table.Boards.Single(), TimeSpan.Zero), StringComparison.Ordinal);
        Request("kernel8.img", TftpVerdict.Served, 4);
        Assert.Equal("", Diagnosis.Of(_table.Boards.Single(), TimeSpan.Zero));
    }

    [Theory]
    [InlineData(DhcpEventKind.Offered)]
    [InlineData(DhcpEventKind.Leased)]
    public void A_board_that_starts_again_starts_with_a_clean_sheet(DhcpEventKind kind)
    {
        Request("start4.elf", TftpVerdict.TimedOut, 1);
        _table.Add(new DhcpEvent(kind, _table.Boards.Single().Key, s_client.Address, "Raspberry Pi", "", ""), TimeSpan.FromSeconds(2));
        Assert.Empty(_table.Boards.Single().Requests);
        Assert.Equal("", Diagnosis.Of(_table.Boards.Single(), TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void A_machine_that_is_not_answered_is_no_board_unless_it_was_one()
    {
        Report(DhcpEventKind.Ignored);
        Assert.Empty(_table.Boards);
        Report(DhcpEventKind.Offered);
        Report(DhcpEventKind.Ignored);
        Assert.Equal(BoardStage.Discovering, Assert.Single(_table.Boards).Stage);
    }

    private void Request(string file, TftpVerdict verdict, int second)
        => _table.Add(
            new TftpRequestRecord(s_client, file, TimeSpan.FromSeconds(second)) { Verdict = verdict, Reason = "it changed" },
            "dc:a6:32:01:36:c2",
            TimeSpan.FromSeconds(second));

    private void Report(DhcpEventKind kind) =>
        _table.Add(new DhcpEvent(kind, "dc:a6:32:01:36:c2", s_client.Address, "Raspberry Pi", "", ""), TimeSpan.Zero);

    // "+" is served, "-" does not exist: through the server itself, because records have no other origin.
    private void BootWith(string[] requests)
    {
        HashSet<string> served = [.. requests.Where(request => request[0] == '+').Select(request => request[1..])];
        SilentTransport transport = new();
        TftpServer server = new(new TftpPolicy(), transport, new NamedFiles(served), record => _table.Add(record, null, TimeSpan.Zero));
        foreach (string request in requests)
        {
            server.ReceiveRequest(s_client, System.Text.Encoding.ASCII.GetBytes($"\0\u0001{request[1..]}\0octet\0"), 69, TimeSpan.Zero);
            if (transport.Port > 0)
            {
                server.Receive(transport.Port, s_client, [0, 4, 0, 1], TimeSpan.Zero);
            }
        }
    }
}
