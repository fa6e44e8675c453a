using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;

namespace RustKernel.Rig.Tests.Fakes;

/// <summary>A relay at a Unix socket: "set 1", "set 0", "get".</summary>
internal sealed class SocketRelay : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Thread _thread;
    private bool _isOn;

    public SocketRelay(string path)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(4);
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public bool Refuses { get; set; }

    public int Switches { get; private set; }

    public bool IsOn => _isOn;

    /// <summary>Called with the new state before the relay answers.</summary>
    public Action<bool>? Switched { get; set; }

    public void Dispose()
    {
        _listener.Dispose();
        Assert.True(_thread.Join(Recording.Patience), "its thread did not end");
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                using Socket socket = _listener.Accept();
                Serve(socket);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Serve(Socket socket)
    {
        try
        {
            using NetworkStream stream = new(socket);
            using StreamReader reader = new(stream);
            using StreamWriter writer = new(stream) { AutoFlush = true };
            writer.Write(Answer(reader.ReadLine() ?? "") + "\n");
        }
        catch (IOException)
        {
            // The client has given up, like an interrupted run; the next one is served.
        }
    }

    private string Answer(string line)
    {
        if (Refuses)
        {
            return "error: fuse";
        }

        if (line == "get")
        {
            return _isOn ? "1" : "0";
        }

        Switches++;
        bool on = line == "set 1";
        bool moves = on != _isOn;
        _isOn = on;
        if (moves)
        {
            Switched?.Invoke(on);
        }

        return "ok";
    }
}
