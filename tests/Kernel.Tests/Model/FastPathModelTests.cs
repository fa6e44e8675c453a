// Calls and replies in random states of the kernel, as the fast path takes them: two processes, a few ports, threads on four CPUs. Ports
// does the same as the fast path would (FastHandOver.cs), and every reason to refuse occurs.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class FastPathModelTests : IDisposable
{
    private const int Seeds = 12;
    private const int Steps = 40_000;
    private const int Ports = 4;
    private const int Threads = 14;
    private const int LeastTaken = 1_000;

    // A gate that another CPU holds is no state of the kernel: the model of the gates has it (Gates/GateModel.cs).
    private static readonly FastRefusal[] s_reasons =
        [.. Enum.GetValues<FastRefusal>().Where(reason => reason is not (FastRefusal.None or FastRefusal.GateTaken))];

    private readonly KernelInvariants _invariants = new();
    private readonly Dictionary<(uint Process, int Port), ulong> _doors = [];

    public FastPathModelTests() => ModelMachine.Start();

    public void Dispose() => ModelMachine.Stop();

    [Fact]
    public void What_the_fast_path_takes_Ports_does_in_the_same_way()
    {
        FastHandOver.Decisions.Clear();
        for (int seed = 1; seed <= Seeds; seed++)
        {
            Play(new Random(seed));
        }

        int taken = FastHandOver.Decisions.GetValueOrDefault(FastRefusal.None);
        string seen = string.Join(", ", FastHandOver.Decisions.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"));
        Assert.True(taken >= LeastTaken, $"only {taken} calls were such as the fast path takes: {seen}");
        Assert.True(s_reasons.All(FastHandOver.Decisions.ContainsKey), $"not every reason came up: {seen}");
    }

    private void Play(Random random)
    {
        PerCpu.Own = 0;
        uint[] processes = [ModelMachine.StartProcess(1), ModelMachine.StartProcess(1)];
        Populate(processes);
        for (int step = 0; step < Steps; step++)
        {
            PerCpu.Own = random.Next(ModelMachine.Cpus);
            ModelMachine.PassTime(ref PerCpu.Current, (ulong)random.Next(2_000));
            Step(ref PerCpu.Current, processes, random);
            if (Teardown.IsPending)
            {
                Teardown.Finish();
            }

            if (step % 32 == 0)
            {
                _invariants.Check();
                Refill(processes, random);
            }
        }

        ModelMachine.End(processes);
        foreach (uint slot in processes)
        {
            _invariants.LetGo(slot);
            KernelLock.Enter();
            ObjectReferences.Release(ObjectKind.Process, slot);
            KernelLock.Leave();
        }

        Teardown.Finish();
        _invariants.Check();
        _doors.Clear();
    }

    private void Populate(uint[] processes)
    {
        KernelLock.Enter();
        for (int i = 0; i < Ports; i++)
        {
            uint port = PortLife.Create(new(processes[0]), 2).Value.Index;
            foreach (uint process in processes)
            {
                _doors[(process, i)] =
                    ProcessHandles.AddNew(ref KernelObjects.Process(process), ObjectKind.Port, port, Rights.All, 0).Value.Value;
            }

            ObjectReferences.Release(ObjectKind.Port, port);
        }

        KernelLock.Leave();
        _invariants.Hold(processes[0]);
        _invariants.Hold(processes[1]);
    }

    private static void Refill(uint[] processes, Random random)
    {
        KernelLock.Enter();
        foreach (uint process in processes)
        {
            for (uint left = KernelObjects.Process(process).LiveThreads; left < Threads; left++)
            {
                uint slot = ModelMachine.AddThread(process, (uint)random.Next(2, 8));
                Scheduler.SetAffinity(ref KernelObjects.Thread(slot), (ushort)(1 << Home(slot)));
            }
        }

        // Some have waited long enough, and none stays suspended.
        foreach (uint slot in KernelInvariants.Used(ObjectKind.Thread))
        {
            ref Thread thread = ref KernelObjects.Thread(slot);
            ThreadLife.Resume(ref thread);
            if (thread.State is ThreadState.Receiving or ThreadState.AwaitingReply && random.Next(2) == 0)
            {
                Waits.TimeOut(ref thread);
            }
        }

        KernelLock.Leave();
        for (int cpu = 0; cpu < ModelMachine.Cpus; cpu++)
        {
            ModelMachine.Send(cpu);
        }
    }

    // A thread's CPU, and the port that it uses, most of the time.
    private static int Home(uint slot) => (int)(slot / 2 % Ports);

    private void Step(ref CpuBlock cpu, uint[] processes, Random random)
    {
        if (cpu.CurrentThread == 0)
        {
            ModelMachine.Look(ref cpu);
            return;
        }

        // An interrupt that another CPU sent may come later than the next call.
        if ((ModelMachine.WillBeInterrupted((int)cpu.Index) && random.Next(3) != 0) || random.Next(30) == 0)
        {
            _ = ModelMachine.IsInterrupted((int)cpu.Index);
            ModelMachine.Interrupt(ref cpu, isTick: random.Next(2) == 0);
            return;
        }

        ref Thread thread = ref KernelObjects.Thread(cpu.CurrentThread);
        if (random.Next(20) == 0)
        {
            Disturb(ref thread, processes[random.Next(2)], random);
            return;
        }

        Choose(ref thread, random);

        // Another CPU needs it in the kernel's loop at this moment.
        cpu.Attention = random.Next(60) == 0 ? 1u : 0;
        ModelMachine.Call(ref cpu, isLate: true);
        cpu.Attention = 0;
    }

    // Changes something of a thread that another thread, or CPU, decides.
    private static void Disturb(ref Thread running, uint process, Random random)
    {
        KernelLock.Enter();
        uint at = KernelObjects.Process(process).FirstThread;
        for (int i = random.Next(Threads); i > 0 && KernelObjects.Thread(at).NextSibling != 0; i--)
        {
            at = KernelObjects.Thread(at).NextSibling;
        }

        ref Thread thread = ref KernelObjects.Thread(at);
        switch (random.Next(8))
        {
            case 0:
                Donation.SetBase(ref thread, (byte)random.Next(8));
                break;
            case 1:
                Scheduler.SetAffinity(ref thread, (ushort)(1 << (random.Next(3) == 0 ? random.Next(ModelMachine.Cpus) : Home(at))));
                break;
            case 2 when at != running.Header.Slot:
                _ = ThreadLife.Suspend(ref thread);
                break;
            case 3 when random.Next(8) == 0 && KernelObjects.Process(process).LiveThreads > 3 && at != running.Header.Slot:
                ThreadLife.Kill(ref thread);
                break;
            case 4:
                ref Port port = ref KernelObjects.Port(running.WaitPort);
                if (running.WaitPort != 0 && port.Header.References != 0 && !port.Header.IsDestroyed)
                {
                    Ipc.Ports.SetBits(ref port, 1);
                }

                break;
            case 5 when !IsInForce(process):
                // Its ASID went with an old generation.
                KernelObjects.Process(process).Ttbr = 0;
                break;
            case 6 when random.Next(4) == 0:
                // So many others began to wait in this tick; the thread in slot 0 never does.
                ref CpuBlock cpu = ref PerCpu.At(thread.Cpu);
                while (cpu.LazyCount < CpuBlock.LazyCapacity)
                {
                    cpu.Lazy[(int)cpu.LazyCount++] = 0;
                }

                break;
            default:
                ThreadLife.Resume(ref thread);
                break;
        }

        KernelLock.Leave();
        ModelMachine.Send((int)PerCpu.Current.Index);
    }

    private static bool IsInForce(uint process)
    {
        bool isInForce = false;
        for (int i = 0; i < ModelMachine.Cpus; i++)
        {
            isInForce |= PerCpu.At(i).CurrentProcess == process;
        }

        return isInForce;
    }

    private void Choose(ref Thread thread, Random random)
    {
        ref UserContext context = ref thread.Context;

        // A server answers what it got, most of the time; and there are as many servers as clients.
        bool isServer = thread.Header.Slot % 2 == 0;
        context.X8 = (ulong)(random.Next(12) == 0 ? SystemCall.Receive : isServer ? SystemCall.ReplyReceive : SystemCall.Call);
        context.X5 = random.Next(25) == 0 ? AnyToken(random) : context.X5;
        context.X5 = random.Next(200) == 0 ? ulong.MaxValue : context.X5;
        if (isServer && context.X5 == 0)
        {
            context.X8 = (ulong)SystemCall.Receive;
        }

        int door = random.Next(12) == 0 ? random.Next(Ports) : Home(thread.Header.Slot);
        context.X0 = random.Next(50) == 0 ? 0xFFF : _doors[(thread.Process, door)];
        context.X1 = random.Next(16) switch
        {
            < 6 => ulong.MaxValue,
            6 => SystemRegisters.CNTVCT_EL0 + (ulong)random.Next(20_000),
            _ => SystemRegisters.CNTVCT_EL0 + 700_000 + (ulong)random.Next(2_000_000),
        };
        context.X2 = new MessageInfo(
            (uint)random.Next(),
            (uint)random.Next(random.Next(40) == 0 ? 16 : 9),
            random.Next(40) == 0 ? 1u : 0,
            MessageKind.Send).Bits;
        for (int i = 0; i < 8; i++)
        {
            context.Words[i] = (ulong)random.NextInt64();
        }
    }

    private static ulong AnyToken(Random random)
    {
        foreach (uint slot in KernelInvariants.Used(ObjectKind.Thread))
        {
            ref Thread thread = ref KernelObjects.Thread(slot);
            if (thread.State == ThreadState.AwaitingReply && random.Next(3) == 0)
            {
                return Messages.Token(ref thread) + ((ulong)random.Next(4) / 3 << 32);
            }
        }

        return 0;
    }
}
