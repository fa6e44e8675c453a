namespace RustKernel.User.SelfTest;

/// <summary>Work for threads of the test's own process, by number. Shared state is in static fields: one test runs in a process.</summary>
internal static class Jobs
{
    /// <summary>Adds one to <see cref="Count"/> and ends.</summary>
    internal const ulong AddOne = 1;

    /// <summary>Adds one to <see cref="Count"/> for ever.</summary>
    internal const ulong CountForEver = 2;

    /// <summary>Answers calls at <see cref="Port"/> with the word plus one, for ever.</summary>
    internal const ulong Server = 3;

    /// <summary>Sends words 1 to 100 to <see cref="Port"/>, waiting for room.</summary>
    internal const ulong Sender = 4;

    /// <summary>Calls <see cref="Port"/> once and keeps error and answer.</summary>
    internal const ulong Caller = 5;

    /// <summary>Records when its priority had its turn in <see cref="Order"/>.</summary>
    internal const ulong NoteOrder = 6;

    /// <summary>Yields for ever.</summary>
    internal const ulong YieldForEver = 7;

    /// <summary>Receives at <see cref="Port"/> for ever.</summary>
    internal const ulong ReceiveForEver = 8;

    /// <summary>Yields for ever, in as few instructions as possible.</summary>
    internal const ulong YieldTight = 9;

    /// <summary>Writes <see cref="LineBit"/> to <see cref="Line"/> for ever, noting the instruction counter before.</summary>
    internal const ulong AssertLine = 10;

    /// <summary>Attacks as the thread in bits 15:8 (HostileCalls.cs).</summary>
    internal const ulong Attack = 11;

    /// <summary>Reads the address in <see cref="Order"/> and keeps the value in <see cref="Answer"/>.</summary>
    internal const ulong Touch = 12;

    /// <summary>Executes an undefined instruction.</summary>
    internal const ulong Undefined = 13;

    /// <summary>Calls the code at <see cref="Order"/> and keeps its result in <see cref="Answer"/>.</summary>
    internal const ulong CallCode = 14;

    /// <summary>Receives at <see cref="Port"/> once, then computes for ever.</summary>
    internal const ulong ReceiveAndSpin = 15;

    /// <summary>Receives at <see cref="Door"/> once, calls <see cref="Port"/> and waits for ever.</summary>
    internal const ulong Relay = 16;

    /// <summary>
    /// For ever calls <see cref="Port"/>, or with 1 in bits 15:8 <see cref="Door"/>, and gives up after some milliseconds.
    /// </summary>
    internal const ulong AskAndGiveUp = 17;

    /// <summary>A part in suite fastpath, in bits 15:8 (FastPathTests.cs).</summary>
    internal const ulong Help = 18;

    /// <summary>Sleeps for an hour.</summary>
    internal const ulong SleepLong = 19;

    /// <summary>Makes the measured foreign calls and adds one to <see cref="Count"/>.</summary>
    internal const ulong CallForeign = 20;

    /// <summary>Passes <see cref="Barriers"/> barriers and marks the word at <see cref="Order"/> of the thread in bits 15:8.</summary>
    internal const ulong PassBarriers = 21;

    /// <summary>The number of barriers.</summary>
    internal const int Barriers = 300;

    internal static Handle<Port> Door;
    internal static ulong Line;
    internal static ulong LineBit;
    internal static ulong Stamp;
    internal static ulong Count;
    internal static Handle<Port> Port;
    internal static ulong Order;
    internal static ulong Error;
    internal static ulong Answer;

    internal static void Do(ulong job)
    {
        Message message = default;
        switch (job & 0xFF)
        {
            case AddOne:
                Count++;
                break;
            case CountForEver:
                while (true)
                {
                    Count++;
                }

            case Server:
                while (World.Receive(Port, ref message, Deadline.Never) == ErrorCode.None)
                {
                    _ = World.Reply(ref message, message.Words[0] + 1);
                }

                break;
            case Sender:
                for (ulong i = 1; i <= 100; i++)
                {
                    Error |= (ulong)World.Send(Port, i, Deadline.Never);
                }

                break;
            case Caller:
                Error = (ulong)World.Ask(Port, 41, out Answer);
                Count++;
                break;
            case SleepLong:
                _ = Kernel.Sleep(World.In(3_600_000));
                break;
            case YieldTight:
                NativeCode.YieldForEver();
                break;
            case AssertLine:
                while (true)
                {
                    NativeCode.AssertLine(Line, LineBit, ref Stamp);
                }

            case NoteOrder:
                Order = (Order << 8) | (job >> 8);
                Count++;
                break;
            case Attack:
                HostileCalls.Run(job >> 8);
                break;
            case Help:
                FastPathTests.Help(job >> 8);
                break;
            case PassBarriers:
                PassAll();
                NativeCode.Put(Order + (job >> 8 << 3), 1);
                break;
            case CallForeign:
                Bench.CallForeign();
                Count++;
                break;
            case CallCode:
                Answer = NativeCode.CallCode(Order);
                Count++;
                break;
            case Touch:
                Answer = NativeCode.Load(Order);
                Count++;
                break;
            case ReceiveAndSpin:
                _ = World.Receive(Port, ref message, Deadline.Never);
                while (true)
                {
                    Count++;
                }

            case Relay:
                _ = World.Receive(Door, ref message, Deadline.Never);
                _ = World.Ask(Port, 1, out _);
                break;
            case AskAndGiveUp:
                while (true)
                {
                    _ = World.Ask(job >> 8 == 0 ? Port : Door, 1, out _, World.In(4));
                }

            case Undefined:
                NativeCode.Undefined();
                break;
            case YieldForEver:
                while (true)
                {
                    _ = Kernel.Yield();
                }

            default:
                while (World.Receive(Port, ref message, Deadline.Never) == ErrorCode.None)
                {
                    Count++;
                }

                break;
        }
    }

    /// <summary>Passes <see cref="Barriers"/> barriers.</summary>
    internal static void PassAll()
    {
        for (int i = 0; i < Barriers; i++)
        {
            Error |= (ulong)Kernel.ProcessBarrier(0);
        }
    }
}
