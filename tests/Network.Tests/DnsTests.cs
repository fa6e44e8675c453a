// The DNS client with a server of the test's own. [RFC 1035, RFC 5452, RFC 6891, RFC 2308]

using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Dns;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class DnsTests
{
    private const long Second = 1_000_000;
    private const ushort A = 1;
    private const ushort Cname = 5;

    private readonly Peer _peer = new();

    public DnsTests() => Servers("", Peer.PeerAddress);

    [Fact]
    public void A_name_is_asked_for_and_answered()
    {
        DnsQuery query = Resolve("Host.Example");
        Frame question = _peer.Expect().Verify();
        Assert.Equal(53, question.DestinationPort);
        Assert.Equal(Name("host.example"), question.Data[12..(12 + Name("host.example").Length)]);
        Answer(question, 0, Record("host.example", A, 60, [1, 2, 3, 4]), Record("host.example", A, 60, [1, 2, 3, 5]));
        Assert.Equal((true, NetworkError.None), (query.IsClosed, query.Error));
        Assert.Equal([InternetAddress.FromIPv4(1, 2, 3, 4), InternetAddress.FromIPv4(1, 2, 3, 5)], query.Addresses);
        Assert.True((query.TakeEvents() & SocketEvents.Closed) != 0);
    }

    [Fact]
    public void An_answer_is_good_for_its_time()
    {
        _ = Resolve("host.example");
        Answer(_peer.Expect(), 0, Record("host.example", A, 60, [1, 2, 3, 4]));
        Assert.Equal(NetworkError.None, Resolve("HOST.example.").Error);
        Assert.True(Resolve("host.example").IsClosed);
        _peer.ExpectNothing(59 * Second);
        _peer.Run(2 * Second);
        Assert.False(Resolve("host.example").IsClosed);
    }

    [Fact]
    public void A_name_that_is_not_there_is_remembered_for_a_while()
    {
        DnsQuery query = Resolve("no.example");
        Answer(_peer.Expect(), 3);
        Assert.Equal(NetworkError.NameNotFound, query.Error);
        Assert.Equal(NetworkError.NameNotFound, Resolve("no.example").Error);
        _peer.Run(11 * Second);
        Assert.False(Resolve("no.example").IsClosed);
    }

    [Fact]
    public void An_address_needs_no_server()
    {
        DnsQuery query = Resolve("10.1.2.3");
        Assert.Equal([InternetAddress.FromIPv4(10, 1, 2, 3)], query.Addresses);
        _peer.ExpectNothing();
    }

    [Fact]
    public void An_alias_is_followed_in_the_answer_and_beyond()
    {
        DnsQuery query = Resolve("www.example");
        Answer(_peer.Expect(), 0, Record("b.example", A, 60, [1, 1, 1, 1]), Record("www.example", Cname, 60, Name("b.example")));
        Assert.Equal([InternetAddress.FromIPv4(1, 1, 1, 1)], query.Addresses);
        DnsQuery other = Resolve("ftp.example");
        Answer(_peer.Expect(), 0, Record("ftp.example", Cname, 60, Name("far.example")));
        Frame second = _peer.Expect();
        Assert.Equal(Name("far.example"), second.Data[12..(12 + Name("far.example").Length)]);
        Answer(second, 0, Record("far.example", A, 60, [2, 2, 2, 2]));
        Assert.Equal([InternetAddress.FromIPv4(2, 2, 2, 2)], other.Addresses);
    }

    [Fact]
    public void Aliases_in_a_circle_end()
    {
        DnsQuery query = Resolve("a.example");
        Answer(_peer.Expect(), 0, Record("a.example", Cname, 60, Name("b.example")), Record("b.example", Cname, 60, Name("a.example")));
        for (int i = 0; i < 20 && _peer.Next(5 * Second) is { } again; i++)
        {
            Answer(again, 0, Record("a.example", Cname, 60, Name("b.example")), Record("b.example", Cname, 60, Name("a.example")));
        }

        _peer.Run(60 * Second);
        Assert.True(query.IsClosed);
        Assert.NotEqual(NetworkError.None, query.Error);
    }

    [Fact]
    public void A_silent_server_is_asked_three_times()
    {
        DnsQuery query = Resolve("host.example");
        HashSet<(int Port, int Id)> seen = [];
        while (_peer.Next(30 * Second) is { } question)
        {
            Assert.True(seen.Add((question.SourcePort, (question.Data[0] << 8) | question.Data[1])));
        }

        Assert.Equal((3, NetworkError.TimedOut), (seen.Count, query.Error));
    }

    [Fact]
    public void Servers_take_turns()
    {
        Servers("", Peer.PeerAddress, 0x0A000003);
        _ = Resolve("host.example");
        Assert.Equal(
            [Peer.PeerAddress, 0x0A000003u, Peer.PeerAddress, 0x0A000003u],
            Enumerable.Range(0, 4).Select(_ => _peer.Expect(20 * Second).Destination));
    }

    [Fact]
    public void Without_a_server_there_is_no_answer()
    {
        Servers("");
        Assert.Equal(NetworkError.NetworkUnreachable, Resolve("host.example").Error);
    }

    [Fact]
    public void A_short_name_is_looked_up_in_the_domain_first()
    {
        Servers("lab.test", Peer.PeerAddress);
        DnsQuery query = Resolve("board");
        Frame first = _peer.Expect();
        Assert.Equal(Name("board.lab.test"), first.Data[12..(12 + Name("board.lab.test").Length)]);
        Answer(first, 3);
        Frame second = _peer.Expect();
        Assert.Equal(Name("board"), second.Data[12..(12 + Name("board").Length)]);
        Answer(second, 0, Record("board", A, 60, [1, 2, 3, 4]));
        Assert.Equal(NetworkError.None, query.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a b")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123.x")]
    public void A_name_that_cannot_be_is_refused(string name) =>
        Assert.Equal(NetworkError.InvalidArgument, _peer.Stack.Resolve(_peer.Owner, name, _peer.Now, out _));

    [Fact]
    public void A_forged_answer_is_ignored()
    {
        DnsQuery query = Resolve("host.example");
        Frame question = _peer.Expect();
        byte[] good = Message(question, 0, Record("host.example", A, 60, [6, 6, 6, 6]));
        byte[] wrongId = [.. good];
        wrongId[0] ^= 1;
        Inject(question, wrongId);
        Inject(question, good, source: 0x0A000009);
        Inject(question, good, sourcePort: 54);
        byte[] wrongName = [.. good];
        wrongName[13] = (byte)'x';
        Inject(question, wrongName);
        byte[] query2 = [.. good];
        query2[2] = 0;
        Inject(question, query2);
        Assert.False(query.IsClosed);
        Answer(question, 0, Record("other.example", A, 60, [6, 6, 6, 6]));
        Assert.NotEqual(NetworkError.None, query.Error);
    }

    [Fact]
    public void Every_cut_and_every_changed_byte_of_an_answer_does_no_harm()
    {
        for (int i = 0; i < 120; i++)
        {
            DnsQuery query = Resolve($"h{i}.example");
            Frame question = _peer.Expect();
            byte[] name = [0xC0, 12];
            byte[] good = Message(
                question,
                0,
                [.. name, 0, 5, 0, 1, 0, 0, 0, 0, 0, 2, 0xC0, 12],
                Record($"h{i}.example", A, 0, [1, 2, 3, 4]));
            for (int length = 0; length < good.Length; length++)
            {
                Inject(question, good[..length]);
            }

            byte[] changed = [.. good];
            changed[i % good.Length] ^= (byte)(0xC0 | i);
            Inject(question, changed);
            query.Abort(_peer.Now);
            Assert.True(query.IsClosed);
            _peer.Drain();
        }
    }

    [Fact]
    public void Pointers_that_go_forwards_or_in_circles_are_malformed()
    {
        byte[] message = new byte[40];
        message[12] = 0xC0;
        message[13] = 12;
        message[14] = 0xC0;
        message[15] = 20;
        int at = 12;
        Assert.Null(DnsName.Read(message, ref at));
        at = 14;
        Assert.Null(DnsName.Read(message, ref at));
    }

    private static byte[] Name(string name) =>
        [.. name.Split('.').SelectMany(label => new byte[] { (byte)label.Length }.Concat(label.Select(letter => (byte)letter))), 0];

    private static byte[] Record(string name, ushort type, uint seconds, byte[] data) =>
        [.. Name(name), 0, (byte)type, 0, 1, 0, 0, (byte)(seconds >> 8), (byte)seconds, 0, (byte)data.Length, .. data];

    private static byte[] Message(Frame question, byte code, params byte[][] records)
    {
        int end = 12;
        while (question.Data[end] != 0)
        {
            end += question.Data[end] + 1;
        }

        byte[] header = [question.Data[0], question.Data[1], 0x81, (byte)(0x80 | code), 0, 1, 0, (byte)records.Length, 0, 0, 0, 0];
        return [.. header, .. question.Data[12..(end + 5)], .. records.SelectMany(record => record)];
    }

    private void Answer(Frame question, byte code, params byte[][] records) => Inject(question, Message(question, code, records));

    private void Inject(Frame question, byte[] message, uint? source = null, ushort sourcePort = 53)
    {
        uint from = source ?? question.Destination;
        _peer.Inject(Frames.ToStack(17, Frames.Udp(from, sourcePort, Peer.OurAddress, question.SourcePort, message), from));
    }

    private DnsQuery Resolve(string name)
    {
        Assert.Equal(NetworkError.None, _peer.Stack.Resolve(_peer.Owner, name, _peer.Now, out DnsQuery? query));
        return query!;
    }

    private void Servers(string domain, params uint[] servers)
    {
        _peer.Stack.Configure(
            new InterfaceConfiguration
            {
                Address = InternetAddress.FromIPv4(Peer.OurAddress),
                Gateway = InternetAddress.FromIPv4(Peer.PeerAddress),
                NameServers = [.. servers.Select(InternetAddress.FromIPv4)],
                Domain = domain,
            },
            _peer.Now);
    }
}
