using System;
using System.Collections.Generic;
using System.Net;

namespace RustKernel.Flash.Tftp.Tests;

/// <summary>
/// The server and its clients joined by a network that loses, repeats and reorders as a seeded generator decides, with a
/// clock that jumps from event to event.
/// </summary>
public sealed class SimulatedNetwork : ITftpTransport
{
    public const int RequestPort = 69;
    private static readonly TimeSpan s_latency = TimeSpan.FromMilliseconds(1);
    private readonly Random _random;
    private readonly Faults _faults;
    private readonly PriorityQueue<Datagram, (TimeSpan, int)> _underWay = new();
    private readonly List<SimulatedClient> _clients = [];
    private int _order;
    private int _nextPort = 50000;

    public SimulatedNetwork(ITftpFiles files, Faults? faults = null, int seed = 1, TftpPolicy? policy = null)
    {
        _random = new Random(seed);
        _faults = faults ?? new Faults();
        Server = new TftpServer(policy ?? new TftpPolicy(), this, files, Log.Add);
    }

    public TftpServer Server { get; }

    public List<TftpRequestRecord> Log { get; } = [];

    public TimeSpan Now { get; private set; }

    /// <summary>The port of the latest transfer.</summary>
    public int LatestPort => _nextPort;

    public int OpenPorts { get; private set; }

    /// <summary>Everything that the server sent, in order.</summary>
    public List<Datagram> Sent { get; } = [];

    public bool KeepSent { get; set; } = true;

    public int OpenPort()
    {
        OpenPorts++;
        return _nextPort = _nextPort == 65535 ? 50000 : _nextPort + 1;
    }

    public void ClosePort(int port) => OpenPorts--;

    public void Send(int port, IPEndPoint destination, ReadOnlySpan<byte> datagram)
    {
        Datagram sent = new(port, destination, datagram.ToArray(), ToServer: false);
        if (KeepSent)
        {
            Sent.Add(sent);
        }
        // When datagrams are delivered one by one, no one takes the answers.
        if (_clients.Count > 0)
        {
            Deliver(sent);
        }
    }

    /// <summary>Sends a client's datagram to the server.</summary>
    public void Post(int port, IPEndPoint client, byte[] payload) => Deliver(new Datagram(port, client, payload, ToServer: true));

    /// <summary>Delivers a datagram to the server at once, without faults.</summary>
    public void Hand(int port, IPEndPoint client, byte[] payload)
    {
        if (port == RequestPort)
        {
            Server.ReceiveRequest(client, payload, RequestPort, Now);
        }
        else
        {
            Server.Receive(port, client, payload, Now);
        }
    }

    public void Add(SimulatedClient client)
    {
        _clients.Add(client);
        client.Start();
    }

    /// <summary>Advances the clock to <paramref name="time"/>, with only the server's own deadlines.</summary>
    public void Idle(TimeSpan time)
    {
        while (Server.NextDeadline <= time)
        {
            Now = Server.NextDeadline;
            Server.Tick(Now);
        }

        Now = time;
    }

    /// <summary>
    /// Runs until every client has ended and the server is idle; false when that takes longer than
    /// <paramref name="limit"/>.
    /// </summary>
    public bool Run(TimeSpan limit)
    {
        while (Now < limit)
        {
            TimeSpan next = Server.NextDeadline;
            foreach (SimulatedClient client in _clients)
            {
                next = client.Deadline < next ? client.Deadline : next;
            }

            if (_underWay.TryPeek(out _, out (TimeSpan Time, int) first) && first.Time <= next)
            {
                Now = first.Time;
                Arrive(_underWay.Dequeue());
                continue;
            }

            if (next == TimeSpan.MaxValue)
            {
                return true;
            }

            Now = next > Now ? next : Now;
            Server.Tick(Now);
            foreach (SimulatedClient client in _clients)
            {
                client.Tick(Now);
            }
        }

        return false;
    }

    private void Deliver(Datagram datagram)
    {
        int copies = _random.NextDouble() < _faults.Loss ? 0 : _random.NextDouble() < _faults.Duplication ? 2 : 1;
        for (; copies > 0; copies--)
        {
            TimeSpan delay = _random.NextDouble() < _faults.Reordering ? s_latency * (1 + (4 * _random.NextDouble())) : s_latency;
            _underWay.Enqueue(datagram, (Now + delay, _order++));
        }
    }

    private void Arrive(Datagram datagram)
    {
        if (datagram.ToServer)
        {
            Hand(datagram.ServerPort, datagram.Client, datagram.Payload);
            return;
        }

        foreach (SimulatedClient client in _clients)
        {
            if (client.Endpoint.Equals(datagram.Client))
            {
                client.Receive(datagram.ServerPort, datagram.Payload);
            }
        }
    }
}
