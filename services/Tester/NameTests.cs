// Suite services: names, commands, queues, and what a client may not do.

using RustKernel.SelfTests;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>The tests, by number.</summary>
[Suite("services", 180, NeedsServices = true)]
internal static partial class NameTests
{
    private const ulong MostBytesInUse = 20ul << 20;
    private const ulong PageBytes = 4096;
    private const int Flood = 200;
    private const ulong QuietMilliseconds = 200;

    // Only as far as the prompt: the shell sleeps in Console long before the tester's sleep is over.
    [Test]
    private static void Prompt()
    {
        Own.Sleep(QuietMilliseconds);
        Check.That(World.State(World.Find("shell")).IsRunning);
    }

    [Test]
    private static void Names()
    {
        Check.Ok(InitClient.Connect("console", out Handle<Port> port));
        Check.That(!port.IsNone);
        Check.Equal((ulong)ErrorCode.NotFound, (ulong)InitClient.Connect("nobody", out _));
        Check.Equal((ulong)ErrorCode.AccessDenied, (ulong)InitClient.Connect("shell", out _));
        Check.Equal((ulong)ErrorCode.AccessDenied, (ulong)InitClient.Power(PowerAction.PowerOff));
        Check.Equal((ulong)ErrorCode.AccessDenied, (ulong)InitClient.Tree(out _, out _));

        // The port can be sent to, but not received from or destroyed.
        Message message = default;
        Check.Equal((ulong)ErrorCode.AccessDenied, (ulong)Kernel.Receive(port, Deadline.Now, ref message));
        Check.Equal((ulong)ErrorCode.AccessDenied, (ulong)Kernel.HandleDestroy(port));
    }

    [Test]
    private static void Described()
    {
        foreach (string name in new[] { "console", "devices", "shell", "tester" })
        {
            ServiceState state = World.State(World.Find(name));
            Check.That(state.IsRunning && state.FramesUsed > 0 && state.FramesUsed <= state.FramesLimit && state.Handles > 0);
        }

        Check.That(!World.State(World.Find("calculator")).IsRunning);
        Check.That(InitClient.Describe(Supervision.MaximumServices + 1) is null);
    }

    [Test]
    private static void StartedOnDemand()
    {
        World.StartCalculator();
        Check.Ok(World.Add(20, 22, out ulong sum));
        Check.Equal(42, sum);
        Check.Equal((ulong)ErrorCode.InvalidState, (ulong)InitClient.Command("calculator", ServiceCommand.Start));
        Check.Equal((ulong)ErrorCode.NotFound, (ulong)InitClient.Command("nobody", ServiceCommand.Start));
    }

    [Test]
    private static void Killed()
    {
        World.StartCalculator();
        Check.That(World.Answers());
        int number = World.Find("calculator");
        World.End("calculator");
        Check.That(World.State(number).IsGivenUp);
        Check.Ok(InitClient.LastEnd(number, out ExitCause cause, out _, out _, out _));
        Check.Equal((ulong)ExitCause.Killed, (ulong)cause);
        Check.Ok(InitClient.Command("calculator", ServiceCommand.Restart));
        Check.That(World.Answers());
    }

    // The manifest says start=demand: a request is enough.
    [Test]
    private static void StartedByFirstCall()
    {
        int number = World.Find("calculator");
        Check.That(!World.State(number).IsRunning);

        // The bit that notifies Init of a request is not a request.
        Check.Ok(Kernel.Notify(Own.Init, Supervision.AliveBit(number)));
        Check.That(!World.State(number).IsRunning);
        Check.Ok(World.Add(20, 22, out ulong sum));
        Check.Equal(42, sum);
        Check.That(World.State(number).IsRunning);
    }

    // A service ended by order, and one that never runs here: called, awaited, sent to.
    [Test]
    private static void NotRunning()
    {
        World.StartCalculator();
        Check.That(World.Answers());
        int number = World.Find("calculator");
        World.End("calculator");
        Check.Equal((ulong)ErrorCode.NotRunning, (ulong)World.Add(1, 2, out _));
        Check.Equal((ulong)ErrorCode.NotRunning, AnswerToSent());
        Message request = new() { Info = new MessageInfo(1, 2, 0, MessageKind.Send) };
        Check.Ok(Kernel.Send(World.Calculator.Port, Deadline.Now, in request));
        Check.Equal((ulong)ErrorCode.NotRunning, (ulong)World.Add(1, 2, out _));
        Check.Equal(0, World.State(number).Queued);
        Check.That(!World.State(number).IsRunning);
        Check.Ok(InitClient.Command("calculator", ServiceCommand.Start));
        Check.That(World.Answers());
    }

    // In the form of an awaited call: sent, with a port for the answer.
    private static ulong AnswerToSent()
    {
        const uint addWithReplyPort = (7u << 16) | (1u << 13) | 1;
        Check.Ok(Kernel.PortCreate(1, out Handle<Port> replies));
        Check.Ok(Kernel.HandleDuplicate(replies, Rights.Send | Rights.Transfer, new Badge(9), true, out AnyHandle copy));
        Message message = new() { Info = new MessageInfo(addWithReplyPort, 2, 1, MessageKind.Send), Handles = new MessageHandles(copy) };
        Check.Ok(Kernel.Send(World.Calculator.Port, Deadline.Now, in message));
        Check.Ok(Kernel.Receive(replies, Own.In(World.LongestMilliseconds), ref message));
        return message.Info.Label & 0xFFFF;
    }

    // Orders that only Init may give have no effect from a client.
    [Test]
    private static void ForgedOrder()
    {
        World.StartCalculator();
        Check.That(World.Answers());
        int number = World.Find("calculator");
        Check.Ok(Kernel.Notify(World.Calculator.Port, ~Supervision.PingBit));
        Check.Ok(InitClient.Connect("calculator", out Handle<Port> port));
        Check.Ok(new SupervisedClient(port).Crash(CrashKind.Null));
        Check.That(World.Answers());
        Check.Equal(0, World.State(number).Restarts);
    }

    [Test]
    private static void ForgedHandles()
    {
        int found = 0;
        for (ulong handle = 1; handle < 2000; handle++)
        {
            found += Kernel.HandleInfo(new(handle << 12 | (handle & 0xFFF)), out HandleInfoResults info) == ErrorCode.None ? 1 : 0;
            Check.That(Kernel.ConsoleTake(new(handle), Own.Port, new(handle), out _) != ErrorCode.None);
            Check.That(Kernel.MachinePower(new(handle), (PowerAction)2) != ErrorCode.None);
        }

        Check.That(found < 100);
        Check.Equal((ulong)ErrorCode.AccessDenied, (ulong)Kernel.DeviceMemoryCreate(Own.Machine, 0x0900_0000, 4096, out _));
        Check.That(World.FirstDevice(out _) == ErrorCode.None);
    }

    // A process that floods a port fills a queue, and nothing else.
    [Test("flood")]
    private static void Flooded()
    {
        World.StartCalculator();
        Check.Ok(InitClient.Connect("devices", out Handle<Port> port));
        int refused = 0;
        for (int i = 0; i < Flood; i++)
        {
            Message message = new() { Info = new MessageInfo(99, 8, 0, MessageKind.Send) };
            refused += Kernel.Send(port, Deadline.Now, in message) == ErrorCode.None ? 0 : 1;
        }

        Check.That(refused < Flood);
        Check.That(World.Answers());
        Check.That(World.FirstDevice(out _) == ErrorCode.None);
    }

    [Test]
    private static void MemoryInUse()
    {
        World.StartCalculator();
        Check.That(World.Answers());
        ulong frames = Kernel.SystemInfo(SystemItem.TotalFrames) - Kernel.SystemInfo(SystemItem.ReservedFrames);
        ulong used = (frames - Kernel.SystemInfo(SystemItem.FreeFrames)) * PageBytes;
        System.Console.WriteLine($"  # services: {used >> 10} KiB in use with all services");
        Check.That(used < MostBytesInUse);
    }
}
