// The first C#: from BootInformation to the boot log, then tests, then the ending that the command line asks for.

using System;
using System.Runtime;
using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;
using RustKernel.Memory;
using RustKernel.Panic;
using RustKernel.Scheduling;
using RustKernel.SelfTests;
using RustKernel.Suites;
using RustKernel.Suites.Benchmarks;

namespace RustKernel.Boot;

internal static class KernelMain
{
    private const uint DefaultHostileCalls = 200_000;

    // Called once by Boot.S on the boot CPU: upper half, MMU on, guarded stack, interrupts masked.
    [RuntimeExport("kernel_main")]
    private static void Start(ref BootInformation boot)
    {
        // Before anything reads a static field that has an initialiser. There is no console yet for a message.
        if (!StaticFields.Initialise())
        {
            Cpu.Halt();
        }

        // Every deadline and every time in the log needs the clock; both numbers come from the CPU, not from the device tree.
        KernelClock.Initialise(boot.EntryCounter, SystemRegisters.ReadCNTFRQ_EL0());
        MachineState.Remember(in boot);

        // A sound device tree names the console; a damaged one is reported on a console found without it.
        scoped EarlyMapping mapping = new(in boot);
        DeviceTreeError treeError = DeviceTreeBlob.Open(ImageData.DeviceTree(in boot), out DeviceTreeBlob tree);
        bool hasTree = treeError == DeviceTreeError.None;
        CommandLine options = BootOptions.Read(in tree, in boot);
        ConsoleDiscovery.Find(in tree, in boot, options, ref mapping);

        // The order of these lines is a contract with the readers of the log (docs/PROTOCOL.md).
        WriteBanner(in tree);
        WriteCpu(in boot);
        ConsoleDiscovery.WriteReport();
        BootOptions.WriteReport();
        MachineState.HostileCalls = NumberOr(options, "hostile"u8, DefaultHostileCalls) | ((ulong)NumberOr(options, "seed"u8, 1) << 32);

        // Early, so that a later panic can switch the machine off: an unattended run must not hang.
        PowerDiscovery.Prepare(in tree, in boot, ref mapping);
        if (options.Value("test"u8).Length > 0 || options.Value("bench"u8).Length > 0)
        {
            MachineState.WantsMeasurements = true;
            StopAfterPanic();
        }

        SetLogLevel(options, isBootable: hasTree);

        // log=debug: freed frames are filled, so that a use after free shows, and the log is more detailed.
        bool isDebug = options.Value("log"u8).SequenceEqual("debug"u8);
        KernelMemory.Frames.PoisonOnFree = isDebug;
        StartMemory(in tree, treeError, in boot, options, ref mapping);
        if (isDebug && MemoryStart.HasStarted)
        {
            MemoryReport.WriteTable("Memory: "u8);
        }

        // Interrupts before other CPUs: interrupts wake them, and the watch over long work counts ticks.
        FastMode fastPath = FastPathMode(options);
        if (hasTree)
        {
            SystemTick.UseMode(fastPath);
            InterruptReport.Write(InterruptStart.Start(in tree, in boot));
            WorkWatch.Allow(options.Number("watch"u8).Value);
            WorkWatch.Begin();
            SmpStart.Start(in tree, in boot, options.Number("cpus"u8));
        }

        // The fast path needs to know how many CPUs are online, and programs need both memory and CPUs: so these come last.
        Syscalls.SystemCalls.Power = MachineState.Power;
        Syscalls.SystemCalls.IsOnTrial = MachineState.IsOnTrial;
        Syscalls.SystemCalls.ConsoleAddress = ConsoleDiscovery.Address;
        if (MemoryStart.HasStarted)
        {
            RetainedLog.TakeOut();
            MachineState.MostAsids = MostAsids(options);
            Ipc.FastPath.Start(fastPath);
            UserStart.Start(in boot);
        }

        // The boot log ends here, quiet or not; a key that nothing has read by now is unknown.
        KernelConsole.EndQuiet();
        options.ReportUnknownKeys();
        RunRequests(options);
        Finish(options);
    }

    // log=error: the boot log goes only to the ring, unless something is wrong.
    private static void SetLogLevel(CommandLine options, bool isBootable)
    {
        ReadOnlySpan<byte> level = options.Value("log"u8);
        if (level.SequenceEqual("error"u8))
        {
            if (isBootable)
            {
                KernelConsole.BeginQuiet();
            }
        }
        else if (level.Length > 0 && !level.SequenceEqual("info"u8) && !level.SequenceEqual("debug"u8))
        {
            KernelConsole.Write("Boot: log="u8);
            KernelConsole.WriteForeign(level);
            KernelConsole.Write(" is not known (error, info, debug); ignored\n"u8);
        }
    }

    private static void WriteBanner(in DeviceTreeBlob tree)
    {
        KernelConsole.Write("RustKernel v0.1.0 - ARM64 Microkernel\nBuild: "u8);
        KernelConsole.Write(ImageData.BuildIdentity);
        KernelConsole.Write(" protocol 1 board "u8);
        DeviceTreeStrings compatible = tree.Root.Property("compatible"u8).Strings;
        if (compatible.MoveNext())
        {
            KernelConsole.WriteForeign(compatible.Current);
        }
        else
        {
            KernelConsole.Write("unknown"u8);
        }

        KernelConsole.Write("\n"u8);
    }

    private static void WriteCpu(in BootInformation boot)
    {
        KernelConsole.Write("Boot: CPU primary core active ("u8);
        KernelConsole.Write(CoreName.Of(SystemRegisters.ReadMIDR_EL1()));
        KernelConsole.Write(")\nBoot: Entered at EL"u8);
        KernelConsole.WriteDecimal(boot.EntryExceptionLevel);
        KernelConsole.Write(", image at "u8);
        KernelConsole.WriteHex(boot.ImagePhysicalBase);
        KernelConsole.Write(", device tree at "u8);
        KernelConsole.WriteHex(boot.DeviceTree);
        KernelConsole.Write("\n"u8);
        CpuFeatures.Write();
    }

    private static void StartMemory(
        in DeviceTreeBlob tree, DeviceTreeError error, in BootInformation boot, CommandLine options, ref EarlyMapping mapping)
    {
        DeviceTreeReport.Write(in tree, error, in boot);
        if (error != DeviceTreeError.None)
        {
            return;
        }

        MemoryStart.ReadDeviceTree(in tree, in boot, options.Value("mem"u8));
        MemoryStart.Start(in boot, ref mapping);
        MemoryReport.WriteStart();
    }

    private static void StopAfterPanic()
    {
        if (MachineState.Power is MachinePower power)
        {
            PanicPolicy.PowerOffWith(power);
        }
    }

    private static uint NumberOr(CommandLine options, ReadOnlySpan<byte> key, uint otherwise)
    {
        Result<uint> number = options.Number(key);
        return number.IsOk ? number.Value : otherwise;
    }

    // asids=N: so few that address spaces keep taking them from each other; the suites alone would not cause that.
    private static uint MostAsids(CommandLine options)
    {
        Result<uint> asids = options.Number("asids"u8);
        if (asids.Error == ErrorCode.NotFound)
        {
            return 0;
        }

        bool isEnough = asids.IsOk && asids.Value >= Spaces.AddressSpaces.LeastAsids;
        KernelConsole.Write("Boot: asids="u8);
        KernelConsole.WriteForeign(options.Value("asids"u8));
        KernelConsole.Write(isEnough ? ": at most so many address spaces have a number at a time\n"u8 : " is not a number of at least "u8);
        if (!isEnough)
        {
            KernelConsole.WriteDecimal(Spaces.AddressSpaces.LeastAsids);
            KernelConsole.Write(", one for each CPU and one more; ignored\n"u8);
        }

        return isEnough ? asids.Value : 0;
    }

    // fastpath=off, fastpath=check: for tests.
    private static FastMode FastPathMode(CommandLine options)
    {
        ReadOnlySpan<byte> mode = options.Value("fastpath"u8);
        if (mode.Length > 0 && !mode.SequenceEqual("on"u8) && !mode.SequenceEqual("off"u8) && !mode.SequenceEqual("check"u8))
        {
            KernelConsole.Write("Boot: fastpath="u8);
            KernelConsole.WriteForeign(mode);
            KernelConsole.Write(" is not known (on, off, check); ignored\n"u8);
        }

        return mode.SequenceEqual("off"u8) ? FastMode.Off : mode.SequenceEqual("check"u8) ? FastMode.Checked : FastMode.Alone;
    }

    private static void RunRequests(CommandLine options)
    {
        ReadOnlySpan<byte> panicClass = options.Value("panic"u8);
        if (panicClass.Length > 0)
        {
            PanicClasses.Provoke(panicClass);
        }

        // A person at the serial line may take any time to ask for suites; each test starts its own watch.
        WorkWatch.End();

        ReadOnlySpan<byte> tests = options.Value("test"u8);
        MachineState.InstructionsToTests = SystemRegisters.ReadPMEVCNTR0_EL0();
        if (tests.SequenceEqual("wait"u8))
        {
            new TestCommandLoop(AllSuites.Instance).Run();
        }
        else if (tests.Length > 0)
        {
            new TestRunner(AllSuites.Instance).Run(tests);
        }

        ReadOnlySpan<byte> benchmarks = options.Value("bench"u8);
        if (benchmarks.Length > 0 && BenchmarkSuite.TrySelect(benchmarks))
        {
            new TestRunner(BenchmarkSuites.Instance).Run("all"u8);
        }
    }

    private static void Finish(CommandLine options)
    {
        ReadOnlySpan<byte> done = options.Value("done"u8);
        if (done.Length == 0)
        {
            done = options.Value("test"u8).Length > 0 || options.Value("bench"u8).Length > 0 ? "poweroff"u8 : "shell"u8;
        }

        UserLoop.FinishChores();
        KernelConsole.Flush();
        ErrorCode error = ErrorCode.None;
        if (done.SequenceEqual("poweroff"u8))
        {
            error = MachineState.Power is null ? ErrorCode.NotSupported : MachineState.Power.PowerOff();
        }
        else if (done.SequenceEqual("reboot"u8))
        {
            error = MachineState.Power is null ? ErrorCode.NotSupported : MachineState.Power.Reboot();
        }

        if (done.SequenceEqual("shell"u8))
        {
            InitWatch.Run();
        }

        KernelConsole.Write(error == ErrorCode.None ? "Kernel: idle\n"u8 : "Kernel: this machine offers no way to end; idle\n"u8);
        KernelConsole.Flush();
        while (true)
        {
            Cpu.WaitForInterrupt();
        }
    }
}
