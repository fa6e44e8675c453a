// Threads that call each other's ports at random, take and abandon each other's calls, give up and
// die: after each entry every priority is correct.

using System;
using System.Collections.Generic;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class DonationRandomTests : IDisposable
{
    private const int Steps = 15_000;
    private const int Ports = 3;
    private const int Threads = 9;

    private readonly KernelInvariants _invariants = new();
    private readonly Dictionary<(uint Process, int Port), ulong> _doors = [];

    private ulong _token;

    public DonationRandomTests() => ModelMachine.Start();

    public void Dispose() => ModelMachine.Stop();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_priority_is_the_highest_of_its_own_and_those_lent(int seed)
    {
        Random random = new(seed);
        PerCpu.Own = 0;
        uint[] processes = [ModelMachine.StartProcess(1), ModelMachine.StartProcess(1)];
        Populate(processes);
        int lent = 0;
        for (int step = 0; step < Steps; step++)
        {
            PerCpu.Own = random.Next(ModelMachine.Cpus);
            ModelMachine.PassTime(ref PerCpu.Current, (ulong)random.Next(500));
            Step(ref PerCpu.Current, processes, random);
            if (Teardown.IsPending)
            {
                Teardown.Finish();
            }

            DonationInvariants.Check();
            foreach (uint slot in KernelInvariants.Used(ObjectKind.Thread))
            {
                lent += KernelObjects.Thread(slot).Priority > KernelObjects.Thread(slot).BasePriority ? 1 : 0;
            }

            if (step % 64 == 0)
            {
                _invariants.Check();
                Refill(processes, random);
            }
        }

        Assert.True(lent > Steps / 10, $"only {lent} times was a priority lent");
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
                ModelMachine.AddThread(process, (uint)random.Next(2, 25));
            }
        }

        KernelLock.Leave();
        ModelMachine.Send(0);
    }

    private void Step(ref CpuBlock cpu, uint[] processes, Random random)
    {
        if (cpu.CurrentThread == 0)
        {
            ModelMachine.Look(ref cpu);
            return;
        }

        if (ModelMachine.IsInterrupted((int)cpu.Index) || random.Next(5) == 0)
        {
            ModelMachine.Interrupt(ref cpu, isTick: random.Next(2) == 0);
            return;
        }

        ref Thread thread = ref KernelObjects.Thread(cpu.CurrentThread);
        if (random.Next(40) == 0)
        {
            Disturb(ref thread, processes[random.Next(2)], random);
            return;
        }

        Choose(ref thread, random);
        ModelMachine.Call(ref cpu);
    }

    // A thread gets another priority, or ends, if enough are left to keep the process.
    private static void Disturb(ref Thread running, uint process, Random random)
    {
        KernelLock.Enter();
        uint at = KernelObjects.Process(process).FirstThread;
        for (int i = random.Next(Threads); i > 0 && KernelObjects.Thread(at).NextSibling != 0; i--)
        {
            at = KernelObjects.Thread(at).NextSibling;
        }

        if (random.Next(2) == 0)
        {
            Donation.SetBase(ref KernelObjects.Thread(at), (byte)random.Next(25));
        }
        else if (KernelObjects.Process(process).LiveThreads > 3 && at != running.Header.Slot)
        {
            ThreadLife.Kill(ref KernelObjects.Thread(at));
        }

        KernelLock.Leave();
        ModelMachine.Send((int)PerCpu.Current.Index);
    }

    private void Choose(ref Thread thread, Random random)
    {
        ref UserContext context = ref thread.Context;
        _token = context.X5 != 0 && random.Next(3) != 0 ? context.X5 : _token;
        SystemCall[] calls = [
            SystemCall.Call,
            SystemCall.Call,
            SystemCall.Receive,
            SystemCall.Reply,
            SystemCall.ReplyReceive,
            SystemCall.Send
        ];
        context.X8 = (ulong)calls[random.Next(calls.Length)];
        context.X0 = _doors[(thread.Process, random.Next(Ports))];
        context.X1 = random.Next(8) == 0 ? 0 : SystemRegisters.CNTVCT_EL0 + (ulong)random.Next(20_000);
        context.X2 = new MessageInfo(0, 0, 0, MessageKind.Send).Bits;
        context.X5 = random.Next(2) == 0 ? _token : AnyToken(random);
    }

    private static ulong AnyToken(Random random)
    {
        foreach (uint slot in KernelInvariants.Used(ObjectKind.Thread))
        {
            ref Thread thread = ref KernelObjects.Thread(slot);
            if (thread.State == ThreadState.AwaitingReply && random.Next(3) == 0)
            {
                return Messages.Token(ref thread);
            }
        }

        return 0;
    }
}
