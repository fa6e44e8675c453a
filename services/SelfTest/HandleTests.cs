// Suite handles: names that cannot be forged, rights that only shrink.

using RustKernel.SelfTests;

namespace RustKernel.User.SelfTest;

[Suite("handles", 120)]
internal static partial class HandleTests
{
    [Test]
    private static void Invalid()
    {
        for (ulong i = 0; i < 64; i++)
        {
            Checks.Error(ErrorCode.NotFound, Kernel.Call(SystemCall.HandleClose, (i << 12) + 0x0F_F000 + 50));
        }

        Checks.Error(ErrorCode.NotFound, Kernel.Call(SystemCall.HandleClose, 0));
        Checks.Error(ErrorCode.NotFound, Kernel.Call(SystemCall.HandleClose, World.Start.Process | (1ul << 32)));
        Checks.Error(ErrorCode.NotFound, World.Send(World.Port() | (1ul << 32), 1));
        Checks.Error(ErrorCode.InvalidArgument, World.Send(World.Start.Process, 1));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.ThreadStart, World.Start.Process));
    }

    [Test("rights")]
    private static void LessRights()
    {
        ulong port = World.Port();
        ulong sender = World.Duplicate(port, Rights.Send | Rights.Duplicate);
        CallRegisters info = new() { X0 = sender };
        Checks.Ok(Kernel.Call(SystemCall.HandleInfo, ref info));
        Checks.Equal((ulong)ObjectKind.Port, info.X1);
        Checks.Equal((ulong)(Rights.Send | Rights.Duplicate), info.X2);
        ulong more = World.Duplicate(sender, Rights.All);
        info = new() { X0 = more };
        Checks.Ok(Kernel.Call(SystemCall.HandleInfo, ref info));
        Checks.Equal((ulong)(Rights.Send | Rights.Duplicate), info.X2);
        Checks.Error(ErrorCode.AccessDenied, Kernel.Call(SystemCall.HandleDestroy, sender));
    }

    [Test]
    private static void Duplicate()
    {
        ulong port = World.Port();
        ulong bare = World.Duplicate(port, Rights.Send);
        Checks.Error(ErrorCode.AccessDenied, Kernel.Call(SystemCall.HandleDuplicate, bare, (ulong)Rights.Send));
        Checks.Ok(World.Send(bare, 5));
        Message got = default;
        Checks.Ok(World.Receive(port, ref got, 0));
        Checks.Equal(5, got.Words[0]);
    }

    [Test]
    private static void Close()
    {
        ulong port = World.Port();
        Checks.Ok(Kernel.Call(SystemCall.HandleClose, port));
        Checks.Error(ErrorCode.NotFound, Kernel.Call(SystemCall.HandleClose, port));
        Checks.Error(ErrorCode.NotFound, World.Send(port, 1));
    }

    [Test]
    private static void TransferRight()
    {
        ulong supervisor = World.Port();
        ulong child = World.Child(Roles.SleepForEver, supervisor);
        ulong kept = World.Duplicate(supervisor, Rights.Send | Rights.Duplicate);
        Checks.Error(ErrorCode.AccessDenied, Kernel.Call(SystemCall.ProcessGrant, child, kept, (ulong)Rights.Send));
        Checks.Ok(Kernel.Call(SystemCall.ProcessKill, child, 0));
        World.WaitExit(supervisor, out _);
        Checks.Error(ErrorCode.InvalidState, Kernel.Call(SystemCall.ProcessGrant, child, supervisor, (ulong)Rights.Send));
    }

    // A number that was closed is not good again when its slot is used again.
    [Test]
    private static void Generations()
    {
        ulong first = World.Port();
        Checks.Ok(Kernel.Call(SystemCall.HandleClose, first));
        for (int i = 0; i < 300; i++)
        {
            ulong next = World.Port(1);
            Checks.That(next != first);
            Checks.Ok(Kernel.Call(SystemCall.HandleClose, next));
        }

        Checks.Error(ErrorCode.NotFound, Kernel.Call(SystemCall.HandleClose, first));
    }

    // Ends at the quota, and what was there goes on working.
    [Test]
    private static void Bomb()
    {
        ulong port = World.Port();
        ErrorCode error = ErrorCode.None;
        uint made = 0;
        while (error == ErrorCode.None && made < 10_000)
        {
            error = Kernel.Call(SystemCall.HandleDuplicate, port, (ulong)Rights.All);
            made += error == ErrorCode.None ? 1u : 0;
        }

        Checks.Error(ErrorCode.OutOfMemory, error);
        Checks.That(made is > 500 and < 1024);
        Checks.Ok(World.Send(port, 1));
    }
}
