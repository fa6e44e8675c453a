// A server at a Unix socket of the lab.

using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;

namespace RustKernel.Hil.VirtualRpi4;

/// <summary>Serves each client of a Unix socket on its own thread, until it is disposed of.</summary>
public sealed class SocketServer : IDisposable
{
    private const int Waiting = 8;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _path;
    private readonly string _name;
    private readonly Action<NetworkStream> _serve;

    /// <summary>A socket at <paramref name="path"/>; <paramref name="serve"/> may be called for several clients at a time.</summary>
    public SocketServer(string path, string name, Action<NetworkStream> serve)
    {
        _path = path;
        _name = name;
        _serve = serve;
        File.Delete(path);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(Waiting);
        new Thread(Accept) { IsBackground = true, Name = name }.Start();
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
                new Thread(() => Serve(client)) { IsBackground = true, Name = _name + " client" }.Start();
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
            _serve(stream);
        }
        catch (IOException)
        {
            // The client left in the middle.
        }
    }
}
