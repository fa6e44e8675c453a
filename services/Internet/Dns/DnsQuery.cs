// One question, from its first packet to its answer. [RFC 1035 7, RFC 5452, RFC 6891]

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.Internet.Dns;

/// <summary>
/// The lookup of a name (<see cref="InternetStack.Resolve"/>). Its Closed event reports the result: None and addresses, or NameNotFound,
/// ServerFailure (no server gives an answer that fits a datagram), TimedOut.
/// </summary>
public sealed class DnsQuery : InternetSocket
{
    private const long FirstWait = 2_000_000;
    private const int TriesOfEach = 3;
    private const int MostNames = 8;
    private const uint NegativeSeconds = 10;
    private const int MostMessage = 320;

    private readonly string _asked;
    private string _name;
    private string? _fallback;
    private int _names;
    private int _tries;
    private ushort _port;
    private ushort _id;
    private uint _server;
    private bool _hasFailed;

    internal DnsQuery(InternetStack stack, SocketOwner owner, string name, long now)
        : base(stack, owner)
    {
        string domain = stack.Configuration?.Domain ?? "";
        _asked = name;
        bool isShort = !name.Contains('.') && domain.Length != 0;
        _name = isShort && DnsName.Normalize(name + "." + domain) is { } full ? full : name;
        _fallback = isShort && _name != name ? name : null;
        if (InternetAddress.TryParseIPv4(name, out InternetAddress address))
        {
            Addresses = [address];
            Finish(NetworkError.None);
            return;
        }

        Look(now);
    }

    /// <summary>The addresses; empty until it is answered.</summary>
    public InternetAddress[] Addresses { get; private set; } = [];

    /// <inheritdoc/>
    public override void Close(long now) => Finish(NetworkError.Aborted);

    /// <inheritdoc/>
    public override void Abort(long now) => Finish(NetworkError.Aborted);

    /// <inheritdoc/>
    public override void RingsChanged(long now)
    {
    }

    /// <inheritdoc/>
    internal override OutgoingFrame Transmit(Span<byte> frame, long now) => default;

    /// <summary>Takes a datagram to the question's port; ignores it if it does not match the question.</summary>
    internal void Receive(EndPoint from, ReadOnlySpan<byte> data, long now)
    {
        if (IsClosed || from.Port != 53 || from.Address.IPv4 != _server || DnsAnswer.Read(data, _id, _name) is not { } answer)
        {
            Stack.Counts.Discarded++;
            return;
        }

        Release();
        if (answer.Addresses.Count > 0)
        {
            Addresses = [.. answer.Addresses];
            Stack.Dns.Keep(_asked, Addresses, answer.Seconds, now);
            Finish(NetworkError.None);
        }
        else if (answer.Code == 0 && answer.Name != _name && ++_names < MostNames)
        {
            _name = answer.Name;
            _tries = 0;
            Look(now);
        }
        else if (answer.Code == 3 || (answer.Code == 0 && !answer.IsCut))
        {
            NotFound(now);
        }
        else
        {
            _hasFailed = true;
            Ask(now);
        }
    }

    private protected override void OnDeadline(long now)
    {
        Release();
        Ask(now);
    }

    private void NotFound(long now)
    {
        if (_fallback is { } other)
        {
            _fallback = null;
            _name = other;
            _tries = 0;
            Look(now);
            return;
        }

        Stack.Dns.Keep(_asked, [], NegativeSeconds, now);
        Finish(NetworkError.NameNotFound);
    }

    private void Look(long now)
    {
        if (Stack.Dns.Find(_asked, now) is not { } known)
        {
            Ask(now);
            return;
        }

        Addresses = known;
        Finish(known.Length == 0 ? NetworkError.NameNotFound : NetworkError.None);
    }

    // Asks the next server.
    private void Ask(long now)
    {
        InternetAddress[] servers = Stack.Configuration?.NameServers ?? [];
        if (servers.Length == 0 || _tries >= TriesOfEach * servers.Length)
        {
            Finish(servers.Length == 0 ? NetworkError.NetworkUnreachable : _hasFailed ? NetworkError.ServerFailure : NetworkError.TimedOut);
            return;
        }

        _server = servers[_tries % servers.Length].IPv4;
        _tries++;
        SetDeadline(now + (FirstWait << ((_tries - 1) / servers.Length)));
        uint source = Stack.SourceFor(_server);
        _port = Stack.Dns.TakePort(this);
        if (source == 0 || _port == 0 || Stack.TakePacket() is not { } packet)
        {
            return;
        }

        _id = (ushort)Stack.Random.Next();
        Span<byte> udp = packet.Bytes.Slice(Wire.PayloadOffset, Wire.UdpHeader + MostMessage);
        int length = Wire.UdpHeader + WriteQuestion(udp.Slice(Wire.UdpHeader));
        InternetStack.WriteUdp(udp.Slice(0, length), source, _port, _server, 53);
        _ = Stack.SendIPv4(packet, length, Wire.ProtocolUdp, source, _server, true, now);
    }

    private int WriteQuestion(Span<byte> message)
    {
        message.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(message, _id);
        message[2] = 1;
        message[5] = 1;
        message[11] = 1;
        int at = 12 + DnsName.Write(message.Slice(12), _name);
        BinaryPrimitives.WriteUInt32BigEndian(message.Slice(at), 0x0001_0001);
        at += 4;

        // OPT: answers of up to 1,232 bytes. [RFC 6891 6.1]
        message[at + 2] = 41;
        BinaryPrimitives.WriteUInt16BigEndian(message.Slice(at + 3), 1232);
        return at + 11;
    }

    private void Release()
    {
        if (_port != 0)
        {
            Stack.Dns.Forget(_port);
            _port = 0;
        }
    }

    private void Finish(NetworkError error)
    {
        Release();
        End(error);
    }
}
