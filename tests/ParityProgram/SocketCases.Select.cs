// Several sockets at once, several buffers at once, files.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.ParityProgram;

internal static partial class SocketCases
{
    private const int LongMicroseconds = 60_000_000;
    private const int SelectRounds = 50;

    private static void Selects(Table table)
    {
        Case(table, "select", async () =>
        {
            (Socket client, Socket server) = await Pair();
            using Socket datagrams = NewUdp();
            using Socket listener = Listener();
            Socket[] all = [client, server, datagrams, listener];
            string idle = Selected(all, 0);
            _ = server.Send("x"u8);
            _ = datagrams.SendTo("y"u8, datagrams.LocalEndPoint!);
            using Socket other = NewTcp();
            other.Connect(listener.LocalEndPoint!);
            string busy = Selected(
                all, LongMicroseconds, () => client.Available > 0 && datagrams.Available > 0 && listener.Poll(0, SelectMode.SelectRead));
            client.Dispose();
            string end = Selected([server, listener], LongMicroseconds, () => server.Poll(0, SelectMode.SelectError));
            server.Dispose();
            return $"{idle}|{busy}|{end}";
        });
        Case(table, "select waits for the one that comes", async () =>
        {
            (Socket client, Socket server) = await Pair();
            using Socket silent = NewUdp();
            int bytes = 0;
            Thread answering = new(() =>
            {
                for (int i = 0; i < SelectRounds; i++)
                {
                    _ = server.Send([(byte)i]);
                    _ = server.Receive(new byte[1]);
                }
            });
            answering.Start();
            for (int i = 0; i < SelectRounds; i++)
            {
                List<Socket> ready = [silent, client];
                Socket.Select(ready, null, null, -1);
                bytes += ready.Single().Receive(new byte[10]);
                _ = client.Send([1]);
            }

            answering.Join();
            client.Dispose();
            server.Dispose();
            return bytes;
        });
        Case(table, "select until its time is over", () =>
        {
            using Socket silent = NewUdp();
            long start = Environment.TickCount64;
            List<Socket> read = [silent];
            List<Socket> errors = [silent];
            Socket.Select(read, null, errors, TimeSpan.FromMilliseconds(ShortMilliseconds));
            bool hasWaited = Environment.TickCount64 - start >= ShortMilliseconds - 1;
            return Task.FromResult<object?>($"{read.Count} {errors.Count} {hasWaited}");
        });
        Case(table, "select of sockets without use", () =>
        {
            using Socket tcp = new(SocketType.Stream, ProtocolType.Tcp);
            using Socket udp = new(SocketType.Dgram, ProtocolType.Udp);
            return Task.FromResult<object?>($"{Selected([tcp, udp, tcp], 0)} {udp.Poll(0, SelectMode.SelectWrite)}");
        });
        Dictionary<string, Action> wrong = new()
        {
            ["nothing"] = () => Socket.Select(null, new List<Socket>(), null, 0),
            ["no socket"] = () => Socket.Select(new List<object> { "x" }, null, null, 0),
            ["null"] = () => Socket.Select(null, new List<Socket?> { null }, null, 0),
            ["time"] = () => Socket.Select(null, new List<Socket> { NewUdp() }, null, TimeSpan.FromSeconds(-2)),
            ["long time"] = () => Socket.Select(null, new List<Socket> { NewUdp() }, null, TimeSpan.FromDays(1)),
        };
        foreach (string name in wrong.Keys)
        {
            table.Case("Socket select " + name, () => Try(() => Done(wrong[name])));
        }

        Case(table, "select disposed", () =>
        {
            Socket socket = NewUdp();
            socket.Dispose();
            return Task.FromResult<object?>(
                Try(() => Done(() => Socket.Select(new List<Socket> { socket }, null, null, 0))).StartsWith("ObjectDisposed"));
        });
    }

    private static void Lists(Table table)
    {
        Case(table, "lists of buffers", async () =>
        {
            (Socket client, Socket server) = await Pair();
            List<ArraySegment<byte>> sent = [new([1, 2, 3]), new([9, 4, 5, 9], 1, 2), new([])];
            int first = client.Send(sent);
            byte[] came = new byte[8];
            List<ArraySegment<byte>> received = [new(came, 4, 2), new(came, 0, 4)];
            int count = server.Receive(received);
            int second = await server.SendAsync(sent);
            byte[] back = new byte[8];
            List<ArraySegment<byte>> parts = [new(back, 1, 1), new(back, 3, 5)];
            int last = await client.ReceiveAsync(parts);
            client.Dispose();
            server.Dispose();
            return $"{first} {count} {string.Join(',', came)} {second} {last} {string.Join(',', back)}";
        });
        Case(table, "datagram of several buffers", () =>
        {
            using Socket a = NewUdp();
            a.Connect(a.LocalEndPoint!);
            List<ArraySegment<byte>> sent = [new([1, 2]), new([3])];
            _ = a.Send(sent);
            byte[] came = new byte[8];
            List<ArraySegment<byte>> received = [new(came, 7, 1), new(came, 0, 4)];
            int count = a.Receive(received);
            return Task.FromResult<object?>($"{count} {string.Join(',', came)}");
        });
        Dictionary<string, Func<Socket, object?>> wrong = new()
        {
            ["null"] = socket => socket.Send((IList<ArraySegment<byte>>)null!),
            ["none"] = socket => socket.Send(new List<ArraySegment<byte>>()),
            ["without array"] = socket => socket.Send(new List<ArraySegment<byte>> { default }),
            ["receive null"] = socket => socket.Receive((IList<ArraySegment<byte>>)null!),
            ["receive none"] = socket => socket.Receive(new List<ArraySegment<byte>>()),
            ["receive none later"] = socket => socket.ReceiveAsync(new List<ArraySegment<byte>>()).GetAwaiter().GetResult(),
            ["file of none"] = socket => Done(() => socket.SendFile("/none")),
            ["disconnect"] = socket => Done(() => socket.DisconnectAsync(false).AsTask().GetAwaiter().GetResult()),
        };
        foreach (string name in wrong.Keys)
        {
            table.Case("Socket list " + name, () =>
            {
                using Socket socket = NewTcp();
                return Try(() => wrong[name](socket));
            });
        }
    }

    // The sockets that can be read, can be written, and have failed.
    private static string Selected(Socket[] sockets, int microseconds, Func<bool>? isComplete = null)
    {
        List<Socket> read;
        bool isLast;
        do
        {
            isLast = isComplete?.Invoke() ?? true;
            read = [.. sockets];
            Socket.Select(read, null, null, microseconds);
        }
        while (!isLast);

        List<Socket> write = [.. sockets];
        List<Socket> errors = [.. sockets];
        Socket.Select(null, write, errors, 0);
        return $"{Numbers(read)};{Numbers(write)};{Numbers(errors)}";

        string Numbers(List<Socket> some) => string.Join(',', some.Select(socket => Array.IndexOf(sockets, socket)));
    }
}
