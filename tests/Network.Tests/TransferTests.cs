// Whole transfers between two stacks on a bad wire: what arrives is what was sent, and every transfer ends.

using System;
using System.Linq;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class TransferTests
{
    private const long Second = 1_000_000;

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(10, 0, 0, 0)]
    [InlineData(50, 10, 10, 50)]
    [InlineData(100, 50, 20, 200)]
    [InlineData(200, 100, 50, 300)]
    [InlineData(300, 100, 50, 300)]
    [InlineData(0, 0, 0, 1000)]
    [InlineData(0, 1000, 0, 0)]
    [InlineData(0, 0, 100, 0)]
    public void Both_ways_arrive_whole(int loss, int duplicate, int corrupt, int reorder)
    {
        // A last FIN that is lost again and again may come after the usual wait, and is then answered with a reset.
        LinkFaults faults = new() { Loss = loss, Duplicate = duplicate, Corrupt = corrupt, Reorder = reorder };
        StackOptions first = new() { LinkAddress = new LinkAddress(0x020000000001), TimeWait = 1000 * Second };
        StackOptions second = new() { LinkAddress = new LinkAddress(0x020000000002), TimeWait = 1000 * Second };
        for (int seed = 1; seed <= 3; seed++)
        {
            _ = Transfer.Run(new Link(seed, faults, first, second), 200_000, 200_000, 16384);
        }
    }

    [Theory]
    [InlineData(256)]
    [InlineData(4096)]
    [InlineData(1 << 18)]
    public void Rings_of_any_size_work(int ring) =>
        Transfer.Run(new Link(7, new LinkFaults { Loss = 20, Reorder = 100 }), ring < 1000 ? 20_000 : 300_000, 50_000, ring);

    [Fact]
    public void A_stack_without_the_others_options_works()
    {
        // Peers with other link sizes, with and without checksum offload.
        StackOptions small = new() { LinkAddress = new LinkAddress(0x020000000001), Mtu = 576 };
        StackOptions offload = new() { LinkAddress = new LinkAddress(0x020000000002), HasTransmitChecksum = true };
        Transfer.Run(new Link(8, new LinkFaults { Loss = 50 }, small, offload), 100_000, 100_000, 32768);
    }

    [Fact]
    public void A_path_that_swallows_large_packets_without_a_word_is_survived() =>
        Transfer.Run(new Link(9, new LinkFaults { BlackHoleAbove = 1300 }), 50_000, 50_000, 32768);

    [Fact]
    public void A_long_and_wide_way_is_filled()
    {
        var link = new Link(10, new LinkFaults { Delay = 50_000 });
        long time = Transfer.Run(link, 4_000_000, 10_000, 1 << 20);
        Assert.True(time < 10 * Second, $"{time} µs");
    }

    [Fact]
    public void Four_megabytes_each_way_with_a_tenth_lost_and_reordering_arrive_whole() =>
        Transfer.Run(new Link(11, new LinkFaults { Loss = 100, Reorder = 100 }), 4 << 20, 4 << 20, 1 << 16);

    [Fact]
    [Trait("Run", "soak")]
    public void Sixty_four_megabytes_each_way_with_a_tenth_lost_and_reordering_arrive_whole() =>
        Transfer.Run(new Link(12, new LinkFaults { Loss = 100, Reorder = 100 }), 64 << 20, 64 << 20, 1 << 17);

    [Fact]
    public void A_driver_that_begins_again_and_again_costs_frames_and_nothing_else()
    {
        // 300 ms of each 1.37 s without a driver; its successor reports it, and no connection gets a reset.
        var link = new Link(17);
        bool isDown = false;
        int restarts = 0;
        link.Sent = (from, frame) =>
        {
            bool isDownNow = link.Now % 1_370_000 < 300_000;
            link.Faults = new LinkFaults { Loss = isDownNow ? 1000 : 0, Delay = 5_000 };
            if (isDown && !isDownNow)
            {
                restarts++;
                link.Stacks[0].LinkRestarted(link.Now);
            }

            isDown = isDownNow;
            Assert.False(frame[12] == 8 && frame[13] == 0 && frame[23] == 6 && (frame[47] & 4) != 0, "a reset");
            _ = from;
        };
        _ = Transfer.Run(link, 3_000_000, 3_000_000, 8192);
        Assert.True(restarts > 2, $"{restarts} restarts");
    }

    [Fact]
    public void A_connection_to_the_stack_itself_works()
    {
        foreach (InternetAddress self in new[] { InternetAddress.FromIPv4(127, 0, 0, 1), InternetAddress.FromIPv4(Peer.OurAddress) })
        {
            var peer = new Peer();
            MemoryRing[] rings = [new(1024), new(1024), new(1024), new(1024)];
            _ = peer.Stack.Listen(peer.Owner, 80, 1024, out TcpListener? listener);
            Assert.Equal(NetworkError.None, listener!.Supply(rings[2], rings[3]));
            NetworkError error = peer.Stack.Connect(
                peer.Owner,
                new EndPoint(self, 80),
                0,
                rings[0],
                rings[1],
                peer.Now,
                out TcpConnection? client);
            Assert.Equal(NetworkError.None, error);
            peer.ExpectNothing(Second);
            _ = rings[0].Write([1, 2, 3]);
            client!.RingsChanged(peer.Now);
            peer.ExpectNothing(Second);
            Assert.Equal(3u, rings[3].Produced);
            Assert.Equal(self, listener.Accept()!.Local.Address);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        string[] runs = Enumerable.Range(0, 2).Select(_ => Record(13)).ToArray();
        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], Record(14));
    }

    [Fact]
    public void A_thousand_connections_live_at_once()
    {
        var link = new Link(15);
        TcpListener listener = Transfer.Listen(link, 1000, 256);
        TcpConnection[] clients = Enumerable.Range(0, 1000).Select(_ => Transfer.Connect(link, 256, 256)).ToArray();
        Assert.True(
            link.Run(60 * Second, () => listener.Waiting == 1000),
            $"{listener.Waiting}");
        Assert.Equal((1000, 1000), (link.Stacks[0].ConnectionCount, link.Stacks[1].ConnectionCount));
        foreach (TcpConnection client in clients)
        {
            client.Abort(link.Now);
        }

        _ = link.Run(10 * Second);
        Assert.Equal((0, 0), (link.Stacks[0].ConnectionCount, link.Stacks[1].ConnectionCount));
    }

    [Fact]
    public void Connections_opened_and_closed_leave_nothing()
    {
        var link = new Link(16, new LinkFaults { Loss = 50 });
        TcpListener listener = Transfer.Listen(link, 0, 1024);
        for (int i = 0; i < 1000; i++)
        {
            _ = listener.Supply(new MemoryRing(256), new MemoryRing(1024));
            TcpConnection client = Transfer.Connect(link, 256, 1024);
            TcpConnection? server = null;
            Assert.True(link.Run(100 * Second, () => (server ??= listener.Accept()) is not null));
            client.Close(link.Now);
            server!.Close(link.Now);
            Assert.True(link.Run(300 * Second, () => client.IsClosed && server.IsClosed));
        }

        _ = link.Run(100 * Second);
        Assert.Equal((0, 0, 0, 0), (
            link.Stacks[0].ConnectionCount, link.Stacks[1].ConnectionCount, link.Stacks[0].TimeWaitCount, link.Stacks[1].TimeWaitCount));
        Assert.Equal((0, 1), (link.Owners[0].Count, link.Owners[1].Count));
    }

    private static string Record(int seed)
    {
        var hash = new System.Security.Cryptography.HMACSHA256([1]);
        var link = new Link(seed, new LinkFaults { Loss = 50, Duplicate = 50, Corrupt = 50, Reorder = 50 });
        byte[] sum = [];
        link.Sent = (from, frame) => sum = hash.ComputeHash([.. sum, (byte)from, .. BitConverter.GetBytes(link.Now), .. frame]);
        Transfer.Run(link, 50_000, 50_000, 8192);
        return Convert.ToHexString(sum);
    }
}
