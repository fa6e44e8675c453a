// A Raspberry Pi 4's boot ROM and firmware as the network sees them, written from the documented facts.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Ethernet;

namespace RustKernel.Hil.VirtualRpi4.Network;

/// <summary>
/// DHCP and TFTP as a Pi 4 speaks them: options 60, 93, 94, 97, offers without "Raspberry Pi Boot" refused, requests that are probes,
/// a client that sends its last packet again when nothing comes. Not thread-safe.
/// </summary>
public sealed class PiBootRom : IDatagramReceiver
{
    /// <summary>The board's serial number, the folder it asks for first.</summary>
    public const string Serial = "9ffefdef";

    private static readonly byte[] s_hardware = [0xdc, 0xa6, 0x32, 0x01, 0x36, 0xc2];
    private static readonly byte[] s_machine = [0, .. "RPi4"u8, 0x14, 0x31, 0xc0, 0x00, 0x32, 0x01, 0x36, 0xc2, 0xef, 0xfd, 0xfe, 0x9f];

    // DHCP_TIMEOUT, DHCP_REQ_TIMEOUT and TFTP_FILE_TIMEOUT of the EEPROM; ARP and TFTP have no documented interval to send again.
    private static readonly TimeSpan s_dhcpLimit = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan s_dhcpAgain = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_fileLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);
    private readonly BoardLink _link;
    private readonly int _blockSize;
    private readonly bool _repeatsAcknowledgments;
    private readonly CancellationToken _powerOff;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<int, PiTransfer> _transfers = [];
    private UserStack _stack;
    private DhcpPacket? _answer;
    private DhcpPacket? _addressOffer;
    private int _nextPort = 1024;

    /// <summary>A boot ROM at <paramref name="link"/>.</summary>
    /// <param name="link">The cable.</param>
    /// <param name="blockSize">1024 before October 2022, 1468 after.</param>
    /// <param name="repeatsAcknowledgments">True for the firmware of February 2021, which acknowledges each block twice.</param>
    /// <param name="powerOff">Ends everything.</param>
    public PiBootRom(BoardLink link, int blockSize, bool repeatsAcknowledgments, CancellationToken powerOff)
    {
        _link = link;
        _blockSize = blockSize;
        _repeatsAcknowledgments = repeatsAcknowledgments;
        _powerOff = powerOff;
        _stack = new UserStack(link, s_hardware, IPAddress.Any, this);
    }

    /// <summary>Blocks received, including duplicates.</summary>
    public int DataPackets { get; private set; }

    /// <summary>Its own address, after <see cref="TakeAddress"/>.</summary>
    public IPAddress Address { get; private set; } = IPAddress.Any;

    /// <summary>The TFTP server's address, after <see cref="TakeAddress"/>.</summary>
    public IPAddress Server { get; private set; } = IPAddress.Any;

    /// <summary>DISCOVER to ACK, and the server's Ethernet address.</summary>
    /// <exception cref="BootNetworkException">There was no answer that a real boot ROM accepts.</exception>
    public IPAddress TakeAddress()
    {
        DhcpPacket boot = Ask(DhcpMessageType.Discover, null);
        bool isProxy = boot.YourAddress.Equals(IPAddress.Any);
        DhcpPacket lease = Ask(DhcpMessageType.Request, isProxy ? _addressOffer : boot);
        DhcpPacket source = isProxy ? boot : lease;
        Server = source.Options.TryGetValue(DhcpOption.TftpServerName, out byte[]? name)
            && IPAddress.TryParse(Encoding.ASCII.GetString(name), out IPAddress? stated)
            ? stated
            : source.NextServer;
        Address = lease.YourAddress;
        _stack = new UserStack(_link, s_hardware, Address, this);
        // The first datagram is lost to the ARP request for the server's address.
        if (!Wait(
            () => _stack.MacOf(Server) is not null,
            s_fileLimit,
            s_again,
            () => _stack.Send(_nextPort, new IPEndPoint(Server, 9), null, [0])))
        {
            throw new BootNetworkException($"ARP: no answer from {Server}");
        }

        return Address;
    }

    /// <summary>True when the file exists: RRQ, and "Early terminate" after the answer.</summary>
    /// <exception cref="BootNetworkException">The server does not answer.</exception>
    public bool Probe(string file) => Run(new PiTransfer(file, isProbe: true)).Exists;

    /// <summary>The file's bytes, or null when it does not exist.</summary>
    /// <exception cref="BootNetworkException">The server does not answer.</exception>
    public byte[]? Fetch(string file)
    {
        PiTransfer transfer = Run(new PiTransfer(file, isProbe: false));
        return transfer.Exists ? transfer.Data.ToArray() : null;
    }

    /// <summary>Three requests for one file under way at once, one of them sent twice.</summary>
    /// <exception cref="BootNetworkException">The server does not answer.</exception>
    public byte[][] FetchInParallel(string file)
    {
        PiTransfer[] transfers = [new(file, false), new(file, false), new(file, false)];
        foreach (PiTransfer transfer in transfers)
        {
            Begin(transfer);
        }

        Request(_nextPort, file);
        foreach (PiTransfer transfer in transfers)
        {
            Await(transfer);
        }

        return [.. transfers.Select(transfer => transfer.Data.ToArray())];
    }

    void IDatagramReceiver.Receive(IPEndPoint source, int destinationPort, ReadOnlySpan<byte> payload)
    {
        if (destinationPort == DhcpServer.ClientPort)
        {
            Take(DhcpPacket.Parse(payload));
        }
        else if (_transfers.TryGetValue(destinationPort, out PiTransfer? transfer) && !transfer.HasEnded && payload.Length >= 4)
        {
            Receive(transfer, destinationPort, source.Port, payload);
        }
    }

    // Boot information without an address is a proxy's: the address comes from the offer of another server.
    private void Take(DhcpPacket? packet)
    {
        if (packet is null)
        {
            return;
        }

        if (packet.Type == DhcpMessageType.Offer && !packet.YourAddress.Equals(IPAddress.Any))
        {
            _addressOffer = packet;
        }
        // An offer with boot information is kept when plainer ones follow.
        if (_answer is null || packet.Type != DhcpMessageType.Offer || !Accepts(_answer, DhcpMessageType.Discover))
        {
            _answer = packet;
        }
    }

    private static bool Accepts(DhcpPacket answer, DhcpMessageType asked)
    {
        if (asked == DhcpMessageType.Request)
        {
            return answer.Type == DhcpMessageType.Acknowledgment;
        }

        return answer.Type == DhcpMessageType.Offer && answer.VendorClass == "PXEClient"
            && answer.Options.TryGetValue(DhcpOption.ClientMachine, out byte[]? machine) && machine.AsSpan().SequenceEqual(s_machine)
            && answer.Options.TryGetValue(DhcpOption.VendorSpecific, out byte[]? vendor)
            && Encoding.ASCII.GetString(vendor).Contains("Raspberry Pi Boot", StringComparison.Ordinal);
    }

    private void Receive(PiTransfer transfer, int port, int serverPort, ReadOnlySpan<byte> payload)
    {
        switch (payload[1])
        {
            case 5:
                transfer.HasEnded = true;
                break;
            case 6 when transfer.ServerPort == 0:
                transfer.ServerPort = serverPort;
                transfer.BlockSize = _blockSize;
                Continue(transfer, port);
                break;
            case 3 when BinaryPrimitives.ReadUInt16BigEndian(payload[2..]) == (ushort)(transfer.Block + 1)
                && transfer.ServerPort is var known
                && (known == 0 || known == serverPort):
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
        transfer.LastProgress = _clock.Elapsed;
        if (transfer.IsProbe)
        {
            transfer.HasEnded = true;
            Send(port, transfer.ServerPort, [0, 5, 0, 0, .. "Early terminate"u8, 0]);
            return;
        }

        Acknowledge(transfer, port);
        if (_repeatsAcknowledgments && transfer.Block > 0)
        {
            Acknowledge(transfer, port);
        }
    }

    private void Acknowledge(PiTransfer transfer, int port)
    {
        transfer.LastSent = _clock.Elapsed;
        Send(port, transfer.ServerPort, [0, 4, (byte)(transfer.Block >> 8), (byte)transfer.Block]);
    }

    private PiTransfer Run(PiTransfer transfer)
    {
        Begin(transfer);
        Await(transfer);
        return transfer;
    }

    private void Begin(PiTransfer transfer)
    {
        _nextPort++;
        _transfers[_nextPort] = transfer;
        transfer.LastProgress = transfer.LastSent = _clock.Elapsed;
        Request(_nextPort, transfer.File);
    }

    private void Await(PiTransfer transfer)
    {
        int port = _transfers.First(pair => pair.Value == transfer).Key;
        while (!transfer.HasEnded)
        {
            Listen();
            if (_clock.Elapsed - transfer.LastProgress > s_fileLimit)
            {
                throw new BootNetworkException($"TFTP: {transfer.File}: no answer from {Server}");
            }

            if (transfer.HasEnded || _clock.Elapsed - transfer.LastSent < s_again)
            {
                continue;
            }

            transfer.LastSent = _clock.Elapsed;
            if (transfer.ServerPort == 0)
            {
                Request(port, transfer.File);
            }
            else
            {
                Acknowledge(transfer, port);
            }
        }

        _transfers.Remove(port);
    }

    private void Request(int port, string file)
        => Send(port, 69, [0, 1, .. Encoding.ASCII.GetBytes($"{file}\0octet\0tsize\00\0blksize\0{_blockSize}\0")]);

    private void Send(int port, int serverPort, byte[] payload) => _stack.Send(port, new IPEndPoint(Server, serverPort), null, payload);

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

        byte[] message = packet.Write();
        _answer = null;
        bool isAnswered = Wait(
            () => _answer is not null
                && Accepts(_answer, type)
                && (_addressOffer is not null || !_answer.YourAddress.Equals(IPAddress.Any)),
            s_dhcpLimit,
            s_dhcpAgain,
            () => _stack.Send(DhcpServer.ClientPort, new IPEndPoint(IPAddress.Broadcast, DhcpServer.ServerPort), null, message));
        return isAnswered
            ? _answer!
            : throw new BootNetworkException(
                $"DHCP: no {(offer is null ? "offer" : "acknowledgment")} within {s_dhcpLimit.TotalSeconds} s");
    }

    private bool Wait(Func<bool> condition, TimeSpan limit, TimeSpan again, Action send)
    {
        TimeSpan begun = _clock.Elapsed, sent = TimeSpan.MinValue;
        while (!condition())
        {
            TimeSpan now = _clock.Elapsed;
            if (now - begun > limit)
            {
                return false;
            }

            if (sent == TimeSpan.MinValue || now - sent > again)
            {
                sent = now;
                send();
            }

            Listen();
        }

        return true;
    }

    private void Listen()
    {
        _powerOff.ThrowIfCancellationRequested();
        ReadOnlyMemory<byte> frame = _link.Receive(s_tick);
        if (!frame.IsEmpty)
        {
            _stack.Receive(frame.Span);
        }
    }
}
