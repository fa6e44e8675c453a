using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Drivers.Qemu;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>Which ports of the host lead to the machine, as QEMU 10.0 lists them.</summary>
public sealed class QemuNetworkTests
{
    private const string List =
        "Hub -1 (net0):\r\n  Protocol[State]    FD  Source Address  Port   Dest. Address  Port RecvQ SendQ\r\n"
        + "  TCP[ESTABLISHED]   9       127.0.0.1 40000       10.0.2.15    80     0     0\r\n"
        + "  TCP[HOST_FORWARD]   8       127.0.0.1 36863       10.0.2.15    80     0     0\r\n"
        + "  TCP[HOST_FORWARD]   7       127.0.0.1  8080       10.0.2.15    80     0     0\r\n"
        + "  UDP[HOST_FORWARD]   3       127.0.0.1 45582       10.0.2.15    80     0     0\r\n";

    [Fact]
    public void Ports_that_were_left_open_are_those_that_QEMU_took()
    {
        NetworkSettings asked = new()
        {
            Kind = NetworkKind.User,
            Forwards = [new PortForward(true, 0, 80), new PortForward(false, 8080, 80), new PortForward(false, 0, 80)],
        };
        NetworkSettings? known = QemuNetwork.WithPorts(asked, List);
        Assert.Equal([45582, 8080, 36863], known!.Forwards.Select(forward => forward.Host));
        Assert.Equal("127.0.0.1:45582 (UDP) leads to port 80 of the machine", QemuNetwork.Describe(known).First());
    }

    [Theory]
    [InlineData(0, 81)]
    [InlineData(8081, 80)]
    public void A_port_that_is_not_listed_is_missed(int host, int guest) =>
        Assert.Null(QemuNetwork.WithPorts(new NetworkSettings { Forwards = [new PortForward(false, host, guest)] }, List));

    // With room for one the host takes two at once, and the others try again after seconds that double.
    [Fact]
    public async Task Forty_connections_find_room_at_a_port_that_leads_to_the_machine()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        string list = $"  TCP[HOST_FORWARD]  {listener.Handle}  127.0.0.1 36863  10.0.2.15  80  0  0\r\n";
        Assert.Equal("", ForwardBacklog.Raise(Environment.ProcessId, ForwardBacklog.Listeners(list)));
        Socket[] clients = [.. Enumerable.Range(0, 40).Select(_ => new Socket(SocketType.Stream, ProtocolType.Tcp))];
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        await Task.WhenAll(clients.Select(client => client.ConnectAsync(listener.LocalEndPoint!, limit.Token).AsTask()));
        Array.ForEach(clients, client => client.Dispose());
    }

    [Fact]
    public void A_process_that_is_not_there_is_named() =>
        Assert.StartsWith("pidfd_open: ", ForwardBacklog.Raise(int.MaxValue, []), StringComparison.Ordinal);
}
