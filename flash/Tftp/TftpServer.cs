// The server: requests, the transfers that come of them, and their limits. No socket, no clock, no thread of its own.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;

namespace RustKernel.Flash.Tftp;

/// <summary>
/// A read-only TFTP server as a state machine: datagrams and the time go in, datagrams go out through the transport, every
/// request ends in the log. RFC 1350, 1123 4.2.3, 2347, 2348, 2349, 7440. Not thread-safe: one caller at a time.
/// </summary>
public sealed class TftpServer
{
    private const int MaximumRequestBytes = 1468;

    // A request that comes again within this time is a copy of the first one, whatever the transfer is doing.
    private static readonly TimeSpan s_duplicateLimit = TimeSpan.FromSeconds(2);
    private readonly TftpPolicy _policy;
    private readonly ITftpTransport _transport;
    private readonly ITftpFiles _files;
    private readonly Action<TftpRequestRecord> _log;
    private readonly Dictionary<int, TftpTransfer> _transfers = [];
    private readonly Dictionary<(IPEndPoint Client, string Request), TftpTransfer> _requests = [];
    private readonly Dictionary<IPAddress, int> _perClient = [];
    private readonly byte[] _packet;

    /// <summary>A server that is ready for datagrams.</summary>
    /// <param name="policy">The limits.</param>
    /// <param name="transport">How datagrams leave.</param>
    /// <param name="files">What is served.</param>
    /// <param name="log">Called once for every request, when it has its verdict.</param>
    public TftpServer(TftpPolicy policy, ITftpTransport transport, ITftpFiles files, Action<TftpRequestRecord> log)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(policy.MaximumBlockSize, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(policy.MaximumBlockSize, 65464);
        ArgumentOutOfRangeException.ThrowIfLessThan(policy.MaximumWindowSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(policy.MaximumWindowSize, 65535);
        _policy = policy;
        _transport = transport;
        _files = files;
        _log = log;
        _packet = new byte[TftpPackets.DataHeaderBytes + Math.Max(1024, policy.MaximumBlockSize)];
    }

    /// <summary>The requests being served.</summary>
    public IEnumerable<TftpRequestRecord> Running => _transfers.Values.Select(transfer => transfer.Record);

    /// <summary>When <see cref="Tick"/> has something to do; MaxValue when nothing is under way.</summary>
    public TimeSpan NextDeadline => _transfers.Count == 0 ? TimeSpan.MaxValue : _transfers.Values.Min(transfer => transfer.Deadline);

    /// <summary>Takes a datagram that came to the well-known port.</summary>
    /// <param name="client">Where it came from.</param>
    /// <param name="datagram">Its payload.</param>
    /// <param name="requestPort">The local port it came to; errors are sent from it.</param>
    /// <param name="now">The time, never going back.</param>
    public void ReceiveRequest(IPEndPoint client, ReadOnlySpan<byte> datagram, int requestPort, TimeSpan now)
    {
        if (datagram.Length < 2)
        {
            return;
        }

        TftpOpcode opcode = (TftpOpcode)BinaryPrimitives.ReadUInt16BigEndian(datagram);
        // Never an error for an error: two servers would answer each other for ever.
        if (opcode == TftpOpcode.Error)
        {
            return;
        }

        if (opcode is not (TftpOpcode.ReadRequest or TftpOpcode.WriteRequest))
        {
            _transport.Send(requestPort, client, TftpPackets.Error(TftpErrorCode.IllegalOperation, "Not a request"));
            Refuse(new TftpRequestRecord(client, "", now), TftpVerdict.Malformed, $"opcode {(ushort)opcode} to the request port");
            return;
        }

        if (datagram.Length > MaximumRequestBytes)
        {
            Refuse(
                new TftpRequestRecord(client, "", now),
                requestPort,
                TftpVerdict.Malformed,
                TftpErrorCode.IllegalOperation,
                "the request is too long");
            return;
        }

        string key = Encoding.Latin1.GetString(datagram);
        if (_requests.TryGetValue((client, key), out TftpTransfer? same) && !IsNew(same, now))
        {
            return;
        }

        TftpRequestPacket? request = TftpRequestPacket.Parse(datagram[2..], out string name, out string problem);
        TftpRequestRecord record = new(client, name, now);
        if (request is null)
        {
            Refuse(record, requestPort, TftpVerdict.Malformed, TftpErrorCode.IllegalOperation, problem);
        }
        else if (opcode == TftpOpcode.WriteRequest)
        {
            Refuse(record, requestPort, TftpVerdict.Denied, TftpErrorCode.AccessViolation, "this server is read-only");
        }
        else if (_transfers.Count >= _policy.MaximumTransfers
            || _perClient.GetValueOrDefault(client.Address) >= _policy.MaximumTransfersPerClient)
        {
            Refuse(record, requestPort, TftpVerdict.Busy, TftpErrorCode.Undefined, "too many transfers");
        }
        else
        {
            Open(request, record, key, requestPort, now);
        }
    }

    /// <summary>Takes a datagram that came to a transfer's port.</summary>
    public void Receive(int port, IPEndPoint sender, ReadOnlySpan<byte> datagram, TimeSpan now)
    {
        if (!_transfers.TryGetValue(port, out TftpTransfer? transfer))
        {
            return;
        }

        if (!transfer.Record.Client.Equals(sender))
        {
            bool isError = datagram.Length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(datagram) == (ushort)TftpOpcode.Error;
            if (!isError)
            {
                _transport.Send(port, sender, TftpPackets.Error(TftpErrorCode.UnknownTransfer, "Unknown transfer ID"));
            }

            return;
        }

        transfer.Receive(datagram, now);
        if (transfer.HasEnded)
        {
            Close(transfer);
        }
    }

    /// <summary>Sends unacknowledged blocks again, and gives up clients that are gone.</summary>
    public void Tick(TimeSpan now)
    {
        foreach (TftpTransfer transfer in _transfers.Values.Where(transfer => transfer.Deadline <= now).ToArray())
        {
            transfer.TimeOut(now);
            if (transfer.HasEnded)
            {
                Close(transfer);
            }
        }
    }

    /// <summary>Ends every transfer, telling the clients.</summary>
    public void Stop(TimeSpan now)
    {
        foreach (TftpTransfer transfer in _transfers.Values.ToArray())
        {
            _transport.Send(transfer.Port, transfer.Record.Client, TftpPackets.Error(TftpErrorCode.Undefined, "Server stopped"));
            transfer.End(TftpVerdict.Stopped, "the server stopped", now);
            Close(transfer);
        }
    }

    // The same bytes from the same port: a copy made on the way, a client that found our answer slow, or, when the transfer
    // has rested for a while, a client that started over.
    private bool IsNew(TftpTransfer transfer, TimeSpan now)
    {
        if (transfer.IsBeginning)
        {
            transfer.AnswerAgain(now);
            if (transfer.HasEnded)
            {
                Close(transfer);
            }

            return false;
        }

        if (now - transfer.Record.Ended < s_duplicateLimit)
        {
            return false;
        }

        transfer.End(TftpVerdict.Aborted, "the client asked again from the beginning", now);
        Close(transfer);
        return true;
    }

    private void Open(TftpRequestPacket request, TftpRequestRecord record, string key, int requestPort, TimeSpan now)
    {
        TftpFileResult found = _files.Open(record.Client.Address, request.Name);
        record.View = found.View;
        if (found.File is not { } file)
        {
            bool missing = found.Verdict == TftpVerdict.NotFound;
            Refuse(record, requestPort, found.Verdict, missing ? TftpErrorCode.FileNotFound : TftpErrorCode.AccessViolation, found.Reason);
            return;
        }

        int port = _transport.OpenPort();
        if (port == 0)
        {
            file.Dispose();
            Refuse(record, requestPort, TftpVerdict.Busy, TftpErrorCode.Undefined, "no free port");
            return;
        }

        TftpOptions options = TftpOptions.Negotiate(request, _policy, file.Length);
        BlockReader reader = request.Mode == TftpMode.Octet
            ? new OctetReader(file, options.BlockSize)
            : new NetasciiReader(file, options.WindowSize);
        record.Size = file.Length;
        record.Options = options.ToString();
        TftpTransfer transfer = new(_policy, _transport, port, record, options, reader, _packet);
        _transfers[port] = transfer;
        _requests[(record.Client, key)] = transfer;
        transfer.RequestKey = key;
        _perClient[record.Client.Address] = _perClient.GetValueOrDefault(record.Client.Address) + 1;
        transfer.Start(now);
        if (transfer.HasEnded)
        {
            Close(transfer);
        }
    }

    private void Close(TftpTransfer transfer)
    {
        IPEndPoint client = transfer.Record.Client;
        _transfers.Remove(transfer.Port);
        _requests.Remove((client, transfer.RequestKey));
        if (--_perClient[client.Address] == 0)
        {
            _perClient.Remove(client.Address);
        }

        _transport.ClosePort(transfer.Port);
        _log(transfer.Record);
    }

    private void Refuse(TftpRequestRecord record, int port, TftpVerdict verdict, TftpErrorCode code, string reason)
    {
        string message = code switch
        {
            TftpErrorCode.FileNotFound => "File not found",
            TftpErrorCode.AccessViolation => "Access violation",
            TftpErrorCode.IllegalOperation => "Illegal TFTP operation",
            _ => reason,
        };
        _transport.Send(port, record.Client, TftpPackets.Error(code, message));
        Refuse(record, verdict, reason);
    }

    private void Refuse(TftpRequestRecord record, TftpVerdict verdict, string reason)
    {
        record.Verdict = verdict;
        record.Reason = reason;
        _log(record);
    }
}
