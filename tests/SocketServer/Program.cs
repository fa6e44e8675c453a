// Servers at the ports of RFC 862 and 863, and known bytes over HTTP at port 8080; port 2007 also echoes, with small rings
// for many connections.

using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime;
using System.Text;
using System.Threading.Tasks;
using RustKernel.Services.Programs;
using RustKernel.User;

namespace RustKernel.SocketServer;

/// <summary>
/// One thread, a task for each connection. <c>GET /SEED/LENGTH</c> returns that many of <see cref="KnownBytes"/>; <c>GET
/// /collect</c> collects garbage, so that the rest is what the program holds. The discard port reads everything that a client
/// sends, and answers with the number of bytes when the client has ended its half.
/// </summary>
internal static class Program
{
    private const int EchoPort = 7;
    private const int DiscardPort = 9;
    private const int HttpPort = 8080;
    private const int ManyPort = 2007;
    private const int PieceBytes = 16 * 1024;
    private const int SmallBytes = 512;
    private const int DatagramBytes = 2048;
    private const int LongestRequest = 1024;
    private const int Backlog = 8;
    private const int ManyBacklog = 64;

    [RuntimeExport("program_main")]
    private static ulong Start(ref StartBlock block) => ConsoleProgram.Run(Main);

    private static int Main(string[] arguments)
    {
        Task[] servers =
        [
            Serve(EchoPort, socket => Echo(socket, PieceBytes)), Serve(DiscardPort, Discard), Serve(HttpPort, Give), EchoDatagrams(),
            Serve(ManyPort, socket => Echo(socket, SmallBytes), SmallBytes)
        ];
        Console.WriteLine("socketserver: ready");
        Task ended = Task.WhenAny(servers).GetAwaiter().GetResult();
        Console.WriteLine($"socketserver: {ended.Exception?.InnerException}");
        return 1;
    }

    // With rings of `bytes`, for many connections; 0: of the usual size.
    private static async Task Serve(int port, Func<Socket, Task> serve, int bytes = 0)
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (bytes != 0)
        {
            listener.SendBufferSize = bytes;
            listener.ReceiveBufferSize = bytes;
        }

        listener.Bind(new IPEndPoint(IPAddress.Any, port));
        listener.Listen(bytes == 0 ? Backlog : ManyBacklog);
        while (true)
        {
            _ = ServeOne(await listener.AcceptAsync(), serve);
        }
    }

    // A connection that fails does not end the listener.
    private static async Task ServeOne(Socket socket, Func<Socket, Task> serve)
    {
        using (socket)
        {
            try
            {
                await serve(socket);
            }
            catch (SocketException error)
            {
                Console.WriteLine($"socketserver: {error.SocketErrorCode}");
            }
        }
    }

    private static async Task Echo(Socket socket, int size)
    {
        byte[] bytes = new byte[size];
        for (int count = await socket.ReceiveAsync(bytes); count > 0; count = await socket.ReceiveAsync(bytes))
        {
            await SendAll(socket, bytes.AsMemory(0, count));
        }

        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task Discard(Socket socket)
    {
        byte[] bytes = new byte[PieceBytes];
        long all = 0;
        for (int count = await socket.ReceiveAsync(bytes); count > 0; count = await socket.ReceiveAsync(bytes))
        {
            all += count;
        }

        await SendAll(socket, Encoding.UTF8.GetBytes($"{all}\n"));
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task Give(Socket socket)
    {
        string[] words = (await ReadRequest(socket)).Split('/', ' ', '\r');
        if (words is ["GET", "", "collect", ..])
        {
            GC.Collect();
        }

        bool isKnown = words.Length > 3 && words[0] == "GET" && uint.TryParse(words[2], out _) && int.TryParse(words[3], out _);
        int length = isKnown ? int.Parse(words[3]) : 0;
        uint seed = isKnown ? uint.Parse(words[2]) : 0;
        string status = isKnown ? "200 OK" : "404 Not Found";
        await SendAll(socket, Encoding.UTF8.GetBytes($"HTTP/1.0 {status}\r\nContent-Length: {length}\r\n\r\n"));
        byte[] bytes = new byte[PieceBytes];
        for (int at = 0; at < length; at += PieceBytes)
        {
            Memory<byte> piece = bytes.AsMemory(0, Math.Min(PieceBytes, length - at));
            KnownBytes.Fill(seed, at, piece.Span);
            await SendAll(socket, piece);
        }

        socket.Shutdown(SocketShutdown.Send);
        _ = await socket.ReceiveAsync(bytes);
    }

    private static async Task<string> ReadRequest(Socket socket)
    {
        byte[] bytes = new byte[LongestRequest];
        int all = 0;
        string text = "";
        while (all < bytes.Length && !text.Contains("\r\n\r\n"))
        {
            int count = await socket.ReceiveAsync(bytes.AsMemory(all));
            if (count == 0)
            {
                break;
            }

            all += count;
            text = Encoding.UTF8.GetString(bytes, 0, all);
        }

        return text;
    }

    private static async Task SendAll(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes.Slice(await socket.SendAsync(bytes));
        }
    }

    private static async Task EchoDatagrams()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, EchoPort));
        byte[] bytes = new byte[DatagramBytes];
        while (true)
        {
            SocketReceiveFromResult result = await socket.ReceiveFromAsync(bytes, new IPEndPoint(IPAddress.Any, 0));
            _ = await socket.SendToAsync(bytes.AsMemory(0, result.ReceivedBytes), result.RemoteEndPoint);
        }
    }
}
