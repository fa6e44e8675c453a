// The rules of the RFCs, one datagram at a time.

using System;
using System.Linq;
using System.Net;
using System.Text;
using Xunit;

namespace RustKernel.Flash.Tftp.Tests;

public sealed class ProtocolTests
{
    private static readonly IPEndPoint s_client = new(IPAddress.Parse("10.0.0.7"), 1234);
    private readonly SimulatedNetwork _network = new(new Files(Find));

    [Theory]
    [InlineData("octet")]
    [InlineData("OCTET")]
    [InlineData("OcTeT")]
    public void Mode_is_case_insensitive(string mode)
    {
        Request(Packets.Request("5000", mode));
        Assert.Equal((3, 1), Last());
    }

    [Fact]
    public void Netascii_turns_line_ends_and_carriage_returns_into_pairs()
    {
        Request(Packets.Request("text", "NetASCII"));
        Assert.Equal("one\r\ntwo\r\0three\r\n", Encoding.ASCII.GetString(_network.Sent[^1].Payload.AsSpan(4)));
    }

    [Fact]
    public void Netascii_pairs_are_split_between_blocks_and_resent_alike()
    {
        Request(Packets.Request("linefeeds", "netascii", ("blksize", "9"), ("windowsize", "2"), ("tsize", "0")));
        Assert.Equal("blksize=9 windowsize=2", _network.Server.Running.Single().Options);
        Acknowledge(0);
        byte[] second = _network.Sent[^1].Payload;
        Assert.Equal("\n\r\n\r\n\r\n\r\n", Encoding.ASCII.GetString(second.AsSpan(4)));
        Acknowledge(1);
        Assert.Equal(second, _network.Sent[^2].Payload);
        Acknowledge(3);
        Assert.Equal((3, 5), Last());
    }

    [Fact]
    public void Mail_mode_and_writes_are_refused()
    {
        Request(Packets.Request("5000", "mail"));
        Assert.Equal((5, 4), Last());
        byte[] write = Packets.Request("5000");
        write[1] = 2;
        Request(write);
        Assert.Equal((5, 2), Last());
        Assert.Equal([TftpVerdict.Malformed, TftpVerdict.Denied], _network.Log.Select(record => record.Verdict));
    }

    [Fact]
    public void A_missing_file_is_error_1_and_no_failure()
    {
        Request(Packets.Request("nothing"));
        Assert.Equal((5, 1), Last());
        Assert.Equal(SimulatedNetwork.RequestPort, _network.Sent[^1].ServerPort);
        Assert.False(_network.Log.Single().IsFailure);
    }

    [Fact]
    public void Each_transfer_has_its_own_port()
    {
        Request(Packets.Request("5000"));
        Request(Packets.Request("5001"));
        Assert.NotEqual(_network.Sent[0].ServerPort, _network.Sent[1].ServerPort);
        Assert.DoesNotContain(_network.Sent, datagram => datagram.ServerPort == SimulatedNetwork.RequestPort);
    }

    [Fact]
    public void A_stranger_gets_error_5_and_the_transfer_goes_on()
    {
        Request(Packets.Request("5000"));
        int port = _network.Sent[^1].ServerPort;
        IPEndPoint stranger = new(s_client.Address, 999);
        _network.Hand(port, stranger, Packets.Acknowledgment(1));
        Assert.Equal((5, 5), Last());
        Assert.Equal(stranger, _network.Sent[^1].Client);
        int count = _network.Sent.Count;
        _network.Hand(port, stranger, Packets.Error(0, "go away"));
        Assert.Equal(count, _network.Sent.Count);
        _network.Hand(port, s_client, Packets.Acknowledgment(1));
        Assert.Equal((3, 2), Last());
    }

    [Fact]
    public void Options_are_acknowledged_in_the_clients_order_and_spelling()
    {
        Request(Packets.Request(
            "5000",
            "octet",
            ("TSIZE", "0"),
            ("multicast", "x"),
            ("BlkSize", "60000"),
            ("windowsize", "0"),
            ("timeout", "256"),
            ("blksize", "8")));
        Assert.Equal("\0\u0006TSIZE\05000\0BlkSize\01468\0", Encoding.ASCII.GetString(_network.Sent[^1].Payload));
    }

    [Theory]
    [InlineData("blksize", "7")]
    [InlineData("blksize", "65465")]
    [InlineData("blksize", "-1")]
    [InlineData("blksize", "abc")]
    [InlineData("timeout", "0")]
    [InlineData("windowsize", "65536")]
    [InlineData("nonsense", "1")]
    [InlineData("vendor-x", "")]
    [InlineData("tsize", "")]
    [InlineData("blksize", "")]
    [InlineData("blksize", "+1024")]
    [InlineData("blksize", " 1024")]
    [InlineData("blksize", "1024.0")]
    [InlineData("blksize", "99999999999999999999")]
    [InlineData("rollover", "1")]
    [InlineData("utimeout", "500000")]
    [InlineData("tsize", "0", "0")]
    public void Without_a_sensible_option_there_is_no_acknowledgment(string option, string value, string file = "5000")
    {
        Request(Packets.Request(file, "octet", (option, value)));
        Assert.Equal((3, 1), Last());
        Assert.Equal(file == "0" ? 4 : 516, _network.Sent[^1].Payload.Length);
    }

    [Fact]
    public void An_option_without_a_value_takes_no_other_with_it()
    {
        Request(Packets.Request("5000", "octet", ("BLKSIZE", "1024"), ("tsize", ""), ("vendor-x", "")));
        Assert.Equal("\0\u0006BLKSIZE\01024\0", Encoding.ASCII.GetString(_network.Sent[^1].Payload));
    }

    [Theory]
    [InlineData("blksize", "8")]
    [InlineData("timeout", "255")]
    [InlineData("windowsize", "1")]
    [InlineData("tsize", "0")]
    public void The_ends_of_the_ranges_are_accepted(string option, string value)
    {
        Request(Packets.Request("5000", "octet", (option, value)));
        Assert.Equal(6, Last().Opcode);
    }

    [Fact]
    public void A_lost_option_acknowledgment_is_sent_again()
    {
        Request(Packets.Request("5000", "octet", ("tsize", "0")));
        _network.Idle(TimeSpan.FromMilliseconds(999));
        Assert.Single(_network.Sent);
        _network.Idle(TimeSpan.FromMilliseconds(1000));
        Assert.Equal(2, _network.Sent.Count);
        Assert.Equal(_network.Sent[0].Payload, _network.Sent[1].Payload);
    }

    [Fact]
    public void A_timeout_the_client_asked_for_is_kept()
    {
        Request(Packets.Request("5000", "octet", ("timeout", "3")));
        _network.Idle(TimeSpan.FromSeconds(2.9));
        Assert.Single(_network.Sent);
        _network.Idle(TimeSpan.FromSeconds(9.1));
        Assert.Equal(4, _network.Sent.Count);
    }

    [Fact]
    public void Error_8_is_a_refusal_of_options_and_error_0_a_probe()
    {
        Request(Packets.Request("5000", "octet", ("tsize", "0")));
        _network.Hand(_network.Sent[^1].ServerPort, s_client, Packets.Error(8, "no"));
        Request(Packets.Request("5000", "octet", ("tsize", "0")));
        _network.Hand(_network.Sent[^1].ServerPort, s_client, Packets.Error(0, "Early terminate"));
        Request(Packets.Request("5000"));
        _network.Hand(_network.Sent[^1].ServerPort, s_client, Packets.Error(0, "Early terminate"));
        Assert.Equal([TftpVerdict.OptionsRefused, TftpVerdict.Probed, TftpVerdict.Probed], _network.Log.Select(record => record.Verdict));
        Assert.Equal([true, false, false], _network.Log.Select(record => record.IsFailure));
        Assert.Equal(0, _network.OpenPorts);
    }

    [Fact]
    public void An_error_in_the_middle_ends_the_transfer()
    {
        Request(Packets.Request("5000"));
        Acknowledge(1);
        Acknowledge(2);
        _network.Hand(_network.Sent[^1].ServerPort, s_client, Packets.Error(3, "disk full"));
        Assert.Equal(TftpVerdict.Aborted, _network.Log.Single().Verdict);
        Assert.Contains("disk full", _network.Log[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_that_is_a_multiple_ends_with_an_empty_block()
    {
        Request(Packets.Request("1024"));
        Acknowledge(1);
        Acknowledge(2);
        Assert.Equal([0, 3, 0, 3], _network.Sent[^1].Payload);
        Acknowledge(3);
        Assert.Equal(TftpVerdict.Served, _network.Log.Single().Verdict);
    }

    [Fact]
    public void A_partial_acknowledgment_restarts_the_window_after_that_block()
    {
        StartWindow();
        Acknowledge(2);
        Assert.Equal([3, 4, 5, 6], _network.Sent.TakeLast(4).Select(datagram => (int)datagram.Payload[3]));
    }

    [Fact]
    public void A_repeated_acknowledgment_resends_the_window_once()
    {
        StartWindow();
        _network.Idle(TimeSpan.FromMilliseconds(10));
        Acknowledge(4);
        int count = _network.Sent.Count;
        Acknowledge(4);
        Assert.Equal(count, _network.Sent.Count);
        _network.Idle(TimeSpan.FromMilliseconds(100));
        Acknowledge(4);
        Assert.Equal(count + 4, _network.Sent.Count);
        Acknowledge(4);
        Acknowledge(4);
        Assert.Equal(count + 4, _network.Sent.Count);
    }

    [Fact]
    public void In_lockstep_a_repeated_acknowledgment_is_never_answered()
    {
        Request(Packets.Request("5000"));
        _network.Idle(TimeSpan.FromMilliseconds(10));
        Acknowledge(1);
        _network.Idle(TimeSpan.FromMilliseconds(150));
        int count = _network.Sent.Count;
        Acknowledge(1);
        Assert.Equal(count, _network.Sent.Count);
    }

    [Fact]
    public void Three_of_every_acknowledgment_have_each_block_sent_once()
    {
        Request(Packets.Request("5000"));
        for (int block = 1; block <= 10; block++)
        {
            for (int copy = 0; copy < 3; copy++)
            {
                Acknowledge(block);
                _network.Idle(_network.Now + TimeSpan.FromMilliseconds(50));
            }
        }

        Assert.Equal(Enumerable.Range(1, 10), _network.Sent.Select(datagram => (int)datagram.Payload[3]));
        Assert.Equal(TftpVerdict.Served, _network.Log.Single().Verdict);
    }

    [Fact]
    public void Old_and_future_acknowledgments_are_ignored()
    {
        StartWindow();
        Acknowledge(4);
        int count = _network.Sent.Count;
        Acknowledge(3);
        Acknowledge(9);
        Acknowledge(65535);
        Assert.Equal(count, _network.Sent.Count);
    }

    [Fact]
    public void A_second_copy_of_the_request_does_not_break_the_first_transfer()
    {
        byte[] request = Packets.Request("5000", "octet", ("blksize", "1000"));
        Request(request);
        Request(request);
        Assert.Equal(1, _network.OpenPorts);
        Assert.Equal(_network.Sent[0].ServerPort, _network.Sent[1].ServerPort);
        Acknowledge(0);
        Acknowledge(1);
        int count = _network.Sent.Count;
        Request(request);
        Assert.Equal(count, _network.Sent.Count);
        Acknowledge(2);
        Assert.Equal((3, 3), Last());
        _network.Idle(TimeSpan.FromSeconds(2.5));
        Request(request);
        Assert.Equal(6, Last().Opcode);
        Assert.Equal(TftpVerdict.Aborted, _network.Log.Single().Verdict);
    }

    [Fact]
    public void A_silent_client_is_given_up()
    {
        Request(Packets.Request("5000"));
        _network.Idle(TimeSpan.FromSeconds(29));
        Assert.Empty(_network.Log);
        _network.Idle(TimeSpan.FromSeconds(40));
        Assert.Equal(TftpVerdict.TimedOut, _network.Log.Single().Verdict);
        Assert.InRange(_network.Log[0].Retransmissions, 5, 12);
        Assert.Equal(0, _network.OpenPorts);
    }

    [Fact]
    public void A_client_that_never_acknowledges_the_end_is_unconfirmed()
    {
        Request(Packets.Request("10"));
        _network.Idle(TimeSpan.FromMinutes(2));
        Assert.Equal(TftpVerdict.Unconfirmed, _network.Log.Single().Verdict);
        Assert.False(_network.Log[0].IsFailure);
    }

    [Fact]
    public void A_file_that_changes_ends_in_an_error()
    {
        PatternFile file = new(1000);
        SimulatedNetwork network = new(new Files(_ => file));
        network.Hand(SimulatedNetwork.RequestPort, s_client, Packets.Request("f"));
        file.HasChanged = true;
        network.Hand(network.Sent[^1].ServerPort, s_client, Packets.Acknowledgment(1));
        Assert.Equal(5, network.Sent[^1].Payload[1]);
        Assert.Equal(TftpVerdict.FileChanged, network.Log.Single().Verdict);
        Assert.True(file.IsDisposed);
    }

    [Fact]
    public void A_file_over_4_GiB_is_announced_and_read_at_its_true_place()
    {
        const long size = (5L << 30) + 3;
        SimulatedNetwork network = new(new Files(_ => new PatternFile(size)));
        network.Hand(
            SimulatedNetwork.RequestPort,
            s_client,
            Packets.Request("f", "octet", ("tsize", "0"), ("blksize", "1468"), ("windowsize", "64")));
        Assert.Equal(size, network.Log.Concat(network.Server.Running).Single().Size);
        Assert.Contains("5368709123", Encoding.ASCII.GetString(network.Sent[^1].Payload), StringComparison.Ordinal);
        OctetReader reader = new(new PatternFile(size), 1468);
        byte[] block = new byte[1468];
        long last = (size / 1468) + 1;
        Assert.Equal(size % 1468, reader.Read(last, block));
        Assert.Equal(PatternFile.At((last - 1) * 1468), block[0]);
    }

    [Fact]
    public void One_address_gets_no_more_than_its_share()
    {
        for (int i = 0; i < 40; i++)
        {
            _network.Hand(SimulatedNetwork.RequestPort, new IPEndPoint(s_client.Address, 3000 + i), Packets.Request("5000"));
        }

        Assert.Equal(32, _network.OpenPorts);
        Assert.Equal(8, _network.Log.Count(record => record.Verdict == TftpVerdict.Busy));
    }

    [Fact]
    public void Stopping_tells_the_clients()
    {
        Request(Packets.Request("5000"));
        _network.Server.Stop(_network.Now);
        Assert.Equal((5, 0), Last());
        Assert.Equal(0, _network.OpenPorts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0001")]
    [InlineData("000161")]
    [InlineData("00016100")]
    [InlineData("000100")]
    [InlineData("0001006f6374657400")]
    [InlineData("000161006f63746574")]
    [InlineData("0001ff006f6374657400")]
    [InlineData("0004000100")]
    [InlineData("00030001aa")]
    [InlineData("00ff")]
    public void Malformed_requests_get_error_4_or_silence(string hex)
    {
        Request(Convert.FromHexString(hex));
        Assert.All(_network.Sent, datagram => Assert.Equal((5, 4), (datagram.Payload[1], datagram.Payload[3])));
        Assert.All(_network.Log, record => Assert.Equal(TftpVerdict.Malformed, record.Verdict));
        Assert.Equal(0, _network.OpenPorts);
    }

    // The bytes after the mode, "|" for NUL, and the options agreed to.
    [Theory]
    [InlineData("|", "")]
    [InlineData("||", "")]
    [InlineData("|||||||", "")]
    [InlineData("blksize|1024|", "blksize=1024")]
    [InlineData("blksize|1024||", "blksize=1024")]
    [InlineData("blksize|1024|||", "blksize=1024")]
    [InlineData("|blksize|1024|", "blksize=1024")]
    [InlineData("||blksize|1024||tsize|0|", "blksize=1024 tsize=5000")]
    [InlineData("blksize|1024|x-model|", "blksize=1024")]
    [InlineData("x-model|blksize|1024|", "blksize=1024")]
    [InlineData("x-model|blksize|1024|tsize|0|", "blksize=1024 tsize=5000")]
    [InlineData("blksize|1024|x-model||tsize|0|", "blksize=1024 tsize=5000")]
    [InlineData("blksize|tsize|0|", "tsize=5000")]
    [InlineData("tsize|", "")]
    [InlineData("tsize||", "")]
    [InlineData("x-one|x-two|x-three|", "")]
    [InlineData("x-note|windowsize|timeout|9|", "timeout=9")]
    [InlineData("blksize|1024|windowsize|64", "blksize=1024")]
    [InlineData("blksize|14", "")]
    [InlineData("b", "")]
    [InlineData("tsize|blksize|1024|timeout|", "blksize=1024")]
    [InlineData("tsize|blksize|1024|timeout|9|", "blksize=1024 timeout=9")]
    [InlineData("x|blksize|1024|TSIZE|", "blksize=1024")]
    [InlineData("BLKSIZE|1024|blksize|512|TSize|0|", "BLKSIZE=1024 TSize=5000")]
    [InlineData("blksize|7|blksize|1024|", "")]
    [InlineData("blksize|+1024|tsize| 0|timeout|0x9|", "")]
    [InlineData("blksize|99999999999999999999|timeout|0009|", "timeout=9")]
    [InlineData("utimeout|500000|rollover|0|multicast||blksize|1024|", "blksize=1024")]
    public void Odd_options_are_left_out_and_the_file_is_sent(string tail, string agreed)
    {
        Request([.. Packets.Request("5000"), .. Encoding.ASCII.GetBytes(tail.Replace('|', '\0'))]);
        Assert.Equal(agreed, _network.Server.Running.Single().Options);
        Assert.Equal(agreed.Length > 0 ? (byte)6 : (byte)3, _network.Sent[^1].Payload[1]);
    }

    [Fact]
    public void NULs_too_many_before_the_mode_are_left_out()
    {
        Request([0, 1, .. "5000"u8, 0, 0, 0, .. "OcTeT"u8, 0, .. "tsize"u8, 0, .. "0"u8, 0]);
        Assert.Equal("tsize=5000", _network.Server.Running.Single().Options);
    }

    [Fact]
    public void An_error_to_the_request_port_is_never_answered()
    {
        Request(Packets.Error(4, "loop"));
        Assert.Empty(_network.Sent);
    }

    private static ITftpFile? Find(string name) => name switch
    {
        "text" => new BytesFile("one\ntwo\rthree\n"u8.ToArray()),
        "linefeeds" => new BytesFile(Encoding.ASCII.GetBytes(new string('\n', 1000))),
        _ => long.TryParse(name, out long size) ? new PatternFile(size) : null,
    };

    private void StartWindow()
    {
        Request(Packets.Request("5000", "octet", ("windowsize", "4")));
        _network.Idle(TimeSpan.FromMilliseconds(10));
        Acknowledge(0);
    }

    private void Request(byte[] packet) => _network.Hand(SimulatedNetwork.RequestPort, s_client, packet);

    private void Acknowledge(long block) =>
        _network.Hand(
            _network.Sent.Last(datagram => datagram.ServerPort != SimulatedNetwork.RequestPort).ServerPort,
            s_client,
            Packets.Acknowledgment(block));

    private (int Opcode, int Number) Last() => (_network.Sent[^1].Payload[1], _network.Sent[^1].Payload[3]);
}
