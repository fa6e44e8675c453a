using System;
using System.Runtime;
using RustKernel.Linux.Addresses;
using RustKernel.Linux.Files;
using RustKernel.Linux.Signals;
using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>
/// How a program made for Linux begins and ends. The process's first thread starts here (Entry.S), prepares the program, and becomes its
/// first thread.
/// </summary>
internal static unsafe class Program
{
    private const ulong FailedToStart = 127;
    private const ulong SignalEnd = 128;

    /// <summary>The own process.</summary>
    internal static Handle<Process> Process { get; private set; }

    [RuntimeExport("program_start")]
    private static ulong Start(ref StartBlock block)
    {
        Process = block.Process;
        KernelCalls.Prepare(in block);
        if (PrepareTables(out ulong first) != ErrorCode.None)
        {
            return Fail("memory=, objects= or handles= of the manifest has no room for the personality"u8);
        }

        ErrorCode error = Starter.Ask(block.Starter, out ProgramSource source);
        if (error != ErrorCode.None)
        {
            return Fail(error == ErrorCode.AccessDenied ? "a program of the boot archive needs may=archive in its manifest"u8
                : error == ErrorCode.NoSpace ? "arguments, or env= of the manifest, have more than 4,092 bytes"u8
                : "Init names no program for this process"u8);
        }

        if (Chance.Begin() != ErrorCode.None)
        {
            return Fail("Init gives no random numbers"u8);
        }

        ReadOnlySpan<byte> wrong = source.Bytes == 0 ? StoredProgram.Open(ref source) : default;
        ProgramFile.Loaded loaded = default;
        wrong = wrong.Length == 0 ? ProgramFile.Load(in source, out loaded) : wrong;
        wrong = wrong.Length == 0 && StoredProgram.IsOpen ? StoredProgram.Close() : wrong;
        if (wrong.Length != 0)
        {
            return Fail(wrong);
        }

        StandardInput.Begin(source.Input);
        StandardOutput.SetPort(source.Output);
        bool hasBreak = MemoryCalls.PrepareBreak(loaded.End) == 0;
        // SAFETY: Starter.Ask has written the arguments there, and the environment after them.
        ReadOnlySpan<byte> texts = new((void*)Layout.Files, source.ArgumentBytes + source.EnvironmentBytes);
        ReadOnlySpan<byte> arguments = texts.Slice(0, source.ArgumentBytes);
        ulong sp = !hasBreak ? 0 : InitialStack.Build(in loaded, arguments, texts.Slice(arguments.Length));
        if (sp == 0)
        {
            return Fail("memory= of the manifest has no room for the program's stack, or arguments and environment are too long"u8);
        }

        ref LinuxThread thread = ref LinuxThread.At(first);
        thread.Sp = sp;
        thread.ProgramCounter = loaded.Entry;
        if (Kernel.ThreadSetForeign(default, first) != ErrorCode.None)
        {
            return Fail("the kernel does not take the personality"u8);
        }

        thread.StoreProgramCounter();
        NativeCode.EnterProgram(first);
        return 0;
    }

    private static ErrorCode PrepareTables(out ulong first)
    {
        first = 0;
        ErrorCode error = Kernel.ProcessSetPersonality(NativeCode.Start(), NativeCode.End() - NativeCode.Start());
        if (error == ErrorCode.None)
        {
            _ = Kernel.ProcessSetUpcall(NativeCode.FaultEntry());
            error = AddressMap.Prepare();
        }

        error = error == ErrorCode.None ? FileCalls.Prepare() : error;
        return error == ErrorCode.None ? Threads.Prepare(out first) : error;
    }

    private static ulong Fail(ReadOnlySpan<byte> why)
    {
        KernelLog.Write("linux: "u8);
        KernelLog.Write(ProgramName.Path);
        KernelLog.Write(ProgramName.Path.Length == 0 ? default : ": "u8);
        KernelLog.Write(why);
        KernelLog.Write("\n"u8);
        return FailedToStart;
    }

    /// <summary>Ends the process.</summary>
    internal static void End(ulong code)
    {
        StandardOutput.End();
        _ = Kernel.ProcessExit(code);
    }

    /// <summary>Ends the process with the code that a shell shows for a signal: 128 and the signal.</summary>
    internal static void EndBySignal(int number)
    {
        KernelLog.Write("linux: the program ends by signal "u8);
        KernelLog.WriteDecimal((ulong)number);
        KernelLog.Write("\n"u8);
        End(SignalEnd + (ulong)number);
    }

    [RuntimeExport("personality_failed")]
    private static void Failed(ulong what, ulong where)
    {
        KernelLog.Write("linux: the personality failed at "u8);
        KernelLog.WriteHex(what);
        KernelLog.Write(", "u8);
        KernelLog.WriteHex(where);
        KernelLog.Write("\n"u8);
        End(SignalEnd + SignalCalls.Abort);
    }

    [RuntimeExport("deliver_signals")]
    private static void Deliver(ref LinuxThread self) => SignalCalls.Deliver(ref self);

    [RuntimeExport("begin_thread")]
    private static void BeginThread(ref LinuxThread self) => self.StoreProgramCounter();

    [RuntimeExport("serve_interruption")]
    private static void ServeInterruption(ref LinuxThread self)
    {
        self.X[16] = self.ProgramX16;
        self.StoreProgramCounter();
    }

    [RuntimeExport("serve_fault")]
    private static void ServeFault(ref LinuxThread self) => Faults.Serve(ref self);
}
