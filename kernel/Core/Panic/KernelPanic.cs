// The end, with a full report: reason, exception, registers, backtrace, build. Must work in any state: it allocates
// nothing, takes no lock, trusts no pointer, and a panic inside a panic still ends.

using System;
using System.Diagnostics.CodeAnalysis;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Smp;

namespace RustKernel.Panic;

/// <summary>Stops the kernel with a report on the serial line. Never returns.</summary>
public static class KernelPanic
{
    private const int MaximumBacktraceFrames = 32;

    // The other CPUs get a tenth of a second to stop.
    private const ulong StopTimeDivisor = 10;

    private static int s_depth;
    private static uint s_owner;

    /// <summary>Panics because the kernel is in a state that must not occur.</summary>
    [DoesNotReturn]
    public static void Because(ReadOnlySpan<byte> reason)
    {
        Begin(reason);
        EndOfCheck();
    }

    /// <summary>
    /// Panics because two values that should be equal differ: <paramref name="name"/> names them, <paramref name="offset"/> is the byte
    /// where they differ; then follow both contents.
    /// </summary>
    [DoesNotReturn]
    public static void BecauseOfDifference(ReadOnlySpan<byte> reason, ReadOnlySpan<byte> name, int offset, ulong one, ulong other)
    {
        Begin(reason);
        KernelConsole.Write("Difference: "u8);
        KernelConsole.Write(name);
        KernelConsole.Write(" at "u8);
        KernelConsole.WriteDecimal((uint)offset);
        KernelConsole.Write(": "u8);
        KernelConsole.WriteHex(one);
        KernelConsole.Write(", "u8);
        KernelConsole.WriteHex(other);
        KernelConsole.Write("\n"u8);
        EndOfCheck();
    }

    [DoesNotReturn]
    private static void EndOfCheck()
    {
        KernelConsole.Write("  (no exception: found by a check in the kernel)\n"u8);
        WriteBacktrace(Cpu.GetFramePointer());
        End();
    }

    /// <summary>Panics because of an exception that no one handles.</summary>
    [DoesNotReturn]
    public static void BecauseOf(in ExceptionFrame frame, ReadOnlySpan<byte> reason)
    {
        Begin(reason);
        WriteException(in frame);
        WriteRegisters(in frame);
        KernelConsole.Write("Backtrace:\n"u8);
        WriteBacktraceLine(0, frame.ELR_EL1);
        WriteFrames(1, frame.Register(29));
        End();
    }

    private static void Begin(ReadOnlySpan<byte> reason)
    {
        Cpu.MaskInterrupts();
        uint cpu = PerCpu.Current.Index;
        uint owner = Publication.Exchange(ref s_owner, 0, cpu + 1);
        if (owner != 0 && owner != cpu + 1)
        {
            // Another CPU's panic came first, and that one is reported.
            Processors.StopHere();
        }

        s_depth++;
        if (s_depth > 2)
        {
            Cpu.Halt();
        }

        KernelConsole.Seize();
        int running = s_depth == 1 ? Processors.StopOthers(KernelClock.FrequencyHz / StopTimeDivisor) : 0;

        // The driver of the serial line has stopped by now; otherwise it would send the same bytes as the kernel.
        Ipc.ConsoleLoan.TakeBack();
        KernelConsole.Write(s_depth > 1 ? "\nPANIC: again: "u8 : "\nPANIC: "u8);
        KernelConsole.WriteLine(reason);
        if (s_depth > 1)
        {
            End();
        }

        KernelConsole.Write("Build: "u8);
        KernelConsole.WriteLine(ImageData.BuildIdentity);
        KernelConsole.Write("CPU: "u8);
        KernelConsole.WriteDecimal(cpu);
        KernelConsole.Write(", MPIDR_EL1 "u8);
        KernelConsole.WriteHex(SystemRegisters.ReadMPIDR_EL1());
        KernelConsole.Write(", time "u8);
        KernelConsole.WriteDecimal(KernelClock.ElapsedMicroseconds);
        KernelConsole.Write(" us\n"u8);
        if (running > 0)
        {
            KernelConsole.Write("CPUs that do not stop: "u8);
            KernelConsole.WriteDecimal((uint)running);
            KernelConsole.Write("\n"u8);
        }
    }

    [DoesNotReturn]
    private static void End()
    {
        RetainedLog.Keep();
        KernelConsole.Write("# panic end\n"u8);
        KernelConsole.Flush();
        PanicPolicy.Stop();
        Cpu.Halt();
    }

    private static void WriteException(in ExceptionFrame frame)
    {
        ExceptionSyndrome syndrome = new(frame.ESR_EL1);
        KernelConsole.Write("Exception: "u8);
        KernelConsole.Write(VectorText(frame.Vector));
        if ((frame.Vector & 3) is 0 or 3)
        {
            KernelConsole.Write(", "u8);
            KernelConsole.Write(syndrome.ClassText);
            WriteAbort(syndrome);
        }

        KernelConsole.Write("\nESR_EL1: "u8);
        KernelConsole.WriteHex(frame.ESR_EL1, 8);
        KernelConsole.Write(" (EC "u8);
        KernelConsole.WriteHex(syndrome.EC, 2);
        KernelConsole.Write(", ISS "u8);
        KernelConsole.WriteHex(syndrome.ISS, 7);
        KernelConsole.Write(")\nELR_EL1: "u8);
        KernelConsole.WriteHex(frame.ELR_EL1, 16);
        KernelConsole.Write("\nFAR_EL1: "u8);
        KernelConsole.WriteHex(frame.FAR_EL1, 16);
        KernelConsole.Write(syndrome.HasFaultAddress ? "\nSPSR_EL1: "u8 : " (not set by this exception)\nSPSR_EL1: "u8);
        KernelConsole.WriteHex(frame.SPSR_EL1, 8);
        KernelConsole.Write("\n"u8);
    }

    private static void WriteAbort(ExceptionSyndrome syndrome)
    {
        if (syndrome.FaultText.IsEmpty)
        {
            return;
        }

        KernelConsole.Write(": "u8);
        KernelConsole.Write(syndrome.FaultText);
        if (syndrome.HasFaultLevel)
        {
            KernelConsole.Write(" at level "u8);
            KernelConsole.WriteDecimal(syndrome.FaultLevel);
        }

        if (syndrome.IsDataAbort)
        {
            KernelConsole.Write(syndrome.IsWrite ? ", on a write"u8 : ", on a read"u8);
        }
    }

    private static ReadOnlySpan<byte> VectorText(ulong vector) => (vector & 0xF) switch
    {
        0 or 4 => "synchronous, from the kernel"u8,
        1 or 5 => "IRQ, from the kernel"u8,
        2 or 6 => "FIQ, from the kernel"u8,
        3 or 7 => "SError, from the kernel"u8,
        8 => "synchronous, from EL0"u8,
        9 => "IRQ, from EL0"u8,
        10 => "FIQ, from EL0"u8,
        11 => "SError, from EL0"u8,
        12 => "synchronous, from AArch32"u8,
        13 => "IRQ, from AArch32"u8,
        14 => "FIQ, from AArch32"u8,
        _ => "SError, from AArch32"u8,
    };

    private static void WriteRegisters(in ExceptionFrame frame)
    {
        KernelConsole.Write("Registers:"u8);
        for (int i = 0; i < 31; i++)
        {
            KernelConsole.Write(i % 4 == 0 ? "\n  x"u8 : "  x"u8);
            KernelConsole.WriteDecimal((uint)i);
            KernelConsole.Write(i < 10 ? "  "u8 : " "u8);
            KernelConsole.WriteHex(frame.Register(i), 16);
        }

        KernelConsole.Write("  sp  "u8);
        KernelConsole.WriteHex(frame.StackPointer, 16);
        KernelConsole.Write("\n"u8);
    }

    private static void WriteBacktrace(ulong framePointer)
    {
        KernelConsole.Write("Backtrace:\n"u8);
        // All are return addresses: #0 is only for the place of an exception.
        WriteFrames(1, framePointer);
    }

    // Frame records: x29 points to {caller's x29, return address}. Each must lie above the previous one, so that a damaged chain ends.
    private static void WriteFrames(uint number, ulong framePointer)
    {
        ulong last = 0;
        for (int i = 0; i < MaximumBacktraceFrames && framePointer > last; i++)
        {
            if (!KernelStack.TryRead64(framePointer, out ulong next)
                || !KernelStack.TryRead64(framePointer + 8, out ulong returnAddress)
                || returnAddress == 0)
            {
                return;
            }

            WriteBacktraceLine(number++, returnAddress);
            last = framePointer;
            framePointer = next;
        }
    }

    private static void WriteBacktraceLine(uint number, ulong address)
    {
        KernelConsole.Write("  #"u8);
        KernelConsole.WriteDecimal(number);
        KernelConsole.Write(" "u8);
        KernelConsole.WriteHex(address, 16);
        KernelConsole.Write("\n"u8);
    }
}
