using System;
using System.Collections.Generic;
using RustKernel.Services.Text;

namespace RustKernel.Services.Shell;

/// <summary>Commands about services: ps, top, mem, ports, handles, start, kill, restart, crash, test.</summary>
internal sealed class ProcessCommands
{
    private const uint KibPerFrame = 4;
    private const ulong TestMilliseconds = 5_000;
    private const ulong AnswerMilliseconds = 1_000;
    private readonly Action<string> _say;
    private readonly MemoryClient _memory = new(InitClient.PortOf("memory")) { TimeoutTicks = Own.Ticks(AnswerMilliseconds) };

    internal ProcessCommands(Action<string> say) => _say = say;

    /// <summary>Names of all services.</summary>
    internal void AddNames(List<string> names)
    {
        foreach (ServiceState state in All())
        {
            names.Add(state.Name);
        }
    }

    /// <summary>ps.</summary>
    internal void List()
    {
        _say("NAME           STATE     RESTARTS  POLICY      PRIO  MEMORY KiB   TIME ms\n");
        foreach (ServiceState state in All())
        {
            string policy = state.Policy switch { RestartPolicy.Never => "never", RestartPolicy.Always => "always", _ => "on-failure" };
            string running = state.IsRunning ? "running" : state.IsGivenUp ? "stopped" : state.Restarts > 0 ? "waiting" : "idle";
            _say($"{state.Name.PadRight(15)}{running.PadRight(10)}{Right(state.Restarts, 8)}  "
                + $"{policy.PadRight(12)}{Right(state.Priority, 4)}{Right(state.FramesUsed * KibPerFrame, 12)}"
                    + $"{Right(state.CpuTicks * 1000 / Own.Hertz, 10)}\n");
        }
    }

    /// <summary>top.</summary>
    internal void Top()
    {
        List<ServiceState> before = All();
        Own.Sleep(1000);
        List<ServiceState> after = All();
        _say("NAME           CPU %   MEMORY KiB\n");
        for (int i = 0; i < after.Count && i < before.Count; i++)
        {
            ulong ticks = after[i].CpuTicks > before[i].CpuTicks ? after[i].CpuTicks - before[i].CpuTicks : 0;
            ulong tenths = ticks * 1000 / Own.Hertz;
            _say($"{after[i].Name.PadRight(15)}{Right(tenths / 10, 3)}.{tenths % 10}{Right(after[i].FramesUsed * KibPerFrame, 13)}\n");
        }
    }

    /// <summary>The second part of mem: each process's own memory, as the kernel counts it, and its memory from MemoryManager.</summary>
    internal void Memory()
    {
        ErrorCode error = ErrorCode.None;
        _say("NAME             USED KiB    MOST KiB    LIMIT KiB   SHARED KiB   LIMIT KiB   PIECES   PAGES IN\n");
        List<ServiceState> all = All();
        for (int i = 0; i < all.Count; i++)
        {
            ServiceState state = all[i];
            MemoryUse use = default;

            // Init is no client: it comes last and has no number. If MemoryManager once gives no answer, it is not asked again.
            error = error == ErrorCode.None && i < all.Count - 1 ? _memory.Describe((uint)i, out use) : error;
            if (state.IsRunning || use.Pieces != 0)
            {
                string shared = $"{Right(use.Bytes >> 10, 13)}{Right(use.LimitBytes >> 10, 12)}{Right(use.Pieces, 9)}"
                    + $"{Right(use.PagesBrought, 11)}";
                _say($"{state.Name.PadRight(15)}{Right(state.FramesUsed * KibPerFrame, 10)}{Right(state.FramesPeak * KibPerFrame, 12)}"
                    + $"{Right(state.FramesLimit * KibPerFrame, 13)}{(error == ErrorCode.None ? shared : "")}\n");
            }
        }

        if (error != ErrorCode.None)
        {
            _say($"memory: {FaultText.Of(error)}\n");
        }
    }

    /// <summary>ports.</summary>
    internal void Ports()
    {
        _say("PORT           RECEIVER  WAITING\n");
        foreach (ServiceState state in All())
        {
            _say($"{state.Name.PadRight(15)}{(state.IsRunning ? "yes" : "none").PadRight(8)}{Right(state.Queued, 9)}\n");
        }
    }

    /// <summary>handles.</summary>
    internal void Handles()
    {
        _say("NAME           HANDLES  OBJECTS\n");
        foreach (ServiceState state in All())
        {
            _say($"{state.Name.PadRight(15)}{Right(state.Handles, 7)}{Right(state.Objects, 9)}\n");
        }
    }

    /// <summary>start, kill, restart.</summary>
    internal void Order(string[] words, ServiceCommand command)
    {
        if (words.Length != 1)
        {
            _say("which service? 'ps' lists them\n");
            return;
        }

        Tell(words[0], InitClient.Command(words[0], command), command == ServiceCommand.Start);
    }

    /// <summary>crash.</summary>
    internal void CrashOne(string[] words)
    {
        CrashKind? kind = words.Length > 1 ? Crash.Find(words[1]) : CrashKind.Null;
        if (words.Length is 0 or > 2 || kind is null)
        {
            _say($"crash NAME [{string.Join("|", Crash.Names)}]\n");
            return;
        }

        Tell(words[0], InitClient.Command(words[0], ServiceCommand.Crash, kind.Value), isStart: false);
    }

    /// <summary>test: each running service except this one fails once and must come back.</summary>
    internal void Test()
    {
        List<ServiceState> before = All();
        int count = 0;
        foreach (ServiceState state in before)
        {
            count += IsTested(state) ? 1 : 0;
        }

        _say($"KTAP version 1\n1..{count}\n");
        int number = 1;
        for (int i = 0; i < before.Count; i++)
        {
            if (IsTested(before[i]))
            {
                bool isOk = ComesBack(i, before[i]);
                _say($"{(isOk ? "ok" : "not ok")} {number++} {before[i].Name}\n");
            }
        }
    }

    private static bool IsTested(ServiceState state) =>
        state.IsRunning && state.Name is not ("shell" or "init") && state.Policy != RestartPolicy.Never;

    private static bool ComesBack(int number, ServiceState before)
    {
        if (InitClient.Command(before.Name, ServiceCommand.Crash, CrashKind.Null) != ErrorCode.None)
        {
            return false;
        }

        ulong end = Own.Milliseconds + TestMilliseconds;
        while (Own.Milliseconds < end)
        {
            if (InitClient.Describe(number) is ServiceState now && now.IsRunning && now.Restarts > before.Restarts)
            {
                return true;
            }

            Pulse.Beat();
            Own.Sleep(10);
        }

        return false;
    }

    private void Tell(string name, ErrorCode error, bool isStart)
    {
        // Init cannot answer for its own failure; it has reported its return.
        if (error == ErrorCode.NotFound)
        {
            _say($"{name}: no such service; 'ps' lists them\n");
        }
        else if (error != ErrorCode.None && name != "init")
        {
            string state = isStart ? "it runs already" : "it does not run; 'start' starts it";
            _say($"{name}: {(error == ErrorCode.InvalidState ? state : FaultText.Of(error))}\n");
        }
    }

    private static List<ServiceState> All()
    {
        List<ServiceState> all = new();
        while (InitClient.Describe(all.Count) is ServiceState state)
        {
            all.Add(state);
        }

        return all;
    }

    private static string Right(ulong value, int width) => value.ToString().PadLeft(width);
}
