using System;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Shell;

/// <summary>Commands about the network: ifconfig, netstat, ping, nslookup.</summary>
internal sealed class NetworkCommands(Action<string> say)
{
    // Less than the watch in the shell's manifest.
    private const ulong AnswerMilliseconds = 4000;
    private const int LookUps = 4;
    private const uint EchoMilliseconds = 1000;
    private const uint EchoBytes = 56;
    private const uint DefaultEchoes = 4;
    private const uint MostEchoes = 1000;
    private const ulong MemoryBytes = 4096;
    private NetworkClient? _client;
    private ulong _session;

    private NetworkClient Net =>
        _client ??= new NetworkClient(InitClient.PortOf("net")) { TimeoutTicks = Own.Ticks(AnswerMilliseconds) };

    /// <summary>ifconfig [dhcp | ADDRESS/PREFIX [GATEWAY [NAMESERVER]]].</summary>
    internal void Interface(string[] words)
    {
        if (words.Length > 0)
        {
            NetworkSettings settings = words is ["dhcp"] ? default : ReadSettings(words);
            Try(Net.Configure(settings));
            return;
        }

        Try(Net.Describe(out NetworkState state));
        Try(Net.Counts(out NetworkCounts counts));
        say("lo    127.0.0.1/8\n");
        if (state.LinkAddress == 0)
        {
            say("no network card\n");
            return;
        }

        string link = "";
        for (int shift = 40; shift >= 0; shift -= 8)
        {
            link += MessageText.Hex((state.LinkAddress >> shift) & 0xFF, 2) + (shift == 0 ? "" : ":");
        }

        string gateway = IsNone(state.Gateway) ? "" : $" via {AddressOf(state.Gateway)}";
        string address = state.PrefixLength == 0 ? "no address" : $"{AddressOf(state.Address)}/{state.PrefixLength}{gateway}";
        say($"net   {link}, {(state.IsUp ? "up" : "down")}, packets of {state.Mtu} bytes\n");
        say($"      {address}{(state.IsDhcp ? ", by DHCP" : "")}\n");
        if (!IsNone(state.NameServer))
        {
            string other = IsNone(state.OtherNameServer) ? "" : $" {AddressOf(state.OtherNameServer)}";
            say($"      name server {AddressOf(state.NameServer)}{other}\n");
        }

        say($"      {counts.FramesReceived} frames received, {counts.FramesSent} sent, {counts.Discarded} discarded\n");
    }

    /// <summary>netstat [-s].</summary>
    internal void Sockets(string[] words)
    {
        if (words is ["-s"])
        {
            Counts();
            return;
        }

        say("PROTOCOL  LOCAL                  REMOTE                 STATE        SERVICE\n");
        ErrorCode error = Net.DescribeSocket(0, out SocketDescription socket, out uint next);
        while (error == ErrorCode.None)
        {
            string protocol = socket.Kind == SocketKind.Udp ? "udp" : "tcp";
            string state = socket.Kind switch
            {
                SocketKind.Udp => "",
                SocketKind.Listener => "listen",
                SocketKind.Supplied => "waits",
                _ => StateOf((TcpState)socket.State),
            };
            if (socket.Kind != SocketKind.Supplied)
            {
                string owner = socket.Owner >= 0 ? InitClient.Describe(socket.Owner)?.Name ?? "" : "";
                say($"{protocol,-9} {TextOf(socket.Local),-22} {TextOf(socket.Remote),-22} {state,-12} {owner}\n");
            }

            error = Net.DescribeSocket(next, out socket, out next);
        }

        if (error != ErrorCode.NotFound)
        {
            Try(error);
        }
    }

    /// <summary>ping HOST [COUNT].</summary>
    internal void Ping(string[] words)
    {
        uint count = DefaultEchoes;
        if (words.Length is 0 or > 2 || (words.Length == 2 && !uint.TryParse(words[1], out count)) || count is 0 or > MostEchoes)
        {
            throw new ArgumentException("ping HOST [COUNT]");
        }

        if (LookUp(words[0]) is not { Length: > 0 } addresses)
        {
            return;
        }

        InternetAddress host = addresses[0];
        uint answers = 0;
        for (uint i = 0; i < count; i++)
        {
            ulong begin = Own.Milliseconds;
            Try(Net.Echo(
                Session(), host.High, host.Low, EchoBytes, EchoMilliseconds, out NetworkError error, out uint microseconds));
            if (error == NetworkError.None)
            {
                answers++;
                say($"{EchoBytes} bytes from {host}: {microseconds / 1000}.{microseconds / 100 % 10} ms\n");
            }
            else
            {
                say($"{host}: {WordsOf(error)}\n");
            }

            Pulse.Beat();
            ulong taken = Own.Milliseconds - begin;
            if (i + 1 < count && taken < EchoMilliseconds)
            {
                Own.Sleep(EchoMilliseconds - taken);
            }
        }

        say($"{host}: {count} sent, {answers} answered\n");
    }

    /// <summary>nslookup NAME.</summary>
    internal void Name(string[] words)
    {
        if (words.Length != 1)
        {
            throw new ArgumentException("nslookup NAME");
        }

        foreach (InternetAddress address in LookUp(words[0]) ?? [])
        {
            say($"{words[0]}  {address}\n");
        }
    }

    private static NetworkSettings ReadSettings(string[] words)
    {
        int slash = words[0].IndexOf('/');
        NetworkSettings settings = default;
        if (slash < 0 || words.Length > 3 || !uint.TryParse(words[0][(slash + 1)..], out settings.PrefixLength)
            || settings.PrefixLength == 0)
        {
            throw new ArgumentException("ifconfig [dhcp | ADDRESS/PREFIX [GATEWAY [NAMESERVER]]]");
        }

        settings.Address = ReadAddress(words[0][..slash]);
        settings.Gateway = words.Length > 1 ? ReadAddress(words[1]) : default;
        settings.NameServer = words.Length > 2 ? ReadAddress(words[2]) : default;
        return settings;
    }

    private static NetworkEndPoint ReadAddress(string text) =>
        InternetAddress.TryParseIPv4(text, out InternetAddress address)
            ? NetworkEndPoint.From(new EndPoint(address, 0))
            : throw new ArgumentException($"{text} is no address: a.b.c.d");

    private static bool IsNone(NetworkEndPoint end) => AddressOf(end).IsNone;

    private static InternetAddress AddressOf(NetworkEndPoint end) => end.ToEndPoint().Address;

    private static string TextOf(NetworkEndPoint end)
    {
        string address = IsNone(end) ? "*" : AddressOf(end).ToString();
        return end.Port == 0 ? $"{address}:*" : $"{address}:{end.Port}";
    }

    private static string StateOf(TcpState state) => state switch
    {
        TcpState.SynSent => "syn-sent",
        TcpState.SynReceived => "syn-received",
        TcpState.Established => "established",
        TcpState.FinWait1 => "fin-wait-1",
        TcpState.FinWait2 => "fin-wait-2",
        TcpState.CloseWait => "close-wait",
        TcpState.Closing => "closing",
        TcpState.LastAck => "last-ack",
        _ => "closed",
    };

    private static string WordsOf(NetworkError error) => error switch
    {
        NetworkError.TimedOut => "no answer in time",
        NetworkError.HostUnreachable => "the host does not answer, or there is no way to it",
        NetworkError.NetworkUnreachable => "no way there: ifconfig shows the interface",
        NetworkError.NameNotFound => "there is no such name",
        NetworkError.ServerFailure => "the name server cannot say",
        NetworkError.InvalidArgument => "no host can have that name or address",
        NetworkError.QuotaExceeded => "too much waits",
        _ => $"error {(int)error}",
    };

    // Returns normally if the service did what was asked; else throws the reason.
    private static void Try(ErrorCode error)
    {
        if (error != ErrorCode.None)
        {
            throw new ArgumentException($"net: {FaultText.Of(error)}");
        }
    }

    private void Counts()
    {
        Try(Net.Counts(out NetworkCounts counts));
        say($"frames    {counts.FramesReceived} received, {counts.FramesSent} sent, {counts.Discarded} discarded, "
            + $"{counts.ChecksumErrors} with a wrong checksum, {counts.NotSent} not sent\n");
        say($"fragments {counts.Reassembled} datagrams put together, {counts.ReassemblyFailures} given up\n");
        say($"udp       {counts.DatagramsDropped} datagrams without room\n");
        say($"tcp       {counts.SegmentsReceived} segments received, {counts.SegmentsSent} sent, "
            + $"{counts.SegmentsRetransmitted} sent again, {counts.TimeOuts} time-outs\n");
        say($"          {counts.ResetsSent} resets, {counts.ChallengesSent} challenges, {counts.CookiesSent} cookies\n");
        say($"          {counts.Connections} connections, {counts.TimeWaits} resting, {counts.HalfOpen} half open\n");
    }

    // The addresses of a name; null: there are none, and the reason was printed.
    private InternetAddress[]? LookUp(string name)
    {
        ErrorCode error = ErrorCode.TimedOut;
        NetworkError found = NetworkError.TimedOut;
        byte[] bytes = [];
        for (int i = 0; i < LookUps && error == ErrorCode.TimedOut; i++)
        {
            error = Net.Resolve(Session(), name, out found, out bytes);
            Pulse.Beat();
        }

        found = error == ErrorCode.TimedOut ? NetworkError.TimedOut : found;
        if (error is not (ErrorCode.None or ErrorCode.TimedOut))
        {
            Try(error);
        }

        if (found != NetworkError.None)
        {
            say($"{name}: {WordsOf(found)}\n");
            return null;
        }

        InternetAddress[] addresses = new InternetAddress[bytes.Length / InternetAddress.Size];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = InternetAddress.Read(bytes.AsSpan(i * InternetAddress.Size));
        }

        return addresses;
    }

    // Queries need a session. This one has no sockets and lasts as long as the shell, even if the service is restarted.
    private ulong Session()
    {
        if (_session != 0)
        {
            return _session;
        }

        const Rights given = Rights.Duplicate | Rights.Transfer;
        Try(Kernel.PortCreate(1, out Handle<Port> port));
        Try(Kernel.MemoryCreate(MemoryBytes, out Handle<Memory> memory));
        Try(Kernel.HandleDuplicate(port, Rights.Send | given, out Handle<Port> life));
        Try(Kernel.HandleDuplicate(memory, Rights.Read | Rights.Write | given, out Handle<Memory> shared));
        ErrorCode error = Net.Attach(life, 0, shared, out _session, out _, out _);
        if (error != ErrorCode.None)
        {
            // Handles that went along with the call are gone; closing them again has no effect.
            life.Close();
            shared.Close();
            port.Close();
            memory.Close();
        }

        Try(error);
        return _session;
    }
}
