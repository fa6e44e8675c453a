// Suite ipc: messages between threads and processes.

using RustKernel.SelfTests;

namespace RustKernel.User.SelfTest;

[Suite("ipc", 90)]
internal static partial class IpcTests
{
    [Test]
    private static void CallReply()
    {
        ulong supervisor = World.Port();
        ulong port = World.Port();
        ulong child = World.Child(Roles.AddOneServer, supervisor, port, extra: 100);
        Checks.That(child != 0);
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
        ulong port = World.Port();
        Message message = new() { Port = port, Info = new MessageInfo(0xABCD, 8, 0, MessageKind.Exit).Bits };
        for (int i = 0; i < 8; i++)
        {
            message.Words[i] = 0x1000ul + (ulong)i;
        }

        Checks.Ok(Kernel.Call(SystemCall.Send, ref message));
        Message got = default;
        Checks.Ok(World.Receive(port, ref got, 0));
        Checks.Equal((ulong)MessageKind.Send, (ulong)new MessageInfo(got.Info).Kind);
        Checks.Equal(0xABCD, new MessageInfo(got.Info).Label);
        for (int i = 0; i < 8; i++)
        {
            Checks.Equal(0x1000ul + (ulong)i, got.Words[i]);
        }

        Message bad = new() { Port = port, Info = 9 };
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.Send, ref bad));
    }

    [Test]
    private static void Badge()
    {
        ulong port = World.Port();
        ulong badged = World.Duplicate(port, Rights.Send | Rights.Duplicate, badge: 0x55);
        Checks.Ok(World.Send(badged, 1));
        Message got = default;
        Checks.Ok(World.Receive(port, ref got, 0));
        Checks.Equal(0x55, got.DeadlineOrBadge);
        Checks.Error(ErrorCode.InvalidState, Kernel.Call(SystemCall.HandleDuplicate, badged, (ulong)Rights.Send, 0x66, 1));
        Checks.Error(ErrorCode.AccessDenied, World.Receive(badged, ref got, 0));
    }

    [Test]
    private static void HandlesMove()
    {
        ulong port = World.Port();
        ulong first = World.Port(1);
        ulong second = World.Port(2);
        Message message = new() { Port = port, Info = new MessageInfo(0, 0, 2, MessageKind.Send).Bits, Handles01 = first | (second << 32) };
        Checks.Ok(Kernel.Call(SystemCall.Send, ref message));
        Checks.Error(ErrorCode.NotFound, World.Send(first, 1));
        Message got = default;
        Checks.Ok(World.Receive(port, ref got, 0));
        Checks.Ok(World.Send(got.Handles01 & 0xFFFF_FFFF, 1));
        Checks.Ok(World.Send(got.Handles01 >> 32, 1));

        // The same handle twice, one without the right, one that is none: nothing moves.
        ulong third = got.Handles01 & 0xFFFF_FFFF;
        message = new() { Port = port, Info = new MessageInfo(0, 0, 2, MessageKind.Send).Bits, Handles01 = third | (third << 32) };
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.Send, ref message));
        ulong kept = World.Duplicate(third, Rights.Send);
        message = new() { Port = port, Info = new MessageInfo(0, 0, 1, MessageKind.Send).Bits, Handles01 = kept };
        Checks.Error(ErrorCode.AccessDenied, Kernel.Call(SystemCall.Send, ref message));
        message = new() { Port = port, Info = new MessageInfo(0, 0, 1, MessageKind.Send).Bits, Handles01 = 0xFFFF };
        Checks.Error(ErrorCode.NotFound, Kernel.Call(SystemCall.Send, ref message));
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
        Checks.Error(ErrorCode.WouldBlock, World.Receive(Jobs.Port, ref got, 0));
    }

    [Test]
    private static void QueueFull()
    {
        ulong port = World.Port(2);
        Checks.Ok(World.Send(port, 1));
        Checks.Ok(World.Send(port, 2));
        Checks.Error(ErrorCode.WouldBlock, World.Send(port, 3));
        ulong before = Kernel.ReadCounter();
        Checks.Error(ErrorCode.TimedOut, World.Send(port, 3, World.In(20)));
        Checks.That(Kernel.ReadCounter() - before >= World.Ticks(20));
        Message got = default;
        Checks.Ok(World.Receive(port, ref got, 0));
        Checks.Ok(World.Send(port, 3));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.PortCreate, 0));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.PortCreate, 257));
    }

    [Test]
    private static void Deadline()
    {
        ulong port = World.Port();
        Message got = default;
        ulong before = Kernel.ReadCounter();
        Checks.Error(ErrorCode.TimedOut, World.Receive(port, ref got, World.In(15)));
        Checks.That(Kernel.ReadCounter() - before >= World.Ticks(15));
        Checks.Error(ErrorCode.TimedOut, World.Ask(port, 1, out _, World.In(15)));

        // The call that gave up is gone: its server never sees it.
        Checks.Error(ErrorCode.WouldBlock, World.Receive(port, ref got, 0));
    }

    [Test]
    private static void Notification()
    {
        ulong port = World.Port(1);
        Checks.Ok(Kernel.Call(SystemCall.Notify, port, 5));
        Checks.Ok(Kernel.Call(SystemCall.Notify, port, 0x10));
        Message got = default;
        Checks.Ok(World.Receive(port, ref got, 0));
        Checks.Equal((ulong)MessageKind.Notification, (ulong)new MessageInfo(got.Info).Kind);
        Checks.Equal(0x15, got.Words[0]);
        Checks.Error(ErrorCode.WouldBlock, World.Receive(port, ref got, 0));
    }

    // Messages wait for a receiver that is not there yet.
    [Test]
    private static void NoReceiver()
    {
        ulong port = World.Port(8);
        ulong supervisor = World.Port();
        ulong sender = World.Duplicate(port, Rights.Send);
        for (ulong i = 1; i <= 5; i++)
        {
            Checks.Ok(World.Send(sender, i));
        }

        Checks.Ok(World.Send(sender, 0));
        CallRegisters info = new() { X0 = sender };
        Checks.Ok(Kernel.Call(SystemCall.HandleInfo, ref info));
        Checks.Equal(1, info.X4);
        _ = World.Child(Roles.Counter, supervisor, port);
        World.WaitExit(supervisor, out ulong sum);
        Checks.Equal(15, sum);

        // The server is gone and we give our own right away: the port lives on without a receiver, and says so.
        Checks.Ok(Kernel.Call(SystemCall.HandleClose, port));
        info = new() { X0 = sender };
        Checks.Ok(Kernel.Call(SystemCall.HandleInfo, ref info));
        Checks.Equal(0, info.X4);
        Checks.Ok(World.Send(sender, 1));
    }

    [Test]
    private static void ServerDies()
    {
        ulong port = World.Port(8);
        ulong supervisor = World.Port();
        _ = World.Child(Roles.DyingServer, supervisor, port);
        Checks.Error(ErrorCode.InvalidState, World.Ask(port, 1, out _, World.In(5000)));
        World.WaitExit(supervisor, out _);

        // The queue survives its server: the next one serves what waits.
        Jobs.Port = port;
        _ = World.StartThread(Jobs.Caller);
        Checks.Ok(Kernel.Call(SystemCall.Sleep, World.In(10)));
        _ = World.Child(Roles.AddOneServer, supervisor, port, extra: 1);
        World.WaitExit(supervisor, out ulong code);
        Checks.Equal(0, code);
        World.WaitForJobs(1);
        Checks.Equal(0, Jobs.Error);
        Checks.Equal(42, Jobs.Answer);
    }

    [Test]
    private static void PortDestroyed()
    {
        Jobs.Port = World.Port();
        _ = World.StartThread(Jobs.Caller);
        Checks.Ok(Kernel.Call(SystemCall.Sleep, World.In(10)));
        Checks.Ok(Kernel.Call(SystemCall.HandleDestroy, Jobs.Port));
        World.WaitForJobs(1);
        Checks.Equal(1, Jobs.Count);
        Checks.Equal((ulong)ErrorCode.NotFound, Jobs.Error);
        Checks.Error(ErrorCode.NotFound, World.Send(Jobs.Port, 1));
    }

    [Test]
    private static void Timer()
    {
        ulong port = World.Port();
        Checks.Ok(Kernel.Call(SystemCall.TimerCreate, out ulong timer, port, 0x77));
        ulong before = Kernel.ReadCounter();
        Checks.Ok(Kernel.Call(SystemCall.TimerSet, timer, World.In(10), World.Ticks(5)));
        Message got = default;
        for (int i = 0; i < 3; i++)
        {
            Checks.Ok(World.Receive(port, ref got, World.In(5000)));
            Checks.Equal((ulong)MessageKind.Timer, (ulong)new MessageInfo(got.Info).Kind);
            Checks.Equal(0x77, got.DeadlineOrBadge);
        }

        Checks.That(Kernel.ReadCounter() - before >= World.Ticks(20));
        Checks.Ok(Kernel.Call(SystemCall.TimerCancel, timer));
    }
}
