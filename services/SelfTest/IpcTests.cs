// Suite ipc: messages between threads and processes.

using RustKernel.SelfTests;

namespace RustKernel.User.SelfTest;

[Suite("ipc", 90)]
internal static partial class IpcTests
{
    [Test]
    private static void CallReply()
    {
        Handle<Port> supervisor = World.Port();
        Handle<Port> port = World.Port();
        Handle<Process> child = World.Child(Roles.AddOneServer, supervisor, port, extra: 100);
        Checks.That(!child.IsNone);
        for (ulong i = 0; i < 100; i++)
        {
            Checks.Ok(World.Ask(port, i * 3, out ulong answer, World.In(5000)));
            Checks.Equal((i * 3) + 1, answer);
        }

        World.WaitExit(supervisor, out ulong code);
        Checks.Equal(0, code);
    }

    [Test]
    private static void Words()
    {
        Handle<Port> port = World.Port();
        Message message = new() { Info = new MessageInfo(0xABCD, 8, 0, MessageKind.Exit) };
        for (int i = 0; i < 8; i++)
        {
            message.Words[i] = 0x1000ul + (ulong)i;
        }

        Checks.Ok(Kernel.Send(port, default, in message));
        Message got = default;
        Checks.Ok(World.Receive(port, ref got, default));
        Checks.Equal((ulong)MessageKind.Send, (ulong)got.Info.Kind);
        Checks.Equal(0xABCD, got.Info.Label);
        for (int i = 0; i < 8; i++)
        {
            Checks.Equal(0x1000ul + (ulong)i, got.Words[i]);
        }

        Message bad = new() { Info = new(9) };
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Send(port, default, in bad));
    }

    [Test]
    private static void Badge()
    {
        Handle<Port> port = World.Port();
        Handle<Port> badged = World.Duplicate(port, Rights.Send | Rights.Duplicate, badge: 0x55);
        Checks.Ok(World.Send(badged, 1));
        Message got = default;
        Checks.Ok(World.Receive(port, ref got, default));
        Checks.Equal(0x55, got.Badge.Value);
        Checks.Error(ErrorCode.InvalidState, Kernel.HandleDuplicate(badged, Rights.Send, new(0x66), out _));
        Checks.Error(ErrorCode.AccessDenied, World.Receive(badged, ref got, default));
    }

    [Test]
    private static void HandlesMove()
    {
        Handle<Port> port = World.Port();
        Handle<Port> first = World.Port(1);
        Handle<Port> second = World.Port(2);
        Message message = new() { Info = new MessageInfo(0, 0, 2, MessageKind.Send), Handles = new MessageHandles(first, second) };
        Checks.Ok(Kernel.Send(port, default, in message));
        Checks.Error(ErrorCode.NotFound, World.Send(first, 1));
        Message got = default;
        Checks.Ok(World.Receive(port, ref got, default));
        Checks.Ok(World.Send(got.Handles[0].As<Port>(), 1));
        Checks.Ok(World.Send(got.Handles[1].As<Port>(), 1));

        // The same handle twice, one without the right, one invalid: nothing moves.
        Handle<Port> third = got.Handles[0].As<Port>();
        message = new() { Info = new MessageInfo(0, 0, 2, MessageKind.Send), Handles = new MessageHandles(third, third) };
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Send(port, default, in message));
        Handle<Port> kept = World.Duplicate(third, Rights.Send);
        message = new() { Info = new MessageInfo(0, 0, 1, MessageKind.Send), Handles = new MessageHandles(kept) };
        Checks.Error(ErrorCode.AccessDenied, Kernel.Send(port, default, in message));
        message = new() { Info = new MessageInfo(0, 0, 1, MessageKind.Send), Handles = new MessageHandles(new(0xFFFF)) };
        Checks.Error(ErrorCode.NotFound, Kernel.Send(port, default, in message));
    }

    [Test]
    private static void QueueOrder()
    {
        Jobs.Port = World.Port(4);
        _ = World.StartThread(Jobs.Sender);
        Message got = default;
        for (ulong i = 1; i <= 100; i++)
        {
            Checks.Ok(World.Receive(Jobs.Port, ref got, World.In(5000)));
            Checks.Equal(i, got.Words[0]);
        }

        Checks.Equal(0, Jobs.Error);
        Checks.Error(ErrorCode.WouldBlock, World.Receive(Jobs.Port, ref got, default));
    }

    [Test]
    private static void QueueFull()
    {
        Handle<Port> port = World.Port(2);
        Checks.Ok(World.Send(port, 1));
        Checks.Ok(World.Send(port, 2));
        Checks.Error(ErrorCode.WouldBlock, World.Send(port, 3));
        ulong before = Kernel.ReadCounter();
        Checks.Error(ErrorCode.TimedOut, World.Send(port, 3, World.In(20)));
        Checks.That(Kernel.ReadCounter() - before >= World.Ticks(20));
        Message got = default;
        Checks.Ok(World.Receive(port, ref got, default));
        Checks.Ok(World.Send(port, 3));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.PortCreate(0, out _));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.PortCreate(257, out _));
    }

    [Test]
    private static void Deadline()
    {
        Handle<Port> port = World.Port();
        Message got = default;
        ulong before = Kernel.ReadCounter();
        Checks.Error(ErrorCode.TimedOut, World.Receive(port, ref got, World.In(15)));
        Checks.That(Kernel.ReadCounter() - before >= World.Ticks(15));
        Checks.Error(ErrorCode.TimedOut, World.Ask(port, 1, out _, World.In(15)));

        // The abandoned call is gone: its server never sees it.
        Checks.Error(ErrorCode.WouldBlock, World.Receive(port, ref got, default));
    }

    [Test]
    private static void Notification()
    {
        Handle<Port> port = World.Port(1);
        Checks.Ok(Kernel.Notify(port, 5));
        Checks.Ok(Kernel.Notify(port, 0x10));
        Message got = default;
        Checks.Ok(World.Receive(port, ref got, default));
        Checks.Equal((ulong)MessageKind.Notification, (ulong)got.Info.Kind);
        Checks.Equal(0x15, got.Words[0]);
        Checks.Error(ErrorCode.WouldBlock, World.Receive(port, ref got, default));
    }

    // Messages wait for a later receiver.
    [Test]
    private static void NoReceiver()
    {
        Handle<Port> port = World.Port(8);
        Handle<Port> supervisor = World.Port();
        Handle<Port> sender = World.Duplicate(port, Rights.Send);
        for (ulong i = 1; i <= 5; i++)
        {
            Checks.Ok(World.Send(sender, i));
        }

        Checks.Ok(World.Send(sender, 0));
        Checks.Ok(Kernel.HandleInfo(sender, out HandleInfoResults info));
        Checks.Equal(1, info.Receivers);
        _ = World.Child(Roles.Counter, supervisor, port);
        World.WaitExit(supervisor, out ulong sum);
        Checks.Equal(15, sum);

        // The server is gone and we give up our own right: the port survives without a receiver, and reports that.
        Checks.Ok(Kernel.HandleClose(port));
        Checks.Ok(Kernel.HandleInfo(sender, out info));
        Checks.Equal(0, info.Receivers);
        Checks.Ok(World.Send(sender, 1));
    }

    [Test]
    private static void ServerDies()
    {
        Handle<Port> port = World.Port(8);
        Handle<Port> supervisor = World.Port();
        _ = World.Child(Roles.DyingServer, supervisor, port);
        Checks.Error(ErrorCode.ServerEnded, World.Ask(port, 1, out _, World.In(5000)));
        World.WaitExit(supervisor, out _);

        // The queue survives its server: the next one serves the waiting messages.
        Jobs.Port = port;
        _ = World.StartThread(Jobs.Caller);
        Checks.Ok(Kernel.Sleep(World.In(10)));
        _ = World.Child(Roles.AddOneServer, supervisor, port, extra: 1);
        World.WaitExit(supervisor, out ulong code);
        Checks.Equal(0, code);
        World.WaitForJobs(1);
        Checks.Equal(0, Jobs.Error);
        Checks.Equal(42, Jobs.Answer);
    }

    // Objects sent with a call are charged to the caller's process: a call that no one received keeps none of them once its caller is dead,
    // or has given up.
    [Test]
    private static void DeadCallersGiveBack()
    {
        Handle<Port> port = World.Port(8);
        Handle<Port> supervisor = World.Port();
        Checks.Ok(Kernel.ProcessInfo(default, out ProcessInfoResults before));
        Checks.Ok(Kernel.ProcessUsage(default, out ProcessUsageResults objects));
        for (int i = 0; i < 4; i++)
        {
            Handle<Process> child = World.Child(Roles.HeldCaller, supervisor, port);
            Checks.That(IsQueued(port, (uint)i + 1));
            Checks.Ok(Kernel.ProcessKill(child, 0));
            World.WaitExit(supervisor, out _);
            Checks.Ok(Kernel.HandleClose(child));
        }

        Checks.Equal((ulong)ErrorCode.TimedOut, Roles.CallHeld(port.Value, World.In(5)));
        Checks.Ok(Kernel.ProcessUsage(default, out ProcessUsageResults left));
        Checks.Ok(Kernel.ProcessInfo(default, out ProcessInfoResults after));
        Checks.Equal(objects.Objects, left.Objects);
        Checks.Equal(before.Frames, after.Frames);

        // Receivers pass on the remaining rights.
        Checks.Ok(World.Send(port, 7));
        Message got = default;
        Checks.Ok(World.Receive(port, ref got, default));
        Checks.Equal(7, got.Words[0]);
    }

    private static bool IsQueued(Handle<Port> port, uint count)
    {
        ulong end = World.In(10_000).Ticks;
        HandleInfoResults info = default;
        while (info.Waiting < count && Kernel.ReadCounter() < end)
        {
            _ = Kernel.Sleep(World.In(1));
            Checks.Ok(Kernel.HandleInfo(port, out info));
        }

        return info.Waiting == count;
    }

    [Test]
    private static void Watched()
    {
        Handle<Port> watcher = World.Port();
        Handle<Port> port = World.Port(2);
        Checks.Ok(Kernel.PortWatch(port, watcher, 40));
        Message got = default;
        Checks.Error(ErrorCode.WouldBlock, World.Receive(watcher, ref got, default));
        Checks.Ok(World.Send(port, 1));
        Checks.Ok(World.Receive(watcher, ref got, default));
        Checks.Equal((ulong)MessageKind.Notification, (ulong)got.Info.Kind);
        Checks.Equal(1ul << 40, got.Words[0]);

        // Once only: then it must be requested again, and a message that already waits counts.
        Checks.Ok(World.Send(port, 2));
        Checks.Error(ErrorCode.WouldBlock, World.Receive(watcher, ref got, default));
        Checks.Ok(Kernel.PortWatch(port, watcher, 1));
        Checks.Ok(World.Receive(watcher, ref got, default));
        Checks.Equal(2, got.Words[0]);
        Checks.Ok(World.Receive(port, ref got, default));
        Checks.Ok(World.Receive(port, ref got, default));
        Checks.Ok(Kernel.PortWatch(port, watcher, 2));
        Checks.Ok(Kernel.PortWatch(port, default, 0));
        Checks.Ok(World.Send(port, 3));
        Checks.Error(ErrorCode.WouldBlock, World.Receive(watcher, ref got, default));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.PortWatch(port, watcher, 64));

        // A destroyed port gets no notice.
        Checks.Ok(World.Receive(port, ref got, default));
        Checks.Ok(Kernel.PortWatch(port, watcher, 3));
        Checks.Ok(Kernel.HandleDestroy(watcher));
        Checks.Ok(World.Send(port, 4));
    }

    [Test]
    private static void PortDestroyed()
    {
        Jobs.Port = World.Port();
        _ = World.StartThread(Jobs.Caller);
        Checks.Ok(Kernel.Sleep(World.In(10)));
        Checks.Ok(Kernel.HandleDestroy(Jobs.Port));
        World.WaitForJobs(1);
        Checks.Equal(1, Jobs.Count);
        Checks.Equal((ulong)ErrorCode.NotFound, Jobs.Error);
        Checks.Error(ErrorCode.NotFound, World.Send(Jobs.Port, 1));
    }

    [Test]
    private static void Timer()
    {
        Handle<Port> port = World.Port();
        Checks.Ok(Kernel.TimerCreate(port, new(0x77), out Handle<Timer> timer));
        ulong before = Kernel.ReadCounter();
        Checks.Ok(Kernel.TimerSet(timer, World.In(10), World.Ticks(5)));
        Message got = default;
        for (int i = 0; i < 3; i++)
        {
            Checks.Ok(World.Receive(port, ref got, World.In(5000)));
            Checks.Equal((ulong)MessageKind.Timer, (ulong)got.Info.Kind);
            Checks.Equal(0x77, got.Badge.Value);
        }

        Checks.That(Kernel.ReadCounter() - before >= World.Ticks(20));
        Checks.Ok(Kernel.TimerCancel(timer));
    }
}
