// Sockets over 127.0.0.1: the same small programs under .NET on Linux and on the target.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.ParityProgram;

internal static partial class SocketCases
{
    private const int BulkBytes = 300_000;
    private const int ManyConnections = 40;
    private const int AtOnce = 12;
    private const int ShortMilliseconds = 60;

    internal static void Run(Table table)
    {
        Streams(table);
        Ends(table);
        Waits(table);
        Many(table);
        Datagrams(table);
        Selects(table);
        Lists(table);
        States(table);
        Options(table);
        Names(table);
    }

    private static void Case(Table table, string name, Func<Task<object?>> make) =>
        table.Case("Socket " + name, () => make().GetAwaiter().GetResult());

    // The exception, with its socket error if it has one.
    private static string Thrown(Exception error) => error switch
    {
        SocketException socket => "SocketException " + socket.SocketErrorCode,
        IOException { InnerException: SocketException inner } => "IOException of " + inner.SocketErrorCode,
        IOException { InnerException: { } other } => "IOException of " + other.GetType().Name,
        OperationCanceledException => "canceled",
        _ => error.GetType().Name + " " + error.Message,
    };

    private static string Try(Func<object?> action)
    {
        try
        {
            return action()?.ToString() ?? "null";
        }
        catch (Exception error)
        {
            return Thrown(error);
        }
    }

    private static async Task<string> TryAsync(Func<Task<object?>> action)
    {
        try
        {
            return (await action())?.ToString() ?? "null";
        }
        catch (Exception error)
        {
            return Thrown(error);
        }
    }

    private static Socket NewTcp() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private static Socket NewUdp()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static Socket Listener()
    {
        Socket listener = NewTcp();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    // Two ends of one connection.
    private static async Task<(Socket Client, Socket Server)> Pair()
    {
        using Socket listener = Listener();
        Socket client = NewTcp();
        Task<Socket> accepting = listener.AcceptAsync();
        await client.ConnectAsync(listener.LocalEndPoint!);
        return (client, await accepting);
    }

    private static int FreePort()
    {
        using Socket listener = Listener();
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }

    private static async Task<string> ReadAll(Socket socket)
    {
        byte[] bytes = new byte[1000];
        StringBuilder text = new();
        int count;
        while ((count = await socket.ReceiveAsync(bytes.AsMemory())) > 0)
        {
            _ = text.Append(Encoding.ASCII.GetString(bytes, 0, count));
        }

        return text.ToString();
    }

    private static void Streams(Table table)
    {
        Case(table, "echo", async () =>
        {
            (Socket client, Socket server) = await Pair();
            byte[] bytes = new byte[100];
            int sent = await client.SendAsync("hello"u8.ToArray());
            int received = await server.ReceiveAsync(bytes.AsMemory());
            int echoed = await server.SendAsync(bytes.AsMemory(0, received));
            int back = await client.ReceiveAsync(bytes.AsMemory(50));
            client.Dispose();
            int end = await server.ReceiveAsync(bytes.AsMemory());
            server.Dispose();
            return $"{sent} {received} {echoed} {back} {Encoding.ASCII.GetString(bytes, 50, back)} {end}";
        });
        Case(table, "echo without awaiting", async () =>
        {
            (Socket client, Socket server) = await Pair();
            byte[] bytes = new byte[100];
            int sent = client.Send("hello"u8) + client.Send("abc"u8.ToArray(), 1, 2, SocketFlags.None);
            int received = server.Receive(bytes, 5, SocketFlags.None);
            int rest = server.Receive(bytes.AsSpan(50));
            client.Close();
            int end = server.Receive(bytes);
            server.Close();
            return $"{sent} {received} {rest} {end} {Encoding.ASCII.GetString(bytes, 50, rest)}";
        });
        Case(table, "lines", async () =>
        {
            TcpListener listener = new(IPAddress.Loopback, 0);
            listener.Start();
            Thread serving = new(() =>
            {
                using TcpClient accepted = listener.AcceptTcpClient();
                using StreamReader reader = new(accepted.GetStream());
                using StreamWriter writer = new(accepted.GetStream());
                while (reader.ReadLine() is { } line)
                {
                    writer.WriteLine(line.ToUpperInvariant());
                    writer.Flush();
                }
            });
            serving.Start();
            using TcpClient client = new(AddressFamily.InterNetwork);
            await client.ConnectAsync(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
            using StreamReader answers = new(client.GetStream());
            using StreamWriter questions = new(client.GetStream()) { NewLine = "\n" };
            List<string?> lines = [];
            foreach (string word in new[] { "one", "two", "äöü" })
            {
                await questions.WriteLineAsync(word);
                await questions.FlushAsync();
                lines.Add(await answers.ReadLineAsync());
            }

            client.Client.Shutdown(SocketShutdown.Send);
            lines.Add(await answers.ReadLineAsync());
            serving.Join();
            listener.Stop();
            return string.Join(',', lines.Select(line => line ?? "end"));
        });
        Case(table, "bulk both ways", async () =>
        {
            (Socket client, Socket server) = await Pair();
            byte[] data = new byte[BulkBytes];
            new Random(1).NextBytes(data);
            async Task<long> Sum(Socket socket)
            {
                byte[] bytes = new byte[7000];
                long sum = 0;
                int total = 0;
                int count;
                while ((count = await socket.ReceiveAsync(bytes.AsMemory())) > 0)
                {
                    for (int i = 0; i < count; i++)
                    {
                        sum = (sum * 31) + bytes[i];
                    }

                    total += count;
                }

                return total == BulkBytes ? sum : total;
            }

            async Task Send(Socket socket)
            {
                _ = await socket.SendAsync(data.AsMemory());
                socket.Shutdown(SocketShutdown.Send);
            }

            Task<long> there = Sum(server);
            Task<long> back = Sum(client);
            await Task.WhenAll(Send(client), Send(server), there, back);
            client.Dispose();
            server.Dispose();
            return $"{there.Result} {back.Result}";
        });
        Case(table, "peek", async () =>
        {
            (Socket client, Socket server) = await Pair();
            _ = client.Send("peek"u8);
            byte[] bytes = new byte[10];
            int peeked = await server.ReceiveAsync(bytes.AsMemory(), SocketFlags.Peek);
            int there = server.Available;
            int taken = server.Receive(bytes);
            string after = $"{peeked} {there} {taken} {server.Available}";
            client.Dispose();
            server.Dispose();
            return after;
        });
    }

    private static void Ends(Table table)
    {
        Case(table, "half close", async () =>
        {
            (Socket client, Socket server) = await Pair();
            _ = await client.SendAsync("all of it"u8.ToArray());
            client.Shutdown(SocketShutdown.Send);
            string read = await ReadAll(server);
            _ = await server.SendAsync(Encoding.ASCII.GetBytes("got " + read.Length));
            server.Dispose();
            string answer = await ReadAll(client);
            string more = Try(() => client.Send("more"u8));
            string state = $"{client.Connected}";
            client.Dispose();
            return $"{read}|{answer}|{more}|{state}";
        });
        Case(table, "refused", () => RefusedCase(true));
        Case(table, "refused without awaiting", () => RefusedCase(false));
        Case(table, "reset", async () =>
        {
            (Socket client, Socket server) = await Pair();
            client.LingerState = new LingerOption(true, 0);
            client.Dispose();
            byte[] bytes = new byte[10];
            string first = await TryAsync(async () => await server.ReceiveAsync(bytes.AsMemory()));
            string state = $"{server.Connected}";
            string second = await TryAsync(async () => await server.ReceiveAsync(bytes.AsMemory()));
            string sending = Try(() => server.Send(bytes));
            server.Dispose();
            return $"{first}|{state}|{second}|{sending}";
        });
        Case(table, "reset under a stream", async () =>
        {
            (Socket client, Socket server) = await Pair();
            using NetworkStream stream = new(server, true);
            client.Close(0);
            string end = await TryAsync(async () => await stream.ReadAsync(new byte[10].AsMemory()));
            (client, Socket other) = await Pair();
            using NetworkStream another = new(other, true);
            client.LingerState = new LingerOption(true, 0);
            client.Dispose();
            return end + "|" + await TryAsync(async () => await another.ReadAsync(new byte[10].AsMemory()));
        });
        Case(table, "shut both ways", async () =>
        {
            (Socket client, Socket server) = await Pair();
            client.Shutdown(SocketShutdown.Both);
            string end = await ReadAll(server);
            string received = Try(() => client.Receive(new byte[10]));
            client.Dispose();
            server.Dispose();
            return $"{end.Length}|{received}";
        });
        Case(table, "listener stops", async () =>
        {
            TcpListener listener = new(IPAddress.Loopback, 0);
            listener.Start();
            Task<string> waiting = TryAsync(async () => await listener.AcceptSocketAsync());
            listener.Stop();
            return await waiting;
        });
    }

    private static async Task<object?> RefusedCase(bool awaits)
    {
        using Socket client = NewTcp();
        IPEndPoint closed = new(IPAddress.Loopback, FreePort());
        string refused = awaits
            ? await TryAsync(async () =>
            {
                await client.ConnectAsync(closed);
                return "connected";
            })
            : Try(() =>
            {
                client.Connect(closed);
                return "connected";
            });
        return $"{refused} {client.Connected}";
    }

    private static void Waits(Table table)
    {
        Case(table, "receive timeout", async () =>
        {
            (Socket client, Socket server) = await Pair();
            client.ReceiveTimeout = ShortMilliseconds;
            string first = Try(() => client.Receive(new byte[10]));
            _ = server.Send("late"u8);
            string second = Try(() => client.Receive(new byte[10]));
            client.Dispose();
            server.Dispose();
            return $"{first}|{second}";
        });
        Case(table, "canceled", async () =>
        {
            (Socket client, Socket server) = await Pair();
            using CancellationTokenSource source = new();
            Task<string> waiting = TryAsync(async () => await client.ReceiveAsync(new byte[10].AsMemory(), source.Token));
            source.Cancel();
            string first = await waiting;
            string second = await TryAsync(async () => await client.ReceiveAsync(new byte[10].AsMemory(), source.Token));
            _ = server.Send("on"u8);
            int goesOn = await client.ReceiveAsync(new byte[10].AsMemory());
            client.Dispose();
            server.Dispose();
            return $"{first}|{second}|{goesOn}";
        });
        Case(table, "canceled after a time", async () =>
        {
            (Socket client, Socket server) = await Pair();
            using CancellationTokenSource source = new(ShortMilliseconds);
            string first = await TryAsync(async () => await client.ReceiveAsync(new byte[10].AsMemory(), source.Token));
            client.Dispose();
            server.Dispose();
            return first;
        });
        Case(table, "canceled accept", async () =>
        {
            using Socket listener = Listener();
            using CancellationTokenSource source = new();
            Task<string> waiting = TryAsync(async () => await listener.AcceptAsync(source.Token));
            source.Cancel();
            return await waiting;
        });
        Case(table, "canceled sending", async () =>
        {
            (Socket client, Socket server) = await Pair();
            using CancellationTokenSource source = new();
            Task<string> waiting = TryAsync(async () => await client.SendAsync(new byte[20_000_000].AsMemory(0, 9_000_000), source.Token));
            source.Cancel();
            string canceled = await waiting;
            client.Dispose();
            server.Dispose();
            return canceled;
        });
        Case(table, "disposed while it waits", async () =>
        {
            (Socket client, Socket server) = await Pair();
            Task<string> waiting = TryAsync(async () => await client.ReceiveAsync(new byte[10].AsMemory()));
            client.Dispose();
            string first = await waiting;
            string second = Try(() => client.Receive(new byte[10]));
            server.Dispose();
            return $"{first}|{second}";
        });
        Case(table, "poll", async () =>
        {
            (Socket client, Socket server) = await Pair();
            string before = $"{client.Poll(0, SelectMode.SelectRead)} {client.Poll(0, SelectMode.SelectWrite)}";
            bool isSilent = client.Poll(1000, SelectMode.SelectRead);
            _ = server.Send("x"u8);
            bool isThere = client.Poll(10_000_000, SelectMode.SelectRead);
            server.Dispose();
            _ = client.Receive(new byte[10]);
            bool isEnd = client.Poll(10_000_000, SelectMode.SelectRead);
            client.Dispose();
            return $"{before} {isSilent} {isThere} {isEnd}";
        });
        Case(table, "not blocking", async () =>
        {
            (Socket client, Socket server) = await Pair();
            client.Blocking = false;
            string nothing = Try(() => client.Receive(new byte[10]));
            client.Dispose();
            server.Dispose();
            return nothing;
        });
    }

    private static void Many(Table table)
    {
        Case(table, "one after another", async () =>
        {
            using Socket listener = Listener();
            int sum = 0;
            for (int i = 0; i < ManyConnections; i++)
            {
                using Socket client = NewTcp();
                Task<Socket> accepting = listener.AcceptAsync();
                await client.ConnectAsync(listener.LocalEndPoint!);
                using Socket server = await accepting;
                _ = client.Send([(byte)i]);
                byte[] one = new byte[1];
                sum += server.Receive(one) * one[0];
            }

            return sum;
        });
        Case(table, "at once", async () =>
        {
            using Socket listener = Listener();
            async Task<int> Client(byte number)
            {
                using Socket client = NewTcp();
                await client.ConnectAsync(listener.LocalEndPoint!);
                _ = await client.SendAsync(new[] { number }.AsMemory());
                byte[] one = new byte[1];
                _ = await client.ReceiveAsync(one.AsMemory());
                return one[0];
            }

            async Task Serve(Socket server)
            {
                byte[] one = new byte[1];
                _ = await server.ReceiveAsync(one.AsMemory());
                one[0]++;
                _ = await server.SendAsync(one.AsMemory());
                server.Dispose();
            }

            async Task Accept()
            {
                List<Task> serving = [];
                for (int i = 0; i < AtOnce; i++)
                {
                    serving.Add(Serve(await listener.AcceptAsync()));
                }

                await Task.WhenAll(serving);
            }

            Task accepting = Accept();
            int[] all = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Client((byte)i)));
            await accepting;
            return string.Join(' ', all);
        });
        Case(table, "from another thread", async () =>
        {
            (Socket client, Socket server) = await Pair();
            Thread thread = new(() =>
            {
                byte[] bytes = new byte[10];
                int count;
                while ((count = server.Receive(bytes)) > 0)
                {
                    _ = server.Send(bytes.AsSpan(0, count));
                }

                server.Dispose();
            });
            thread.Start();
            _ = client.Send("12345"u8);
            byte[] answer = new byte[10];
            int received = client.Receive(answer);
            client.Shutdown(SocketShutdown.Send);
            int end = client.Receive(answer);
            thread.Join();
            client.Dispose();
            return $"{received} {end}";
        });
    }

    private static void Datagrams(Table table)
    {
        Case(table, "datagrams", async () =>
        {
            using Socket a = NewUdp();
            using Socket b = NewUdp();
            int sent = a.SendTo("one"u8, b.LocalEndPoint!) + await a.SendToAsync(Array.Empty<byte>(), b.LocalEndPoint!)
                + a.SendTo(new byte[1400], b.LocalEndPoint!);
            byte[] bytes = new byte[2000];
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            int first = b.ReceiveFrom(bytes, ref from);
            bool isFrom = from.Equals(a.LocalEndPoint);
            SocketReceiveFromResult second = await b.ReceiveFromAsync(bytes.AsMemory(), new IPEndPoint(IPAddress.Any, 0));
            int third = await b.ReceiveAsync(bytes.AsMemory());
            return $"{sent} {first} {isFrom} {second.ReceivedBytes} {third}";
        });
        Case(table, "datagram of 40,000 bytes", () =>
        {
            using Socket a = NewUdp();
            using Socket b = NewUdp();

            // It is sent or too long; it must not wait for room that can never exist.
            string sent = Try(() => a.SendTo(new byte[40_000], b.LocalEndPoint!));
            return Task.FromResult<object?>(sent is "40000" or "SocketException MessageSize");
        });
        Case(table, "datagram cut", async () =>
        {
            using Socket a = NewUdp();
            using Socket b = NewUdp();
            _ = a.SendTo("123456"u8, b.LocalEndPoint!);
            _ = a.SendTo("abc"u8, b.LocalEndPoint!);
            byte[] few = new byte[4];
            string first = Try(() => b.Receive(few));
            return $"{first} {await b.ReceiveAsync(few.AsMemory())} {(char)few[0]}";
        });
        Case(table, "datagrams connected", async () =>
        {
            using Socket a = NewUdp();
            using Socket b = NewUdp();
            using Socket other = NewUdp();
            await a.ConnectAsync(b.LocalEndPoint!);
            _ = other.SendTo("no"u8, a.LocalEndPoint!);
            _ = a.Send("ask"u8);
            byte[] bytes = new byte[10];
            int asked = b.Receive(bytes);
            _ = b.SendTo("answer"u8, a.LocalEndPoint!);
            return $"{asked} {await a.ReceiveAsync(bytes.AsMemory())} {a.Connected} {a.RemoteEndPoint!.Equals(b.LocalEndPoint)}";
        });
        Case(table, "UdpClient", async () =>
        {
            using UdpClient a = new(new IPEndPoint(IPAddress.Loopback, 0));
            using UdpClient b = new(new IPEndPoint(IPAddress.Loopback, 0));
            int sent = await a.SendAsync("hello"u8.ToArray(), 5, (IPEndPoint)b.Client.LocalEndPoint!);
            UdpReceiveResult received = await b.ReceiveAsync();
            b.Connect(received.RemoteEndPoint);
            _ = b.Send("back"u8);
            IPEndPoint? from = null;
            byte[] answer = a.Receive(ref from);
            return $"{sent} {received.Buffer.Length} {Encoding.ASCII.GetString(answer)} {from!.Equals(b.Client.LocalEndPoint)}";
        });
        Case(table, "datagram canceled", async () =>
        {
            using Socket a = NewUdp();
            using CancellationTokenSource source = new(ShortMilliseconds);
            return await TryAsync(async () => await a.ReceiveAsync(new byte[10].AsMemory(), source.Token));
        });
        Case(table, "datagram too long", () =>
        {
            using Socket a = NewUdp();
            return Task.FromResult<object?>(Try(() => a.SendTo(new byte[65508], a.LocalEndPoint!)));
        });
    }

    private static void States(Table table)
    {
        Dictionary<string, Func<Socket, object?>> wrong = new()
        {
            ["receive"] = socket => socket.Receive(new byte[1]),
            ["accept"] = socket => socket.Accept(),
            ["remote end"] = socket => socket.RemoteEndPoint,
            ["local end"] = socket => socket.LocalEndPoint,
            ["connected"] = socket => socket.Connected,
            ["bound"] = socket => socket.IsBound,
            ["bind null"] = socket => Done(() => socket.Bind(null!)),
            ["connect null"] = socket => Done(() => socket.Connect((EndPoint)null!)),
            ["receive null"] = socket => socket.Receive((byte[])null!),
            ["receive beyond"] = socket => socket.Receive(new byte[4], 2, 3, SocketFlags.None),
            ["shutdown"] = socket => Done(() => socket.Shutdown(SocketShutdown.Both)),
            ["bind twice"] = socket => Done(() =>
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            }),
            ["bind elsewhere"] = socket => Done(() => socket.Bind(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 0))),
            ["disposed"] = socket =>
            {
                socket.Dispose();
                return socket.LocalEndPoint;
            },
        };
        foreach (string name in wrong.Keys)
        {
            table.Case("Socket state " + name, () =>
            {
                using Socket socket = NewTcp();
                return Try(() => wrong[name](socket));
            });
        }

        Case(table, "address in use", () =>
        {
            using Socket listener = Listener();
            using Socket other = NewTcp();
            return Task.FromResult<object?>(Try(() => Done(() => other.Bind(listener.LocalEndPoint!))));
        });
        Case(table, "ends of a connection", async () =>
        {
            (Socket client, Socket server) = await Pair();
            string ends = $"{client.RemoteEndPoint!.Equals(server.LocalEndPoint)} {server.RemoteEndPoint!.Equals(client.LocalEndPoint)} "
                + $"{client.Connected} {server.Connected} {client.IsBound} {((IPEndPoint)server.LocalEndPoint!).Address}";
            string again = Try(() => Done(() => client.Connect(client.RemoteEndPoint!)));
            client.Shutdown(SocketShutdown.Both);
            string after = $"{client.Connected}";
            client.Dispose();
            server.Dispose();
            return $"{ends}|{again}|{after}|{client.Connected}";
        });
        Case(table, "listener's state", () =>
        {
            TcpListener listener = new(IPAddress.Loopback, 0);
            string before = $"{listener.LocalEndpoint}|{Try(() => listener.Pending())}";
            listener.Start();
            string after = $"{listener.Pending()} {((IPEndPoint)listener.LocalEndpoint).Port > 0}";
            listener.Stop();
            return Task.FromResult<object?>($"{before}|{after}");
        });
        Case(table, "kinds", () => Task.FromResult<object?>(
            $"{Try(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Udp))}"));
    }

    private static object? Done(Action action)
    {
        action();
        return "done";
    }

    private static void Options(Table table)
    {
        table.Case("Socket options", () =>
        {
            using Socket socket = NewTcp();
            string before = $"{socket.NoDelay} {socket.Blocking} {socket.ReceiveTimeout} {socket.LingerState!.Enabled} {socket.SocketType}";
            socket.NoDelay = true;
            socket.ReceiveTimeout = 500;
            socket.SendTimeout = -1;
            socket.LingerState = new LingerOption(true, 7);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            return $"{before}|{socket.NoDelay} {socket.ReceiveTimeout} {socket.SendTimeout} {socket.LingerState.LingerTime} "
                + $"{socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)} "
                + $"{socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)}";
        });
        table.Case("Socket timeout wrong", () =>
        {
            using Socket socket = NewTcp();
            return Try(() => socket.ReceiveTimeout = -2);
        });
    }

    private static void Names(Table table)
    {
        Case(table, "names", async () => string.Join(
            ' ',
            (await Dns.GetHostAddressesAsync("127.0.0.1")).Select(address => address.ToString())
                .Append(Dns.GetHostAddresses("localhost", AddressFamily.InterNetwork)[0].ToString())));
        table.Case("Dns other family", () => Dns.GetHostAddresses("127.0.0.1", AddressFamily.InterNetworkV6).Length);
        table.Case("Dns entry", () => Dns.GetHostEntry("localhost", AddressFamily.InterNetwork).AddressList.Single());
        table.Case("Dns null", () => Try(() => Dns.GetHostAddresses(null!)));
        table.Case("Dns any", () => Try(() => Dns.GetHostAddresses("0.0.0.0")));
        Case(table, "connect by name", async () =>
        {
            using Socket listener = Listener();
            using TcpClient client = new(AddressFamily.InterNetwork);
            await client.ConnectAsync("localhost", ((IPEndPoint)listener.LocalEndPoint!).Port);
            using Socket server = await listener.AcceptAsync();
            return client.Connected;
        });
    }
}
