// A default boot's lines, as a board prints them.

using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RustKernel.Hil.Tests;

/// <summary>The boot of a Raspberry Pi 4, whole or in parts.</summary>
internal static class BootTranscript
{
    public const string Commit = "4c1d0a7be955";

    public static IReadOnlyList<string> Lines { get; } =
    [
        "RustKernel v0.1.0 - ARM64 Microkernel", $"Build: {Commit} protocol 1 board raspberrypi,4-model-b",
        "Boot: CPU primary core active (Cortex-A72)",
        "Boot: Entered at EL2, image at 0x80000, device tree at 0x2eff1300", "Boot: CPU features: r0p3, 44-bit addresses; no PAN",
        "Boot: Device tree parsed successfully",
        "Boot: Memory region: 0x0 - 0x3b400000 (948 MB)", "Boot: Memory region: 0x40000000 - 0x80000000 (1024 MB)",
        "Boot: Heap allocator initialized",
        "Initializing memory management...", "FrameAllocator: 504832 frames total, 503100 frames free",
        "Memory: Physical frame allocator ready (503100 free / 504832 total frames)",
        "Memory Test: ✓ Heap allocation working correctly", "Memory Test: ✓ Frame allocation working correctly",
        "Memory: Memory management system initialized",
        "Interrupts: Initializing ARM64 interrupt handling...", "Interrupts: Exception vector table at 0xffffffff80002800",
        "Interrupts: Generic timer configured for 100Hz",
        "Interrupts: ARM64 interrupt handling initialized", "Interrupt Test: ✓ Interrupts disabled",
        "Interrupt Test: ✓ System call handling working",
        "Interrupt Test: ✓ Timer interrupts working (0→6)", "Interrupt Test: === Interrupt Statistics ===",
        "Interrupt Test: Timer ticks: 6",
    ];

    /// <summary>The first <paramref name="count"/> lines, and the first <paramref name="letters"/> letters of the next one.</summary>
    public static string First(int count, int letters = 0) =>
        string.Concat(Lines.Take(count).Select(line => line + "\r\n")) + (letters > 0 ? Lines[count][..letters] : "");

    public static string Whole => First(Lines.Count);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
