using System;
using System.Collections.Generic;
using System.Net;

namespace RustKernel.Flash.Dhcp.Tests;

/// <summary>A server whose answers are recorded, and clients to ask it.</summary>
public sealed class DhcpFixture : IDhcpTransport
{
    public static readonly IPAddress Address = IPAddress.Parse("192.168.7.1");

    public DhcpFixture(DhcpPolicy? policy = null)
    {
        Policy = policy ?? Default;
        Leases = new DhcpLeases(Policy);
        Server = new DhcpServer(Policy, Leases, this, address => Owners.GetValueOrDefault(address), Events.Add);
    }

    public static DhcpPolicy Default { get; } = new()
    {
        Server = Address,
        First = IPAddress.Parse("192.168.7.10"),
        Last = IPAddress.Parse("192.168.7.12"),
        BootFile = "Image"
    };

    public DhcpPolicy Policy { get; }

    public DhcpLeases Leases { get; }

    public DhcpServer Server { get; }

    public Dictionary<IPAddress, string> Owners { get; } = [];

    public List<DhcpEvent> Events { get; } = [];

    public List<SentMessage> Sent { get; } = [];

    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public void Send(int sourcePort, IPEndPoint destination, byte[]? hardware, ReadOnlySpan<byte> message)
        => Sent.Add(new SentMessage(sourcePort, destination, hardware, DhcpPacket.Parse(message)!, message.Length));

    public List<IPAddress> Probed { get; } = [];

    public void Probe(IPAddress address) => Probed.Add(address);

    public static DhcpPacket Message(DhcpMessageType type, byte client = 1, params (byte Code, byte[] Value)[] options)
    {
        DhcpPacket packet = new() { Transaction = 0x12345678, Hardware = [2, 0, 0, 0, 0, client] };
        packet.Options[DhcpOption.MessageType] = [(byte)type];
        foreach ((byte code, byte[] value) in options)
        {
            packet.Options[code] = value;
        }

        return packet;
    }

    /// <summary>The answer, or null when there was none.</summary>
    public SentMessage? Ask(DhcpPacket packet, int port = DhcpServer.ServerPort)
    {
        int before = Sent.Count;
        Server.Receive(packet.Write(), port, Now);
        return Sent.Count > before ? Sent[^1] : null;
    }

    /// <summary>DISCOVER, then REQUEST for the offer.</summary>
    public IPAddress? Lease(byte client)
    {
        if (Ask(Message(DhcpMessageType.Discover, client)) is not { } offer)
        {
            return null;
        }

        SentMessage? answer = Ask(
            Message(
                DhcpMessageType.Request,
                client,
                (DhcpOption.RequestedAddress, offer.Packet.YourAddress.GetAddressBytes()),
                (DhcpOption.ServerIdentifier, Address.GetAddressBytes())));
        return answer?.Packet.Type == DhcpMessageType.Acknowledgment ? answer.Packet.YourAddress : null;
    }
}
