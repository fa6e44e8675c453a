// No entry into the kernel does work that grows with what a program has piled up: counts every
// system call of the table, with whatever makes the most work.

using System;
using System.Collections.Generic;
using System.Text;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Kernel.Tests.Fakes;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using RustKernel.User.SelfTest;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class BoundedWorkTests : IDisposable
{
    // The stated budget (docs/ARCHITECTURE.md): memory operations of one entry, and bytes offered to the serial line.
    private const ulong MemoryBudget = 10_240;
    private const ulong ConsoleBudget = 128;

    // Only a panic waits for the line.
    private const ulong PolledBudget = 0;
    private const int TriesOfEach = 40;
    private const int MostSteps = 200_000;

    private readonly SlowConsole _device = new();
    private readonly StringBuilder _over = new();

    public BoundedWorkTests()
    {
        ModelMachine.Start();
        KernelConsole.Use(_device);
    }

    public void Dispose() => ModelMachine.Stop();

    public static TheoryData<uint> Numbers()
    {
        TheoryData<uint> numbers = [];
        for (uint i = 0; i < CallTable.Count; i++)
        {
            numbers.Add(i);
        }

        return numbers;
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_call_keeps_to_the_budget_whatever_its_arguments_name(uint number)
    {
        ulong frames = KernelMemory.Frames.Statistics.FreeFrames;
        ulong objects = KernelObjects.UsedObjects;
        Random random = new((int)number);
        CrowdedWorld world = CrowdedWorld.Create();
        for (int i = 0; i < TriesOfEach && !world.IsOver; i++)
        {
            world.Enter();
            Try(world, (SystemCall)number, random);
        }

        // The end of the crowd is work, too.
        Count("the kill", () =>
        {
            KernelLock.Enter();
            ProcessLife.End(ref KernelObjects.Process(world.Attacker), ExitCause.Killed, 0);
            KernelLock.Leave();
        });
        DoChores();
        world.End();
        Assert.True(_over.Length == 0, _over.ToString());
        Assert.Equal((frames, objects), (KernelMemory.Frames.Statistics.FreeFrames, KernelObjects.UsedObjects));
    }

    // Repeats the call until it is done, like the thread.
    private void Try(CrowdedWorld world, SystemCall number, Random random)
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        uint self = cpu.CurrentThread;
        ref Thread thread = ref KernelObjects.Thread(self);
        thread.Context.X8 = (ulong)number;
        for (int i = 0; i < 6; i++)
        {
            thread.Context.SetRegister(i, Argument(world, CallTable.Argument((ulong)number, i), random));
        }

        if (CallTable.IsMessage((ulong)number))
        {
            thread.Context.X0 = Any(world, ObjectKind.Port, random);
            thread.Context.X1 = 0;
            thread.Context.X2 = new MessageInfo(0, 8, (uint)random.Next(5), MessageKind.Send).Bits;
            thread.Context.X3 = Any(world, ObjectKind.Timer, random) | ((ulong)Any(world, ObjectKind.Port, random) << 32);
            thread.Context.X4 = Any(world, ObjectKind.Timer, random) | ((ulong)Any(world, ObjectKind.Memory, random) << 32);
        }

        string text = $"{number}({string.Join(", ", Registers(ref thread))})";
        ulong counter;
        int steps = 0;
        do
        {
            counter = KernelObjects.Thread(self).Context.ELR_EL1;
            Count(text, () => ModelMachine.Call(ref PerCpu.Current));
            Assert.True(++steps < MostSteps, text + " does not end");
            SystemRegisters.CNTVCT_EL0 += 10_000;
            Tick();
        }
        while (cpu.CurrentThread == self && KernelObjects.Thread(self).Context.ELR_EL1 != counter);
    }

    private static IEnumerable<string> Registers(ref Thread thread)
    {
        List<string> values = [];
        for (int i = 0; i < 6; i++)
        {
            values.Add($"0x{thread.Context.Register(i):X}");
        }

        return values;
    }

    // A timer interrupt with everything that is due.
    private void Tick()
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        if (cpu.DeadlineCounter != 0 && cpu.DeadlineCounter <= SystemRegisters.CNTVCT_EL0)
        {
            Count("expiring deadlines", static () =>
            {
                KernelLock.Enter();
                Deadlines.Expire(ref PerCpu.Current, SystemRegisters.CNTVCT_EL0);
                KernelLock.Leave();
            });
        }
    }

    private void DoChores()
    {
        for (int steps = 0; Chores.Flags != 0; steps++)
        {
            Count("a step of the idle loop", static () => UserLoop.DoChores());
            Assert.True(steps < MostSteps, "the idle loop's work does not end");
            SystemRegisters.CNTVCT_EL0 += 10_000;
        }
    }

    private void Count(string what, Action entry)
    {
        Work.Reset();
        entry();
        if (Work.Memory > MemoryBudget || Work.Console > ConsoleBudget || Work.PolledMicroseconds > PolledBudget)
        {
            _over.AppendLine($"{what}: {Work.Memory} memory operations, {Work.Console} bytes to the line, {Work.PolledMicroseconds} us "
                + $"polled");
        }
    }

    private static uint Any(CrowdedWorld world, ObjectKind kind, Random random)
    {
        if (!world.Handles.TryGetValue(kind, out List<uint>? handles))
        {
            return 0;
        }

        return handles[random.Next(handles.Count)];
    }

    private static ulong Argument(CrowdedWorld world, ArgumentType type, Random random) => type switch
    {
        ArgumentType.None => 0,
        ArgumentType.Any => Any(world, (ObjectKind)random.Next(1, 8), random),
        ArgumentType.Process or ArgumentType.OptionalProcess => Any(world, ObjectKind.Process, random),
        ArgumentType.Thread or ArgumentType.OptionalThread => Any(world, ObjectKind.Thread, random),
        ArgumentType.Port or ArgumentType.OptionalPort => Any(world, ObjectKind.Port, random),
        ArgumentType.Memory => Any(world, ObjectKind.Memory, random),
        ArgumentType.Timer => Any(world, ObjectKind.Timer, random),
        ArgumentType.Machine => Any(world, ObjectKind.Machine, random),
        ArgumentType.Deadline => random.Next(2) == 0 ? 0 : SystemRegisters.CNTVCT_EL0 + (ulong)random.Next(1_000_000),
        ArgumentType.Period => 6_250,
        ArgumentType.ByteCount => 56,
        ArgumentType.Flag => 0,
        ArgumentType.Count => random.Next(2) == 0 ? 256ul : 1,
        ArgumentType.FrameQuota => 100,
        ArgumentType.ObjectQuotas => 10 | (10ul << 32),
        ArgumentType.Address => CrowdedWorld.MappedAt + (random.Next(2) == 0 ? 0 : CrowdedWorld.BigBytes + FrameSize.Bytes),
        ArgumentType.Offset => 0,
        ArgumentType.Size => random.Next(3) switch
        {
            0 => 16 * FrameSize.Bytes,
            1 => FrameSize.BlockBytes,
            _ => CrowdedWorld.BigBytes,
        },
        ArgumentType.Rights => 0xFF,
        ArgumentType.Access => (ulong)(random.Next(2) == 0 ? Rights.Read : Rights.Read | Rights.Write),
        ArgumentType.Priority => (ulong)random.Next(32),
        ArgumentType.Cpus => (ulong)random.Next(16),
        ArgumentType.Register => (ulong)random.Next(35),
        ArgumentType.InterruptLine => (ulong)random.Next(32, 1020),
        ArgumentType.Physical => 0x10_0000_0000,
        ArgumentType.Item => (ulong)random.Next(9),
        ArgumentType.PowerAction => 0,
        _ => (ulong)random.NextInt64(),
    };
}
