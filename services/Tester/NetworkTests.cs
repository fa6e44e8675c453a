// Suite network: the machine as a host on the wire, judged by a peer from the rig (hil/NetworkPeer).

using System.Buffers.Binary;
using RustKernel.SelfTests;
using RustKernel.Services.Internet;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>
/// Each test is a group of the peer's cases: the peer sends frames and judges the answers, and the puppet obeys its orders. The peer
/// reports how each case ended, and how many failed.
/// </summary>
[Suite("network", 201, ByNameOnly = true, NeedsServices = true, Seconds = 300)]
internal static partial class NetworkTests
{
    private const uint Router = 0x0A000001;
    private const uint Machine = Router + 1;
    private const uint PrefixLength = 24;
    private const ushort PeerPort = 7000;
    private const ulong CallMilliseconds = 200;
    private const int Calls = 100;
    private const ulong QuietMilliseconds = 60_000;

    [Test]
    private static void Arp() => Play("arp");

    [Test("ipv4")]
    private static void IPv4() => Play("ipv4");

    [Test]
    private static void Icmp() => Play("icmp");

    [Test]
    private static void Udp() => Play("udp");

    [Test]
    private static void TcpOpen() => Play("tcp_open");

    [Test]
    private static void TcpStates() => Play("tcp_states");

    [Test]
    private static void TcpData() => Play("tcp_data");

    [Test]
    private static void TcpLoss() => Play("tcp_loss");

    [Test]
    private static void TcpClose() => Play("tcp_close");

    [Test]
    private static void TcpAttack() => Play("tcp_attack");

    [Test]
    private static void Transfer() => Play("transfer");

    [Test]
    private static void Mutated() => Play("mutated");

    [Test]
    private static void Restart() => Play("restart", mayFail: true);

    /// <summary>Plays a group; <paramref name="mayFail"/>: net and its driver may fail during it.</summary>
    internal static void Play(string group, bool mayFail = false)
    {
        if (World.Find("ethernet") is int driver && (driver < 0 || !World.State(driver).IsRunning))
        {
            Check.Skip(TestSkip.NoNetwork);
            return;
        }

        SocketSession session = new(Puppet.Slots, Puppet.RingBytes);
        Check.Ok(session.Net.Configure(new NetworkSettings
        {
            Address = Address(Machine),
            PrefixLength = PrefixLength,
            Gateway = Address(Router),
        }));
        Puppet puppet = new(new PuppetSession(session, group));
        if (!Begin(session, puppet, group))
        {
            Check.Skip(TestSkip.NoPeer);
            return;
        }

        uint failures = Failures();
        ulong last = Own.Milliseconds;
        while (!puppet.IsDone && Own.Milliseconds - last < QuietMilliseconds)
        {
            if (session.WaitForNews(QuietMilliseconds))
            {
                last = Own.Milliseconds;
            }

            puppet.Step();
        }

        // The last answer: without it the peer would ask again.
        for (int i = 0; i < Calls && !puppet.HasSaidAll; i++)
        {
            Own.Sleep(1);
        }

        Check.That(puppet.IsDone);
        Check.That(puppet.Cases > 0);
        Check.Equal(0, puppet.Failed);
        Check.That(mayFail || Failures() == failures);
    }

    private static uint Failures() => World.State(World.Find("net")).Restarts + World.State(World.Find("ethernet")).Restarts;

    // Calls the peer until it gives its first order. Each test has its own number, by which the peer recognises a repeated call.
    private static bool Begin(SocketSession session, Puppet puppet, string group)
    {
        byte[] call = new byte[sizeof(ulong) + group.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(call, Kernel.ReadCounter());
        for (int i = 0; i < group.Length; i++)
        {
            call[sizeof(ulong) + i] = (byte)group[i];
        }

        for (int i = 0; i < Calls && !puppet.HasBegun; i++)
        {
            puppet.Call(Address(Router, PeerPort).ToEndPoint(), call);
            _ = session.WaitForNews(CallMilliseconds);
            puppet.Step();
        }

        return puppet.HasBegun;
    }

    private static NetworkEndPoint Address(uint address, ushort port = 0) =>
        NetworkEndPoint.From(new EndPoint(InternetAddress.FromIPv4(address), port));
}
