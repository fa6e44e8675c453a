// The idle loop of a CPU: its work before it sleeps.

using System;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;
using RustKernel.Ipc;
using RustKernel.Kernel.Tests.Fakes;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using RustKernel.Syscalls;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class IdleLoopTests : IDisposable
{
    private const uint EndProcess = 2;
    private const ulong DataAbortFromEL0 = 0x24ul << 26;

    public IdleLoopTests() => ModelMachine.Start();

    public void Dispose() => ModelMachine.Stop();

    // The handler is a thread of the process that it ends, by a call that leaves no thread on the
    // CPU: the interrupt that must finish it arrives in the idle loop.
    [Fact]
    public void A_process_that_its_own_fault_handler_ends_is_gone_when_the_handlers_cpu_goes_idle()
    {
        PerCpu.Own = 1;
        uint slot = ModelMachine.StartProcess(10);
        ref Process process = ref KernelObjects.Process(slot);
        uint handler = process.FirstThread;
        KernelLock.Enter();
        uint port = PortLife.Create(new(slot), 4).Value.Index;
        ulong door = ProcessHandles.AddNew(ref process, ObjectKind.Port, port, Rights.All, 0).Value.Value;
        ObjectReferences.Release(ObjectKind.Port, port);
        ProcessLife.SetFaultPort(ref process, new(port), Badge.None);
        KernelLock.Leave();
        ref CpuBlock cpu = ref PerCpu.Current;
        ModelMachine.Look(ref cpu);
        Assert.Equal(handler, cpu.CurrentThread);
        Assert.Equal(0u, ReplyReceive(ref cpu, handler, door, 0, 0));

        // It stays on its CPU: the CPU that the fault leaves free would take it.
        KernelObjects.Thread(handler).Affinity = 1 << 1;

        // The other thread faults on another CPU; the answer ends the process.
        PerCpu.Own = 2;
        KernelLock.Enter();
        uint faulter = ModelMachine.AddThread(slot, 10);
        KernelLock.Leave();
        ModelMachine.Look(ref PerCpu.Current);
        Assert.Equal(faulter, PerCpu.Current.CurrentThread);
        KernelLock.Enter();
        _ = ThreadFaults.Handle(ref PerCpu.Current, ref KernelObjects.Thread(faulter), DataAbortFromEL0, 0x1234_5000);
        KernelLock.Leave();
        PerCpu.Own = 1;
        ModelMachine.Look(ref cpu);
        Assert.Equal(handler, cpu.CurrentThread);
        Assert.Equal(0u, ReplyReceive(ref cpu, handler, door, KernelObjects.Thread(handler).Context.X5, EndProcess));

        Assert.Throws<HaltException>(static () => UserLoop.RunOrSleep(ref PerCpu.Current, UserLoop.Exits));
        Assert.Equal(ProcessState.Dead, process.State);
        ObjectReferences.Release(ObjectKind.Process, slot);
    }

    [Fact]
    public void A_cpu_sets_what_threads_may_read_before_it_runs_any()
    {
        PerCpu.Own = 3;
        PerCpu.Current.IsServing = 0;
        UserState.CpusWithCounters = 0;
        Assert.Throws<HaltException>(static () => UserLoop.RunOrSleep(ref PerCpu.Current, UserLoop.Exits));
        Assert.Equal((1u << 3, 1ul, 1u), (UserState.CpusWithCounters, UserState.EventCounters, PerCpu.Current.IsServing));
    }

    // Four CPUs have nothing to do while text waits for a line of 115200 baud: they sleep, poll the line once in 250 microseconds, and
    // take the lock no more often. Even so, the line is never without a byte.
    [Fact]
    public void Idle_cpus_leave_the_lock_alone_while_text_waits_for_the_line()
    {
        SlowConsole line = new();
        KernelConsole.Use(line);
        SleepTimer timer = new();
        Assert.Equal(ErrorCode.None, SystemTick.Start(timer));
        byte[] text = new byte[64];
        text.AsSpan().Fill((byte)'x');
        int posted = 0;
        for (; KernelConsole.HasRoom; posted += text.Length)
        {
            KernelConsole.PostForeignText(text);
        }

        ulong start = SystemRegisters.CNTVCT_EL0;
        ulong entries = KernelLockWord.Entries;
        uint sleeps = 0;
        while (Chores.Flags != 0)
        {
            ulong wake = ulong.MaxValue;
            for (PerCpu.Own = 0; PerCpu.Own < ModelMachine.Cpus; PerCpu.Own++)
            {
                if (SystemRegisters.CNTVCT_EL0 >= SystemTick.DueCounter)
                {
                    SystemTick.Instance.Handle(default);
                }

                sleeps += IdleUntilSleep();
                wake = Math.Min(wake, timer.Compare);
            }

            // All are asleep; the first one to wake makes all of them look again.
            Assert.True(Chores.Flags == 0 || wake > SystemRegisters.CNTVCT_EL0, "a CPU that sleeps wakes later");
            SystemRegisters.CNTVCT_EL0 = Math.Max(SystemRegisters.CNTVCT_EL0 + 1, Chores.Flags == 0 ? 0 : wake);
        }

        PerCpu.Own = 0;
        ulong microseconds = KernelClock.ToMicroseconds(SystemRegisters.CNTVCT_EL0 - start);
        Assert.Equal(posted, line.Bytes.Length);
        ulong lineMicroseconds = (ulong)posted * SlowConsole.MicrosecondsPerByte;
        Assert.InRange(microseconds, lineMicroseconds * 9 / 10, lineMicroseconds * 11 / 10);
        Assert.InRange(KernelLockWord.Entries - entries, 1ul, 10 + (microseconds / 250));
        Assert.InRange(sleeps, 1u, ModelMachine.Cpus * (10 + (uint)(microseconds / 200)));
        timer.Forget();
    }

    // A CPU's steps before it sleeps.
    private static uint IdleUntilSleep()
    {
        for (int steps = 0; steps < 1_000; steps++)
        {
            try
            {
                UserLoop.RunOrSleep(ref PerCpu.Current, UserLoop.Exits);
            }
            catch (HaltException)
            {
                return 1;
            }
        }

        Assert.Fail("an idle CPU does not sleep");
        return 0;
    }

    // Without what the model's machine does after a call; returns the thread that runs afterwards.
    private static uint ReplyReceive(ref CpuBlock cpu, uint thread, ulong port, ulong token, uint label)
    {
        ref UserContext context = ref KernelObjects.Thread(thread).Context;
        context.X8 = (ulong)SystemCall.ReplyReceive;
        context.X0 = port;
        context.X1 = Deadlines.Never;
        context.X2 = new MessageInfo(label, 0, 0, MessageKind.Send).Bits;
        context.X5 = token;
        KernelLock.Enter();
        _ = SystemCalls.ReplyReceive(ref cpu, ref KernelObjects.Thread(thread));
        KernelLock.Leave();
        return cpu.CurrentThread;
    }

    // A compare value to read. Its frequency of 0 takes it away from the kernel again.
    private sealed class SleepTimer : TimerDevice
    {
        private bool _isGone;

        public ulong Compare { get; private set; }

        public override ulong FrequencyHz => _isGone ? 0 : KernelClock.FrequencyHz;

        public override bool IsAsserted => false;

        public override ulong ReadCounter() => SystemRegisters.CNTVCT_EL0;

        public override void SetCompare(ulong counterTicks) => Compare = counterTicks;

        public override void Start()
        {
        }

        public override void Stop()
        {
        }

        public void Forget()
        {
            _isGone = true;
            Assert.NotEqual(ErrorCode.None, SystemTick.Start(this));
        }
    }
}
