// The client's side of RFC 2217.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>A telnet connection with the Com Port Control Option. [RFC2217]</summary>
internal sealed class Rfc2217Connection : ISerialConnection
{
    private const byte Binary = 0;
    private const byte Echo = 1;
    private const byte SuppressGoAhead = 3;
    private const byte ComPort = 44;
    private const byte SetBaud = 1;
    private const byte SetDataSize = 2;
    private const byte SetParity = 3;
    private const byte SetStopSize = 4;
    private const byte SetControl = 5;
    private const byte ServerOffset = 100;
    private const byte NoFlowControl = 1;
    private readonly SocketConnection _socket;
    private readonly TelnetCodec _codec = new();
    private readonly Lock _writeLock = new();
    private readonly HashSet<(byte, byte)> _answered = [];
    private readonly byte[] _raw = new byte[16 * 1024];
    private readonly MemoryStream _early = new();
    private bool _isRefused;
    private int _baud;

    /// <summary>A connection over <paramref name="socket"/>.</summary>
    public Rfc2217Connection(SocketConnection socket) => _socket = socket;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counters => _socket.Counters;

    /// <summary>Negotiates, and waits until the server has said which rate the port has.</summary>
    /// <exception cref="InfrastructureException">The server does not speak RFC 2217, or the port cannot do the rate.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first.</exception>
    public void SetUp(string where, int baud, CancellationToken deadline)
    {
        foreach ((byte verb, byte option) in new[]
        {
            (TelnetCodec.Will, ComPort),
            (TelnetCodec.Will, Binary),
            (TelnetCodec.Do, Binary),
            (TelnetCodec.Do, SuppressGoAhead)
        })
        {
            Negotiate(verb, option);
        }

        byte[] rate = [ComPort, SetBaud, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(rate.AsSpan(2), baud);
        Send(TelnetCodec.EncodeSub(rate));
        Send(TelnetCodec.EncodeSub([ComPort, SetDataSize, 8]));
        Send(TelnetCodec.EncodeSub([ComPort, SetParity, 1]));
        Send(TelnetCodec.EncodeSub([ComPort, SetStopSize, 1]));
        Send(TelnetCodec.EncodeSub([ComPort, SetControl, NoFlowControl]));
        byte[] buffer = new byte[_raw.Length];
        try
        {
            while (_baud == 0 && !_isRefused)
            {
                int count = Receive(buffer, out bool ended);
                deadline.ThrowIfCancellationRequested();
                _early.Write(buffer, 0, count);
                if (ended)
                {
                    throw new InfrastructureException($"{where} closed the connection while the port was being set up");
                }
            }
        }
        catch (IOException e)
        {
            throw new InfrastructureException($"{where}: {e.Message}");
        }

        if (_isRefused)
        {
            throw new InfrastructureException($"{where} does not speak RFC 2217; driver: tcp takes the port as it is");
        }

        if (Math.Abs((long)_baud - baud) * 50 > baud)
        {
            throw new InfrastructureException($"{where} cannot do {baud} baud, it chose {_baud}");
        }

        _early.Position = 0;
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        int early = _early.Read(buffer);
        if (early > 0)
        {
            return early;
        }

        while (true)
        {
            int count = Receive(buffer, out bool ended);
            if (count > 0 || ended)
            {
                return count;
            }
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes) => Send(TelnetCodec.Encode(bytes));

    /// <inheritdoc/>
    public void Stop() => _socket.Stop();

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private int Receive(Span<byte> buffer, out bool ended)
    {
        int count = _socket.Read(_raw.AsSpan(0, Math.Min(_raw.Length, buffer.Length)));
        ended = count == 0;
        return _codec.Decode(_raw.AsSpan(0, count), buffer, TakeNegotiation, TakeSub);
    }

    private void Send(byte[] bytes)
    {
        lock (_writeLock)
        {
            _socket.Write(bytes);
        }
    }

    private void Negotiate(byte verb, byte option)
    {
        _answered.Add((verb, option));
        Send([TelnetCodec.Iac, verb, option]);
    }

    /// <summary>A reply to our own request needs no answer. Every other request gets one answer, once, so that no loop arises.</summary>
    private void TakeNegotiation(byte verb, byte option)
    {
        if (verb == TelnetCodec.Dont && option == ComPort)
        {
            _isRefused = true;
        }

        byte answer = verb switch
        {
            TelnetCodec.Will => option is Binary or SuppressGoAhead or Echo or ComPort ? TelnetCodec.Do : TelnetCodec.Dont,
            TelnetCodec.Do => option is Binary or SuppressGoAhead or ComPort ? TelnetCodec.Will : TelnetCodec.Wont,
            _ => 0,
        };
        if (answer != 0 && !_answered.Contains((answer, option)))
        {
            Negotiate(answer, option);
        }
    }

    private void TakeSub(ReadOnlyMemory<byte> content)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        if (bytes.Length >= 6 && bytes[0] == ComPort && bytes[1] == SetBaud + ServerOffset)
        {
            _baud = BinaryPrimitives.ReadInt32BigEndian(bytes[2..]);
        }
    }
}
