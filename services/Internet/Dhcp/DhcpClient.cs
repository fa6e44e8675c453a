// The DHCP client. [RFC 2131, RFC 2132; link-local addresses: RFC 3927]
//
// While no server answers, the interface has a link-local address, and the client keeps asking. A lease replaces it.

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.Internet.Dhcp;

/// <summary>Gets the interface's configuration and keeps it up to date. <see cref="InternetStack.StartDhcp"/> makes it.</summary>
public sealed class DhcpClient
{
    private const long Second = 1_000_000;
    private const byte Discover = 1;
    private const byte Offer = 2;
    private const byte Request = 3;
    private const byte Decline = 4;
    private const byte Ack = 5;
    private const byte Nak = 6;
    private const uint Forever = uint.MaxValue;
    private const int BroadcastTries = 4;
    private const int TriesBeforeLocal = 3;
    private const long WaitAfterConflict = 10 * Second;
    private const int MessageBytes = 360;
    private const int ConflictsBeforePause = 10;

    private readonly InternetStack _stack;
    private readonly string _hostName;
    private readonly DhcpTimer _timer;
    private readonly DhcpTimer _leaseTimer;
    private uint _transaction;
    private uint _address;
    private uint _server;
    private int _tries;
    private int _localConflicts;
    private long _begunAt;
    private long _renewAt;
    private long _rebindAt;
    private long _endAt;
    private DhcpMessage? _lease;
    private bool _isLocal;

    internal DhcpClient(InternetStack stack, string hostName, DhcpLease? last, long now)
    {
        _stack = stack;
        _hostName = hostName.Length > 63 ? hostName.Substring(0, 63) : hostName;
        _timer = new DhcpTimer(OnTime);
        _leaseTimer = new DhcpTimer(OnLeaseTime);
        if (last is { } lease && lease.Address.IsIPv4 && !lease.Address.IsNone)
        {
            _address = lease.Address.IPv4;
            _server = lease.Server.IPv4;
            Begin(DhcpState.Rebooting, now);
        }
        else
        {
            Begin(DhcpState.Selecting, now);
        }
    }

    internal DhcpClient(InternetStack stack, string hostName, in DhcpHold held)
    {
        _stack = stack;
        _hostName = hostName.Length > 63 ? hostName.Substring(0, 63) : hostName;
        _timer = new DhcpTimer(OnTime);
        _leaseTimer = new DhcpTimer(OnLeaseTime);
        _address = held.Lease.Address.IPv4;
        _server = held.Lease.Server.IPv4;
        _lease = new DhcpMessage();
        (_renewAt, _rebindAt, _endAt) = (held.RenewAt, held.RebindAt, held.EndAt);
        State = DhcpState.Bound;
        stack.Deadlines.Set(_leaseTimer, _renewAt);
    }

    /// <summary>Its state.</summary>
    public DhcpState State { get; private set; }

    /// <summary>Its lease, for <see cref="InternetStack.StartDhcp"/> after a restart; null: none.</summary>
    public DhcpLease? Lease =>
        _lease is null ? null : new DhcpLease(InternetAddress.FromIPv4(_address), InternetAddress.FromIPv4(_server));

    /// <summary>
    /// The lease with its times, for <see cref="InternetStack.ResumeDhcp"/>; null: there is none, or its address is still being probed.
    /// </summary>
    public DhcpHold? Held =>
        State is DhcpState.Bound or DhcpState.Renewing or DhcpState.Rebinding && Lease is { } lease
            ? new DhcpHold(lease, _renewAt, _rebindAt, _endAt)
            : null;

    /// <summary>It waits for a server's answer, which may go to an address that the interface does not have yet.</summary>
    internal bool IsAsking => State is DhcpState.Rebooting or DhcpState.Selecting or DhcpState.Requesting;

    /// <summary>Stops the client; the configuration stays.</summary>
    internal void Stop()
    {
        if (_stack.Claim.State == ClaimState.Probing)
        {
            _stack.Claim.Release();
        }

        State = DhcpState.Stopped;
        _stack.Deadlines.Set(_timer, long.MaxValue);
        _stack.Deadlines.Set(_leaseTimer, long.MaxValue);
    }

    /// <summary>The link came back, perhaps to another network: asks for the address again.</summary>
    internal void LinkRestarted(long now)
    {
        if (_lease is not null && State is DhcpState.Bound or DhcpState.Renewing or DhcpState.Rebinding)
        {
            Begin(DhcpState.Rebooting, now);
        }
    }

    /// <summary>Takes a datagram to the client's port.</summary>
    internal void Receive(EndPoint from, ReadOnlySpan<byte> data, long now)
    {
        if (from.Port != 67 || DhcpMessage.Read(data, _stack.Options.LinkAddress) is not { } message || message.Transaction != _transaction)
        {
            _stack.Counts.Discarded++;
            return;
        }

        switch (message.Type)
        {
            case Offer when State == DhcpState.Selecting && message.Server != 0 && IsUsable(message.Address):
                _address = message.Address;
                _server = message.Server;
                _tries = 0;
                State = DhcpState.Requesting;
                Ask(now);
                break;
            case Ack when IsAskedFor(message):
                TakeLease(message, now);
                break;
            case Nak when State is not (DhcpState.Selecting
                or DhcpState.Stopped
                or DhcpState.Bound
                or DhcpState.Probing
                or DhcpState.Waiting):
                Lose(now);
                break;
            default:
                break;
        }
    }

    /// <summary>Result of the claim: the address is free, or another host has taken it.</summary>
    internal void OnClaim(bool isOurs, long now)
    {
        if (_isLocal)
        {
            OnLocalClaim(isOurs, now);
        }
        else if (State == DhcpState.Probing && isOurs)
        {
            Bind(now);
        }
        else if (State is DhcpState.Probing or DhcpState.Bound or DhcpState.Renewing or DhcpState.Rebinding
            || (State == DhcpState.Rebooting && _lease is not null))
        {
            SendMessage(Decline, now);
            _lease = null;
            _stack.Deadlines.Set(_leaseTimer, long.MaxValue);
            _stack.Configure(null, now);
            State = DhcpState.Waiting;
            _stack.Deadlines.Set(_timer, now + WaitAfterConflict);
        }
    }

    private static bool IsUsable(uint address) => address != 0 && address >> 28 < 14 && address >> 24 is not (0 or 127);

    private bool IsAskedFor(DhcpMessage message) =>
        State is DhcpState.Requesting or DhcpState.Rebooting or DhcpState.Renewing or DhcpState.Rebinding
        && IsUsable(message.Address) && message.Address == _address && message.LeaseTime != 0
        && (State != DhcpState.Requesting || message.Server == 0 || message.Server == _server);

    private void Begin(DhcpState state, long now)
    {
        State = state;
        _transaction = (uint)_stack.Random.Next();
        _begunAt = now;
        _tries = 0;
        Ask(now);
    }

    private void Ask(long now)
    {
        SendMessage(State == DhcpState.Selecting ? Discover : Request, now);
        _tries++;
        if (State is DhcpState.Renewing or DhcpState.Rebinding)
        {
            // Half of the remaining time, at least a minute. [RFC 2131 4.4.5]
            long left = ((State == DhcpState.Renewing ? _rebindAt : _endAt) - now) / 2;
            _stack.Deadlines.Set(_timer, now + (left < 60 * Second ? 60 * Second : left));
            return;
        }

        // 4, 8, 16, 32, 64 s, a second more or less. [RFC 2131 4.1]
        long wait = (4 * Second) << (_tries - 1 < 4 ? _tries - 1 : 4);
        _stack.Deadlines.Set(_timer, now + wait - Second + _stack.Random.Next(2 * Second));
    }

    private void OnTime(long now)
    {
        bool isHopeless = _tries >= BroadcastTries;
        switch (State)
        {
            case DhcpState.Waiting:
                Begin(DhcpState.Selecting, now);
                break;
            case DhcpState.Rebooting when _tries >= 2 && _lease is not null && now < _endAt:
                KeepLease(now);
                break;
            case DhcpState.Rebooting or DhcpState.Requesting when isHopeless || (State == DhcpState.Rebooting && _tries >= 2):
                Lose(now);
                break;
            case DhcpState.Selecting when _tries >= TriesBeforeLocal && !_isLocal && _stack.Configuration is null:
                BeginLocal(now);
                Ask(now);
                break;
            case DhcpState.Selecting or DhcpState.Requesting or DhcpState.Rebooting or DhcpState.Renewing or DhcpState.Rebinding:
                Ask(now);
                break;
            default:
                break;
        }
    }

    // No server answers after a restart of the link: the lease stays valid until it ends. [RFC 2131 3.2 step 4]
    private void KeepLease(long now)
    {
        if (now >= _renewAt)
        {
            Begin(now >= _rebindAt ? DhcpState.Rebinding : DhcpState.Renewing, now);
            return;
        }

        State = DhcpState.Bound;
        _stack.Deadlines.Set(_timer, long.MaxValue);
    }

    private void OnLeaseTime(long now)
    {
        if (now >= _endAt)
        {
            Lose(now);
            return;
        }

        if (now >= _rebindAt)
        {
            _stack.Deadlines.Set(_leaseTimer, _endAt);
            Begin(DhcpState.Rebinding, now);
        }
        else
        {
            _stack.Deadlines.Set(_leaseTimer, _rebindAt);
            Begin(DhcpState.Renewing, now);
        }
    }

    // Gives up the lease and the address. [RFC 2131 4.4.5]
    private void Lose(long now)
    {
        bool hadLease = _lease is not null;
        _lease = null;
        _address = 0;
        _server = 0;
        _stack.Deadlines.Set(_leaseTimer, long.MaxValue);
        if (hadLease)
        {
            _stack.Configure(null, now);
        }

        Begin(DhcpState.Selecting, now);
    }

    private void TakeLease(DhcpMessage message, long now)
    {
        bool isHeld = _lease is not null && _stack.Address == _address;
        _server = message.Server != 0 ? message.Server : _server;
        SetTimes(message);
        _lease = message;
        _stack.Deadlines.Set(_timer, long.MaxValue);
        if (isHeld)
        {
            Bind(now);
            return;
        }

        _isLocal = false;
        _stack.Configure(null, now);
        State = DhcpState.Probing;
        _stack.Claim.Probe(_address, now);
    }

    // Times count from the request that the server answered. [RFC 2131 4.4.5]
    private void SetTimes(DhcpMessage message)
    {
        if (message.LeaseTime == Forever)
        {
            _renewAt = _rebindAt = _endAt = long.MaxValue;
            return;
        }

        long lease = message.LeaseTime;
        long renew = message.RenewalTime != 0 && message.RenewalTime < lease ? message.RenewalTime : lease / 2;
        long rebind = message.RebindingTime > renew && message.RebindingTime < lease ? message.RebindingTime : lease * 7 / 8;
        _renewAt = _begunAt + (renew * Second);
        _rebindAt = _begunAt + (rebind * Second);
        _endAt = _begunAt + (lease * Second);
    }

    private void Bind(long now)
    {
        DhcpMessage message = _lease!;
        State = DhcpState.Bound;
        uint defaultMask = message.PrefixLength < 0 ? 24u : (uint)message.PrefixLength;
        _stack.Deadlines.Set(_leaseTimer, _renewAt);
        _stack.ConfigureLease(
            new InterfaceConfiguration
            {
                Address = InternetAddress.FromIPv4(_address),
                PrefixLength = (int)defaultMask,
                Gateway = message.Router == 0 ? InternetAddress.None : InternetAddress.FromIPv4(message.Router),
                NameServers = [.. message.NameServers],
                Domain = message.Domain,
                Mtu = message.Mtu,
            },
            now);
    }

    // Chooses an address of 169.254/16 from the interface's own address and random bits. [RFC 3927 2.1]
    private void BeginLocal(long now)
    {
        _isLocal = true;
        uint host = 256 + (uint)_stack.Random.Next(65536 - 512);
        _stack.Claim.Probe(0xA9FE0000 | host, now);
    }

    private void OnLocalClaim(bool isOurs, long now)
    {
        if (!isOurs)
        {
            _localConflicts++;
            _stack.Configure(null, now);
            _isLocal = false;
            if (_localConflicts < ConflictsBeforePause)
            {
                BeginLocal(now);
            }

            return;
        }

        _stack.ConfigureLease(
            new InterfaceConfiguration { Address = InternetAddress.FromIPv4(_stack.Claim.Address), PrefixLength = 16 },
            now);
    }

    private void SendMessage(byte type, long now)
    {
        if (_stack.TakePacket() is not { } packet)
        {
            return;
        }

        bool isDirect = State == DhcpState.Renewing && type != Decline;
        Span<byte> udp = packet.Bytes.Slice(Wire.PayloadOffset, Wire.UdpHeader + MessageBytes);
        udp.Clear();
        WriteMessage(udp.Slice(Wire.UdpHeader), type, now);
        uint source = State is DhcpState.Renewing or DhcpState.Rebinding && type == Request ? _address : 0;
        InternetStack.WriteUdp(udp, source, 68, isDirect ? _server : uint.MaxValue, 67);
        if (isDirect)
        {
            _ = _stack.SendIPv4(packet, udp.Length, Wire.ProtocolUdp, source, _server, true, now);
        }
        else
        {
            _stack.SendToAll(packet, udp.Length, Wire.ProtocolUdp, source);
        }
    }

    private void WriteMessage(Span<byte> message, byte type, long now)
    {
        bool isBound = State is DhcpState.Renewing or DhcpState.Rebinding && type == Request;
        message[0] = 1;
        message[1] = 1;
        message[2] = LinkAddress.Size;
        BinaryPrimitives.WriteUInt32BigEndian(message.Slice(4), _transaction);
        long seconds = (now - _begunAt) / Second;
        BinaryPrimitives.WriteUInt16BigEndian(message.Slice(8), (ushort)(seconds < ushort.MaxValue ? seconds : ushort.MaxValue));
        BinaryPrimitives.WriteUInt32BigEndian(message.Slice(12), isBound ? _address : 0);
        _stack.Options.LinkAddress.Write(message.Slice(28));
        BinaryPrimitives.WriteUInt32BigEndian(message.Slice(236), DhcpMessage.Cookie);
        Span<byte> options = message.Slice(DhcpMessage.FixedBytes);
        options = Put(options, DhcpOption.MessageType, [type]);
        Span<byte> link = stackalloc byte[7];
        link[0] = 1;
        _stack.Options.LinkAddress.Write(link.Slice(1));
        options = Put(options, DhcpOption.ClientIdentifier, link);
        if (type == Decline || (type == Request && !isBound))
        {
            options = Put(options, DhcpOption.RequestedAddress, _address);
        }

        if (type == Decline || State == DhcpState.Requesting)
        {
            options = Put(options, DhcpOption.Server, _server);
        }

        if (type != Decline)
        {
            options = PutWishes(options);
        }

        options[0] = DhcpOption.End;
    }

    private Span<byte> PutWishes(Span<byte> options)
    {
        options = Put(options, DhcpOption.MaximumSize, [2, 64]);
        options = Put(
            options,
            DhcpOption.ParameterList,
            [
                DhcpOption.SubnetMask,
                DhcpOption.Router,
                DhcpOption.NameServer,
                DhcpOption.Domain,
                DhcpOption.Mtu,
                DhcpOption.RenewalTime,
                DhcpOption.RebindingTime
            ]);
        if (_hostName.Length != 0 && _hostName.Length + 3 <= options.Length)
        {
            options[0] = DhcpOption.HostName;
            options[1] = (byte)_hostName.Length;
            for (int i = 0; i < _hostName.Length; i++)
            {
                options[2 + i] = (byte)_hostName[i];
            }

            options = options.Slice(2 + _hostName.Length);
        }

        return options;
    }

    private static Span<byte> Put(Span<byte> options, byte code, uint value)
    {
        options[0] = code;
        options[1] = 4;
        BinaryPrimitives.WriteUInt32BigEndian(options.Slice(2), value);
        return options.Slice(6);
    }

    private static Span<byte> Put(Span<byte> options, byte code, scoped ReadOnlySpan<byte> value)
    {
        options[0] = code;
        options[1] = (byte)value.Length;
        value.CopyTo(options.Slice(2));
        return options.Slice(2 + value.Length);
    }

    private sealed class DhcpTimer(Action<long> action) : TimedItem
    {
        public override void OnDeadline(long now) => action(now);
    }
}
