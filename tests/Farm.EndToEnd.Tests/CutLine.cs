using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.Farm.EndToEnd.Tests;

/// <summary>
/// Carries connections between agents and a coordinator, and can be cut. A cut line carries nothing in one direction or in both:
/// connections stay open and nothing arrives, as when a switch drops packets. Swallowed data never arrives: when the line works again, it
/// closes the old connections.
/// </summary>
internal sealed class CutLine : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _coordinator;
    private readonly CancellationTokenSource _end = new();
    private CancellationTokenSource _cut = new();
    private volatile bool _swallowsThere;
    private volatile bool _swallowsBack;

    public CutLine(Uri coordinator)
    {
        _coordinator = new IPEndPoint(IPAddress.Loopback, coordinator.Port);
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    /// <summary>The address for agents.</summary>
    public Uri Address { get; }

    /// <summary>Stops carrying in these directions.</summary>
    public void Cut(bool there, bool back) => (_swallowsThere, _swallowsBack) = (there, back);

    /// <summary>Repairs the line.</summary>
    public void Mend()
    {
        (_swallowsThere, _swallowsBack) = (false, false);
        using CancellationTokenSource old = Interlocked.Exchange(ref _cut, new CancellationTokenSource());
        old.Cancel();
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _cut.Cancel();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient agent)
    {
        using TcpClient coordinator = new();
        using (agent)
        using (CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(_cut.Token, _end.Token))
        {
            try
            {
                await coordinator.ConnectAsync(_coordinator, over.Token);
                await Task.WhenAny(
                    PumpAsync(agent.GetStream(), coordinator.GetStream(), () => _swallowsThere, over.Token),
                    PumpAsync(coordinator.GetStream(), agent.GetStream(), () => _swallowsBack, over.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // One side has gone.
            }

            await over.CancelAsync();
        }
    }

    private static async Task PumpAsync(NetworkStream from, NetworkStream to, Func<bool> swallows, CancellationToken over)
    {
        byte[] buffer = new byte[65_536];
        bool isHole = false;
        try
        {
            while (await from.ReadAsync(buffer, over) is var count and > 0)
            {
                isHole |= swallows();
                if (!isHole)
                {
                    await to.WriteAsync(buffer.AsMemory(0, count), over);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The other pump ends, too.
        }
    }
}
