// panic=CLASS: one panic of each kind on request, to test reports, symbolizing and the rig's verdicts.

using System;
using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Smp;

namespace RustKernel.Panic;

/// <summary>Provokes panics by name.</summary>
public static class PanicClasses
{
    private const ulong VectorCount = 16;
    private const ulong UnmappedAddress = 0xFFFF_F000_0000_1000;

    // The host tool finds the line in the image by its first word, so it rejects an unknown class without a boot.
    private static ReadOnlySpan<byte> Mark => "RustKernel-panic-classes: "u8;

    private static ReadOnlySpan<byte> Marked =>
        "RustKernel-panic-classes: check index overflow undefined brk svc read write execute sp stack double cpu hang hang-masked "u8
            + "vector0 to vector15\n"u8;

    private static ReadOnlySpan<byte> Names => Marked.Slice(Mark.Length, Marked.Length - Mark.Length - 1);

    /// <summary>
    /// Provokes a panic of class <paramref name="name"/>. Returns only for an unknown name, after it has listed the known ones.
    /// </summary>
    public static void Provoke(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("double"u8))
        {
            FaultingConsole.Install();
            KernelPanic.Because("asked for by panic=double"u8);
        }

        if (name.SequenceEqual("cpu"u8))
        {
            ProvokeElsewhere();
        }

        if (name.StartsWith("hang"u8))
        {
            Hang(name);
        }

        ProvokeByCheck(name);
        ProvokeByException(name);
        ProvokeByVector(name);
        KernelConsole.Write("Panic: unknown class "u8);
        KernelConsole.WriteForeign(name, 32);
        KernelConsole.Write(" (known: "u8);
        KernelConsole.Write(Names);
        KernelConsole.Write(")\n"u8);
    }

    // Does not panic by itself: with watch= the tick makes a panic, unless interrupts are masked.
    private static void Hang(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("hang-masked"u8))
        {
            Cpu.MaskInterrupts();
        }

        while (true)
        {
            Cpu.Relax();
        }
    }

    // On the first other CPU, while this one waits for it.
    private static void ProvokeElsewhere()
    {
        for (int cpu = 1; cpu < Processors.SlotCount; cpu++)
        {
            if (Processors.IsOnline(cpu) && Processors.Register(PanicCall.Number, PanicCall.Instance) == ErrorCode.None)
            {
                Result<ulong> answer = Processors.Call(cpu, PanicCall.Number, 0, 10 * KernelClock.FrequencyHz);
                KernelPanic.Because(
                    answer.IsOk ? "the CPU that should have panicked answers"u8 : "the CPU that should panic does not answer"u8);
            }
        }

        KernelPanic.Because("panic=cpu wants a second CPU"u8);
    }

    private static void ProvokeByCheck(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("check"u8))
        {
            KernelPanic.Because("asked for by panic=check"u8);
        }

        if (name.SequenceEqual("index"u8))
        {
            KernelConsole.WriteDecimal(name[name.Length]);
        }

        if (name.SequenceEqual("overflow"u8))
        {
            KernelConsole.WriteDecimal((ulong)checked(name.Length + int.MaxValue));
        }

        if (name.SequenceEqual("stack"u8))
        {
            KernelConsole.WriteDecimal(Recurse(1));
        }
    }

    private static void ProvokeByException(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("undefined"u8))
        {
            Faults.Undefined();
        }
        else if (name.SequenceEqual("brk"u8))
        {
            Faults.Breakpoint();
        }
        else if (name.SequenceEqual("svc"u8))
        {
            Faults.SupervisorCall();
        }
        else if (name.SequenceEqual("read"u8))
        {
            KernelConsole.WriteDecimal(Faults.Read(UnmappedAddress));
        }
        else if (name.SequenceEqual("write"u8))
        {
            Faults.Write(MemoryLayout.ImageBase);
        }
        else if (name.SequenceEqual("execute"u8))
        {
            Faults.Execute(MemoryLayout.StackRegionBase + MemoryLayout.StackSlotSizeBytes - 16);
        }
        else if (name.SequenceEqual("sp"u8))
        {
            Faults.UnalignedStackPointer();
            KernelPanic.Because("a misaligned stack pointer passed: this machine does not check it"u8);
        }
    }

    // vectorN: entry N of the vector table, as if its exception had happened.
    private static void ProvokeByVector(ReadOnlySpan<byte> name)
    {
        if (!name.StartsWith("vector"u8))
        {
            return;
        }

        Span<byte> digits = stackalloc byte[NumberText.MaximumDigits];
        for (ulong vector = 0; vector < VectorCount; vector++)
        {
            if (NumberText.Decimal(vector, digits).SequenceEqual(name.Slice("vector"u8.Length)))
            {
                Cpu.MaskInterrupts();
                Faults.EnterVector(vector);
                KernelPanic.Because("the vector came back: an interrupt with nothing pending"u8);
            }
        }
    }

    // Not a tail call: the result is used after the call, so every level keeps its frame.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Recurse(ulong depth) => Recurse(depth + 1) + depth;
}
