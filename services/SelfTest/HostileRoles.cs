// Children of suite hostile: bombs, and those who must not notice.

namespace RustKernel.User.SelfTest;

internal static class HostileRoles
{
    private const ulong LateMilliseconds = 500;
    private const ulong VeryLateMilliseconds = 10_000;
    private const ulong LateInARow = 5;

    // Where a busy host decides how long things take, only who never gets the CPU is starved: by so much longer.
    private const ulong HostFactor = 12;
    private const ulong StepMilliseconds = 5;
    private const uint MostTries = 20_000;

    /// <summary>
    /// In how often a bystander wakes: where time is what is executed, each deadline counts. Nothing else of its priority runs.
    /// </summary>
    internal const ulong Strictly = 1ul << 32;

    // An entry with interrupts masked is at most 150 microseconds long then; the way to the bystander comes after it.
    private const ulong StrictMicroseconds = 300;

    // Wakes every 5 ms, so many times (0: for ever), and ends with 1 when it is starved: late again and again, or very late. Where
    // instructions are counted time is what is executed; else a host that has no time for the emulator makes deadlines late, too.
    internal static ulong Bystand(ulong howOften)
    {
        ulong times = howOften & ~Strictly;
        bool isCounted = HostileTests.CountsInstructions();
        bool isStrict = (howOften & Strictly) != 0 && isCounted && Kernel.SystemInfo(SystemItem.CpuCount) == 1;
        ulong factor = isCounted ? 1 : HostFactor;
        ulong lateInARow = 0;
        for (ulong i = 0; times == 0 || i < times; i++)
        {
            Deadline due = World.In(StepMilliseconds);
            _ = Kernel.Sleep(due);
            ulong late = Kernel.ReadCounter() - due.Ticks;
            if (isStrict && late * 1000 > World.Ticks(StrictMicroseconds))
            {
                Output.Write("  # bystander: late by "u8);
                Output.WriteHex(late);
                Output.Write(" ticks, of which a second has "u8);
                Output.WriteHex(World.Ticks(1000));
                Output.Write("\n"u8);
                return 1;
            }

            lateInARow = late > World.Ticks(factor * LateMilliseconds) ? lateInARow + 1 : 0;
            if (lateInARow == LateInARow || late > World.Ticks(factor * VeryLateMilliseconds))
            {
                return 1;
            }
        }

        return 0;
    }

    // Children that do the same, until the quota says no.
    internal static ulong Fork()
    {
        ErrorCode error = ErrorCode.None;
        for (uint i = 0; i < MostTries && error == ErrorCode.None; i++)
        {
            error = World.TryChild(out _, Roles.ForkBomb, default, default, 0, 96, 5, 0, objects: 12, handles: 32);
        }

        return error == ErrorCode.OutOfMemory ? 0ul : 1;
    }

    internal static ulong Handles()
    {
        Handle<Port> port = World.Port();
        ErrorCode error = ErrorCode.None;
        for (uint i = 0; i < MostTries && error == ErrorCode.None; i++)
        {
            error = Kernel.HandleDuplicate(port, Rights.All, out _);
        }

        return error == ErrorCode.OutOfMemory ? 0ul : 1;
    }

    // Ports full of messages with handles of ports full of messages.
    internal static ulong Flood()
    {
        ErrorCode error = ErrorCode.None;
        Handle<Port> inner = World.Port(256);
        for (uint i = 0; i < MostTries && error is ErrorCode.None; i++)
        {
            error = World.Send(inner, i);
            if (error != ErrorCode.WouldBlock)
            {
                continue;
            }

            error = Kernel.PortCreate(256, out Handle<Port> outer);
            if (error == ErrorCode.None)
            {
                Message message = new() { Info = new MessageInfo(0, 0, 1, MessageKind.Send), Handles = new MessageHandles(inner) };
                error = Kernel.Send(outer, Deadline.Now, in message);
                inner = outer;
            }
        }

        return error == ErrorCode.OutOfMemory ? 0ul : 1;
    }

    internal static ulong CallPeer(Handle<Port> port)
    {
        ulong errors = 0;
        for (ulong i = 0; i < Roles.PairCalls; i++)
        {
            errors += World.Ask(port, i, out _, World.In(20_000)) == ErrorCode.None ? 0u : 1;
        }

        return errors;
    }
}
