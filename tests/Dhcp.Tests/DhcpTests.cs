using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using Xunit;

namespace RustKernel.Flash.Dhcp.Tests;

public sealed class DhcpTests
{
    private static readonly byte[] s_piMachine = [0, .. "RPi4"u8, 0x14, 0x31, 0xc0, 0x00, 0x32, 0x01, 0x36, 0xc2, 0xef, 0xfd, 0xfe, 0x9f];
    private readonly DhcpFixture _fixture = new();

    [Fact]
    public void A_pi_is_offered_what_its_boot_rom_compares()
    {
        SentMessage offer = _fixture.Ask(PiDiscover())!;
        Assert.Equal(DhcpMessageType.Offer, offer.Packet.Type);
        Assert.Equal("PXEClient", offer.Packet.VendorClass);
        Assert.Equal(s_piMachine, offer.Packet.Options[DhcpOption.ClientMachine]);
        Assert.Equal(
            "0601030a0400505845091400001152617370626572727920506920426f6f74ff",
            Convert.ToHexStringLower(offer.Packet.Options[DhcpOption.VendorSpecific]));
        Assert.Equal("192.168.7.1", Encoding.ASCII.GetString(offer.Packet.Options[DhcpOption.TftpServerName]));
        Assert.Equal(DhcpFixture.Address, offer.Packet.NextServer);
        Assert.Equal(("Raspberry Pi, serial 9ffefdef", "9ffefdef"), (_fixture.Events[0].Board, _fixture.Events[0].Serial));
        Assert.Equal("dc:a6:32:01:36:c2", _fixture.Events[0].Mac);
    }

    [Fact]
    public void As_proxy_it_answers_boot_roms_only_and_gives_no_address()
    {
        DhcpFixture fixture = new(DhcpFixture.Default with { Mode = DhcpMode.Proxy });
        Assert.Null(fixture.Ask(DhcpFixture.Message(DhcpMessageType.Discover)));
        Assert.Null(fixture.Ask(DhcpFixture.Message(DhcpMessageType.Request)));
        SentMessage offer = fixture.Ask(PiDiscover())!;
        Assert.Equal(IPAddress.Any, offer.Packet.YourAddress);
        Assert.Equal(new IPEndPoint(IPAddress.Broadcast, 68), offer.Destination);
        Assert.False(offer.Packet.Options.ContainsKey(DhcpOption.LeaseTime));
        Assert.False(offer.Packet.Options.ContainsKey(DhcpOption.SubnetMask));
        Assert.Equal(32, offer.Packet.Options[DhcpOption.VendorSpecific].Length);
        Assert.Null(fixture.Ask(PiDiscover(), DhcpServer.ProxyPort));
    }

    [Fact]
    public void A_pxe_client_is_told_the_file_at_the_proxy_port()
    {
        DhcpFixture fixture = new(DhcpFixture.Default with { Mode = DhcpMode.Proxy });
        DhcpPacket request = new() { Hardware = [2, 0, 0, 0, 0, 9], ClientAddress = IPAddress.Parse("192.168.7.99") };
        request.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Request];
        request.Options[DhcpOption.VendorClass] = "PXEClient:Arch:00011:UNDI:003016"u8.ToArray();
        SentMessage answer = fixture.Ask(request, DhcpServer.ProxyPort)!;
        Assert.Equal(
            (DhcpMessageType.Acknowledgment, "Image", DhcpServer.ProxyPort),
            (answer.Packet.Type, answer.Packet.File, answer.SourcePort));
        Assert.Equal(new IPEndPoint(request.ClientAddress, 4011), answer.Destination);
        Assert.Equal([6, 1, 8, 255], answer.Packet.Options[DhcpOption.VendorSpecific]);
    }

    [Fact]
    public void A_boot_loader_gets_address_server_and_file()
    {
        SentMessage offer = _fixture.Ask(
            DhcpFixture.Message(DhcpMessageType.Discover, 1, (DhcpOption.VendorClass, "U-Boot.armv8"u8.ToArray())))!;
        Assert.Equal(IPAddress.Parse("192.168.7.10"), offer.Packet.YourAddress);
        Assert.Equal((DhcpFixture.Address, "Image", 0x12345678u), (offer.Packet.NextServer, offer.Packet.File, offer.Packet.Transaction));
        Assert.False(offer.Packet.Options.ContainsKey(DhcpOption.VendorSpecific));
        Assert.True(offer.Length >= 300);
        Assert.Equal(new IPEndPoint(IPAddress.Parse("192.168.7.10"), 68), offer.Destination);
        Assert.Equal([2, 0, 0, 0, 0, 1], offer.Hardware);
        Assert.Equal(IPAddress.Parse("192.168.7.10"), _fixture.Lease(1));
    }

    [Fact]
    public void Addresses_stay_with_their_board_and_run_out()
    {
        Assert.Equal(
            ["192.168.7.10", "192.168.7.11", "192.168.7.12"],
            new byte[] { 1, 2, 3 }.Select(client => $"{_fixture.Lease(client)}"));
        Assert.Null(_fixture.Lease(4));
        Assert.Equal(DhcpEventKind.Exhausted, _fixture.Events[^1].Kind);
        Assert.Equal("192.168.7.11", $"{_fixture.Lease(2)}");
        _fixture.Now += TimeSpan.FromHours(13);
        Assert.Equal("192.168.7.11", $"{_fixture.Lease(2)}");
        Assert.Equal("192.168.7.10", $"{_fixture.Lease(4)}");
        Assert.Equal("192.168.7.12", $"{_fixture.Lease(1)}");
    }

    [Fact]
    public void An_offer_is_kept_for_its_client_and_then_free_again()
    {
        Assert.Equal("192.168.7.10", $"{_fixture.Ask(DhcpFixture.Message(DhcpMessageType.Discover, 1))!.Packet.YourAddress}");
        Assert.Equal("192.168.7.11", $"{_fixture.Ask(DhcpFixture.Message(DhcpMessageType.Discover, 2))!.Packet.YourAddress}");
        Assert.DoesNotContain(_fixture.Leases.All, lease => lease.Bound);
        _fixture.Lease(3);
        Assert.Null(_fixture.Ask(DhcpFixture.Message(DhcpMessageType.Discover, 5)));
        _fixture.Now += TimeSpan.FromMinutes(2);
        Assert.Equal("192.168.7.10", $"{_fixture.Lease(4)}");
    }

    [Fact]
    public void Renewing_is_granted_and_strange_addresses_are_refused()
    {
        IPAddress own = _fixture.Lease(1)!;
        DhcpPacket renew = new() { Hardware = [2, 0, 0, 0, 0, 1], ClientAddress = own };
        renew.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Request];
        SentMessage kept = _fixture.Ask(renew)!;
        Assert.Equal((DhcpMessageType.Acknowledgment, new IPEndPoint(own, 68)), (kept.Packet.Type, kept.Destination));
        IPAddress other = _fixture.Lease(2)!;
        Assert.NotEqual(own, other);
        foreach (string wrong in new[] { "10.0.0.5", "192.168.7.1", "192.168.7.13", $"{own}" })
        {
            SentMessage answer =
                _fixture.Ask(DhcpFixture.Message(
                    DhcpMessageType.Request,
                    2,
                    (DhcpOption.RequestedAddress, IPAddress.Parse(wrong).GetAddressBytes())))!;
            Assert.Equal((DhcpMessageType.Refusal, new IPEndPoint(IPAddress.Broadcast, 68)), (answer.Packet.Type, answer.Destination));
        }
    }

    [Fact]
    public void Released_and_declined_addresses()
    {
        IPAddress own = _fixture.Lease(1)!;
        Assert.Null(_fixture.Ask(DhcpFixture.Message(DhcpMessageType.Decline, 2, (DhcpOption.RequestedAddress, own.GetAddressBytes()))));
        Assert.Single(_fixture.Leases.All);
        _fixture.Ask(DhcpFixture.Message(DhcpMessageType.Decline, 1, (DhcpOption.RequestedAddress, own.GetAddressBytes())));
        Assert.Equal(DhcpEventKind.Conflict, _fixture.Events[^1].Kind);
        Assert.Equal("192.168.7.11", $"{_fixture.Lease(1)}");
        _fixture.Ask(DhcpFixture.Message(DhcpMessageType.Release, 1));
        _fixture.Lease(3);
        Assert.Equal("192.168.7.11", $"{_fixture.Lease(2)}");
        _fixture.Now += TimeSpan.FromMinutes(11);
        Assert.Equal("192.168.7.10", $"{_fixture.Lease(1)}");
    }

    [Fact]
    public void An_address_that_somebody_else_uses_is_not_offered()
    {
        _fixture.Owners[IPAddress.Parse("192.168.7.10")] = "aa:bb:cc:dd:ee:ff";
        Assert.Equal("192.168.7.11", $"{_fixture.Lease(1)}");
        Assert.Contains(
            _fixture.Events,
            e => e.Kind == DhcpEventKind.Conflict && e.Text.Contains("aa:bb:cc:dd:ee:ff", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_server_is_reported_once()
    {
        IPAddress other = IPAddress.Parse("192.168.7.254");
        for (int i = 0; i < 2; i++)
        {
            Assert.Null(_fixture.Ask(
                DhcpFixture.Message(
                    DhcpMessageType.Request,
                    1,
                    (DhcpOption.ServerIdentifier, other.GetAddressBytes()),
                    (DhcpOption.RequestedAddress, [192, 168, 7, 50]))));
        }

        DhcpPacket offer = new() { IsReply = true, Hardware = [2, 0, 0, 0, 0, 1] };
        offer.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Offer];
        offer.Options[DhcpOption.ServerIdentifier] = [192, 168, 7, 253];
        Assert.Null(_fixture.Ask(offer));
        Assert.Equal(
            [other, IPAddress.Parse("192.168.7.253")],
            _fixture.Events.Where(e => e.Kind == DhcpEventKind.ForeignServer).Select(e => e.Address));
    }

    [Fact]
    public void Fixed_addresses_belong_to_their_board()
    {
        IPAddress reserved = IPAddress.Parse("192.168.7.10");
        DhcpFixture fixture =
            new(DhcpFixture.Default with { Fixed = new Dictionary<string, IPAddress> { ["02:00:00:00:00:05"] = reserved } });
        Assert.Equal("192.168.7.11", $"{fixture.Lease(1)}");
        Assert.Equal(reserved, fixture.Lease(5));
    }

    [Fact]
    public void Answers_go_through_the_relay_and_by_broadcast_on_request()
    {
        DhcpPacket relayed = DhcpFixture.Message(DhcpMessageType.Discover);
        DhcpPacket discover = new() { Hardware = relayed.Hardware, Relay = IPAddress.Parse("192.168.7.200"), Options = relayed.Options };
        Assert.Equal(new IPEndPoint(discover.Relay, 67), _fixture.Ask(discover)!.Destination);
        DhcpPacket broadcast = new() { Hardware = relayed.Hardware, WantsBroadcast = true, Options = relayed.Options };
        SentMessage answer = _fixture.Ask(broadcast)!;
        Assert.Equal(new IPEndPoint(IPAddress.Broadcast, 68), answer.Destination);
        Assert.True(answer.Packet.WantsBroadcast);
    }

    [Fact]
    public void Leases_survive_a_restart()
    {
        string path = Path.GetTempFileName();
        try
        {
            _fixture.Lease(2);
            _fixture.Lease(1);
            _fixture.Leases.Save(path);
            File.AppendAllText(path, "not a lease\nx y z\n");
            DhcpFixture restarted = new();
            restarted.Leases.Load(path);
            Assert.Equal(2, restarted.Leases.All.Count);
            Assert.Equal("192.168.7.11", $"{restarted.Lease(1)}");
            Assert.Equal("02:00:00:00:00:01", restarted.Leases.MacOf(IPAddress.Parse("192.168.7.11"), restarted.Now));
            Assert.Equal("192.168.7.12", $"{restarted.Lease(3)}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Long_and_overloaded_options_are_read()
    {
        DhcpPacket packet = DhcpFixture.Message(DhcpMessageType.Discover, 1, (200, new byte[300]));
        byte[] bytes = packet.Write();
        Assert.Equal(300, DhcpPacket.Parse(bytes)!.Options[200].Length);
        DhcpPacket overloaded = DhcpFixture.Message(DhcpMessageType.Discover, 1, (DhcpOption.Overload, [3]));
        bytes = overloaded.Write();
        new byte[] { 60, 3, 1, 2, 3, 255 }.CopyTo(bytes, 108);
        new byte[] { 97, 2, 8, 9, 255 }.CopyTo(bytes, 44);
        DhcpPacket read = DhcpPacket.Parse(bytes)!;
        Assert.Equal([1, 2, 3], read.Options[60]);
        Assert.Equal([8, 9], read.Options[97]);
        Assert.Equal("", read.File);
    }

    [Fact]
    public void Damaged_messages_are_survived()
    {
        Random random = new(7);
        byte[] seed = PiDiscover().Write();
        for (int i = 0; i < 50_000; i++)
        {
            byte[] message = seed[..(i % 3 == 0 ? random.Next(seed.Length) : seed.Length)];
            for (int flips = random.Next(6); flips > 0 && message.Length > 0; flips--)
            {
                message[random.Next(message.Length)] = (byte)random.Next(256);
            }

            _fixture.Server.Receive(message, random.Next(4) == 0 ? DhcpServer.ProxyPort : DhcpServer.ServerPort, _fixture.Now);
            _fixture.Now += TimeSpan.FromSeconds(1);
            Assert.InRange(_fixture.Leases.All.Count, 0, 3);
        }
    }

    private static DhcpPacket PiDiscover()
    {
        DhcpPacket packet = new() { Transaction = 0x12345678, Hardware = [0xdc, 0xa6, 0x32, 0x01, 0x36, 0xc2] };
        packet.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Discover];
        packet.Options[DhcpOption.VendorClass] = "PXEClient:Arch:00000:UNDI:002001"u8.ToArray();
        packet.Options[DhcpOption.ClientArchitecture] = [0, 0];
        packet.Options[94] = [1, 2, 1];
        packet.Options[DhcpOption.ClientMachine] = s_piMachine;
        return packet;
    }
}
