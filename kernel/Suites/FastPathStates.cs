// Suite fastpath, the kernel's part: states in which FastPath.S leaves a call to C#, made by hand, one for each of its checks. So
// every run of the suite meets each of them: none needs an interrupt, or another CPU, at the right moment. The programs of the
// suite (services/SelfTest/FastPathTests.cs) reach most of these states by system calls, and check the results.

using System;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.SelfTests;
using RustKernel.Smp;

namespace RustKernel.Suites;

/// <summary>One call of a <see cref="FastPathPair"/> in each state.</summary>
internal static class FastPathStates
{
    private const uint WrongGeneration = 1u << 12;
    private const uint BeyondTable = 0xFFF;
    private const ulong NineWords = 9;
    private const ulong OneHandle = 1 << 4;

    // The distance in seconds of deadlines that must come after the next tick.
    private const ulong LongSeconds = 100;

    // The outcomes of a check that several states reach, by number, and when the port is claimed.
    private const int StatesOfCallPort = 4;
    private const int StatesOfReplyPort = 5;
    private const int StatesOfPortHasReceiver = 3;
    private const int StatesOfGateTaken = 2;

    // The programs test two callers of one server: that takes three threads.
    private static ReadOnlySpan<byte> LeftToPrograms =>
    [
        (byte)FastRefusal.MoreReceivers,
        (byte)FastRefusal.ReceiverHasDonors,
        (byte)FastRefusal.ServerHasDonors,
    ];

    /// <summary>Tries each state in turn; each call must be refused once, for the right reason.</summary>
    internal static void Try(ref TestContext context)
    {
        for (FastRefusal reason = 0; (int)reason < CpuBlock.FastReasonCount; reason++)
        {
            if (LeftToPrograms.IndexOf((byte)reason) >= 0 || !FastPathJudge.CanBeMet(reason) || (IsElsewhere(reason) && !IsAlone))
            {
                continue;
            }

            for (int state = 0; state < StatesOf(reason); state++)
            {
                TryOne(ref context, reason, state);
            }
        }
    }

    /// <summary>
    /// Everything that stops a thread from continuing after a tick (check_thread of TickPath.S): each part of it, and none of it.
    /// </summary>
    internal static void TryTick(ref TestContext context)
    {
        FastPathPair pair = default;
        UserLoop.FinishChores();
        ulong daif = KernelLock.Acquire();
        ref CpuBlock cpu = ref PerCpu.Current;
        Publication.Clear(ref cpu.Attention);
        if (context.Check(pair.Make(ref cpu), "there is room for two processes"u8))
        {
            pair.BeginCall(ref cpu);
            ref Thread thread = ref KernelObjects.Thread(pair.Client);
            uint current = cpu.CurrentThread;
            uint levels = cpu.ReadyLevels;
            Thread saved = thread;
            for (TickState state = TickState.Nothing; state <= TickState.Revived; state++)
            {
                PlantTick(ref cpu, ref thread, state, true);
                ulong goesOn = TickPath.GoesOn(ref cpu, ref thread.Context);
                PlantTick(ref cpu, ref thread, state, false);
                cpu.CurrentThread = current;
                cpu.ReadyLevels = levels;
                thread = saved;
                if (!context.Check(goesOn != 0 == (state == TickState.Nothing), "a thread goes on unless something is in its way"u8))
                {
                    KernelConsole.Write("  # tick state "u8);
                    KernelConsole.WriteDecimal((uint)state);
                    KernelConsole.Write("\n"u8);
                }
            }

            KernelLock.Leave();
            UserState.Run(UserState.AddressOf(ref thread.Context));
            KernelLock.Enter();
        }

        pair.End();
        KernelLock.Release(daif);
        pair.Release();
    }

    private enum TickState
    {
        Nothing,
        NoThread,
        Doomed,
        Stopped,
        ReadyThread,
        Attention,
        WrongCpu,
        Chores,
        Revived,
    }

    // States that the caller does not reset come and go with isThere.
    private static void PlantTick(ref CpuBlock cpu, ref Thread thread, TickState state, bool isThere)
    {
        switch (state)
        {
            case TickState.NoThread:
                cpu.CurrentThread = 0;
                break;
            case TickState.Doomed:
                cpu.Doomed = isThere ? ThreadLife.NoThread : 0;
                break;
            case TickState.Stopped:
                thread.IsSuspended = true;
                break;
            case TickState.ReadyThread:
                cpu.ReadyLevels = 1u << FastPathPair.Priority;
                break;
            case TickState.Attention:
                cpu.Attention = isThere ? 1u : 0;
                break;
            case TickState.WrongCpu:
                thread.Affinity = (ushort)(cpu.AffinityBit << 1);
                break;
            case TickState.Chores:
                FastPathState.Current.Chores = isThere ? Chores.Ends : 0;
                break;
            case TickState.Revived:
                KernelObjects.Process(thread.Process).IsRevived = isThere;
                break;
            default:
                break;
        }
    }

    private static bool IsAlone => Processors.OnlineCount == 1;

    // With several CPUs the programs test it.
    private static bool IsElsewhere(FastRefusal reason) => reason is FastRefusal.ReceiverElsewhere or FastRefusal.CallerElsewhere;

    private static int StatesOf(FastRefusal reason) => reason switch
    {
        FastRefusal.CallPort => StatesOfCallPort,
        FastRefusal.ReplyPort => StatesOfReplyPort,
        FastRefusal.PortHasReceiver => StatesOfPortHasReceiver,
        FastRefusal.GateTaken => StatesOfGateTaken,
        _ => 1,
    };

    private static void TryOne(ref TestContext context, FastRefusal reason, int state)
    {
        FastPathPair pair = default;
        ulong daif = KernelLock.Acquire();
        ref CpuBlock cpu = ref PerCpu.Current;
        Publication.Clear(ref cpu.Attention);
        if (context.Check(pair.Make(ref cpu), "there is room for two processes"u8))
        {
            Begin(ref cpu, ref pair, reason, state);
            ref HandleEntry entry = ref EntryOf(ref cpu, ref pair);
            HandleEntry saved = entry;
            Plant(ref cpu, ref pair, reason, state);
            uint before = FastPath.Refusals(reason);
            uint all = CountAll();
            KernelLock.Leave();
            Run(ref context, ref cpu, reason);
            KernelLock.Enter();
            entry = saved;
            KernelObjects.Port(pair.Port).Header.IsDestroyed = false;
            bool isMet = FastPath.Refusals(reason) - before == 1 && CountAll() - all == 1;
            context.Check(isMet, "the call is refused for the reason that is there, and for no other"u8);
            Report(reason, state, isMet);
        }

        pair.End();
        Publication.Clear(ref cpu.Attention);
        KernelLock.Release(daif);
        pair.Release();
    }

    // The running thread's handle to the port.
    private static ref HandleEntry EntryOf(ref CpuBlock cpu, ref FastPathPair pair) => ref cpu.CurrentThread == pair.Client
        ? ref pair.Clients.Handles.At((uint)pair.ClientHandle)
        : ref pair.Servers.Handles.At((uint)pair.ServerHandle);

    private static void Report(FastRefusal reason, int state, bool isMet)
    {
        if (!isMet)
        {
            KernelConsole.Write("  # reason "u8);
            KernelConsole.WriteDecimal((uint)reason);
            KernelConsole.Write(" state "u8);
            KernelConsole.WriteDecimal((uint)state);
            KernelConsole.Write("\n"u8);
        }
    }

    private static uint CountAll()
    {
        uint sum = 0;
        for (FastRefusal reason = 0; (int)reason < CpuBlock.FastReasonCount; reason++)
        {
            sum += FastPath.Refusals(reason);
        }

        return sum;
    }

    // This CPU's thread makes its call and sleeps, like every other one. IRQs are masked, the lock is free.
    private static void Run(ref TestContext context, ref CpuBlock cpu, FastRefusal reason)
    {
        bool isTaken = reason == FastRefusal.GateTaken;
        if (isTaken)
        {
            SmpWork.Reset();
            context.Check(Processors.Register(SmpWork.Number, SmpWork.Instance) == ErrorCode.None, "the jobs can be called"u8);
            ErrorCode error = Processors.Post(1, SmpWork.Number, SmpWork.Argument(SmpWork.Job.HoldKernelLock));
            context.Check(error == ErrorCode.None, "the CPU takes work"u8);
            ulong deadline = KernelClock.ElapsedTicks + SmpSuite.TimeoutTicks;
            while (SmpWork.Ready == 0 && KernelClock.ElapsedTicks < deadline)
            {
                Cpu.Relax();
            }
        }

        UserState.Run(UserState.AddressOf(ref KernelObjects.Thread(cpu.CurrentThread).Context));
        if (isTaken)
        {
            context.Check(Processors.Await(1, SmpSuite.TimeoutTicks).IsOk, "the CPU's work ends"u8);
        }
    }

    private static void Begin(ref CpuBlock cpu, ref FastPathPair pair, FastRefusal reason, int state)
    {
        if (reason != FastRefusal.NoReceiver)
        {
            pair.LetReceive(ref cpu, pair.Server);
        }

        // Both calls take the gate.
        if (reason < FastRefusal.GateTaken || (reason == FastRefusal.GateTaken && state == 0))
        {
            pair.BeginCall(ref cpu);
        }
        else
        {
            pair.BeginReply(ref cpu);
        }
    }

    private static void Plant(ref CpuBlock cpu, ref FastPathPair pair, FastRefusal reason, int state)
    {
        ref Thread self = ref KernelObjects.Thread(cpu.CurrentThread);
        bool isCall = cpu.CurrentThread == pair.Client;
        ref Thread peer = ref KernelObjects.Thread(isCall ? pair.Server : pair.Client);
        switch (reason)
        {
            case FastRefusal.CallerStopped or FastRefusal.ServerStopped:
                self.IsSuspended = true;
                break;
            case FastRefusal.ReceiverStopped or FastRefusal.CallerState:
                peer.IsSuspended = true;
                break;
            case FastRefusal.CallPort or FastRefusal.ReplyPort:
                PlantPort(ref self, ref EntryOf(ref cpu, ref pair), pair.Port, state);
                break;
            case FastRefusal.CallDescription or FastRefusal.ReplyDescription:
                self.Context.Message.Info = new MessageInfo(isCall ? NineWords : OneHandle);
                break;
            case FastRefusal.ReceiverHasDeadline or FastRefusal.CallerHasDeadline:
                Deadlines.Add(ref cpu, new NoticeSource(ObjectKind.Thread, peer.Header.Slot), Later(), peer.Priority);
                break;
            case FastRefusal.CallWhileWanted or FastRefusal.ReplyWhileWanted:
                cpu.Attention = 1;
                break;
            case FastRefusal.CallWhileMoreUrgent or FastRefusal.ReplyWhileMoreUrgent:
                _ = ThreadLife.Start(ref KernelObjects.Thread(pair.AddServer(ref cpu, FastPathPair.Priority + 1)));
                break;
            case FastRefusal.ReceiverElsewhere or FastRefusal.CallerElsewhere:
                Scheduler.SetAffinity(ref peer, (ushort)(cpu.AffinityBit << 1));
                break;
            case FastRefusal.ReceiverWithoutAsid or FastRefusal.CallerWithoutAsid:
                KernelObjects.Process(peer.Process).Ttbr = 0;
                break;
            case FastRefusal.TokenSlot:
                self.Context.Message.Token = new ReplyToken(self.Context.Message.Token.Bits | uint.MaxValue);
                break;
            case FastRefusal.TokenSequence:
                self.Context.Message.Token = new ReplyToken(self.Context.Message.Token.Sequence + 1, pair.Client);
                break;
            case FastRefusal.PortHasMessages:
                KernelObjects.Port(pair.Port).Bits = 1;
                break;
            case FastRefusal.PortHasReceiver:
                PlantReceiver(ref cpu, ref self, ref pair, state);
                break;
            default:
                PlantDeadline(ref cpu, ref self, reason);
                break;
        }
    }

    // The deadline of the call, and the list that will note it.
    private static void PlantDeadline(ref CpuBlock cpu, ref Thread self, FastRefusal reason)
    {
        if (reason is FastRefusal.NoReceiver or FastRefusal.GateTaken)
        {
            return;
        }

        bool isSoon = reason is FastRefusal.CallDeadlineSoon or FastRefusal.ReplyDeadlineSoon;
        self.Context.Message.Deadline = new Deadline(isSoon ? cpu.Tick.DueCounter - 1 : Later());
        if (reason is FastRefusal.CallerListedElsewhere or FastRefusal.ServerListedElsewhere)
        {
            self.LazyCpu = (byte)(cpu.Index + 2);
        }

        // The thread in slot 0 never waits.
        bool isFull = reason is FastRefusal.CallListFull or FastRefusal.ReplyListFull;
        while (isFull && cpu.LazyCount < CpuBlock.LazyCapacity)
        {
            cpu.Lazy[(int)cpu.LazyCount++] = 0;
        }
    }

    // A handle that is none of the port's: each part of find_port in FastPath.S.
    private static void PlantPort(ref Thread self, ref HandleEntry entry, uint port, int state)
    {
        switch (state)
        {
            case 0:
                self.Context.Message.Port = new AnyHandle(self.Context.Message.Port.Value | BeyondTable);
                break;
            case 1:
                self.Context.Message.Port = new AnyHandle(self.Context.Message.Port.Value + WrongGeneration);
                break;
            case 2:
                entry.Rights = self.Context.CallNumber == (ulong)SystemCall.Call ? Rights.Receive : Rights.Send;
                break;
            case 3:
                KernelObjects.Port(port).Header.IsDestroyed = true;
                break;
            default:
                entry.Kind = ObjectKind.Memory;
                break;
        }
    }

    // The claim of the port: without a deadline, with one that is noted now, with one of a thread that is already in the list.
    private static void PlantReceiver(ref CpuBlock cpu, ref Thread self, ref FastPathPair pair, int state)
    {
        ref Thread thread = ref KernelObjects.Thread(pair.AddServer(ref cpu, FastPathPair.Priority));
        thread.State = ThreadState.Receiving;
        thread.WaitPort = pair.Port;
        ref Port port = ref KernelObjects.Port(pair.Port);
        PortQueues.Append(ref port.FirstReceiver, ref port.LastReceiver, ref thread);
        if (state == 0)
        {
            return;
        }

        self.Context.Message.Deadline = new Deadline(Later());
        if (state == 2 && self.LazyCpu == 0)
        {
            Deadlines.AddFor(ref cpu, ref self, Later());
            Deadlines.CancelFor(ref self);
        }
    }

    private static ulong Later() => KernelClock.ReadCounter() + (LongSeconds * KernelClock.FrequencyHz);
}
