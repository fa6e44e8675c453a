// Suite restart: services that fail repeatedly, under load.

using System;
using RustKernel.Runtime;
using RustKernel.SelfTests;

namespace RustKernel.Services.Tester;

/// <summary>The tests, by number.</summary>
[Suite("restart", 200, NeedsServices = true, ByNameOnly = true)]
internal static partial class RestartTests
{
    private const int Times = 50;
    private const ulong MostInstructions = 5_000_000;
    private const uint HandlesOfHeaps = 8;

    [Test("calculator_50")]
    private static void CalculatorOften() => Often("calculator");

    [Test("console_50")]
    private static void ConsoleOften() => Often("console");

    [Test("devices_50")]
    private static void DevicesOften() => Often("devices");

    [Test("shell_50")]
    private static void ShellOften() => Often("shell");

    [Test("memory_50")]
    private static void MemoryOften() => Often("memory", new PagedFile().GoesOn);

    [Test("log_50")]
    private static void LogOften() =>
        Often("log", static () => World.Log.Read(0, out byte[] text, out _) == ErrorCode.None && text.Length > 0);

    // The request that makes it fail returns an error; the next one is answered.
    [Test]
    private static void InFlight()
    {
        World.StartCalculator();
        Check.That(World.Answers());
        Check.Equal((ulong)ErrorCode.ServerEnded, (ulong)World.Calculator.Divide(1, 0).Error);
        Check.Ok(World.Add(1, 2, out ulong sum));
        Check.Equal(3, sum);
    }

    // In each of the six ways in turn, including the endless loop: the manifest for tests has neither back-off nor limit, and a short
    // watch. Others are asked during all of this.
    private static void Often(string name, Func<bool>? answers = null)
    {
        World.StartCalculator();
        Check.That(World.Answers());
        int number = World.Find(name);
        using Load load = new();
        Once(name, number, CrashKind.Null, load, answers);
        ServiceState init = World.State(World.Find("init"));
        ulong held = World.FramesOfServicesAndFree();
        for (int i = 0; i < Times && Check.ExitCode == 0; i++)
        {
            Once(name, number, (CrashKind)(i % Crash.Names.Length), load, answers);
        }

        load.End();
        Settle(init, held);
    }

    // The order precedes the queue: requests sent now wait for the successor, which answers them.
    private static void Once(string name, int number, CrashKind kind, Load load, Func<bool>? answers)
    {
        ServiceState before = World.State(number);
        int soFar = load.Answers;
        Check.Ok(InitClient.Command(name, ServiceCommand.Crash, kind));
        Check.Ok(load.AskAll());
        Check.That(World.WaitForRestart(number, before.Restarts));
        Check.Ok(load.AskAll());
        Check.That(answers is null || answers());
        load.MustGoOn(soFar);
        Check.That(World.State(World.Find("shell")).IsRunning || name == "shell");
    }

    [Test("init_50")]
    private static void InitOften()
    {
        World.StartCalculator();
        Check.That(World.Answers());
        int self = World.Find("init");
        using Load load = new();
        CrashInit(CrashKind.Null);
        ServiceState before = World.State(self);
        ulong held = World.FramesOfServicesAndFree();
        uint calculator = World.State(World.Find("calculator")).Restarts;
        for (int i = 0; i < Times && Check.ExitCode == 0; i++)
        {
            // The kernel's watch of Init takes seconds: a separate test.
            CrashKind kind = (CrashKind)(i % Crash.Names.Length);
            CrashInit(kind == CrashKind.Loop ? CrashKind.Null : kind);
            Check.Ok(load.AskAll());
            load.MustGoOn(load.Answers);
            Check.That(World.State(World.Find("console")).IsRunning);
        }

        Check.Equal(calculator, World.State(World.Find("calculator")).Restarts);
        Check.Equal(before.Restarts + Times, World.State(self).Restarts);
        load.End();
        Settle(before, held);
    }

    // Init's endless loop keeps all others on its CPU from running, until the kernel ends it.
    [Test]
    private static void SilentInit()
    {
        World.StartCalculator();
        Check.That(World.Answers());
        uint restarts = World.State(World.Find("init")).Restarts;
        CrashInit(CrashKind.Loop);
        Check.Equal(restarts + 1, World.State(World.Find("init")).Restarts);
        Check.That(World.Answers());
        Check.Equal(0, World.State(World.Find("calculator")).Restarts);
    }

    // The order itself is the request in flight.
    private static void CrashInit(CrashKind kind) =>
        Check.Equal((ulong)ErrorCode.ServerEnded, (ulong)InitClient.Command("init", ServiceCommand.Crash, kind));

    // Heaps grow until their next collection, as the services' own figures show. Memory that is neither free nor a service's is lost: a
    // restart that lost a frame would have done so fifty times.
    private static void Settle(ServiceState before, ulong held)
    {
        ServiceState after = World.State(World.Find("init"));
        ulong now = World.FramesThatCameBack(held);
        Console.WriteLine($"  # restart: Init has {after.Handles} handles (was {before.Handles}), {after.Objects} objects "
            + $"({before.Objects}); free frames and services' {now} ({held})");
        Check.That(after.Handles <= before.Handles + HandlesOfHeaps);
        Check.That(after.Objects <= before.Objects + HandlesOfHeaps);
        Check.That(now + World.FramesOfPools >= held);
    }

    [Test]
    private static void Watchdog()
    {
        World.StartCalculator();
        Check.That(World.Answers());
        int number = World.Find("calculator");
        Check.Ok(InitClient.Command("calculator", ServiceCommand.Crash, CrashKind.Loop));
        Check.That(World.WaitForRestart(number, 0));
        Check.That(World.Answers());
        Check.Ok(InitClient.LastEnd(number, out ExitCause cause, out _, out _, out _));
        Check.Equal((ulong)ExitCause.Killed, (ulong)cause);
    }

    // From the failing request to the successor's first answer; 0 if instructions are not counted.
    [Test]
    private static void Cost()
    {
        World.StartCalculator();
        Check.That(World.Answers());
        ulong start = Measure.Instructions();
        Check.Equal((ulong)ErrorCode.ServerEnded, (ulong)World.Calculator.Divide(1, 0).Error);
        Check.Ok(World.Add(1, 2, out ulong sum));
        ulong cost = (Measure.Instructions() - start) & uint.MaxValue;
        Check.Equal(3, sum);
        Console.WriteLine($"  # restart: {cost} instructions from the fault to the first answer, limit {MostInstructions}");
        Check.That(cost <= MostInstructions);
    }
}
