// The stages of a boot, as the kernel's lines for people show them.

using System;
using System.Collections.Generic;

namespace RustKernel.Hil.Protocols;

/// <summary>A stage of the boot: a name for people and the words its line begins with.</summary>
/// <param name="Name">What a verdict calls it: "stopped after FrameAllocator".</param>
/// <param name="Prefix">The beginning of the line that shows it was reached.</param>
public sealed record BootStage(string Name, string Prefix)
{
    /// <summary>What the line that names the image begins with.</summary>
    public const string BuildPrefix = "Build: ";

    /// <summary>The stages in the order of a default boot, without the shell.</summary>
    public static IReadOnlyList<BootStage> All { get; } =
    [
        new("Banner", "RustKernel v"),
        new("Build", BuildPrefix),
        new("BootCpu", "Boot: CPU "),
        new("DeviceTree", "Boot: Device tree "),
        new("MemoryRegion", "Boot: Memory region: "),
        new("Heap", "Boot: Heap allocator initialized"),
        new("MemoryManagement", "Initializing memory management"),
        new("FrameAllocator", "FrameAllocator: "),
        new("PhysicalFrames", "Memory: Physical frame allocator ready"),
        new("HeapTest", "Memory Test: ✓ Heap allocation"),
        new("FrameTest", "Memory Test: ✓ Frame allocation"),
        new("Memory", "Memory: Memory management system initialized"),
        new("InterruptHandling", "Interrupts: Initializing"),
        new("VectorTable", "Interrupts: Exception vector table at "),
        new("GenericTimer", "Interrupts: Generic timer configured"),
        new("Interrupts", "Interrupts: ARM64 interrupt handling initialized"),
        new("InterruptTest", "Interrupt Test: ✓ Interrupts disabled"),
        new("SystemCallTest", "Interrupt Test: ✓ System call"),
        new("TimerTest", "Interrupt Test: ✓ Timer interrupts"),
        new("InterruptStatistics", "Interrupt Test: === Interrupt Statistics"),
        new("TimerTicks", "Interrupt Test: Timer ticks: "),
    ];

    /// <summary>
    /// After the default boot: the services' shell waits for commands. Its line does not end, so
    /// <see cref="ShellPrompt"/> recognises it.
    /// </summary>
    public static BootStage Shell { get; } = new("Shell", "rk> ");

    /// <summary>The stage that <paramref name="line"/> shows, wherever in it the stage's words begin; null for any other line.</summary>
    public static BootStage? Recognise(string line)
    {
        foreach (BootStage stage in All)
        {
            if (line.Contains(stage.Prefix, StringComparison.Ordinal))
            {
                return stage;
            }
        }

        return null;
    }

    /// <summary>The stage called <paramref name="name"/>.</summary>
    internal static BootStage Named(string name)
    {
        foreach (BootStage stage in All)
        {
            if (stage.Name == name)
            {
                return stage;
            }
        }

        throw new ArgumentException($"no boot stage is called {name}", nameof(name));
    }
}
