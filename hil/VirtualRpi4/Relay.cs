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
    private readonly SocketServer _server;
    private readonly FaultList _faults;
    private readonly Action<bool> _switch;
    private readonly Lock _gate = new();
    private bool _isOn;

    /// <summary>A relay at <paramref name="path"/> that calls <paramref name="change"/> when it moves.</summary>
    public Relay(string path, FaultList faults, Action<bool> change)
    {
        _faults = faults;
        _switch = change;
        _server = new SocketServer(path, "relay", Serve);
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private void Serve(NetworkStream client)
    {
        using StreamReader reader = new(client, Encoding.ASCII);
        for (string? line = reader.ReadLine(); line is not null; line = reader.ReadLine())
        {
            if (!_faults.Has("relay-mute"))
            {
                client.Write(Encoding.ASCII.GetBytes(Answer(line.Trim()) + "\n"));
            }
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
