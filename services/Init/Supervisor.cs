using System;
using System.Collections.Generic;
using RustKernel.Services.DeviceManager;
using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>Starts, watches and restarts the processes of the entries. It keeps every change before it does anything else.</summary>
internal sealed class Supervisor
{
    private const uint LongestLookMilliseconds = 250;
    private const uint QuestionsPerWatch = 4;
    private const uint OwnPriority = 24;

    // In a test, everything runs on Init's CPU.
    private const uint BootCpu = 1;
    private const ulong MinuteMilliseconds = 60_000;
    private const ulong LongestBackOffMilliseconds = 5_000;
    private const ulong FailedTest = 0xDEAD;

    // Requests refused in one turn: a caller that sends more gets its answers in later turns, so others get theirs, too.
    private const int MostRefused = 64;
    private readonly Handle<Port> _port;
    private readonly KeptState _kept;
    private readonly List<Entry> _entries;
    private readonly Refusal _refusal = new();
    private uint _lookMilliseconds = LongestLookMilliseconds;
    private uint _test;

    internal Supervisor(Handle<Port> port, KeptState kept, List<Entry> entries)
    {
        _port = port;
        _kept = kept;
        _entries = entries;
    }

    /// <summary>
    /// Begins to watch, and looks often enough for the shortest watch of a manifest. <paramref name="test"/>: what the tester gets; 0: no
    /// test.
    /// </summary>
    internal void Begin(Handle<Timer> timer, uint test)
    {
        _test = test;
        foreach (Entry entry in _entries)
        {
            uint watch = entry.Manifest.WatchMilliseconds;
            _lookMilliseconds = watch == 0 ? _lookMilliseconds : Math.Min(_lookMilliseconds, watch / QuestionsPerWatch);
        }

        _ = Kernel.TimerSet(timer, Own.In(_lookMilliseconds), Own.Ticks(_lookMilliseconds));
    }

    /// <summary>Starts a service that does not run. Errors as <see cref="Launcher.Start"/>.</summary>
    internal ErrorCode Start(Entry entry)
    {
        bool isTest = entry.Manifest.Start == "test";
        ErrorCode error = Launcher.Start(
            entry,
            _port,
            isTest ? _test : entry.Manifest.Argument,
            entry.Manifest.Cpus != 0 || _test == 0 ? entry.Manifest.Cpus : BootCpu,
            out string lack);
        entry.IsWanted = false;
        entry.DueCounter = 0;
        entry.Unanswered = 0;
        entry.IsGivenUp = error != ErrorCode.None;
        if (error != ErrorCode.None)
        {
            Console.WriteLine($"init: {entry.Manifest.Name} cannot be started: {FaultText.Of(error)}{lack}");
        }

        _kept.Save(entry);
        Attend(entry);
        return error;
    }

    /// <summary>
    /// Does not start the service: it is a driver whose device is absent, or it needs such a driver. The log says so once, for the driver,
    /// which wants <paramref name="device"/>; but an empty socket is not worth a line.
    /// </summary>
    internal void LeaveOut(Entry entry, string device)
    {
        if (device.Length > 0 && !VirtioPlaces.IsDevice(device))
        {
            Console.WriteLine($"init: {entry.Manifest.Name} is not started: there is no {device} here");
        }

        entry.IsGivenUp = true;
        _kept.Save(entry);
    }

    /// <summary>
    /// False: it needs a service that was left out, for example a driver whose device is absent. If started, it could only report that.
    /// </summary>
    internal bool HasNeeds(Entry entry)
    {
        foreach (Entry other in _entries)
        {
            if (other.IsGivenUp && other.IsAbsent && Manifest.Has(entry.Manifest.Needs, other.Manifest.Name))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Handles the exit notice of a service's process.</summary>
    internal void Ended(Entry entry, in ProcessEnd end)
    {
        // A predecessor of this Init may have handled it.
        if (!entry.IsRunning || IsAlive(entry))
        {
            return;
        }

        entry.LastEnd = end;
        CleanUp(entry);
    }

    /// <summary>Finds services that ended while Init did not run.</summary>
    internal void FindEnded()
    {
        foreach (Entry entry in _entries)
        {
            if (entry.IsRunning && !IsAlive(entry))
            {
                _ = Kernel.ProcessInfo(entry.Process, out ProcessInfoResults info);
                entry.LastEnd = new ProcessEnd { Cause = info.Cause, Code = info.Code };
                CleanUp(entry);
            }
            else if (!entry.IsRunning && entry.Starts > 0 && !entry.IsGivenUp && !entry.HasEndedWell)
            {
                Again(entry);
            }
        }
    }

    /// <summary>Time has passed: starts services that are due, checks those that are watched.</summary>
    internal void Look()
    {
        ulong now = Kernel.ReadCounter();
        foreach (Entry entry in _entries)
        {
            if (entry.DueCounter != 0 && now >= entry.DueCounter)
            {
                _ = Start(entry);
            }
            else if (entry.IsRunning && entry.Manifest.WatchMilliseconds != 0)
            {
                Watch(entry);
            }
        }
    }

    /// <summary>
    /// The services of these numbers have answered; or a request waits at the port of one that does not run (<see cref="Attend"/>).
    /// </summary>
    internal void Answered(ulong bits)
    {
        foreach (Entry entry in _entries)
        {
            if ((bits & Supervision.AliveBit(entry.Number)) != 0)
            {
                entry.Unanswered = 0;
                Called(entry);
            }
        }
    }

    /// <summary>
    /// Nothing will start the service by itself: asks for a notice of the next request at its port, which then starts it or is refused.
    /// </summary>
    internal void Attend(Entry entry)
    {
        if (entry.IsAbsent)
        {
            _ = Kernel.PortWatch(entry.Port, _port, (uint)entry.Number);
        }
    }

    /// <summary>Does a command. InvalidState: the service runs already, or does not run.</summary>
    internal ErrorCode Command(Entry entry, ServiceCommand command, CrashKind kind)
    {
        bool isRunning = entry.IsRunning;
        switch (command)
        {
            case ServiceCommand.Start when !isRunning:
            case ServiceCommand.Restart when !isRunning:
                entry.InMinute = 0;
                _ = Start(entry);
                return entry.IsRunning ? ErrorCode.None : ErrorCode.InvalidState;
            case ServiceCommand.Restart:
                entry.IsWanted = true;
                entry.InMinute = 0;
                _kept.Save(entry);
                return Kernel.ProcessKill(entry.Process, 0);
            case ServiceCommand.Kill when isRunning:
                entry.IsGivenUp = true;
                _kept.Save(entry);
                return Kernel.ProcessKill(entry.Process, 0);
            case ServiceCommand.Crash when isRunning:
                return (uint)kind < (uint)Crash.Names.Length
                    ? new SupervisedClient(entry.Port).Crash(kind)
                    : ErrorCode.InvalidArgument;
            default:
                return ErrorCode.InvalidState;
        }
    }

    /// <summary>The state of a service.</summary>
    internal static ServiceState Describe(Entry entry)
    {
        ServiceState state = Describe(
            entry.Manifest.Name, entry.Process, entry.Port, entry.IsRunning, entry.IsGivenUp, entry.Manifest.Restart,
            entry.Manifest.Priority, entry.Starts == 0 ? 0 : entry.Starts - 1);
        state.Sockets = entry.Manifest.Sockets;
        return state;
    }

    /// <summary>
    /// The state of Init, which the kernel restarted <paramref name="restarts"/> times. What it gave to <paramref name="entries"/> belongs
    /// to them, used or not.
    /// </summary>
    internal static ServiceState DescribeSelf(uint restarts, List<Entry> entries)
    {
        uint given = 0;
        foreach (Entry entry in entries)
        {
            given += Describe(entry).FramesLimit;
        }

        return Describe("init", default, default, true, false, RestartPolicy.Always, OwnPriority, restarts, given);
    }

    private static ServiceState Describe(
        string name,
        Handle<Process> process,
        Handle<Port> ownPort,
        bool isRunning,
        bool isGivenUp,
        RestartPolicy policy,
        uint priority,
        uint restarts,
        uint framesGiven = 0)
    {
        ProcessInfoResults info = default;
        ProcessUsageResults usage = default;
        if (isRunning)
        {
            _ = Kernel.ProcessInfo(process, out info);
            _ = Kernel.ProcessUsage(process, out usage);
        }

        _ = Kernel.HandleInfo(ownPort, out HandleInfoResults port);
        return new ServiceState
        {
            Name = name,
            IsRunning = isRunning,
            IsGivenUp = isGivenUp,
            Policy = policy,
            Priority = (byte)priority,
            Restarts = restarts,
            FramesUsed = (uint)info.Frames - Math.Min(framesGiven, (uint)info.Frames),
            FramesPeak = (uint)info.PeakFrames - Math.Min(framesGiven, (uint)info.PeakFrames),
            CpuTicks = info.CpuTicks,
            FramesLimit = (uint)usage.FrameLimit,
            Objects = usage.Objects,
            Handles = usage.Handles,
            Queued = port.Waiting,
        };
    }

    private static bool IsAlive(Entry entry) =>
        Kernel.ProcessInfo(entry.Process, out ProcessInfoResults info) == ErrorCode.None && info.State == 0;

    // The bit alone proves nothing: every client can set it.
    private void Called(Entry entry)
    {
        bool isCalled = entry.IsAbsent
            && Kernel.HandleInfo(entry.Port, out HandleInfoResults port) == ErrorCode.None
            && port.Waiting != 0;
        if (isCalled && entry.Manifest.Start == "demand" && !entry.IsGivenUp && HasNeeds(entry))
        {
            _ = Start(entry);
        }
        else if (isCalled)
        {
            Refuse(entry);
        }
    }

    private void Refuse(Entry entry)
    {
        _refusal.Answer(entry.Port, ErrorCode.NotRunning, MostRefused);
        Attend(entry);
    }

    private void CleanUp(Entry entry)
    {
        Handle<Process> process = entry.Process;
        string reason = Reason(entry);
        entry.Process = default;
        _kept.Save(entry);
        _ = Kernel.HandleClose(process);
        TellEnds();
        if (entry.Manifest.Start == "test")
        {
            // Init's exit code would otherwise look like a failure of Init itself: such codes are the runtime's.
            bool hasJudged = entry.LastEnd.Cause == ExitCause.Exited && entry.LastEnd.Code < FailedTest;
            _ = Kernel.ProcessExit(hasJudged ? entry.LastEnd.Code : FailedTest);
        }

        bool isFailure = entry.LastEnd.Cause != ExitCause.Exited || entry.LastEnd.Code != 0;
        bool isAgain = entry.IsWanted || (!entry.IsGivenUp
            && (entry.Manifest.Restart == RestartPolicy.Always || (entry.Manifest.Restart == RestartPolicy.OnFailure && isFailure)));
        bool isReady = !entry.IsGivenUp && entry.HasEndedWell;
        if (entry.Loaded is null || entry.LastEnd.Cause == ExitCause.Fault)
        {
            bool isPlain = isAgain || isReady || entry.Loaded is not null;
            Console.WriteLine($"init: {entry.Manifest.Name} {reason}{(isPlain ? "" : "; not started again")}");
        }

        entry.IsGivenUp |= !isAgain && !isReady;
        _kept.Save(entry);
        if (!isAgain)
        {
            Attend(entry);
        }

        if (entry.Loaded is LoadedProgram loaded && !isAgain)
        {
            // The owner cleans up what the program left unfinished, and shows the code.
            _ = Kernel.Notify(_entries[loaded.Owner].Port, Supervision.EndedBit);
        }

        if (isAgain)
        {
            Again(entry);
        }
    }

    // Services that keep things for their clients can release them now.
    private void TellEnds()
    {
        foreach (Entry other in _entries)
        {
            if (other.IsRunning && other.Manifest.IsAllowed("ends"))
            {
                _ = Kernel.Notify(other.Port, Supervision.EndedBit);
            }
        }
    }

    private void Again(Entry entry)
    {
        if (entry.IsWanted)
        {
            _ = Start(entry);
            return;
        }

        ulong now = Kernel.ReadCounter();
        if (now - entry.MinuteStart > Own.Ticks(MinuteMilliseconds))
        {
            entry.MinuteStart = now;
            entry.InMinute = 0;
        }

        entry.InMinute++;
        if (entry.Manifest.Limit != 0 && entry.InMinute > entry.Manifest.Limit)
        {
            entry.IsGivenUp = true;
            _kept.Save(entry);
            Console.WriteLine($"init: {entry.Manifest.Name} failed {entry.InMinute} times within a minute: given up (restart "
                + $"{entry.Manifest.Name} tries again)");
            Attend(entry);
            return;
        }

        if (entry.InMinute == 1 || entry.Manifest.BackOffMilliseconds == 0)
        {
            _ = Start(entry);
            return;
        }

        ulong wait = Math.Min(
            (ulong)entry.Manifest.BackOffMilliseconds << (int)Math.Min(entry.InMinute - 2, 16),
            LongestBackOffMilliseconds);
        entry.DueCounter = Own.In(wait).Ticks;
    }

    // Counts questions, not time: if Init does not run, others cannot answer.
    private void Watch(Entry entry)
    {
        entry.Looks++;
        if (entry.Looks * _lookMilliseconds < entry.Manifest.WatchMilliseconds / QuestionsPerWatch)
        {
            return;
        }

        entry.Looks = 0;
        entry.Unanswered += IsKeptFromRunning(entry) && entry.Unanswered != 0 ? 0u : 1;
        if (entry.Unanswered > QuestionsPerWatch)
        {
            Console.WriteLine($"init: {entry.Manifest.Name} has not answered for {entry.Manifest.WatchMilliseconds} ms "
                + "(watch= of its manifest)");
            entry.Unanswered = 0;
            _ = Kernel.ProcessKill(entry.Process, 0);
            return;
        }

        _ = Kernel.Notify(entry.Port, Supervision.PingBit);
    }

    // It is ready but has had no CPU time since the last question: a more urgent thread computes, so this service is not to blame.
    private static bool IsKeptFromRunning(Entry entry)
    {
        _ = Kernel.ProcessInfo(entry.Process, out ProcessInfoResults info);
        _ = Kernel.ProcessUsage(entry.Process, out ProcessUsageResults usage);
        bool hasRun = info.CpuTicks != entry.AskedTicks;
        entry.AskedTicks = info.CpuTicks;
        return !hasRun && usage.Threads.Ready != 0;
    }

    private static string Reason(Entry entry) => entry.LastEnd.Cause switch
    {
        ExitCause.Exited => $"ended with code 0x{MessageText.Hex(entry.LastEnd.Code)}",
        ExitCause.Fault => $"failed: {FaultText.Of((FaultClass)(uint)entry.LastEnd.Code)} at "
            + $"0x{MessageText.Hex(entry.LastEnd.Address)}, PC 0x{MessageText.Hex(entry.LastEnd.PC)}{Launcher.Build(entry)}{Lack(entry)}",
        ExitCause.Killed => "was killed",
        _ => "ended",
    };

    // Called while its process still exists and can be asked.
    private static string Lack(Entry entry) =>
        (FaultClass)(uint)entry.LastEnd.Code == FaultClass.OutOfMemory ? Shortage.Of(entry.Process, entry.Manifest) : "";
}
