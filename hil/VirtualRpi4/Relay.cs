// The relay in the board's supply, as a rig talks to it.

using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using RustKernel.Hil.VirtualRpi4.Faults;

namespace RustKernel.Hil.VirtualRpi4;

/// <summary>A Unix socket that takes the lines on, off and status, and answers each with a line: on, off, or "error …".</summary>
public sealed class Relay : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _path;
    private readonly FaultList _faults;
    private readonly Action<bool> _switch;
    private readonly Lock _gate = new();
    private bool _isOn;

    /// <summary>A relay at <paramref name="path"/> that calls <paramref name="change"/> when it moves.</summary>
    public Relay(string path, FaultList faults, Action<bool> change)
    {
        _path = path;
        _faults = faults;
        _switch = change;
        File.Delete(path);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(8);
        new Thread(Accept) { IsBackground = true, Name = "relay" }.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(_path);
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                Socket client = _listener.Accept();
                new Thread(() => Serve(client)) { IsBackground = true, Name = "relay client" }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The lab is being taken down.
        }
    }

    private void Serve(Socket client)
    {
        try
        {
            using NetworkStream stream = new(client, ownsSocket: true);
            using StreamReader reader = new(stream, Encoding.ASCII);
            for (string? line = reader.ReadLine(); line is not null; line = reader.ReadLine())
            {
                if (_faults.Has("relay-mute"))
                {
                    continue;
                }

                stream.Write(Encoding.ASCII.GetBytes(Answer(line.Trim()) + "\n"));
            }
        }
        catch (IOException)
        {
            // The client left without waiting.
        }
    }

    private string Answer(string request)
    {
        if (_faults.Has("relay-dead"))
        {
            return "error: relay does not move";
        }

        lock (_gate)
        {
            if (request is not ("on" or "off" or "status"))
            {
                return "error: on, off or status";
            }

            bool wanted = request == "status" ? _isOn : request == "on";
            if (wanted != _isOn)
            {
                _switch(wanted);
            }

            _isOn = wanted;
            return _isOn ? "on" : "off";
        }
    }
}
