namespace RustKernel.User.SelfTest;

/// <summary>Roles of child processes. Each is a program of a few lines; its exit code is its answer.</summary>
internal static class Roles
{
    /// <summary>Ends with code 77.</summary>
    internal const uint Exit77 = 1;

    /// <summary>Sleeps for ever.</summary>
    internal const uint SleepForEver = 2;

    /// <summary>Reads address Extra; ends with 1 if it survives.</summary>
    internal const uint ReadAddress = 3;

    /// <summary>Writes address Extra; ends with 1 if it survives.</summary>
    internal const uint WriteAddress = 4;

    /// <summary>Jumps to address Extra.</summary>
    internal const uint JumpTo = 5;

    /// <summary>Executes an undefined instruction.</summary>
    internal const uint Undefined = 6;

    /// <summary>Executes a breakpoint.</summary>
    internal const uint Breakpoint = 7;

    /// <summary>Writes a system register.</summary>
    internal const uint Privileged = 8;

    /// <summary>Calls itself until the stack ends.</summary>
    internal const uint Recurse = 9;

    /// <summary>Receives on its port and adds one to the word of each call, Extra times; then ends.</summary>
    internal const uint AddOneServer = 10;

    /// <summary>Receives one call and ends without an answer.</summary>
    internal const uint DyingServer = 11;

    /// <summary>Takes memory until there is none; ends with the number of pages.</summary>
    internal const uint MemoryHog = 12;

    /// <summary>Receives calls with eight words and answers each at once.</summary>
    internal const uint WordServer = 13;

    /// <summary>Receives calls without words and answers each at once.</summary>
    internal const uint EmptyServer = 14;

    /// <summary>Receives messages and counts them until a word 0; ends with the sum of the words.</summary>
    internal const uint Counter = 15;

    /// <summary>Waits for faults of a process and makes it continue after the instruction.</summary>
    internal const uint FaultHandler = 16;

    /// <summary>
    /// Stores Extra at an address of its own and checks repeatedly that it is still there; ends with 0 when told so through its port.
    /// </summary>
    internal const uint Isolated = 17;

    /// <summary>Repeatedly sends the instruction counter's value as word 0.</summary>
    internal const uint StampSender = 18;

    /// <summary>Random system calls (HostileCalls.cs); Extra is the seed.</summary>
    internal const uint Attacker = 19;

    /// <summary>Wakes on time, Extra times; ends with the number of late wake-ups.</summary>
    internal const uint Bystander = 20;

    /// <summary>Makes children that make children.</summary>
    internal const uint ForkBomb = 21;

    /// <summary>Makes handles.</summary>
    internal const uint HandleBomb = 22;

    /// <summary>Makes ports and fills them.</summary>
    internal const uint MessageFlood = 23;

    /// <summary>Answers calls without words until its client's port is gone.</summary>
    internal const uint PairServer = 24;

    /// <summary>Makes <see cref="PairCalls"/> calls; ends with the number of failures.</summary>
    internal const uint PairClient = 25;

    /// <summary>Handles the fault of its own thread by ending its own process.</summary>
    internal const uint OwnHandler = 26;

    /// <summary>Arms as many timers as permitted, as often as permitted.</summary>
    internal const uint TimerStorm = 27;

    /// <summary>Writes text to the kernel's console.</summary>
    internal const uint TextFlood = 28;

    /// <summary>Loads programs whose entry point is bad.</summary>
    internal const uint BadLoader = 29;

    /// <summary>Makes memory objects of 1 GiB and destroys them.</summary>
    internal const uint LargeObjects = 30;

    /// <summary>Ends with 1,000 ports and callers at them.</summary>
    internal const uint PortHoarder = 31;

    /// <summary>Takes the serial line and ends with a full ring.</summary>
    internal const uint DyingConsole = 32;

    /// <summary>Repeatedly makes the interrupt line in Extra pending (Bench.cs).</summary>
    internal const uint LineAsserter = 33;

    /// <summary>Makes marked calls, beginning at counter value Extra (Bench.cs).</summary>
    internal const uint MarkedClient = 34;

    /// <summary>Calls its port, sending a memory object of its own, and waits for ever.</summary>
    internal const uint HeldCaller = 35;

    /// <summary>Calls by one pair.</summary>
    internal const ulong PairCalls = 1_000;

    private const ulong Own = 0x1000_0000;

    internal static ulong Play(uint role)
    {
        ulong extra = World.Start.Extra;
        Handle<Port> port = World.Start.Starter;
        switch (role)
        {
            case Exit77: return 77;
            case SleepForEver:
                _ = Kernel.Sleep(Deadline.Never);
                return 1;
            case ReadAddress:
                _ = NativeCode.Load(extra);
                return 1;
            case WriteAddress:
                NativeCode.Store(extra);
                return 1;
            case JumpTo:
                NativeCode.Jump(extra);
                return 1;
            case Undefined:
                NativeCode.Undefined();
                return 1;
            case Breakpoint:
                NativeCode.Breakpoint();
                return 1;
            case Privileged:
                NativeCode.Privileged(extra);
                return 1;
            case Recurse: return Deeper(extra);
            case AddOneServer: return Serve(port, extra);
            case DyingServer:
                Message message = default;
                return (ulong)World.Receive(port, ref message, Deadline.Never);
            case MemoryHog: return Hog();
            case WordServer: return NativeCode.ServeWords(port.Value);
            case EmptyServer: return NativeCode.ServeEmpty(port.Value);
            case Counter: return Count(port);
            case FaultHandler: return HandleFaults(port);
            case Isolated: return Isolate(port, extra);
            case StampSender: return NativeCode.SendStamps(port.Value);
            case Attacker: return HostileCalls.Attack(port, extra);
            case Bystander: return HostileRoles.Bystand(extra);
            case ForkBomb: return HostileRoles.Fork();
            case HandleBomb: return HostileRoles.Handles();
            case MessageFlood: return HostileRoles.Flood();
            case PairServer: return NativeCode.ServeEmpty(port.Value);
            case PairClient: return HostileRoles.CallPeer(port);
            case OwnHandler: return HandleOwnFault();
            case TimerStorm: return AttackRoles.ArmTimers(port);
            case TextFlood: return AttackRoles.FloodText();
            case BadLoader: return AttackRoles.LoadBad();
            case LargeObjects: return AttackRoles.DestroyLarge();
            case PortHoarder: return AttackRoles.HoardPorts();
            case DyingConsole: return AttackRoles.DieWithLine(new(port.Value));
            case LineAsserter: return Bench.AssertLine(extra);
            case MarkedClient: return Bench.CallMarked(port, extra);
            case HeldCaller: return CallHeld(port.Value, Deadline.Never);
            default: return 99;
        }
    }

    private static ulong Deeper(ulong depth) => depth == ulong.MaxValue ? depth : Deeper(depth + 1) + Kernel.ReadCounter();

    private static ulong Serve(Handle<Port> port, ulong calls)
    {
        Message message = default;
        for (ulong i = 0; i < calls; i++)
        {
            if (World.Receive(port, ref message, Deadline.Never) != ErrorCode.None
                || World.Reply(ref message, message.Words[0] + 1) != ErrorCode.None)
            {
                return 1;
            }
        }

        return 0;
    }

    private static ulong Count(Handle<Port> port)
    {
        Message message = default;
        ulong sum = 0;
        while (World.Receive(port, ref message, Deadline.Never) == ErrorCode.None && message.Words[0] != 0)
        {
            sum += message.Words[0];
        }

        return sum;
    }

    internal static ulong CallHeld(ulong port, Deadline deadline)
    {
        const Rights all = Rights.Read | Rights.Write | Rights.Transfer;
        if (Kernel.MemoryCreate(8192, out Handle<Memory> memory) != ErrorCode.None
            || Kernel.HandleDuplicate(memory, all, out AnyHandle copy) != ErrorCode.None)
        {
            return 1;
        }

        Message message = new() { Info = new MessageInfo(0, 0, 1, MessageKind.Call), Handles = new MessageHandles(copy) };
        ErrorCode error = Kernel.Call(new(port), deadline, ref message);
        return Kernel.HandleClose(memory) == ErrorCode.None ? (ulong)error : 2;
    }

    private static ulong Hog()
    {
        const ulong bytes = 64ul << 20;
        if (Kernel.MemoryCreate(bytes, out Handle<Memory> memory) != ErrorCode.None
            || Kernel.MemoryMap(default, memory, 0, Own, bytes, Rights.Read | Rights.Write) != ErrorCode.None)
        {
            return 1;
        }

        for (ulong at = 0; at < bytes; at += 4096)
        {
            NativeCode.Store(Own + at);
        }

        return 2;
    }

    private static ulong HandleFaults(Handle<Port> port)
    {
        Message message = default;
        ErrorCode error = World.Receive(port, ref message, Deadline.Never);
        while (error == ErrorCode.None)
        {
            message.Info = new MessageInfo(1, 0, 0, MessageKind.Send);
            error = Kernel.ReplyReceive(port, Deadline.Never, message.Token, ref message);
        }

        return (ulong)error;
    }

    private static ulong HandleOwnFault()
    {
        Handle<Port> port = World.Port();
        _ = Kernel.ProcessSetFaultPort(default, port, default);
        _ = World.StartThread(Jobs.Undefined);
        Message message = default;
        ErrorCode error = World.Receive(port, ref message, World.In(5_000));
        if (error == ErrorCode.None)
        {
            message.Info = new MessageInfo(2, 0, 0, MessageKind.Send);
            error = Kernel.ReplyReceive(port, Deadline.Never, message.Token, ref message);
        }

        return (ulong)error;
    }

    private static ulong Isolate(Handle<Port> port, ulong value)
    {
        _ = World.Memory(Own, 4096);
        Message message = default;
        NativeCode.Put(Own, value);
        while (World.Receive(port, ref message, World.In(1)) != ErrorCode.None)
        {
            if (NativeCode.Load(Own) != value)
            {
                return 1;
            }
        }

        return NativeCode.Load(Own) == value ? 0ul : 1;
    }
}
