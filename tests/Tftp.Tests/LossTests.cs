// Whole transfers over a network that misbehaves.

using System;
using System.Linq;
using System.Net;
using Xunit;

namespace RustKernel.Flash.Tftp.Tests;

public sealed class LossTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(3_000_000)]
    public void Every_size_arrives(long size)
    {
        (SimulatedNetwork network, SimulatedClient client) = Transfer(size, new Faults(), 1);
        Assert.True(client.IsComplete, client.Problem);
        Assert.Equal(size, client.Received);
        Assert.Equal(TftpVerdict.Served, Assert.Single(network.Log).Verdict);
        Assert.Equal(0, network.Log[0].Retransmissions);
        Assert.Equal(size, network.Log[0].Acknowledged);
        Assert.Equal(0, network.OpenPorts);
    }

    [Theory]
    [InlineData(512, 1)]
    [InlineData(512, 16)]
    [InlineData(512, 64)]
    public void Block_numbers_roll_over(int blockSize, int windowSize)
    {
        const long size = 48L << 20;
        (SimulatedNetwork network, SimulatedClient client) = Transfer(size, new Faults(), 1, blockSize, windowSize);
        Assert.True(client.IsComplete, client.Problem);
        Assert.Equal(size, client.Received);
        Assert.Equal(0, network.Log[0].Retransmissions);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8)]
    [InlineData(5, 1)]
    [InlineData(5, 16)]
    [InlineData(10, 1)]
    [InlineData(10, 8)]
    [InlineData(20, 1)]
    [InlineData(20, 4)]
    public void Loss_duplication_and_reordering_are_healed(int percent, int windowSize)
    {
        double p = percent / 100.0;
        for (int seed = 1; seed <= 5; seed++)
        {
            (SimulatedNetwork network, SimulatedClient client) = Transfer(300_000, new Faults(p, p, p), seed, 1468, windowSize);
            Assert.True(client.IsComplete, $"seed {seed}: {client.Problem}, {client.Received} bytes, {network.Log.FirstOrDefault()}");
            Assert.Equal(300_000, client.Received);
            Assert.Contains(network.Log, record => record.Verdict is TftpVerdict.Served or TftpVerdict.Unconfirmed);
            Assert.Equal(0, network.OpenPorts);
        }
    }

    [Fact]
    public void Repeated_acknowledgments_do_not_double_the_data()
    {
        SimulatedNetwork network = new(new Files(_ => new PatternFile(100_000)));
        SimulatedClient client = new(network, Address(1), "start4.elf", PatternFile.At, ("blksize", "1024"))
        {
            RepeatsAcknowledgments = true
        };
        network.Add(client);
        Assert.True(network.Run(TimeSpan.FromMinutes(10)));
        Assert.True(client.IsComplete, client.Problem);
        Assert.Equal((100_000 / 1024) + 1, network.Sent.Count(datagram => datagram.Payload[1] == 3));
    }

    [Fact]
    public void A_thousand_clients_are_served_and_the_rest_is_told_so()
    {
        SimulatedNetwork network = new(new Files(_ => new PatternFile(5000)), policy: new TftpPolicy { MaximumTransfers = 1000 })
        {
            KeepSent = false
        };
        SimulatedClient[] clients =
            [.. Enumerable.Range(0, 1100).Select(i => new SimulatedClient(network, Address(i), "f", PatternFile.At))];
        foreach (SimulatedClient client in clients)
        {
            network.Add(client);
        }

        Assert.True(network.Run(TimeSpan.FromMinutes(10)));
        Assert.Equal(1000, clients.Count(client => client.IsComplete && client.Received == 5000));
        Assert.Equal(100, network.Log.Count(record => record.Verdict == TftpVerdict.Busy));
        Assert.Equal(0, network.OpenPorts);
    }

    private static (SimulatedNetwork Network, SimulatedClient Client) Transfer(
        long size,
        Faults faults,
        int seed,
        int blockSize = 512,
        int windowSize = 1)
    {
        SimulatedNetwork network = new(new Files(_ => new PatternFile(size)), faults, seed) { KeepSent = false };
        (string, string)[] options = [("blksize", $"{blockSize}"), ("windowsize", $"{windowSize}"), ("tsize", "0")];
        SimulatedClient client = new(network, Address(1), "file", PatternFile.At, blockSize == 512 && windowSize == 1 ? [] : options);
        network.Add(client);
        Assert.True(network.Run(TimeSpan.FromHours(2)), "stalled");
        return (network, client);
    }

    private static IPEndPoint Address(int number) => new(new IPAddress([10, 1, (byte)(number >> 8), (byte)number]), 2000);
}
