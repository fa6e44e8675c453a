// Children of suite hostile: bombs, and bystanders that must not notice them.

namespace RustKernel.User.SelfTest;

internal static class HostileRoles
{
    private const ulong LateMilliseconds = 500;
    private const ulong VeryLateMilliseconds = 10_000;
    private const ulong LateInARow = 5;

    // If a busy host decides how long things take, only a thread that never gets the CPU counts as starved: this factor is allowed.
    private const ulong HostFactor = 12;
    private const ulong StepMilliseconds = 5;
    private const uint MostTries = 20_000;

    /// <summary>
    /// In the number of a bystander's wake-ups: if time is executed instructions, each deadline counts. Nothing else of its priority runs.
    /// </summary>
    internal const ulong Strictly = 1ul << 32;

    // An entry with interrupts masked then takes at most 150 microseconds, followed by the switch to the bystander.
    private const ulong StrictMicroseconds = 300;

    // Wakes every 5 ms, this many times (0: for ever), and ends with 1 if it is starved: late repeatedly, or very late. If instructions are
    // counted, time is executed instructions; else a host with no time for the emulator also makes deadlines late.
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

    // Makes children that do the same, until the quota refuses.
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

    // Makes ports full of messages with handles to ports full of messages.
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
