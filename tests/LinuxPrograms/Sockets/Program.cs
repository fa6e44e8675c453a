// System.Net.Sockets and HttpClient over loopback; the console output is compared with Linux.

using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;

TcpListener listener = new(IPAddress.Loopback, 0);
listener.Start();
IPEndPoint end = (IPEndPoint)listener.LocalEndpoint;
Console.WriteLine($"listens {end.Address} {end.Port > 0}");

// Many connections at once, each echoed.
Task server = Task.Run(async () =>
{
    List<Task> echoes = [];
    for (int i = 0; i < 20; i++)
    {
        echoes.Add(Echo(await listener.AcceptTcpClientAsync()));
    }

    await Task.WhenAll(echoes);
});
int[] sums = await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
{
    using TcpClient client = new();
    await client.ConnectAsync(end);
    client.NoDelay = true;
    NetworkStream stream = client.GetStream();
    byte[] sent = new byte[20_000];
    new Random(number).NextBytes(sent);
    Task sending = Send(client, stream, sent);
    byte[] received = new byte[sent.Length];
    await stream.ReadExactlyAsync(received);
    await sending;
    return received.AsSpan().SequenceEqual(sent) && stream.ReadByte() == -1 ? 1 : 0;
}));
await server;
Console.WriteLine($"echoed {sums.Sum()}");

// Without async.
using (Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
{
    client.Connect(end);
    using Socket other = listener.AcceptSocket();
    other.Send("hello"u8);
    byte[] bytes = new byte[100];
    Console.WriteLine($"{Encoding.ASCII.GetString(bytes, 0, client.Receive(bytes))} {client.RemoteEndPoint!.Equals(other.LocalEndPoint)}");
    client.ReceiveTimeout = 50;
    Console.WriteLine(Try(() => client.Receive(bytes)));
    other.Shutdown(SocketShutdown.Send);
    client.ReceiveTimeout = 0;
    Console.WriteLine($"end {client.Receive(bytes)}");
}

listener.Stop();
Console.WriteLine(Try(() => new TcpClient().Connect(end)));
using (UdpClient one = new(new IPEndPoint(IPAddress.Loopback, 0)))
using (UdpClient two = new(AddressFamily.InterNetwork))
{
    await two.SendAsync(new byte[] { 1, 2, 3 }, (IPEndPoint)one.Client.LocalEndPoint!);
    UdpReceiveResult result = await one.ReceiveAsync();
    Console.WriteLine($"datagram {string.Join(',', result.Buffer)} {result.RemoteEndPoint.Address}");
}

// A short HTTP server, and .NET's own client.
TcpListener web = new(IPAddress.Loopback, 0);
web.Start();
Task serving = Task.Run(async () =>
{
    using TcpClient client = await web.AcceptTcpClientAsync();
    using StreamReader reader = new(client.GetStream());
    string? first = await reader.ReadLineAsync();
    while (await reader.ReadLineAsync() is { Length: > 0 })
    {
    }

    byte[] body = Encoding.UTF8.GetBytes($"you asked for {first}");
    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n"));
    await client.GetStream().WriteAsync(body);
});
using HttpClient http = new();
Console.WriteLine(await http.GetStringAsync($"http://localhost:{((IPEndPoint)web.LocalEndpoint).Port}/some/path"));
await serving;
Console.WriteLine(string.Join(' ', (await Dns.GetHostAddressesAsync("127.0.0.1")).Select(address => address.ToString())));
using CancellationTokenSource cancel = new(50);
Console.WriteLine(await TryAsync(async () => await web.AcceptTcpClientAsync(cancel.Token)));

static async Task Echo(TcpClient client)
{
    using (client)
    {
        await client.GetStream().CopyToAsync(client.GetStream());
        client.Client.Shutdown(SocketShutdown.Send);
    }
}

static async Task Send(TcpClient client, NetworkStream stream, byte[] bytes)
{
    await stream.WriteAsync(bytes);
    client.Client.Shutdown(SocketShutdown.Send);
}

static string Try(Action action)
{
    try
    {
        action();
        return "no exception";
    }
    catch (SocketException e)
    {
        return $"{e.SocketErrorCode}";
    }
}

static async Task<string> TryAsync(Func<Task> action)
{
    try
    {
        await action();
        return "no exception";
    }
    catch (OperationCanceledException)
    {
        return "cancelled";
    }
}
