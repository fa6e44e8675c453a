// One TCP connection of a case. Numbers are relative: 0 is the first byte after the SYN, on both sides.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Hil.NetworkPeer;

/// <summary>Speaks TCP by hand: sends exactly what the case says, and knows nothing of TCP's rules.</summary>
/// <param name="host">The host at this end.</param>
/// <param name="machinePort">The machine's port.</param>
internal sealed class CaseTcp(CaseHost host, ushort machinePort)
{
    private const int MostOthers = 8;
    /// <summary>This end's default port.</summary>
    public const ushort UsualPort = 1000;

    /// <summary>This end's first number: near the end of all numbers, so that each case passes over it.</summary>
    public const uint Initial = 0xFFFF_F000;

    private const long Moment = 1_000_000;
    private readonly HashSet<string> _seen = [];
    private long _sent;

    /// <summary>The host.</summary>
    public CaseHost Host => host;

    /// <summary>This end's port.</summary>
    public ushort Port { get; init; } = UsualPort;

    /// <summary>The machine's port.</summary>
    public ushort MachinePort { get; private set; } = machinePort;

    /// <summary>The machine's first number.</summary>
    public uint MachineInitial { get; private set; }

    /// <summary>The default window of a segment.</summary>
    public int Window { get; set; } = 65535;

    /// <summary>The default options of a segment.</summary>
    public byte[]? Options { get; set; }

    /// <summary>The option that says the largest segment.</summary>
    public static byte[] Mss(int size) => [2, 4, (byte)(size >> 8), (byte)size];

    /// <summary>Two fillers and a timestamp.</summary>
    public static byte[] Timestamp(uint value, uint echo)
    {
        byte[] option = [1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(4), value);
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(8), echo);
        return option;
    }

    /// <summary>Bytes of this end's stream from a place on.</summary>
    public static byte[] Stream(int from, int length) => [.. Enumerable.Range(from, length).Select(i => (byte)((i * 31) ^ (i >> 8)))];

    /// <summary>A connection that this end opened.</summary>
    public static CaseTcp Open(CaseHost host, ushort machinePort, byte[]? synOptions = null, int window = 65535)
    {
        CaseTcp tcp = HalfOpen(host, machinePort, synOptions);
        tcp.Window = window;
        tcp.In("A", 0, 0);
        _ = host.Settle();
        return tcp;
    }

    /// <summary>A connection whose SYN was answered.</summary>
    public static CaseTcp HalfOpen(CaseHost host, ushort machinePort, byte[]? synOptions = null)
    {
        CaseTcp tcp = new(host, machinePort);
        _ = tcp.Syn(synOptions ?? Mss(1460));
        return tcp;
    }

    /// <summary>A connection that this end opened, with timestamps from <paramref name="value"/> on.</summary>
    public static CaseTcp Stamped(CaseHost host, ushort machinePort, uint value, byte[]? synOptions = null)
    {
        CaseTcp tcp = HalfOpen(host, machinePort, synOptions ?? Timestamp(value, 0));
        tcp.Options = Timestamp(value, 0);
        tcp.In("A", 0, 0);
        _ = host.Settle();
        return tcp;
    }

    /// <summary>A connection that the machine is opening: its SYN has come.</summary>
    public static CaseTcp Called(CaseHost host)
    {
        Require.That(host.Ask(Order.Connect, UsualPort), "the machine cannot connect");
        Frame syn = host.Expect(Moment).Verify();
        Require.That(syn.IsTcp && syn.Flags == "S", $"expected a SYN, was {syn}");
        return new CaseTcp(host, syn.SourcePort) { MachineInitial = syn.Seq };
    }

    /// <summary>A connection that the machine opened.</summary>
    public static CaseTcp Answered(CaseHost host, byte[]? synOptions = null)
    {
        CaseTcp tcp = Called(host);
        tcp.In("SA", -1, 0, options: synOptions ?? Mss(1460));
        _ = tcp.Out("A", 0, 0, 0);
        return tcp;
    }

    /// <summary>Sends a SYN and takes the answer to it.</summary>
    public Frame Syn(byte[] options)
    {
        Frame reply = AskToOpen(options);
        TakeSynAck(reply);
        return reply;
    }

    /// <summary>
    /// <see cref="Syn"/> from a port from which other frames may have opened a connection: the machine's answer to that one gets a reset,
    /// as from a host that knows no connection, and the SYN goes again. [RFC 9293 3.10.7.3]
    /// </summary>
    public void SynOverOther(byte[] options)
    {
        Frame reply = AskToOpen(options);
        for (int i = 0; i < MostOthers && !(reply.Flags == "SA" && reply.Ack == Initial + 1); i++)
        {
            if (!reply.Flags.Contains('R', StringComparison.Ordinal))
            {
                host.Send(6, Frames.Tcp(Port, MachinePort, "R", reply.Ack, 0, 0, [], null, host.Address));
            }

            reply = AskToOpen(options);
        }

        TakeSynAck(reply);
    }

    /// <summary>A segment: its first byte and what it acknowledges, relative; null: 0 in the field.</summary>
    public void In(string flags, long seq, long? ack, byte[]? data = null, int? window = null, byte[]? options = null)
    {
        _sent = Math.Max(_sent, seq + (data?.Length ?? 0));
        host.Send(6, Segment(flags, seq, ack, data, window, options));
    }

    /// <summary>The same, but it does not count as sent.</summary>
    public void Raw(string flags, long seq, long? ack, byte[]? data = null) => host.Send(6, Segment(flags, seq, ack, data));

    /// <summary>The same, not sent.</summary>
    public byte[] Segment(string flags, long seq, long? ack, byte[]? data = null, int? window = null, byte[]? options = null) => Frames.Tcp(
        Port,
        MachinePort,
        flags,
        Initial + 1 + (uint)seq,
        ack is null ? 0 : MachineInitial + 1 + (uint)ack.Value,
        window ?? Window,
        data,
        options ?? Options,
        host.Address);

    /// <summary>The next segment that was not seen before must be this one. P in the flags is ignored.</summary>
    public Frame Out(string flags, long seq, long ack, int length, long within = Moment)
    {
        Frame frame = NextNew(within) ?? throw new CaseException($"expected {flags} seq {seq} ack {ack} length {length}, nothing came");
        Require.Equal($"{flags} seq {seq} ack {ack} length {length}", Describe(frame), "segment");
        return frame;
    }

    /// <summary>The same connection, when its first answer is known.</summary>
    public CaseTcp With(Frame answer)
    {
        MachineInitial = answer.Seq;
        _ = IsNew(answer);
        return this;
    }

    /// <summary>Orders the program on the machine to send that many bytes more.</summary>
    public void Tell(int bytes) => Require.That(host.Ask(Order.Send, (uint)bytes), "the program on the machine cannot send");

    /// <summary>Orders the program on the machine to take out everything that it has received, which must be this.</summary>
    public void Owner(ReadOnlySpan<byte> expected)
    {
        Require.That(host.Ask(Order.Read, int.MaxValue, out uint count, out uint hash), "the program on the machine cannot read");
        Require.Equal((uint)expected.Length, count, "bytes that the owner received");
        uint sum = 2166136261;
        foreach (byte value in expected)
        {
            sum = (sum ^ value) * 16777619;
        }

        Require.Equal(sum, hash, "hash of what the owner received");
    }

    /// <summary>Sends so many bytes of this end's stream, from its beginning, as fast as they are acknowledged.</summary>
    public void Fill(int length)
    {
        for (int at = 0; at < length; at += 1460)
        {
            int count = Math.Min(1460, length - at);
            In("A", at, 0, Stream(at, count));
            for (Frame? frame = null; at + count == length && (frame is null || Acknowledged(frame) < length);)
            {
                frame = host.Expect(Moment).Verify();
            }
        }
    }

    /// <summary>The first bytes of the machine's stream, that many, each acknowledged as it comes.</summary>
    public byte[] Data(int length)
    {
        byte[] data = new byte[length];
        int have = 0;
        while (have < length)
        {
            Frame frame = host.Expect(2 * Moment).Verify();
            int at = Place(frame.Seq);
            if (frame.Data.Length > 0 && at <= have && at + frame.Data.Length > have && at >= 0)
            {
                frame.Data.AsSpan(0, Math.Min(frame.Data.Length, length - at)).CopyTo(data.AsSpan(at));
                have = Math.Min(length, at + frame.Data.Length);
                In("A", _sent, have);
            }
        }

        return data;
    }

    /// <summary>The next segment with one of these flags.</summary>
    public Frame Until(string flags)
    {
        Frame frame = host.Expect(2 * Moment).Verify();
        while (!frame.Flags.AsSpan().ContainsAny(flags))
        {
            frame = host.Expect(2 * Moment).Verify();
        }

        return frame;
    }

    /// <summary>A SACK option with one block, relative.</summary>
    public byte[] Block(int from, int to)
    {
        byte[] option = [1, 1, 5, 10, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(4), MachineInitial + 1 + (uint)from);
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(8), MachineInitial + 1 + (uint)to);
        return option;
    }

    /// <summary>A block of a SACK option, relative.</summary>
    public (int From, int To) SackBlock(Frame frame, int number)
    {
        byte[]? option = frame.Option(5);
        Require.That(option is not null && option.Length >= 8 * (number + 1), $"no SACK block {number}: {frame}");
        ReadOnlySpan<byte> block = option.AsSpan(8 * number);
        return (
            (int)(BinaryPrimitives.ReadUInt32BigEndian(block) - Initial - 1),
            (int)(BinaryPrimitives.ReadUInt32BigEndian(block[4..]) - Initial - 1));
    }

    /// <summary>What the machine sends now, without repeated segments.</summary>
    public List<Frame> Settled() => [.. host.Settle().Select(frame => frame.Verify()).Where(IsNew)];

    /// <summary>The machine must send exactly one segment now.</summary>
    public Frame Only()
    {
        List<Frame> frames = Settled();
        Require.That(frames.Count == 1, $"expected one segment, came {frames.Count}: {string.Join("; ", frames)}");
        return frames[0];
    }

    /// <summary>The machine must send nothing new now.</summary>
    public void Silent()
    {
        List<Frame> frames = Settled();
        Require.That(frames.Count == 0, $"unexpected: {string.Join("; ", frames)}");
    }

    /// <summary>A segment in numbers of this connection.</summary>
    public string Describe(Frame frame) =>
        $"{frame.Flags.Replace("P", "", StringComparison.Ordinal)} seq {Place(frame.Seq)} ack {Acknowledged(frame)} "
            + $"length {frame.Data.Length}";

    /// <summary>Where in the machine's stream a number is.</summary>
    public int Place(uint number) => (int)(number - MachineInitial - 1);

    /// <summary>What a segment acknowledges.</summary>
    public int Acknowledged(Frame frame) => (int)(frame.Ack - Initial - 1);

    private Frame? NextNew(long within)
    {
        while (host.Next(within) is { } frame)
        {
            if (IsNew(frame.Verify()))
            {
                return frame;
            }
        }

        return null;
    }

    private void TakeSynAck(Frame reply)
    {
        Require.That(reply.IsTcp && reply.Flags == "SA", $"expected SYN and ACK, was {reply}");
        Require.Equal(Initial + 1, reply.Ack, "acknowledgment");
        MachineInitial = reply.Seq;
        _ = IsNew(reply);
    }

    // Sends a SYN; the machine's answer. Segments of this host's other connections may still be on their way.
    private Frame AskToOpen(byte[] options)
    {
        In("S", -1, null, options: options);
        Frame reply = host.Expect(Moment).Verify();
        while (!reply.IsTcp || reply.DestinationPort != Port || reply.SourcePort != MachinePort)
        {
            reply = host.Expect(Moment).Verify();
        }

        return reply;
    }

    // The machine repeats what was lost: a FIN, a SYN or data. It repeats a mere acknowledgment as often as it is asked.
    private bool IsNew(Frame frame) =>
        !frame.IsTcp
        || (frame.Data.Length == 0 && !frame.Flags.AsSpan().ContainsAny("SF"))
        || _seen.Add($"{frame.Flags} {frame.Seq} {frame.Data.Length}");
}
