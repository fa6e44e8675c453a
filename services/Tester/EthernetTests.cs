// Suite ethernet: a network card's driver through its rings, with a peer from the rig and without the stack.

using RustKernel.SelfTests;
using RustKernel.Services.Devices;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>The tests, by number.</summary>
[Suite("ethernet", 196, ByNameOnly = true, NeedsServices = true)]
internal static partial class EthernetTests
{
    private const int Frames = 500;
    private const int SomeFrames = 60;
    private const ulong GroupBit = 1ul << 40;

    [Test]
    private static void CardDescribed()
    {
        if (TestWire.Open() is TestWire wire)
        {
            EthernetDescription card = wire.Link.Description;
            Check.That(card.LinkAddress != 0 && (card.LinkAddress & GroupBit) == 0);
            Check.Equal(1500, card.Mtu);
            Check.That(wire.Link.IsUp);
        }
    }

    // Frames of all lengths; short ones come back padded.
    [Test]
    private static void FramesGoAndCome()
    {
        if (TestWire.Open() is TestWire wire)
        {
            Check.Equal(Frames, (ulong)wire.Exchange(0, Frames));
            EthernetCounts counts = Counts();
            Check.That(counts.Sent >= Frames && counts.Received >= Frames);
            Check.Equal(0, counts.Malformed + counts.Resets + counts.ClientFaults);
        }
    }

    // The driver fails in each way, with frames in flight; the rings are opened and used again.
    [Test]
    private static void DriverFails()
    {
        if (TestWire.Open() is not TestWire wire)
        {
            return;
        }

        int number = World.Find("ethernet");
        ulong before = World.FramesOfServicesAndFree();
        for (CrashKind kind = CrashKind.Null; kind <= CrashKind.Hog; kind++)
        {
            uint restarts = World.State(number).Restarts;
            for (int i = 0; i < SomeFrames; i++)
            {
                wire.Send(i, TestWire.LeastFrame);
            }

            Check.Ok(InitClient.Command("ethernet", ServiceCommand.Crash, kind));
            Check.That(World.WaitForRestart(number, restarts));
            Check.Ok(wire.OpenLink());
            Check.That(wire.Link.IsOpen && wire.Link.IsUp);
            Check.That(wire.Begin());
            Check.Equal(SomeFrames, (ulong)wire.Exchange(0, SomeFrames));
        }

        Check.That(World.FramesThatCameBack(before) + World.FramesOfPools >= before);
    }

    // What a client writes harms only itself; the driver continues.
    [Test]
    private static void ClientThatLies()
    {
        if (TestWire.Open() is not TestWire wire)
        {
            return;
        }

        int number = World.Find("ethernet");
        uint restarts = World.State(number).Restarts;
        EthernetClient driver = new(InitClient.PortOf("ethernet")) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
        for (int at = 0; at < 3; at++)
        {
            Check.Ok(Kernel.PortCreate(4, out Handle<Port> port));
            Check.Ok(driver.Open(port, out Handle<Memory> received, out Handle<Memory> sent, out _));
            Check.Ok(MappedMemory.Open(at == 0 ? received : sent, isWritable: true, out MappedMemory? ring));

            // Gives back frames that never came; sends more than there is room for; sends an entry outside all buffers.
            ring!.Write(at == 0 ? 64 : 0, at == 2 ? 1ul : 1000);
            ring.Write(256, ulong.MaxValue);
            _ = Kernel.Notify(InitClient.PortOf("ethernet"), FrameRing.ChangedBit);
            WaitForFaults((uint)at + 1);
            ring.Dispose();
            received.Close();
            sent.Close();
        }

        Check.Ok(wire.OpenLink());
        Check.That(wire.Begin());
        Check.Equal(SomeFrames, (ulong)wire.Exchange(0, SomeFrames));
        Check.Equal(restarts, World.State(number).Restarts);
    }

    private static void WaitForFaults(uint faults)
    {
        ulong end = Own.Milliseconds + World.LongestMilliseconds;
        while (Counts().ClientFaults < faults && Own.Milliseconds < end)
        {
            Own.Sleep(1);
        }

        Check.Equal(faults, Counts().ClientFaults);
    }

    private static EthernetCounts Counts()
    {
        EthernetClient driver = new(InitClient.PortOf("ethernet")) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
        Check.Ok(driver.Count(out EthernetCounts counts));
        return counts;
    }
}
