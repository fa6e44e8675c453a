// Children of suite hostile: bombs, and those who must not notice.

namespace RustKernel.User.SelfTest;

internal static class HostileRoles
{
    private const ulong LateMilliseconds = 500;
    private const ulong StepMilliseconds = 5;
    private const uint MostTries = 20_000;

    // Wakes every 5 ms, so many times (0: for ever); ends with how often it was late. Late means later than an emulator on a busy machine can be blamed for.
    internal static ulong Bystand(ulong times)
    {
        ulong late = 0;
        ulong due = World.In(StepMilliseconds);
        for (ulong i = 0; times == 0 || i < times; i++)
        {
            _ = Kernel.Call(SystemCall.Sleep, due);
            late += Kernel.ReadCounter() - due > World.Ticks(LateMilliseconds) ? 1u : 0;
            if (late != 0 && times == 0)
            {
                return late;
            }

            due = World.In(StepMilliseconds);
        }

        return late;
    }

    // Children that do the same, until the quota says no.
    internal static ulong Fork()
    {
        ErrorCode error = ErrorCode.None;
        for (uint i = 0; i < MostTries && error == ErrorCode.None; i++)
        {
            error = World.TryChild(out _, Roles.ForkBomb, 0, 0, 0, 96, 5, 0, objects: 12, handles: 32);
        }

        return error == ErrorCode.OutOfMemory ? 0ul : 1;
    }

    internal static ulong Handles()
    {
        ulong port = World.Port();
        ErrorCode error = ErrorCode.None;
        for (uint i = 0; i < MostTries && error == ErrorCode.None; i++)
        {
            error = Kernel.Call(SystemCall.HandleDuplicate, port, (ulong)Rights.All);
        }

        return error == ErrorCode.OutOfMemory ? 0ul : 1;
    }

    // Ports full of messages with handles of ports full of messages.
    internal static ulong Flood()
    {
        ErrorCode error = ErrorCode.None;
        ulong inner = World.Port(256);
        for (uint i = 0; i < MostTries && error is ErrorCode.None; i++)
        {
            error = World.Send(inner, i);
            if (error != ErrorCode.WouldBlock)
            {
                continue;
            }

            error = Kernel.Call(SystemCall.PortCreate, out ulong outer, 256);
            if (error == ErrorCode.None)
            {
                Message message = new() { Port = outer, Info = new MessageInfo(0, 0, 1, MessageKind.Send).Bits, Handles01 = inner };
                error = Kernel.Call(SystemCall.Send, ref message);
                inner = outer;
            }
        }

        return error == ErrorCode.OutOfMemory ? 0ul : 1;
    }

    internal static ulong CallPeer(ulong port)
    {
        ulong errors = 0;
        for (ulong i = 0; i < Roles.PairCalls; i++)
        {
            errors += World.Ask(port, i, out _, World.In(20_000)) == ErrorCode.None ? 0u : 1;
        }

        return errors;
    }
}
