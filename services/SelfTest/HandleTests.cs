// Suite handles: names cannot be forged, rights only shrink.

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
            Checks.Error(ErrorCode.NotFound, Kernel.HandleClose(new((i << 12) + 0x0F_F000 + 50)));
        }

        Checks.Error(ErrorCode.NotFound, Kernel.HandleClose(default));
        Checks.Error(ErrorCode.NotFound, Kernel.HandleClose(new(World.Start.Process.Value | (1ul << 32))));
        Checks.Error(ErrorCode.NotFound, World.Send(new(World.Port().Value | (1ul << 32)), 1));
        Checks.Error(ErrorCode.InvalidArgument, World.Send(new(World.Start.Process.Value), 1));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.ThreadStart(new(World.Start.Process.Value)));
    }

    [Test("rights")]
    private static void LessRights()
    {
        Handle<Port> port = World.Port();
        Handle<Port> sender = World.Duplicate(port, Rights.Send | Rights.Duplicate);
        Checks.Ok(Kernel.HandleInfo(sender, out HandleInfoResults info));
        Checks.Equal((ulong)ObjectKind.Port, (ulong)info.Kind);
        Checks.That(info.Rights == (Rights.Send | Rights.Duplicate));
        Handle<Port> more = World.Duplicate(sender, Rights.All);
        Checks.Ok(Kernel.HandleInfo(more, out info));
        Checks.That(info.Rights == (Rights.Send | Rights.Duplicate));
        Checks.Error(ErrorCode.AccessDenied, Kernel.HandleDestroy(sender));
    }

    [Test]
    private static void Duplicate()
    {
        Handle<Port> port = World.Port();
        Handle<Port> bare = World.Duplicate(port, Rights.Send);
        Checks.Error(ErrorCode.AccessDenied, Kernel.HandleDuplicate(bare, Rights.Send, out _));
        Checks.Ok(World.Send(bare, 5));
        Message got = default;
        Checks.Ok(World.Receive(port, ref got, default));
        Checks.Equal(5, got.Words[0]);
    }

    [Test]
    private static void Close()
    {
        Handle<Port> port = World.Port();
        Checks.Ok(Kernel.HandleClose(port));
        Checks.Error(ErrorCode.NotFound, Kernel.HandleClose(port));
        Checks.Error(ErrorCode.NotFound, World.Send(port, 1));
    }

    [Test]
    private static void TransferRight()
    {
        Handle<Port> supervisor = World.Port();
        Handle<Process> child = World.Child(Roles.SleepForEver, supervisor);
        Handle<Port> kept = World.Duplicate(supervisor, Rights.Send | Rights.Duplicate);
        Checks.Error(ErrorCode.AccessDenied, Kernel.ProcessGrant(child, kept, Rights.Send, out _));
        Checks.Ok(Kernel.ProcessKill(child, 0));
        World.WaitExit(supervisor, out _);
        Checks.Error(ErrorCode.InvalidState, Kernel.ProcessGrant(child, supervisor, Rights.Send, out _));
    }

    // A closed number does not become valid again when its slot is reused.
    [Test]
    private static void Generations()
    {
        Handle<Port> first = World.Port();
        Checks.Ok(Kernel.HandleClose(first));
        for (int i = 0; i < 300; i++)
        {
            Handle<Port> next = World.Port(1);
            Checks.That(next.Value != first.Value);
            Checks.Ok(Kernel.HandleClose(next));
        }

        Checks.Error(ErrorCode.NotFound, Kernel.HandleClose(first));
    }

    // Ends at the quota, and what exists keeps working.
    [Test]
    private static void Bomb()
    {
        Handle<Port> port = World.Port();
        ErrorCode error = ErrorCode.None;
        uint made = 0;
        while (error == ErrorCode.None && made < 10_000)
        {
            error = Kernel.HandleDuplicate(port, Rights.All, out _);
            made += error == ErrorCode.None ? 1u : 0;
        }

        Checks.Error(ErrorCode.OutOfMemory, error);
        Checks.That(made is > 500 and < 1024);
        Checks.Ok(World.Send(port, 1));
    }
}
