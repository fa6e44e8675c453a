// One transfer: a window of blocks that slides over a file.

using System;
using System.Buffers.Binary;

namespace RustKernel.Flash.Tftp;

/// <summary>
/// Sends a file to one client. The OACK counts as block 0. Blocks are numbered without wrap inside; 16 bits go on the wire,
/// and 65535 is followed by 0.
/// </summary>
internal sealed class TftpTransfer
{
    private readonly TftpPolicy _policy;
    private readonly ITftpTransport _transport;
    private readonly BlockReader _reader;
    private readonly TftpOptions _options;
    private readonly RoundTrip _roundTrip;
    private readonly byte[] _packet;
    private long _acknowledged;
    private long _sent;
    private long _last = long.MaxValue;
    private int _lastRetries;
    private bool _sentAgain;
    private bool _repeatAnswered;
    private TimeSpan _windowSent;

    public TftpTransfer(
        TftpPolicy policy,
        ITftpTransport transport,
        int port,
        TftpRequestRecord record,
        TftpOptions options,
        BlockReader reader,
        byte[] packet)
    {
        _policy = policy;
        _transport = transport;
        _reader = reader;
        _options = options;
        _packet = packet;
        _roundTrip = new RoundTrip(policy, options.Timeout, options.WindowSize > 1);
        Port = port;
        Record = record;
        _acknowledged = options.NeedAcknowledgment ? -1 : 0;
        _sent = _acknowledged;
    }

    public int Port { get; }

    public TftpRequestRecord Record { get; }

    /// <summary>The request's bytes, by which a copy of it is known.</summary>
    public string RequestKey { get; set; } = "";

    public bool HasEnded => Record.Verdict != TftpVerdict.Running;

    /// <summary>True before the first block was acknowledged.</summary>
    public bool IsBeginning => _acknowledged <= 0;

    /// <summary>When something has to be sent again or given up.</summary>
    public TimeSpan Deadline { get; private set; }

    public void Start(TimeSpan now) => SendWindow(now);

    /// <summary>The request came again before the first answer was acknowledged: the answer is lost or late.</summary>
    public void AnswerAgain(TimeSpan now)
    {
        _sentAgain = true;
        SendWindow(now);
    }

    /// <summary>Takes a datagram of this transfer's client.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, TimeSpan now)
    {
        if (datagram.Length < 4)
        {
            return;
        }

        ushort number = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        switch ((TftpOpcode)BinaryPrimitives.ReadUInt16BigEndian(datagram))
        {
            case TftpOpcode.Acknowledgment:
                Acknowledge(number, now);
                break;
            case TftpOpcode.Error:
                ClientError(number, TftpRequestPacket.Printable(datagram[4..].TrimEnd((byte)0)), now);
                break;
        }
    }

    /// <summary>The deadline has passed.</summary>
    public void TimeOut(TimeSpan now)
    {
        TimeSpan limit = _options.Timeout is { } asked && asked * 5 > _policy.IdleLimit ? asked * 5 : _policy.IdleLimit;
        if (_sent == _last && ++_lastRetries > _policy.LastBlockRetries)
        {
            End(TftpVerdict.Unconfirmed, "the last block was never acknowledged", now);
        }
        else if (now - Record.Ended >= limit)
        {
            End(TftpVerdict.TimedOut, $"silent for {limit.TotalSeconds:0} s after {Record.Acknowledged} bytes", now);
        }
        else
        {
            _roundTrip.Lost();
            _sentAgain = true;
            SendWindow(now);
        }
    }

    public void End(TftpVerdict verdict, string reason, TimeSpan now)
    {
        Record.Verdict = verdict;
        Record.Reason = reason;
        Record.Ended = now;
        _reader.Dispose();
    }

    private void Acknowledge(ushort number, TimeSpan now)
    {
        long advance = (ushort)(number - (ushort)_acknowledged);
        if (advance == 0)
        {
            Repeat(now);
        }
        else if (advance <= _sent - _acknowledged)
        {
            Advance(advance, now);
        }
    }

    private void Advance(long blocks, TimeSpan now)
    {
        if (!_sentAgain)
        {
            _roundTrip.Measured(now - _windowSent);
        }

        _roundTrip.Progressed();
        _acknowledged += blocks;
        _sentAgain = false;
        _repeatAnswered = false;
        Record.Acknowledged = _acknowledged > 0 ? _reader.BytesThrough(_acknowledged) : 0;
        Record.Ended = now;
        if (_acknowledged == _last)
        {
            End(TftpVerdict.Served, "", now);
        }
        else
        {
            SendWindow(now);
        }
    }

    // In lockstep a repeated ACK is never answered: answering each makes every later packet travel twice (the sorcerer's
    // apprentice, RFC 1123 4.2.3.1), and some firmware repeats its ACKs. In a window it means that the first block got lost. It is answered
    // once, and only when it can be an answer to what was sent.
    private void Repeat(TimeSpan now)
    {
        if (_acknowledged < 0)
        {
            return;
        }

        Record.Ended = now;
        if (_options.WindowSize == 1 || _repeatAnswered || now - _windowSent < _roundTrip.Smoothed)
        {
            return;
        }

        _repeatAnswered = true;
        _sentAgain = true;
        SendWindow(now);
    }

    private void ClientError(ushort code, string message, TimeSpan now)
    {
        string reason = message.Length > 0 ? $"client error {code}: {message}" : $"client error {code}";
        if (code == (ushort)TftpErrorCode.OptionsRefused && _acknowledged < 0)
        {
            End(TftpVerdict.OptionsRefused, reason, now);
        }
        else
        {
            End(_acknowledged <= 1 ? TftpVerdict.Probed : TftpVerdict.Aborted, reason, now);
        }
    }

    private void SendWindow(TimeSpan now)
    {
        _windowSent = now;
        if (_acknowledged < 0)
        {
            Send(0, _options.Write(_packet));
        }
        else
        {
            long end = Math.Min(_last, _acknowledged + _options.WindowSize);
            for (long block = _acknowledged + 1; block <= end; block++)
            {
                int length = _reader.Read(block, _packet.AsSpan(TftpPackets.DataHeaderBytes, _options.BlockSize));
                if (length < 0)
                {
                    _transport.Send(Port, Record.Client, TftpPackets.Error(TftpErrorCode.Undefined, "File changed while it was sent"));
                    End(TftpVerdict.FileChanged, "the file changed while it was sent", now);
                    return;
                }

                if (length < _options.BlockSize)
                {
                    end = _last = block;
                }

                TftpPackets.WriteDataHeader(_packet, block);
                Send(block, TftpPackets.DataHeaderBytes + length);
            }
        }

        Deadline = now + _roundTrip.Timeout;
    }

    private void Send(long block, int length)
    {
        if (block <= _sent)
        {
            Record.Retransmissions++;
        }
        else
        {
            _sent = block;
        }

        _transport.Send(Port, Record.Client, _packet.AsSpan(0, length));
    }
}
