// The line of a machine that another rk runs.

using System;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Strategies;

namespace RustKernel.Hil.Cli.Services;

/// <summary>Bytes to and from the machine. Read and written from one thread.</summary>
internal sealed class SharedLine : IDisposable
{
    private const int BufferBytes = 4096;
    private readonly Socket _socket;
    private readonly BlockingCollection<byte[]> _received = [];

    private SharedLine(Socket socket)
    {
        _socket = socket;
        new Thread(Receive) { IsBackground = true, Name = "line" }.Start();
    }

    /// <summary>Connects with the run of <paramref name="target"/>.</summary>
    /// <exception cref="InfrastructureException">There is none.</exception>
    public static SharedLine Connect(string target)
    {
        return TryConnect(LineFolder.PathOf(Repository.Root, target))
            ?? throw new InfrastructureException(
                $"no machine runs as {target}: start it with \"rk run {target}\" in another terminal "
                    + $"(a board that is on: \"rk console {target}\")");
    }

    /// <summary>Connects with the run that shares its line at <paramref name="path"/>; null: none does.</summary>
    public static SharedLine? TryConnect(string path) => LineShare.TryConnect(path) is { } socket ? new SharedLine(socket) : null;

    /// <summary>The next bytes; empty when none came for <paramref name="wait"/>.</summary>
    /// <exception cref="InfrastructureException">The other rk has ended.</exception>
    public byte[] Read(TimeSpan wait)
    {
        if (_received.TryTake(out byte[]? bytes, wait))
        {
            return bytes;
        }

        return _received.IsCompleted ? throw new InfrastructureException("the rk that runs the machine has ended") : [];
    }

    /// <summary>Sends bytes to the machine.</summary>
    /// <exception cref="InfrastructureException">The other rk has ended.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _socket.Send(bytes);
        }
        catch (SocketException e)
        {
            throw new InfrastructureException($"the rk that runs the machine has ended: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Receive()
    {
        byte[] buffer = new byte[BufferBytes];
        try
        {
            for (int count = _socket.Receive(buffer); count > 0; count = _socket.Receive(buffer))
            {
                _received.Add(buffer[..count]);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Read says so.
        }

        _received.CompleteAdding();
    }
}
