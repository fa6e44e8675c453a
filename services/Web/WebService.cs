using System.Net;
using System.Net.Sockets;
using RustKernel.Services.Web.Http;

namespace RustKernel.Services.Web;

/// <summary>
/// The service http: listens on port 80 until its process ends. One loop serves Init's questions and all connections. Without the service
/// net it ends, and Init starts it again.
/// </summary>
internal sealed class WebService : Service
{
    private const int Port80 = 80;
    private const int Backlog = 8;

    // A head fits; and while the next bytes are read, the data waiting to be sent keeps the link busy.
    private const int ReceiveBytes = 8 * 1024;
    private const int SendBytes = 64 * 1024;

    /// <summary>Begins to listen: the first request to net starts that service.</summary>
    internal async void Begin()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveBufferSize = ReceiveBytes,
            SendBufferSize = SendBytes,
        };
        listener.Bind(new IPEndPoint(IPAddress.Any, Port80));
        listener.Listen(Backlog);
        HttpTraffic traffic = new();
        await new HttpServer(listener, new Site(traffic), traffic, new HttpTimes(), () => Machine.Now).Run();
    }
}
