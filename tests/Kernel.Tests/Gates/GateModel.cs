// The protocol of docs/LOCKS.md in steps of one memory access, as in FastPath.S and Locks.S.

using System;
using System.Collections.Generic;

namespace RustKernel.Kernel.Tests.Gates;

/// <summary>
/// Two or three CPUs make calls and replies at two ports, by the fast path under their gates and by C#, the
/// writer, under the kernel lock and all other gates. Writers also stop, resume and move threads. A seeded
/// scheduler chooses who makes the next access.
/// </summary>
internal sealed class GateModel
{
    private const int MostCpus = 3;
    private const int Ports = 2;
    private const int MostThreads = 2 * MostCpus;
    private const int OperationsOfCpu = 14;
    private const int MostLooks = 20;
    private const int MostSteps = 20_000;

    // Words of memory.
    private const int KernelLock = 0;
    private const int Gate = 1;
    private const int Receiver = Gate + MostCpus;
    private const int Server = Receiver + Ports;
    private const int State = Server + Ports;
    private const int OwnCpu = State + MostThreads;
    private const int Stop = OwnCpu + MostThreads;
    private const int Stored = Stop + MostThreads;
    private const int Token = Stored + MostThreads;
    private const int Words = Token + MostThreads;

    private const uint Elsewhere = 0;
    private const uint Running = 1;
    private const uint Receiving = 2;
    private const uint AwaitingReply = 3;

    private readonly Mistake _mistake;
    private readonly Random _random;
    private readonly WeakMemory _memory;

    private readonly int _cpus;
    private readonly int _threads;

    // A CPU's private knowledge: the thread that it runs, from 1 on, and the previous one.
    private readonly int[] _current = new int[MostCpus];
    private readonly int[] _left = new int[MostCpus];

    // The judge's: calls that wait for their reply, and on which CPU a thread runs; -1: on none.
    private readonly bool[] _owesReply = new bool[MostThreads + 1];
    private readonly int[] _runsOn = new int[MostThreads + 1];

    internal GateModel(int seed, Mistake mistake)
    {
        _mistake = mistake;
        _random = new(seed);
        _cpus = MostCpus - (seed % 2);
        _threads = 2 * _cpus;
        _memory = new(Words, _cpus, _random);
        for (int thread = 1; thread <= _threads; thread++)
        {
            int cpu = (thread - 1) / 2;
            bool runs = thread % 2 == 1;
            _memory.Begin(At(OwnCpu, thread), (uint)cpu);
            _memory.Begin(At(State, thread), runs ? Running : thread <= 2 * Ports ? Receiving : Elsewhere);
            _memory.Begin(At(Stored, thread), runs ? 0u : 1);
            _runsOn[thread] = runs ? cpu : -1;
            _current[cpu] = runs ? thread : _current[cpu];
        }

        // Two servers wait, each at its port.
        _memory.Begin(Receiver, 2);
        _memory.Begin(Receiver + 1, 4);
    }

    /// <summary>Messages through the fast path.</summary>
    internal int FastMessages { get; private set; }

    /// <summary>Messages through C#.</summary>
    internal int SlowMessages { get; private set; }

    /// <summary>Calls that found their gate held by a writer.</summary>
    internal int GatesFoundTaken { get; private set; }

    /// <summary>Those that then went through C#.</summary>
    internal int GivenUp { get; private set; }

    /// <exception cref="ProtocolFailure">Something forbidden happened, or the CPUs wait for each other.</exception>
    internal void Run()
    {
        List<IEnumerator<bool>> running = [];
        for (int cpu = 0; cpu < _cpus; cpu++)
        {
            running.Add(Program(cpu).GetEnumerator());
        }

        for (int step = 0; running.Count > 0; step++)
        {
            if (step == MostSteps)
            {
                throw new ProtocolFailure("the CPUs wait for each other");
            }

            int index = _random.Next(running.Count);
            if (!running[index].MoveNext())
            {
                running.RemoveAt(index);
            }
        }

        RequireNoReceiverLost();
    }

    private void RequireNoReceiverLost()
    {
        for (int thread = 1; thread <= _threads; thread++)
        {
            int ports = 0;
            for (int port = 0; port < Ports; port++)
            {
                ports += _memory.Newest(Receiver + port) == thread ? 1 : 0;
            }

            bool waits = _memory.Newest(At(State, thread)) == Receiving;
            Require(ports == (waits ? 1 : 0), $"thread {thread}, state {_memory.Newest(At(State, thread))}, waits at {ports} ports");
        }
    }

    private static int At(int words, int thread) => words + thread - 1;

    private bool Has(Mistake mistake) => _mistake == mistake;

    // At each yield, another CPU may make its access.
    private IEnumerable<bool> Program(int cpu)
    {
        for (int i = 0; i < OperationsOfCpu; i++)
        {
            bool isReply = _random.Next(2) == 0;
            int port = _random.Next(Ports);
            int partner = 1 + _random.Next(_threads);    // a reply's token may be guessed
            bool[] isDone = [false];
            if (_random.Next(8) != 0)
            {
                foreach (bool step in Fast(cpu, port, isReply ? partner : 0, isDone))
                {
                    yield return step;
                }
            }

            if (isDone[0])
            {
                continue;
            }

            foreach (bool step in Slow(cpu, port, isReply ? partner : 0))
            {
                yield return step;
            }
        }
    }

    private IEnumerable<bool> Fast(int cpu, int port, int caller, bool[] isDone)
    {
        int looks = 0;
        yield return true;
        while (!_memory.Exchange(cpu, Gate + cpu, 0, 1, !Has(Mistake.GateTakenWithoutAcquire)))
        {
            GatesFoundTaken += looks == 0 ? 1 : 0;
            if (++looks == MostLooks)
            {
                GivenUp++;
                yield break;
            }

            yield return true;
        }

        IEnumerable<bool> message = caller == 0 ? FastCall(cpu, port, isDone) : FastReply(cpu, port, caller, isDone);
        foreach (bool step in message)
        {
            yield return step;
        }

        yield return true;
        if (isDone[0] || !Has(Mistake.GateKeptByARefusal))
        {
            OpenGate(cpu, cpu, Has(Mistake.GateOpenedWithoutRelease));
        }

        if (isDone[0] && Has(Mistake.GateOpenedBeforeTheThreadIsStored))
        {
            yield return true;
            _memory.Store(cpu, At(Stored, _left[cpu]), 1);
        }

        FastMessages += isDone[0] ? 1 : 0;
    }

    private IEnumerable<bool> FastCall(int cpu, int port, bool[] isDone)
    {
        int self = _current[cpu];
        yield return true;
        if (!Has(Mistake.StopNotLookedAt) && _memory.Load(cpu, At(Stop, self)) != 0)
        {
            yield break;
        }

        yield return true;
        int receiver = (int)(Has(Mistake.PortReadWithoutAcquire)
            ? _memory.Load(cpu, Receiver + port)
            : _memory.LoadAcquire(cpu, Receiver + port));
        if (receiver == 0)
        {
            yield break;
        }

        if (Has(Mistake.CpuLookedAtAfterThePartner))
        {
            yield return true;
            _ = _memory.Load(cpu, At(State, receiver));
        }

        // No acquire: only writers change it.
        yield return true;
        if (!Has(Mistake.ReceiversCpuNotLookedAt) && _memory.Load(cpu, At(OwnCpu, receiver)) != cpu)
        {
            yield break;
        }

        yield return true;
        if (!Has(Mistake.StopNotLookedAt) && _memory.Load(cpu, At(Stop, receiver)) != 0)
        {
            yield break;
        }

        // No check after this line.
        foreach (bool step in TakeReceiver(cpu, port, receiver))
        {
            yield return step;
        }

        foreach (bool step in Switch(cpu, receiver, AwaitingReply, isFast: true))
        {
            yield return step;
        }

        _owesReply[self] = true;
        isDone[0] = true;
    }

    private IEnumerable<bool> TakeReceiver(int cpu, int port, int receiver)
    {
        bool isLate = Has(Mistake.ServerWrittenAfterTheReceiverIsTakenOff);
        if (!isLate)
        {
            yield return true;
            _memory.Store(cpu, Server + port, (uint)receiver);
        }

        yield return true;
        if (Has(Mistake.ReceiverTakenOffWithoutRelease))
        {
            _memory.Store(cpu, Receiver + port, 0);
        }
        else
        {
            _memory.StoreRelease(cpu, Receiver + port, 0);
        }

        if (isLate)
        {
            yield return true;
            _memory.Store(cpu, Server + port, (uint)receiver);
        }
    }

    private IEnumerable<bool> FastReply(int cpu, int port, int caller, bool[] isDone)
    {
        int self = _current[cpu];
        yield return true;
        if (!Has(Mistake.StopNotLookedAt) && _memory.Load(cpu, At(Stop, self)) != 0)
        {
            yield break;
        }

        yield return true;
        if (!Has(Mistake.CallersCpuNotLookedAt) && _memory.Load(cpu, At(OwnCpu, caller)) != cpu)
        {
            yield break;
        }

        yield return true;
        if (_memory.Load(cpu, At(State, caller)) != AwaitingReply)
        {
            yield break;
        }

        yield return true;
        if (!Has(Mistake.StopNotLookedAt) && _memory.Load(cpu, At(Stop, caller)) != 0)
        {
            yield break;
        }

        // Between the last check and the first write.
        yield return true;
        if (Has(Mistake.PortGivenByAStore))
        {
            if (_memory.LoadAcquire(cpu, Receiver + port) != 0)
            {
                yield break;
            }

            yield return true;
            _memory.StoreRelease(cpu, Receiver + port, (uint)self);
        }
        else if (!_memory.Claim(cpu, Receiver + port, (uint)self))
        {
            yield break;
        }

        foreach (bool step in Switch(cpu, caller, Receiving, isFast: true))
        {
            yield return step;
        }

        TakeReply(caller);
        isDone[0] = true;
    }

    // The running thread stops in a state, and another one continues.
    private IEnumerable<bool> Switch(int cpu, int next, uint stateOfSelf, bool isFast)
    {
        int self = _current[cpu];
        uint expected = stateOfSelf == AwaitingReply ? Receiving : AwaitingReply;
        yield return true;
        Require(_memory.Load(cpu, At(State, next)) == expected, $"CPU {cpu} takes thread {next}, which does not wait for that");
        yield return true;
        _memory.Store(cpu, At(State, next), Running);
        yield return true;
        _memory.Store(cpu, At(State, self), stateOfSelf);
        yield return true;
        _memory.Store(cpu, At(Token, self), _memory.Load(cpu, At(Token, self)) + 1);
        _left[cpu] = self;
        _runsOn[self] = -1;
        if (!isFast || !Has(Mistake.GateOpenedBeforeTheThreadIsStored))
        {
            yield return true;
            _memory.Store(cpu, At(Stored, self), 1);
        }

        yield return true;
        Require(_memory.Load(cpu, At(Stop, next)) == 0, $"thread {next} goes on, and it is stopped");
        Require(_memory.Load(cpu, At(Stored, next)) == 1, $"thread {next} goes on before its registers are stored");
        Require(_runsOn[next] < 0, $"thread {next} runs on two CPUs");
        _runsOn[next] = cpu;
        yield return true;
        _memory.Store(cpu, At(Stored, next), 0);
        _current[cpu] = next;
    }

    private IEnumerable<bool> Slow(int cpu, int port, int caller)
    {
        if (!Has(Mistake.WriterTakesNoLock))
        {
            foreach (bool step in Await(cpu, KernelLock))
            {
                yield return step;
            }
        }

        int gates = Has(Mistake.WriterTakesNoGates) ? 0 : Has(Mistake.WriterTakesOneGateTooFew) ? _cpus - 1 : _cpus;
        for (int other = 0; other < gates; other++)
        {
            if (other == cpu)
            {
                continue;
            }

            foreach (bool step in Await(cpu, Gate + other))
            {
                yield return step;
            }
        }

        foreach (bool step in Write(cpu, port, caller))
        {
            yield return step;
        }

        for (int other = 0; other < gates; other++)
        {
            if (other != cpu)
            {
                yield return true;
                OpenGate(cpu, other, Has(Mistake.WriterOpensGatesWithoutRelease));
            }
        }

        yield return true;
        if (!Has(Mistake.WriterTakesNoLock))
        {
            _memory.StoreRelease(cpu, KernelLock, 0);
        }
    }

    private IEnumerable<bool> Await(int cpu, int word)
    {
        yield return true;
        while (!_memory.Exchange(cpu, word, 0, 1))
        {
            yield return true;
        }
    }

    private void OpenGate(int cpu, int gate, bool withoutRelease)
    {
        if (withoutRelease)
        {
            _memory.Store(cpu, Gate + gate, 0);
        }
        else
        {
            _memory.StoreRelease(cpu, Gate + gate, 0);
        }
    }

    // What C# may do: stop or resume a waiting thread, or a message whose partner may be anywhere.
    private IEnumerable<bool> Write(int cpu, int port, int caller)
    {
        int self = _current[cpu];
        if (_random.Next(4) == 0)
        {
            int other = 1 + _random.Next(_threads);
            yield return true;
            if (_memory.Load(cpu, At(State, other)) != Running)
            {
                yield return true;
                _memory.Store(cpu, At(Stop, other), 1 - _memory.Load(cpu, At(Stop, other)));
            }

            yield break;
        }

        yield return true;
        int receiver = (int)_memory.Load(cpu, Receiver + port);
        int next = caller == 0 ? receiver : caller;
        uint expected = caller == 0 ? Receiving : AwaitingReply;
        yield return true;
        if (next == 0 || (caller != 0 && receiver != 0)
            || _memory.Load(cpu, At(State, next)) != expected || _memory.Load(cpu, At(Stop, next)) != 0)
        {
            yield break;
        }

        yield return true;
        _memory.Store(cpu, Receiver + port, caller == 0 ? 0u : (uint)self);
        if (caller == 0)
        {
            _memory.Store(cpu, Server + port, (uint)receiver);
        }

        _memory.Store(cpu, At(OwnCpu, next), (uint)cpu);
        foreach (bool step in Switch(cpu, next, caller == 0 ? AwaitingReply : Receiving, isFast: false))
        {
            yield return step;
        }

        if (caller == 0)
        {
            _owesReply[self] = true;
        }
        else
        {
            TakeReply(caller);
        }

        SlowMessages++;
    }

    private void TakeReply(int caller)
    {
        Require(_owesReply[caller], $"thread {caller} gets a reply that it does not wait for");
        _owesReply[caller] = false;
    }

    private static void Require(bool isTrue, string failure)
    {
        if (!isTrue)
        {
            throw new ProtocolFailure(failure);
        }
    }
}
