// Suite restart: services that fail, again and again, under load.

using System;
using RustKernel.Runtime;
using RustKernel.User;

namespace RustKernel.Services.Tests;

/// <summary>The tests, by number.</summary>
internal static class RestartTests
{
    private const int Times = 50;
    private const ulong FramesOfHeaps = 128;
    private const ulong MostInstructions = 5_000_000;
    private static readonly CrashKind[] s_kinds = [CrashKind.Null, CrashKind.BadMemory, CrashKind.Stack, CrashKind.Exception, CrashKind.Hog];

    internal static void Run(int test)
    {
        switch (test)
        {
            case 0: InFlight(); break;
            case 1: Often("calculator", World.Answers); break;
            case 2: Often("console", static () => World.Terminal.Write("restart: Console answers\n") == ErrorCode.None); break;
            case 3: Often("devices", static () => World.FirstDevice(out _) == ErrorCode.None); break;
            case 4: Often("shell", static () => true); break;
            case 5: InitOften(); break;
            case 6: Cost(); break;
            case 7: Watchdog(); break;
            case 8: Often("memory", new PagedFile().GoesOn); break;
            default: Often("log", static () => World.Log.Read(0, out byte[] text, out _) == ErrorCode.None && text.Length > 0); break;
        }
    }

    // The request that makes it fail comes back with an error; the next one is answered.
    private static void InFlight()
    {
        World.StartCalculator();
        Check.That(World.Answers());
        Message message = default;
        message.Words[0] = 1;
        Check.Equal((ulong)ErrorCode.InvalidState, (ulong)World.Calculator.Call(2, ref message, 2));
        Check.Ok(World.Add(1, 2, out ulong sum));
        Check.Equal(3, sum);
    }

    private static void Often(string name, Func<bool> answers)
    {
        World.StartCalculator();
        Check.That(World.Answers());
        int number = World.Find(name);
        Once(name, number, CrashKind.Null, answers);
        ServiceState init = World.State(World.Find("init"));
        ulong free = Kernel.SystemInfo(SystemItem.FreeFrames);
        for (int i = 0; i < Times && Check.ExitCode == 0; i++)
        {
            Once(name, number, s_kinds[i % s_kinds.Length], answers);
        }

        Settle(init, free);
    }

    // Others are asked meanwhile: they must not notice.
    private static void Once(string name, int number, CrashKind kind, Func<bool> answers)
    {
        uint restarts = World.State(number).Restarts;
        Check.Ok(name == "shell"
            ? InitClient.Command(name, ServiceCommand.Restart)
            : InitClient.Command(name, ServiceCommand.Crash, (ulong)kind));
        Check.That(World.Answers());
        Check.That(World.WaitForRestart(number, restarts));
        Check.That(answers());
    }

    private static void InitOften()
    {
        World.StartCalculator();
        Check.That(World.Answers());
        int self = World.Find("init");
        Check.Equal((ulong)ErrorCode.InvalidState, (ulong)InitClient.Command("init", ServiceCommand.Crash, (ulong)CrashKind.Null));
        ServiceState before = World.State(self);
        ulong free = Kernel.SystemInfo(SystemItem.FreeFrames);
        uint calculator = World.State(World.Find("calculator")).Restarts;
        for (int i = 0; i < Times && Check.ExitCode == 0; i++)
        {
            CrashKind kind = s_kinds[i % (s_kinds.Length - 1)];
            Check.Equal((ulong)ErrorCode.InvalidState, (ulong)InitClient.Command("init", ServiceCommand.Crash, (ulong)kind));
            Check.That(World.Answers());
            Check.That(World.State(World.Find("console")).IsRunning);
        }

        Check.Equal(calculator, World.State(World.Find("calculator")).Restarts);
        Check.Equal(before.Restarts + Times, World.State(self).Restarts);
        Settle(before, free);
    }

    // Handles exactly; of frames, what heaps may differ by.
    private static void Settle(ServiceState before, ulong free)
    {
        ServiceState after = World.State(World.Find("init"));
        ulong now = Kernel.SystemInfo(SystemItem.FreeFrames);
        Console.WriteLine($"  # restart: Init has {after.Handles} handles (was {before.Handles}), {after.Objects} objects ({before.Objects}); free frames {now} ({free})");
        Check.That(after.Handles <= before.Handles + 8);
        Check.That(after.Objects <= before.Objects + 8);
        Check.That(now + FramesOfHeaps >= free);
    }

    private static void Watchdog()
    {
        World.StartCalculator();
        Check.That(World.Answers());
        int number = World.Find("calculator");
        Check.Ok(InitClient.Command("calculator", ServiceCommand.Crash, (ulong)CrashKind.Loop));
        Check.That(World.WaitForRestart(number, 0));
        Check.That(World.Answers());
        Check.Ok(InitClient.LastEnd(number, out ExitCause cause, out _, out _, out _));
        Check.Equal((ulong)ExitCause.Killed, (ulong)cause);
    }

    // From the failing request to the first answer of the successor; 0 where instructions are not counted.
    private static void Cost()
    {
        World.StartCalculator();
        Check.That(World.Answers());
        Message message = default;
        message.Words[0] = 1;
        ulong start = Measure.Instructions();
        Check.Equal((ulong)ErrorCode.InvalidState, (ulong)World.Calculator.Call(2, ref message, 2));
        Check.Ok(World.Add(1, 2, out ulong sum));
        ulong cost = (Measure.Instructions() - start) & uint.MaxValue;
        Check.Equal(3, sum);
        Console.WriteLine($"  # restart: {cost} instructions from the fault to the first answer, limit {MostInstructions}");
        Check.That(cost <= MostInstructions);
    }
}
