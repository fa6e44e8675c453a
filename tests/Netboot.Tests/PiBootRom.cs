// A Raspberry Pi 4's boot ROM and firmware as the network sees them, written from the documented facts.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Text;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Ethernet;
using Xunit;

namespace RustKernel.Flash.Netboot.Tests;

public sealed class PiBootRom : IDatagramReceiver, IDisposable
{
    public const string Serial = "9ffefdef";
    private static readonly byte[] s_hardware = [0xdc, 0xa6, 0x32, 0x01, 0x36, 0xc2];
    private static readonly byte[] s_machine = [0, .. "RPi4"u8, 0x14, 0x31, 0xc0, 0x00, 0x32, 0x01, 0x36, 0xc2, 0xef, 0xfd, 0xfe, 0x9f];
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private readonly QemuDatagramLink _link;
    private readonly int _blockSize;
    private readonly bool _repeatsAcknowledgments;
    private readonly byte[] _buffer = new byte[65536];
    private readonly Dictionary<int, PiTransfer> _transfers = [];
    private UserStack _stack;
    private DhcpPacket? _answer;
    private IPAddress _server = IPAddress.Any;
    private int _nextPort = 1024;

    public PiBootRom(QemuDatagramLink link, int blockSize, bool repeatsAcknowledgments)
    {
        _link = link;
        _blockSize = blockSize;
        _repeatsAcknowledgments = repeatsAcknowledgments;
        _stack = new UserStack(link, s_hardware, IPAddress.Any, this);
    }

    public int DataPackets { get; private set; }

    public void Dispose() => _link.Dispose();

    /// <summary>DISCOVER to ACK; refuses offers that a real one refuses.</summary>
    public IPAddress TakeAddress()
    {
        DhcpPacket offer = Ask(DhcpMessageType.Discover, null);
        Assert.Equal(DhcpMessageType.Offer, offer.Type);
        Assert.Equal("PXEClient", offer.VendorClass);
        Assert.Equal(s_machine, offer.Options[DhcpOption.ClientMachine]);
        Assert.Contains("Raspberry Pi Boot", Encoding.ASCII.GetString(offer.Options[DhcpOption.VendorSpecific]), StringComparison.Ordinal);
        DhcpPacket lease = Ask(DhcpMessageType.Request, offer);
        Assert.Equal(DhcpMessageType.Acknowledgment, lease.Type);
        _server = IPAddress.Parse(Encoding.ASCII.GetString(lease.Options[DhcpOption.TftpServerName]));
        _stack = new UserStack(_link, s_hardware, lease.YourAddress, this);
        // The boot ROM learns the server's Ethernet address by ARP: the first datagram is spent on the question.
        _stack.Send(_nextPort, new IPEndPoint(_server, 9), null, [0]);
        Wait(() => _stack.MacOf(_server) is not null);
        return lease.YourAddress;
    }

    /// <summary>True when the file exists: RRQ, and "Early terminate" after the answer.</summary>
    public bool Probe(string file) => Run(new PiTransfer(file, isProbe: true)).Exists;

    /// <summary>The file's bytes, or null when it does not exist.</summary>
    public byte[]? Fetch(string file)
    {
        PiTransfer transfer = Run(new PiTransfer(file, isProbe: false));
        return transfer.Exists ? transfer.Data.ToArray() : null;
    }

    /// <summary>Three requests for one file under way at once, one of them sent twice.</summary>
    public byte[][] FetchInParallel(string file)
    {
        PiTransfer[] transfers = [new(file, false), new(file, false), new(file, false)];
        foreach (PiTransfer transfer in transfers)
            Begin(transfer);
        Request(_nextPort, file);
        Wait(() => transfers.All(transfer => transfer.HasEnded));
        return [.. transfers.Select(transfer => transfer.Data.ToArray())];
    }

    void IDatagramReceiver.Receive(IPEndPoint source, int destinationPort, ReadOnlySpan<byte> payload)
    {
        if (destinationPort == DhcpServer.ClientPort)
            _answer = DhcpPacket.Parse(payload);
        else if (_transfers.TryGetValue(destinationPort, out PiTransfer? transfer) && !transfer.HasEnded)
            Receive(transfer, destinationPort, source.Port, payload);
    }

    private void Receive(PiTransfer transfer, int port, int serverPort, ReadOnlySpan<byte> payload)
    {
        switch (payload[1])
        {
            case 5:
                transfer.HasEnded = true;
                break;
            case 6:
                transfer.ServerPort = serverPort;
                transfer.BlockSize = _blockSize;
                Assert.Contains($"blksize\0{_blockSize}\0", Encoding.ASCII.GetString(payload), StringComparison.OrdinalIgnoreCase);
                Continue(transfer, port);
                break;
            case 3 when BinaryPrimitives.ReadUInt16BigEndian(payload[2..]) == (ushort)(transfer.Block + 1):
                DataPackets++;
                transfer.ServerPort = serverPort;
                transfer.Block++;
                transfer.Data.Write(payload[4..]);
                transfer.HasEnded = payload.Length - 4 < transfer.BlockSize;
                Continue(transfer, port);
                break;
            case 3:
                DataPackets++;
                break;
        }
    }

    private void Continue(PiTransfer transfer, int port)
    {
        transfer.Exists = true;
        if (transfer.IsProbe)
        {
            transfer.HasEnded = true;
            Send(port, transfer.ServerPort, [0, 5, 0, 0, .. "Early terminate"u8, 0]);
            return;
        }

        byte[] acknowledgment = [0, 4, (byte)(transfer.Block >> 8), (byte)transfer.Block];
        Send(port, transfer.ServerPort, acknowledgment);
        if (_repeatsAcknowledgments && transfer.Block > 0)
            Send(port, transfer.ServerPort, acknowledgment);
    }

    private PiTransfer Run(PiTransfer transfer)
    {
        Begin(transfer);
        Wait(() => transfer.HasEnded);
        return transfer;
    }

    private void Begin(PiTransfer transfer)
    {
        _nextPort++;
        _transfers[_nextPort] = transfer;
        Request(_nextPort, transfer.File);
    }

    private void Request(int port, string file)
        => Send(port, 69, [0, 1, .. Encoding.ASCII.GetBytes($"{file}\0octet\0tsize\00\0blksize\0{_blockSize}\0")]);

    private void Send(int port, int serverPort, byte[] payload) => _stack.Send(port, new IPEndPoint(_server, serverPort), null, payload);

    private DhcpPacket Ask(DhcpMessageType type, DhcpPacket? offer)
    {
        DhcpPacket packet = new() { Transaction = 0x26f30339, Hardware = s_hardware, WantsBroadcast = true };
        packet.Options[DhcpOption.MessageType] = [(byte)type];
        packet.Options[DhcpOption.VendorClass] = "PXEClient:Arch:00000:UNDI:002001"u8.ToArray();
        packet.Options[DhcpOption.ClientArchitecture] = [0, 0];
        packet.Options[94] = [1, 2, 1];
        packet.Options[DhcpOption.ClientMachine] = s_machine;
        packet.Options[55] = [1, 3, 43, 60, 66, 67, 128, 129, 130, 131, 132, 133, 134, 135];
        if (offer is not null)
        {
            packet.Options[DhcpOption.RequestedAddress] = offer.YourAddress.GetAddressBytes();
            packet.Options[DhcpOption.ServerIdentifier] = offer.Options[DhcpOption.ServerIdentifier];
        }

        _answer = null;
        _stack.Send(DhcpServer.ClientPort, new IPEndPoint(IPAddress.Broadcast, DhcpServer.ServerPort), null, packet.Write());
        Wait(() => _answer is not null);
        return _answer!;
    }

    private void Wait(Func<bool> condition)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < s_limit, "no answer");
            int length = _link.Receive(_buffer, TimeSpan.FromMilliseconds(100));
            if (length > 0)
                _stack.Receive(_buffer.AsSpan(0, length));
        }
    }
}
