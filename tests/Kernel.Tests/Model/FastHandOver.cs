// The work of FastPath.S when it takes a call, on copies of what it changes; Ports must then do the same for the same call. So any
// different decision of the kernel's C# in such a state (another thread next, a queue, an error) shows as a difference.

using System.Collections.Generic;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Objects;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

/// <summary>One Call or ReplyReceive on the model machine: begin before the kernel's C# makes it, compare after it.</summary>
internal sealed class FastHandOver
{
    private readonly uint _self;
    private readonly uint _peer;
    private readonly uint _port;
    private Thread _selfAfter;
    private Thread _peerAfter;
    private Port _portAfter;
    private CpuBlock _cpuAfter;

    private FastHandOver(ref CpuBlock cpu, ref Thread self)
    {
        bool isCall = self.Context.CallNumber == (ulong)SystemCall.Call;
        _self = self.Header.Slot;
        Assert.True(KernelObjects.Process(self.Process).Handles.TryFind(
            self.Context.Message.Port.Value,
            ObjectKind.Port,
            isCall ? Rights.Send : Rights.Receive,
            out _port,
            out ulong badge));
        _peer = isCall ? KernelObjects.Port(_port).FirstReceiver : self.Context.Message.Token.Slot;
        _selfAfter = self;
        _peerAfter = KernelObjects.Thread(_peer);
        _portAfter = KernelObjects.Port(_port);
        _cpuAfter = cpu;
        NoteDeadline(self.Context.Message.Deadline.Ticks);
        if (isCall)
        {
            Call(badge);
        }
        else
        {
            Reply();
        }

        _peerAfter.LazyDeadline = 0;
        _peerAfter.State = ThreadState.Running;
        _cpuAfter.CurrentThread = _peer;
        _cpuAfter.CurrentProcess = _peerAfter.Process;
    }

    /// <summary>Calls that the fast path would have taken, and refused, by reason, since the start.</summary>
    internal static Dictionary<FastRefusal, int> Decisions { get; } = [];

    /// <summary>The running thread is about to make its call; null when the fast path refuses it, or it is another call.</summary>
    internal static FastHandOver? Begin(ref CpuBlock cpu, ref Thread self)
    {
        if ((SystemCall)self.Context.X8 is not (SystemCall.Call or SystemCall.ReplyReceive))
        {
            return null;
        }

        FastRefusal refusal = FastPathDecision.Of(ref cpu, ref self);
        Decisions[refusal] = Decisions.GetValueOrDefault(refusal) + 1;
        return refusal == FastRefusal.None ? new FastHandOver(ref cpu, ref self) : null;
    }

    /// <summary>The kernel's C# has made the call and continues with the context at <paramref name="next"/>.</summary>
    internal void Compare(ref CpuBlock cpu, ulong next)
    {
        Assert.Equal(UserState.AddressOf(ref KernelObjects.Thread(_peer).Context), next);
        AssertSame(ref _selfAfter, ref KernelObjects.Thread(_self), "thread that called");
        AssertSame(ref _peerAfter, ref KernelObjects.Thread(_peer), "thread that waited");
        AssertSame(ref _portAfter, ref KernelObjects.Port(_port), "port");
        AssertSame(ref _cpuAfter, ref cpu, "CPU");
    }

    private static void AssertSame<T>(ref T expected, ref T actual, string what)
        where T : unmanaged
    {
        int offset = ObjectWords.FirstDifference(ref expected, ref actual);
        Assert.True(offset < 0, $"{what}: the C# has another word at {offset} than the fast path");
    }

    private void NoteDeadline(ulong deadline)
    {
        if (deadline == ulong.MaxValue)
        {
            return;
        }

        if (_selfAfter.LazyCpu == 0)
        {
            _cpuAfter.Lazy[(int)_cpuAfter.LazyCount++] = _self;
            _selfAfter.LazyCpu = (byte)(_cpuAfter.Index + 1);
        }

        _selfAfter.LazyDeadline = deadline;
    }

    private void Call(ulong badge)
    {
        ulong token = ((ulong)(_selfAfter.CallSequence + 1) << 32) | _self;
        Deliver(_selfAfter.Context.Message.Info.As(MessageKind.Call), badge, token);
        _portAfter.FirstReceiver = 0;
        _portAfter.LastReceiver = 0;
        _portAfter.Server = _peerAfter.Header.Identity;
        _selfAfter.DonatesTo = _peerAfter.Header.Identity;
        _selfAfter.CallSequence++;
        _selfAfter.ServerProcess = _peerAfter.Process;
        _selfAfter.State = ThreadState.AwaitingReply;
        _selfAfter.WaitPort = _port;
        _peerAfter.Donors = _self;
        _peerAfter.Priority = System.Math.Max(_selfAfter.Priority, _peerAfter.Priority);
    }

    private void Reply()
    {
        Deliver(_selfAfter.Context.Message.Info.As(MessageKind.Send), 0, 0);
        _peerAfter.CallSequence = _selfAfter.Context.Message.Token.Sequence + 1;
        _peerAfter.ServerProcess = 0;
        _peerAfter.DonatesTo = 0;
        _portAfter.FirstReceiver = _self;
        _portAfter.LastReceiver = _self;
        _selfAfter.Donors = 0;
        _selfAfter.Next = 0;
        _selfAfter.Previous = 0;
        _selfAfter.Priority = _selfAfter.BasePriority;
        _selfAfter.State = ThreadState.Receiving;
        _selfAfter.WaitPort = _port;
    }

    private void Deliver(MessageInfo info, ulong badge, ulong token)
    {
        _peerAfter.Context.SetMessage(badge, info, token);
        for (int i = 0; i < (int)info.Words; i++)
        {
            _peerAfter.Context.Words[i] = _selfAfter.Context.Words[i];
        }
    }
}
