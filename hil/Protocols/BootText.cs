// The text of a default boot, cut into pieces that come once and in one order.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Hil.Protocols;

/// <summary>
/// The text of the kernel's boot, in its order. A piece that comes again, or comes after a later one, belongs to another boot. A line has
/// two pieces where its text allows it, so that one survives bytes lost at one place.
/// </summary>
internal static class BootText
{
    /// <summary>The banner's beginning: what a boot cut within its first word leaves on the line.</summary>
    public const string Banner = "RustKernel v";

    private static readonly BootPiece[] s_pieces = [.. Pieces().Select((piece, index) => piece with { Order = index })];
    private static readonly SearchValues<string> s_marks = SearchValues.Create(
        [.. s_pieces.Select(piece => piece.Text), .. BootStage.All.Select(stage => stage.Prefix)],
        StringComparison.Ordinal);

    /// <summary>The pieces in <paramref name="line"/> with their places, from left to right; empty for almost every line.</summary>
    public static IReadOnlyList<(int At, BootPiece Piece)> Find(string line)
    {
        int from = line.AsSpan().IndexOfAny(s_marks);
        if (from < 0)
        {
            return [];
        }

        List<(int At, BootPiece Piece)> found = [];
        foreach (BootPiece piece in s_pieces)
        {
            for (int at = line.IndexOf(piece.Text, from, StringComparison.Ordinal); at >= 0; at = line.IndexOf(
                piece.Text,
                at + 1,
                StringComparison.Ordinal))
            {
                if (piece.Stage != "Build" || piece.Text != BootStage.BuildPrefix || BuildLine.IsCommitAt(line, at + piece.Text.Length))
                {
                    found.Add((at, piece));
                }
            }
        }

        found.Sort((left, right) => left.At.CompareTo(right.At));
        return found;
    }

    private static IEnumerable<BootPiece> Pieces() =>
    [
        new("Banner", Banner) { IsFirst = true }, new("Banner", "ARM64 Microkernel") { IsFirst = true },
        new("Build", BootStage.BuildPrefix) { IsFirst = true }, new("Build", "protocol 1 board ") { IsFirst = true },
        new("BootCpu", "Boot: CPU primary"), new(
            "BootCpu",
            "core active ("), new("BootCpu", "Boot: Entered at EL"), new("BootCpu", "device tree at 0x"),
        new("BootCpu", "Boot: CPU features: "),
        new("DeviceTree", "Boot: Device tree par"), new("DeviceTree", "sed successfully"),
        new("MemoryRegion", "Boot: Memory region: ") { IsRepeated = true },
        new("Heap", "Boot: Heap alloc"), new("Heap", "ator initialized"),
        new("MemoryManagement", "Initializing memory "), new("MemoryManagement", "management..."),
        new("FrameAllocator", "FrameAllocator: "), new("FrameAllocator", "frames total, "),
        new("PhysicalFrames", "Memory: Physical frame "), new("PhysicalFrames", "allocator ready ("),
        new("HeapTest", "✓ Heap allocation"), new("FrameTest", "✓ Frame allocation"),
        new("Memory", "Memory: Memory manage"), new("Memory", "ment system initialized"),
        new("InterruptHandling", "Initializing ARM64 inter"), new("InterruptHandling", "rupt handling..."),
        new("VectorTable", "Exception vector table at "),
        new("GenericTimer", "Generic timer configured"),
        new("Interrupts", "handling initialized"),
        new("InterruptTest", "✓ Interrupts disabled"),
        new("SystemCallTest", "✓ System call handling"),
        new("TimerTest", "✓ Timer interrupts working"),
        new("InterruptStatistics", "=== Interrupt Statistics"),
        new("TimerTicks", "Interrupt Test: Timer ticks: "), new("TimerTicks", "Interrupts taken: "), new("TimerTicks", " CPUs online"),
    ];
}
