// Messages between threads on four CPUs: each arrives once, or its sender learns that it did not, and those of one sender arrive in order.

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
public sealed class MessageModelTests : IDisposable
{
    private const int Steps = 20_000;
    private const int Senders = 5;

    private readonly Dictionary<uint, Sender> _senders = [];
    private readonly Dictionary<uint, Receiver> _receivers = [];
    private readonly HashSet<(ulong Sender, ulong Sequence)> _received = [];
    private readonly HashSet<(ulong Sender, ulong Sequence)> _accepted = [];
    private readonly HashSet<(ulong Sender, ulong Sequence)> _refused = [];
    private readonly KernelInvariants _invariants = new();

    public MessageModelTests() => ModelMachine.Start();

    public void Dispose() => ModelMachine.Stop();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_message_arrives_once_or_its_sender_is_told_and_in_order(int seed)
    {
        Random random = new(seed);
        PerCpu.Own = 0;
        uint clients = ModelMachine.StartProcess(6);
        uint servers = ModelMachine.StartProcess(6);
        _invariants.Hold(clients);
        _invariants.Hold(servers);
        Populate(clients, servers, random);
        for (int step = 0; step < Steps + 2_000; step++)
        {
            PerCpu.Own = random.Next(ModelMachine.Cpus);
            ref CpuBlock cpu = ref PerCpu.Current;
            ModelMachine.PassTime(ref cpu, (ulong)random.Next(500));
            Step(ref cpu, random, isDraining: step >= Steps);
            if (step % 16 == 0)
            {
                UserLoop.FinishChores();
                _invariants.Check();
            }
        }

        Assert.True(_accepted.Count > 500, $"only {_accepted.Count} messages were accepted");
        Assert.True(_refused.Count > 50, $"only {_refused.Count} messages were refused");
        Assert.Empty(_accepted.Except(_received));
        Assert.Empty(_refused.Intersect(_received));
        Finish([clients, servers]);
    }

    // Ports 0 and 1 have a receiver each, port 2 has two; every client reaches all of them.
    private void Populate(uint clients, uint servers, Random random)
    {
        KernelLock.Enter();
        ulong[] doors = new ulong[3];
        for (int i = 0; i < doors.Length; i++)
        {
            uint port = PortLife.Create(new(servers), 3).Value.Index;
            doors[i] = ProcessHandles.AddNew(ref KernelObjects.Process(clients), ObjectKind.Port, port, Rights.Send, 0).Value.Value;
            ulong own = ProcessHandles.AddNew(ref KernelObjects.Process(servers), ObjectKind.Port, port, Rights.Receive, 0).Value.Value;
            ObjectReferences.Release(ObjectKind.Port, port);
            for (int each = 0; each < (i == 2 ? 2 : 1); each++)
            {
                _receivers.Add(ModelMachine.AddThread(servers, 6), new Receiver { Port = own, KeepsOrder = i != 2 });
            }
        }

        for (int i = 0; i < Senders; i++)
        {
            _senders.Add(ModelMachine.AddThread(clients, (uint)random.Next(5, 8)), new Sender { Doors = doors });
        }

        KernelLock.Leave();
        ModelMachine.Send(0);
    }

    private void Step(ref CpuBlock cpu, Random random, bool isDraining)
    {
        if (cpu.CurrentThread == 0)
        {
            ModelMachine.Look(ref cpu);
            return;
        }

        if (ModelMachine.IsInterrupted((int)cpu.Index) || random.Next(5) == 0)
        {
            ModelMachine.Interrupt(ref cpu, isTick: true);
            return;
        }

        uint slot = cpu.CurrentThread;
        ref Thread thread = ref KernelObjects.Thread(slot);
        if (_receivers.TryGetValue(slot, out Receiver? receiver))
        {
            Take(ref thread, receiver);
            Receive(ref thread, receiver, random);
        }
        else if (_senders.TryGetValue(slot, out Sender? sender))
        {
            Settle(ref thread, slot, sender);
            Send(ref thread, slot, sender, random, isDraining);
        }
        else
        {
            // The processes' first threads only wait.
            thread.Context.X8 = (ulong)SystemCall.Sleep;
            thread.Context.X0 = ulong.MaxValue;
        }

        ModelMachine.Call(ref cpu);
    }

    // The result of the receiver's last call.
    private void Take(ref Thread thread, Receiver receiver)
    {
        receiver.Token = 0;
        if (!receiver.IsWaiting || thread.Context.X0 != 0)
        {
            return;
        }

        receiver.IsWaiting = false;
        MessageInfo info = new(thread.Context.X2);
        (ulong Sender, ulong Sequence) message = (thread.Context.Words[0], thread.Context.Words[1]);
        Assert.Equal(2u, info.Words);
        Assert.True(message.Sequence <= _senders[(uint)message.Sender].Sequence, $"{message} was never sent");
        Assert.True(_received.Add(message), $"{message} arrived twice");
        if (receiver.KeepsOrder)
        {
            Assert.True(message.Sequence > receiver.Last.GetValueOrDefault(message.Sender), $"{message} arrived after a later one");
            receiver.Last[message.Sender] = message.Sequence;
        }

        receiver.Token = info.Kind == MessageKind.Call ? thread.Context.X5 : 0;
        Assert.Equal(info.Kind == MessageKind.Call, thread.Context.X5 != 0);
    }

    private static void Receive(ref Thread thread, Receiver receiver, Random random)
    {
        // The reply repeats the message, so Words stay as they are.
        bool isTogether = random.Next(2) == 0;
        thread.Context.X8 = (ulong)(receiver.Token == 0 ? SystemCall.Receive : isTogether ? SystemCall.ReplyReceive : SystemCall.Reply);
        thread.Context.X0 = receiver.Port;
        thread.Context.X1 = random.Next(3) == 0 ? SystemRegisters.CNTVCT_EL0 + (ulong)random.Next(5_000) : ulong.MaxValue;
        thread.Context.X2 = new MessageInfo(0, 2, 0, MessageKind.Send).Bits;
        thread.Context.X5 = receiver.Token;
        receiver.IsWaiting = receiver.Token == 0 || isTogether;
    }

    // How the sender's last call ended.
    private void Settle(ref Thread thread, uint slot, Sender sender)
    {
        (ulong Sender, ulong Sequence) message = (slot, sender.Sequence);
        if (sender.Pending == SystemCall.Send)
        {
            _ = (thread.Context.X0 == 0 ? _accepted : _refused).Add(message);
        }
        else if (sender.Pending == SystemCall.Call && thread.Context.X0 == 0)
        {
            Assert.Equal(message, (thread.Context.Words[0], thread.Context.Words[1]));
            _ = _accepted.Add(message);
        }
    }

    private static void Send(ref Thread thread, uint slot, Sender sender, Random random, bool isDraining)
    {
        if (isDraining)
        {
            sender.Pending = SystemCall.Null;
            thread.Context.X8 = (ulong)SystemCall.Sleep;
            thread.Context.X0 = ulong.MaxValue;
            return;
        }

        sender.Sequence++;
        sender.Pending = random.Next(2) == 0 ? SystemCall.Send : SystemCall.Call;
        thread.Context.X8 = (ulong)sender.Pending;
        thread.Context.X0 = sender.Doors[random.Next(sender.Doors.Length)];
        thread.Context.X1 = random.Next(4) switch
        {
            0 =>
            0,
            1 => ulong.MaxValue,
            _ => SystemRegisters.CNTVCT_EL0 + (ulong)random.Next(10_000)
        };
        thread.Context.X2 = new MessageInfo(0, 2, 0, MessageKind.Send).Bits;
        thread.Context.X5 = 0;
        thread.Context.Words[0] = slot;
        thread.Context.Words[1] = sender.Sequence;
    }

    private void Finish(List<uint> processes)
    {
        ModelMachine.End(processes);
        foreach (uint slot in processes)
        {
            _invariants.LetGo(slot);
            KernelLock.Enter();
            ObjectReferences.Release(ObjectKind.Process, slot);
            KernelLock.Leave();
        }

        UserLoop.FinishChores();
        _invariants.Check();
    }

    private sealed class Sender
    {
        internal ulong[] Doors { get; init; } = [];

        internal ulong Sequence { get; set; }

        internal SystemCall Pending { get; set; }
    }

    private sealed class Receiver
    {
        internal ulong Port { get; init; }

        internal bool KeepsOrder { get; init; }

        internal bool IsWaiting { get; set; }

        internal ulong Token { get; set; }

        internal Dictionary<ulong, ulong> Last { get; } = [];
    }
}
