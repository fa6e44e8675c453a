using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using RustKernel.Hil.Drivers.Serial;

namespace RustKernel.Rig.Tests.Fakes;

/// <summary>The access server's side of RFC 2217 over one connection, with ser2net's answers.</summary>
internal sealed class Rfc2217Server : IDisposable
{
    private const byte ComPort = 44;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Thread _thread;
    private readonly List<byte> _data = [];
    private readonly Dictionary<byte, int> _settings = [];
    private Socket? _socket;

    public Rfc2217Server()
    {
        _listener.Start();
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public int BaudLimit { get; init; } = 12_000_000;

    public bool Refuses { get; init; }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Rate, data size, parity, stop size, control.</summary>
    public (int, int, int, int, int) Settings
    {
        get
        {
            lock (_data)
            {
                while (_settings.Count < 5)
                {
                    Assert.True(Monitor.Wait(_data, Recording.Patience), "the client did not set the port up");
                }

                return (_settings[1], _settings[2], _settings[3], _settings[4], _settings[5]);
            }
        }
    }

    public void Send(byte[] bytes) => _socket!.Send(TelnetCodec.Encode(bytes));

    public void AwaitData(byte[] expected)
    {
        lock (_data)
        {
            while (_data.Count < expected.Length)
            {
                Assert.True(Monitor.Wait(_data, Recording.Patience), $"only {_data.Count} bytes came");
            }

            Assert.Equal(expected, _data);
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        _socket?.Dispose();
        Assert.True(_thread.Join(Recording.Patience), "its thread did not end");
    }

    private void Serve()
    {
        try
        {
            _socket = _listener.AcceptSocket();
            _socket.Send([TelnetCodec.Iac, TelnetCodec.Will, 1, TelnetCodec.Iac, TelnetCodec.Will, 3, TelnetCodec.Iac, TelnetCodec.Do, 24]);
            TelnetCodec codec = new();
            byte[] raw = new byte[4096];
            byte[] data = new byte[4096];
            for (int count = _socket.Receive(raw); count > 0; count = _socket.Receive(raw))
            {
                int kept = codec.Decode(raw.AsSpan(0, count), data, Negotiate, Subnegotiate);
                lock (_data)
                {
                    _data.AddRange(data[..kept]);
                    Monitor.PulseAll(_data);
                }
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // The test is over, perhaps before this thread began to listen ("Not listening").
        }
    }

    private void Negotiate(byte verb, byte option)
    {
        if (verb == TelnetCodec.Will)
        {
            _socket!.Send([TelnetCodec.Iac, option == ComPort && Refuses ? TelnetCodec.Dont : TelnetCodec.Do, option]);
        }
    }

    private void Subnegotiate(ReadOnlyMemory<byte> content)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        if (Refuses || bytes[0] != ComPort)
        {
            return;
        }

        int value = bytes[1] == 1 ? Math.Min(BinaryPrimitives.ReadInt32BigEndian(bytes[2..]), BaudLimit) : bytes[2];
        byte[] answer = bytes.ToArray();
        answer[1] += 100;
        if (bytes[1] == 1)
        {
            BinaryPrimitives.WriteInt32BigEndian(answer.AsSpan(2), value);
        }

        lock (_data)
        {
            _settings[bytes[1]] = value;
            Monitor.PulseAll(_data);
        }

        _socket!.Send(TelnetCodec.EncodeSub(answer));
    }
}
