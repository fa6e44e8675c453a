using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace RustKernel.Rig.Tests.Fakes;

/// <summary>A smart plug's web interface.</summary>
internal sealed class WebRelay : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Thread _thread;
    private bool _isOn;

    public WebRelay()
    {
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public string Address { get; }

    public int Status { get; set; } = 200;

    public List<string> Requests { get; } = [];

    public void Dispose()
    {
        _listener.Close();
        Assert.True(_thread.Join(Recording.Patience), "its thread did not end");
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = _listener.GetContext();
                string path = context.Request.Url!.PathAndQuery;
                Requests.Add($"{context.Request.HttpMethod} {path} {context.Request.Headers["X-Key"]}");
                if (path.EndsWith("On", StringComparison.Ordinal))
                {
                    _isOn = true;
                }
                else if (path.EndsWith("off", StringComparison.Ordinal))
                {
                    _isOn = false;
                }

                context.Response.StatusCode = Status;
                context.Response.Close(System.Text.Encoding.UTF8.GetBytes($"{{\"POWER\":\"{(_isOn ? "ON" : "OFF")}\"}}"), willBlock: true);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }
}
