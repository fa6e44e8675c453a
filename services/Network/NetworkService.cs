// The service net: clients' calls.

using System;
using System.Collections.Generic;
using RustKernel.Services.Devices;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Dns;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Network;

/// <summary>
/// The TCP/IP stack between its clients' rings and the driver's. <see cref="SocketDesk"/> serves clients' sockets; this class has memory,
/// ports, timers, and permissions.
/// </summary>
internal sealed partial class NetworkService : Service, INetwork
{
    private const uint DefaultSockets = 64;
    private const int NumberShift = 32;
    private const int AddressesOfAnswer = 8;
    private readonly ManifestList _manifests = BootArchive.Manifests();
    private readonly InternetStack _stack;
    private readonly KeptState _kept;
    private readonly SocketDesk _desk;
    private readonly Echoes<Question> _echoes = new();
    private readonly List<InternetSocket> _others = [];
    private readonly Handle<User.Timer> _timer;
    private ulong _nextSession = ((ulong)Own.Starts + 1) << NumberShift;

    internal NetworkService()
    {
        InternetChecksum.Unit = RustKernel.Runtime.Checksums.Internet;
        if (InitClient.Chance(out ulong low, out ulong high, out _, out _) != ErrorCode.None)
        {
            throw new InvalidOperationException("Init gives no random numbers");
        }

        _stack = new InternetStack(new StackOptions { LinkAddress = new LinkAddress(LoopbackLink) }, low, high);
        _stack.EchoReplied = OnEchoReplied;
        _kept = KeptState.Open();
        _lost = new LostConnections(_stack, _kept.Sockets);
        _desk = new SocketDesk(_stack, _kept.Sockets);
        if (Kernel.TimerCreate(Port, new Badge(1), out _timer) != ErrorCode.None)
        {
            throw new InvalidOperationException("no timer");
        }

        Serve(new NetworkDispatcher(this));
        _kept.Restore(_desk);
        Handle<Port> driver = InitClient.PortOf("ethernet");
        _link = driver.IsNone ? null : new EthernetLink(driver, Port);
        _isResumed = _link is not null && _kept.Interface.TryResume(_stack, HostName, StackClock.Now);
        _desk.Recover(_lost.Left, StackClock.Now);
        OpenLink();
        Pump();
    }

    /// <inheritdoc/>
    public ErrorCode Attach(
        Handle<Port> life, ulong lifeBits, Handle<Memory> memory, out ulong session, out uint slots, out ulong bell)
    {
        session = 0;
        bell = 0;
        EndDead();
        PortLife port = new(life, lifeBits);
        MappedMemory? mapped = null;
        ErrorCode error = LimitOf(Badge.Value, out slots);
        error = error != ErrorCode.None ? error
            : port.IsAlive ? ClientMemory.Open(memory, out mapped)
            : ErrorCode.InvalidArgument;
        if (error == ErrorCode.None && mapped!.Bytes.Length < SocketBoard.Bytes)
        {
            error = ErrorCode.InvalidArgument;
        }

        Session? opened = error == ErrorCode.None ? _desk.Open(_nextSession, Badge.Value, slots, port) : null;
        error = error == ErrorCode.None && opened is null ? ErrorCode.OutOfMemory : error;
        error = error == ErrorCode.None ? _kept.AddSession(opened!, life, lifeBits) : error;
        error = error == ErrorCode.None ? _kept.AddPiece(opened!, 0, memory) : error;
        if (error == ErrorCode.None)
        {
            opened!.Add(0, mapped!);
            session = _nextSession++;
            bell = SocketDesk.BellOf(opened);
            return ErrorCode.None;
        }

        mapped?.Dispose();
        memory.Close();
        if (opened is null)
        {
            life.Close();
            return error;
        }

        End(opened);
        return error;
    }

    /// <inheritdoc/>
    public ErrorCode AddMemory(ulong session, Handle<Memory> memory, out uint piece)
    {
        piece = 0;
        Session? found = _desk.Find(session, Badge.Value);
        ErrorCode error = found is null ? ErrorCode.NotOwned
            : found.HasRoom ? ErrorCode.None
            : ErrorCode.OutOfMemory;
        MappedMemory? mapped = null;
        error = error == ErrorCode.None ? ClientMemory.Open(memory, out mapped) : error;
        error = error == ErrorCode.None ? _kept.AddPiece(found!, (uint)found!.Pieces, memory) : error;
        if (error != ErrorCode.None)
        {
            mapped?.Dispose();
            memory.Close();
            return error;
        }

        piece = (uint)found!.Pieces;
        found.Add(piece, mapped!);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Detach(ulong session)
    {
        Session? found = _desk.Find(session, Badge.Value);
        if (found is null)
        {
            return ErrorCode.NotOwned;
        }

        End(found);
        return Done(ErrorCode.None);
    }

    /// <inheritdoc/>
    public ErrorCode Place(ulong session, uint slot, uint piece, uint offset, uint sendBytes, uint receiveBytes)
    {
        Session? found = _desk.Find(session, Badge.Value);
        return found is null ? ErrorCode.NotOwned : _desk.Place(found, slot, new SlotPlace(piece, offset, sendBytes, receiveBytes));
    }

    /// <inheritdoc/>
    public ErrorCode OpenUdp(ulong session, uint slot, NetworkEndPoint local, out NetworkError error, out ushort port)
    {
        error = NetworkError.None;
        port = 0;
        Session? found = _desk.Find(session, Badge.Value);
        return found is null ? ErrorCode.NotOwned : Done(_desk.OpenUdp(found, slot, local.ToEndPoint(), out error, out port));
    }

    /// <inheritdoc/>
    public ErrorCode ConnectUdp(ulong session, uint slot, NetworkEndPoint remote, out NetworkError error)
    {
        error = NetworkError.None;
        Session? found = _desk.Find(session, Badge.Value);
        return found is null ? ErrorCode.NotOwned : Done(_desk.ConnectUdp(found, slot, remote.ToEndPoint(), out error));
    }

    /// <inheritdoc/>
    public ErrorCode Connect(
        ulong session, uint slot, NetworkEndPoint remote, ushort localPort, out NetworkError error, out ushort port)
    {
        error = NetworkError.None;
        port = 0;
        Session? found = _desk.Find(session, Badge.Value);
        return found is null
            ? ErrorCode.NotOwned
            : Done(_desk.Connect(found, slot, remote.ToEndPoint(), localPort, StackClock.Now, out error, out port));
    }

    /// <inheritdoc/>
    public ErrorCode Listen(
        ulong session, uint slot, NetworkEndPoint local, uint receiveBytes, out NetworkError error, out ushort port)
    {
        error = NetworkError.None;
        port = 0;
        Session? found = _desk.Find(session, Badge.Value);
        return found is null
            ? ErrorCode.NotOwned
            : Done(_desk.Listen(found, slot, local.ToEndPoint(), receiveBytes, out error, out port));
    }

    /// <inheritdoc/>
    public ErrorCode Supply(ulong session, uint listener, uint slot, out NetworkError error)
    {
        error = NetworkError.None;
        Session? found = _desk.Find(session, Badge.Value);
        return found is null ? ErrorCode.NotOwned : Done(_desk.Supply(found, listener, slot, out error));
    }

    /// <inheritdoc/>
    public ErrorCode Shutdown(ulong session, uint slot)
    {
        Session? found = _desk.Find(session, Badge.Value);
        return found is null ? ErrorCode.NotOwned : Done(_desk.Shutdown(found, slot, StackClock.Now));
    }

    /// <inheritdoc/>
    public ErrorCode Close(ulong session, uint slot, bool resets)
    {
        Session? found = _desk.Find(session, Badge.Value);
        return found is null ? ErrorCode.NotOwned : Done(_desk.Close(found, slot, resets, StackClock.Now));
    }

    /// <inheritdoc/>
    public ErrorCode SetOptions(ulong session, uint slot, ConnectionOptions options, out NetworkError error)
    {
        error = NetworkError.None;
        Session? found = _desk.Find(session, Badge.Value);
        return found is null ? ErrorCode.NotOwned : Done(_desk.SetOptions(found, slot, options, StackClock.Now, out error));
    }

    /// <inheritdoc/>
    public ErrorCode Resolve(ulong session, string name, out NetworkError error, out byte[] addresses)
    {
        error = NetworkError.None;
        addresses = [];
        Session? found = _desk.Find(session, Badge.Value);
        if (found is null || found.Questions >= Session.MostQuestions)
        {
            return found is null ? ErrorCode.NotOwned : ErrorCode.WouldBlock;
        }

        error = _stack.Resolve(found.Account.Owner, name, StackClock.Now, out DnsQuery? query);
        if (query is not null)
        {
            found.Questions++;
            query.Tag = new Question(found, Defer());
        }

        return Done(ErrorCode.None);
    }

    /// <inheritdoc/>
    public ErrorCode Echo(
        ulong session,
        ulong addressHigh,
        ulong addressLow,
        uint bytes,
        uint milliseconds,
        out NetworkError error,
        out uint microseconds)
    {
        error = NetworkError.None;
        microseconds = 0;
        Session? found = _desk.Find(session, Badge.Value);
        if (found is null || found.Questions >= Session.MostQuestions)
        {
            return found is null ? ErrorCode.NotOwned : ErrorCode.WouldBlock;
        }

        long now = StackClock.Now;
        InternetAddress host = new(addressHigh, addressLow);
        Question question = new(found, Defer());
        (ushort id, ushort sequence) = _echoes.Add(host, question, now, now + (milliseconds * 1000L));
        found.Questions++;
        NetworkError sent = _stack.SendEcho(host, id, sequence, (int)Math.Min(bytes, ushort.MaxValue), now);
        if (sent != NetworkError.None && _echoes.TryTake(host, id, sequence, out _, out _))
        {
            AnswerEcho(question, sent, 0);
        }

        return Done(ErrorCode.None);
    }

    /// <inheritdoc/>
    public ErrorCode Describe(out NetworkState state)
    {
        InterfaceConfiguration? configuration = _stack.Configuration;
        InternetAddress[] servers = configuration?.NameServers ?? [];
        state = new NetworkState
        {
            LinkAddress = HasCard ? _stack.Options.LinkAddress.Value : 0,
            IsUp = _link is { IsUp: true },
            IsDhcp = _stack.Dhcp is { State: not Internet.Dhcp.DhcpState.Stopped },
            PrefixLength = (uint)(configuration?.PrefixLength ?? 0),
            Mtu = (uint)_stack.Mtu,
            Address = EndOf(configuration?.Address),
            Gateway = EndOf(configuration?.Gateway),
            NameServer = EndOf(servers.Length > 0 ? servers[0] : null),
            OtherNameServer = EndOf(servers.Length > 1 ? servers[1] : null),
            Sockets = _desk.SocketCount,
            DriverStarts = _linkStarts,
        };
        foreach (Session _ in _desk.Sessions)
        {
            state.Sessions++;
        }

        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Configure(NetworkSettings settings)
    {
        if (Client < 0 || Client >= _manifests.Count || !_manifests[Client].IsAllowed("manage"))
        {
            return ErrorCode.AccessDenied;
        }

        long now = StackClock.Now;
        if (settings.PrefixLength == 0)
        {
            ForgetManual();
            _stack.StopDhcp();
            _stack.Configure(null, now);
            _stack.StartDhcp(HostName, null, now);
            return Done(ErrorCode.None);
        }

        InterfaceConfiguration? configuration = ManualSettings.Read(settings);
        if (configuration is null)
        {
            return ErrorCode.InvalidArgument;
        }

        BeConfiguredByHand(now);
        _stack.StopDhcp();
        _stack.Configure(configuration, now);
        return Done(ErrorCode.None);
    }

    /// <inheritdoc/>
    public ErrorCode Counts(out NetworkCounts counts)
    {
        StackCounts all = _stack.Counts;
        counts = new NetworkCounts
        {
            FramesReceived = all.FramesReceived,
            FramesSent = all.FramesSent,
            Discarded = all.Discarded,
            ChecksumErrors = all.ChecksumErrors,
            NotSent = all.NotSent,
            Reassembled = all.Reassembled,
            ReassemblyFailures = all.ReassemblyFailures,
            AddressConflicts = all.AddressConflicts,
            DatagramsDropped = all.DatagramsDropped,
            SegmentsReceived = all.SegmentsReceived,
            SegmentsSent = all.SegmentsSent,
            SegmentsRetransmitted = all.SegmentsRetransmitted,
            ResetsSent = all.ResetsSent,
            ChallengesSent = all.ChallengesSent,
            CookiesSent = all.CookiesSent,
            TimeOuts = all.TimeOuts,
            Connections = _stack.ConnectionCount,
            TimeWaits = _stack.TimeWaitCount,
            HalfOpen = _stack.HalfOpenCount,
        };
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode DescribeSocket(uint number, out SocketDescription socket, out uint next)
    {
        socket = default;
        next = number;
        Slot? slot = _desk.Next(ref next);
        if (slot is null)
        {
            return ErrorCode.NotFound;
        }

        socket = SlotText.Describe(slot);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode CardStarted()
    {
        OpenLink();
        return ErrorCode.None;
    }

    private static NetworkEndPoint EndOf(InternetAddress? address) =>
        NetworkEndPoint.From(new Internet.EndPoint(address ?? InternetAddress.None, 0));

    // The limit from the manifest: of the archive, or from Init for a program started at run time. WouldBlock: Init does not answer now. A
    // guess would last as long as the session.
    private ErrorCode LimitOf(ulong badge, out uint limit)
    {
        int client = (int)badge - 1;
        uint? said = client < 0 ? DefaultSockets
            : client < _manifests.Count ? _manifests[client].Sockets
            : InitClient.Describe(client)?.Sockets;
        limit = Math.Min(said ?? 0, SocketBoard.MostSlots);
        return said is null ? ErrorCode.WouldBlock : ErrorCode.None;
    }

    // From now on, a card that opens keeps the configuration by hand.
    private void BeConfiguredByHand(long now)
    {
        if (!_isConfigured)
        {
            BeConfigured(now);
        }
    }

    // A card that opens later must not find an earlier configuration by hand either.
    private void ForgetManual()
    {
        if (!_isConfigured)
        {
            _isResumed = false;
            _kept.Interface.Write(null, null);
        }
    }

    private void End(Session session)
    {
        _kept.Remove(session);
        _desk.End(session, StackClock.Now);
    }

    private void EndDead()
    {
        foreach (Session session in _desk.Sessions)
        {
            if (!session.Life.IsAlive)
            {
                End(session);
            }
        }
    }

    private void Answer(DnsQuery query, Question question)
    {
        question.Session.Questions--;
        int count = query.Error == NetworkError.None ? Math.Min(query.Addresses.Length, AddressesOfAnswer) : 0;
        byte[] addresses = new byte[count * InternetAddress.Size];
        for (int i = 0; i < count; i++)
        {
            query.Addresses[i].Write(addresses.AsSpan(i * InternetAddress.Size));
        }

        NetworkDispatcher.CompleteResolve(question.Reply, query.Error, addresses);
    }

    private void OnEchoReplied(InternetAddress host, ushort id, ushort sequence, int bytes)
    {
        if (_echoes.TryTake(host, id, sequence, out Question? question, out long sentAt))
        {
            AnswerEcho(question!, NetworkError.None, StackClock.Now - sentAt);
        }
    }

    private static void AnswerEcho(Question question, NetworkError error, long microseconds)
    {
        question.Session.Questions--;
        NetworkDispatcher.CompleteEcho(question.Reply, error, (uint)microseconds);
    }
}
