using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace RustKernel.Services.Web.Http;

/// <summary>
/// Accepts connections and limits their number. Each is a task of one thread, so a waiting one does not hold up the others. At
/// <see cref="HttpLimits.Connections"/> of them, the one that has waited longest for a request gives way to a new one; if all are busy, the
/// new one waits.
/// </summary>
public sealed class HttpServer(Socket listener, IHttpSite site, HttpTraffic traffic, HttpTimes times, Func<DateTime?> clock)
{
    // In the order in which they began to wait for a request.
    private readonly List<HttpConnection> _connections = new();
    private TaskCompletionSource? _end;

    /// <summary>Accepts until the listener is closed; throws that error.</summary>
    public async Task Run()
    {
        while (true)
        {
            Socket socket = await listener.AcceptAsync();
            traffic.Accepted++;
            while (_connections.Count >= HttpLimits.Connections)
            {
                _end = new TaskCompletionSource();
                FindIdle()?.End();
                await _end.Task;
            }

            HttpConnection connection = new(socket, site, traffic, times, clock, Waits);
            _connections.Add(connection);
            traffic.Connections = _connections.Count;
            _ = Serve(connection);
        }
    }

    private async Task Serve(HttpConnection connection)
    {
        await connection.Serve();
        _ = _connections.Remove(connection);
        traffic.Connections = _connections.Count;
        _ = _end?.TrySetResult();
    }

    private void Waits(HttpConnection connection)
    {
        _ = _connections.Remove(connection);
        _connections.Add(connection);
    }

    private HttpConnection? FindIdle()
    {
        foreach (HttpConnection connection in _connections)
        {
            if (connection.IsIdle)
            {
                return connection;
            }
        }

        return null;
    }
}
