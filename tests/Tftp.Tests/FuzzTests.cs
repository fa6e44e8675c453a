// Datagrams that no client sends.

using System;
using System.Linq;
using System.Net;
using Xunit;

namespace RustKernel.Flash.Tftp.Tests;

public sealed class FuzzTests
{
    private static readonly byte[][] s_seeds =
    [
        Packets.Request("5000", "octet", ("blksize", "1468"), ("windowsize", "8"), ("tsize", "0"), ("timeout", "2")),
        Packets.Request("70000", "netascii"),
        Packets.Request("9ffefdef/start4.elf"),
        Packets.Acknowledgment(0),
        Packets.Acknowledgment(1),
        Packets.Error(0, "Early terminate"),
        [0, 3, 0, 1, 1, 2, 3],
        [0, 6, (byte)'t', 0, (byte)'1', 0],
    ];

    [Fact]
    public void A_hundred_thousand_damaged_datagrams_leave_the_server_whole() => Fuzz(100_000, 20220830);

    [Fact]
    [Trait("Run", "soak")]
    public void A_million_damaged_datagrams_leave_the_server_whole_and_its_memory_bounded()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int seed = 1; seed <= 10; seed++)
        {
            Fuzz(100_000, seed);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 32 << 20);
    }

    private static void Fuzz(int count, int seed)
    {
        Random random = new(seed);
        SimulatedNetwork network = new(new Files(
            name => long.TryParse(name, out long size) && size is >= 0 and < 100_000 ? new PatternFile(size) : null))
        {
            KeepSent = false,
        };
        for (int i = 0; i < count; i++)
        {
            IPEndPoint client = new(new IPAddress([10, 0, 0, (byte)random.Next(2)]), 1000 + random.Next(3));
            int port = random.Next(2) == 0 ? SimulatedNetwork.RequestPort : network.LatestPort - random.Next(8);
            network.Hand(port, client, Damage(random, s_seeds[random.Next(s_seeds.Length)]));
            if (random.Next(50) == 0)
            {
                network.Idle(network.Now + TimeSpan.FromMilliseconds(random.Next(2000)));
            }

            Assert.InRange(network.OpenPorts, 0, 2 * 32);
        }

        // Alive, with nothing left behind.
        network.Idle(network.Now + TimeSpan.FromMinutes(30));
        Assert.Equal(0, network.OpenPorts);
        Assert.Empty(network.Server.Running);
        Assert.All(network.Log, record => Assert.NotEqual(TftpVerdict.Running, record.Verdict));
        TftpVerdict[] verdicts = [.. network.Log.Select(record => record.Verdict).Distinct()];
        Assert.True(verdicts.Length >= 6, string.Join(' ', verdicts));
        IPEndPoint honest = new(IPAddress.Parse("10.9.9.9"), 5555);
        SimulatedClient good = new(network, honest, "5000", PatternFile.At);
        network.Add(good);
        Assert.True(network.Run(network.Now + TimeSpan.FromHours(1)));
        Assert.True(good.IsComplete, good.Problem);
    }

    private static byte[] Damage(Random random, byte[] seed)
    {
        byte[] packet = [.. seed];
        switch (random.Next(6))
        {
            case 0:
                return packet;
            case 1:
                return packet[..random.Next(packet.Length + 1)];
            case 2:
                random.NextBytes(packet.AsSpan(random.Next(packet.Length)));
                return packet;
            case 3:
                packet[random.Next(packet.Length)] ^= (byte)(1 << random.Next(8));
                return packet;
            case 4:
                return [.. packet, .. s_seeds[random.Next(s_seeds.Length)]];
            default:
                byte[] noise = new byte[random.Next(2000)];
                random.NextBytes(noise);
                if (noise.Length > 1)
                {
                    (noise[0], noise[1]) = (0, (byte)random.Next(8));
                }

                return noise;
        }
    }
}
