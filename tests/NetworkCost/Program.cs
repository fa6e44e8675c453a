// The cost of sockets, in instructions of the whole machine. The same operations as tests/LinuxNetworkCost/init.c, with the same peer.

using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime;
using RustKernel.Services.Programs;
using RustKernel.User;

namespace RustKernel.NetworkCost;

/// <summary>
/// Arguments: the peer's ports for bytes that it sends, for bytes that it takes, and for questions. The kernel must allow programs to
/// count:
/// <c>test=</c> on its command line.
/// </summary>
internal static class Program
{
    private const int Runs = 5;
    private const int Chunk = 64 * 1024;
    private const int Bytes = 16 << 20;
    private const int Connections = 100;
    private const int QuestionBytes = 64;
    private static readonly IPAddress s_peer = new([10, 0, 2, 2]);
    private static readonly byte[] s_buffer = new byte[Chunk];

    [RuntimeExport("program_main")]
    private static ulong Start(ref StartBlock block) => ConsoleProgram.Run(Main);

    private static int Main(string[] arguments)
    {
        int[] ports = Array.ConvertAll(arguments, int.Parse);

        // Once unmeasured: the host's address is known, tables and heaps have their full size.
        Receive(ports[0], new Meter());
        Measure("receive_16m", meter => Receive(ports[0], meter), 1);
        Send(ports[1], new Meter());
        Measure("send_16m", meter => Send(ports[1], meter), 1);
        Ask(ports[2]);
        Measure("connect_ask_close", meter => AskMany(ports[2], meter), Connections);
        Console.WriteLine("netcost: done");
        return 0;
    }

    private static void Measure(string what, Action<Meter> work, ulong operations)
    {
        ulong[] samples = new ulong[Runs];
        for (int run = 0; run < Runs; run++)
        {
            Meter meter = new();
            work(meter);
            samples[run] = meter.Look();
        }

        Array.Sort(samples);
        Console.WriteLine($"netcost: {what} {samples[Runs / 2] / operations} "
            + $"({samples[0] / operations} to {samples[Runs - 1] / operations})");
    }

    private static Socket Connect(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(s_peer, port);
        return socket;
    }

    private static void Receive(int port, Meter meter)
    {
        using Socket socket = Connect(port);
        int all = 0;
        for (int count = socket.Receive(s_buffer); count > 0; count = socket.Receive(s_buffer))
        {
            all += count;
            meter.Look();
        }

        Check(all, Bytes);
    }

    private static void Send(int port, Meter meter)
    {
        using Socket socket = Connect(port);
        for (int at = 0; at < Bytes; at += Chunk)
        {
            Check(socket.Send(s_buffer), Chunk);
            meter.Look();
        }

        socket.Shutdown(SocketShutdown.Send);
        Check(socket.Receive(s_buffer), 0);
    }

    private static void AskMany(int port, Meter meter)
    {
        for (int i = 0; i < Connections; i++)
        {
            Ask(port);
            meter.Look();
        }
    }

    private static void Ask(int port)
    {
        using Socket socket = Connect(port);
        Check(socket.Send(s_buffer.AsSpan(0, QuestionBytes)), QuestionBytes);
        Check(socket.Receive(s_buffer.AsSpan(0, QuestionBytes)), QuestionBytes);
    }

    private static void Check(int count, int expected)
    {
        if (count != expected)
        {
            throw new InvalidOperationException($"{count} bytes instead of {expected}");
        }
    }

    // The CPU's counter has 32 bits: it is read more often than it wraps.
    private sealed class Meter
    {
        private uint _last = (uint)Runtime.Measure.Instructions();
        private ulong _sum;

        internal ulong Look()
        {
            uint now = (uint)Runtime.Measure.Instructions();
            _sum += now - _last;
            _last = now;
            return _sum;
        }
    }
}
