// The boot log's contract: every line of it, in its order.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>
/// Boots artifacts/Image without a command line. The machine's time follows its instructions, so a loaded host adds no ticks.
/// </summary>
public sealed class BootLogTests
{
    private static readonly string[] s_lines =
    [
        @"RustKernel v0\.1\.0 - ARM64 Microkernel",
        @"Build: [0-9a-f]{7,40}(-dirty)? protocol 1 board linux,dummy-virt",
        @"Boot: CPU primary core active \(Cortex-A72\)",
        @"Boot: Device tree parsed successfully",
        @"Boot: Memory region: 0x40000000 - 0x80000000 \(1024 MB\)",
        @"Boot: Heap allocator initialized",
        @"Initializing memory management\.\.\.",
        @"FrameAllocator: 262144 frames total, [0-9]+ frames free",
        @"Memory: Physical frame allocator ready \([0-9]+ free / 262144 total frames\)",
        @"Memory Test: ✓ Heap allocation working correctly",
        @"Memory Test: ✓ Frame allocation working correctly",
        @"Memory: Memory management system initialized",
        @"Interrupts: Initializing ARM64 interrupt handling\.\.\.",
        @"Interrupts: Exception vector table at 0xffffffff8[0-9a-f]{7}",
        @"Interrupts: Generic timer configured for 100Hz",
        @"Interrupts: ARM64 interrupt handling initialized",
        @"Interrupt Test: ✓ Interrupts disabled",
        @"Interrupt Test: ✓ System call handling working",
        @"Interrupt Test: ✓ Timer interrupts working \(0→6\)",
        @"Interrupt Test: === Interrupt Statistics ===",
        @"Interrupt Test: Timer ticks: 6",
        @"RustKernel shell; 'help' lists the commands",
    ];

    [Theory]
    [InlineData("2")]
    [InlineData("3")]
    public void Every_line_of_the_boot_log_comes_in_its_order(string gic)
    {
        List<string> log = Boot(gic);
        int next = 0;
        foreach (string line in log)
        {
            if (next < s_lines.Length && Regex.IsMatch(line, $"^{s_lines[next]}$"))
            {
                next++;
            }
        }

        Assert.True(
            next == s_lines.Length,
            $"no line \"{(next < s_lines.Length ? s_lines[next] : "")}\" where it belongs "
                + $"in:{Environment.NewLine}{string.Join(Environment.NewLine, log)}");
        Assert.DoesNotContain(
            log,
            line => line.Contains('✗', StringComparison.Ordinal) || line.StartsWith("PANIC", StringComparison.Ordinal));
    }

    // Without a command line the kernel does not switch the machine off: the emulator is ended at the shell's greeting, the last whole
    // line.
    private static List<string> Boot(string gic)
    {
        List<string> log = [];
        using Process emulator = Tool.Start(
            "timeout",
            [
                "600", "qemu-system-aarch64", "-machine", "virt,gic-version="
                    + gic, "-cpu", "cortex-a72", "-m", "1G", "-nic", "none", "-nographic", "-icount", "shift=0,sleep=off",
                "-kernel", System.IO.Path.Combine(Tool.Root, "artifacts/Image"),
            ]);
        while (emulator.StandardOutput.ReadLine() is { } line)
        {
            log.Add(line.TrimEnd('\r'));
            if (log[^1].StartsWith("RustKernel shell; ", StringComparison.Ordinal))
            {
                break;
            }
        }

        emulator.Kill(entireProcessTree: true);
        return log;
    }
}
