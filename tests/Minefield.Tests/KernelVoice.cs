using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using RustKernel.Hil.Protocols;

namespace RustKernel.Minefield.Tests;

/// <summary>The output of one boot of a kernel, written into a transcript: boot log, documents, panics.</summary>
internal sealed class KernelVoice
{
    private readonly Transcript _to;
    private readonly Random _random;
    private readonly string _end;
    private int _sequence;
    private long _time;

    /// <summary>A boot whose lines end in <paramref name="end"/>.</summary>
    public KernelVoice(Transcript to, Random random, string end, int firstMicrosecond = 8_000)
    {
        _to = to;
        _random = random;
        _end = end;
        _time = firstMicrosecond + random.Next(80_000);
    }

    /// <summary>The places of the boot's lines, without their ends.</summary>
    public List<Transcript.Span> BootLines { get; } = [];

    /// <summary>The places of the lines with a check, each with the previous byte and its end.</summary>
    public List<Transcript.Span> CheckedLines { get; } = [];

    /// <summary>The place of the text between the first byte and the end of the boot log.</summary>
    public Transcript.Span BootLog { get; private set; }

    /// <summary>Writes the boot log.</summary>
    public void Boot(string commit)
    {
        int start = _to.Length, frames = _random.Next(20_000, 2_000_000), free = frames - _random.Next(1, 9_000);
        string[] lines =
        [
            "RustKernel v0.1.0 - ARM64 Microkernel", $"Build: {commit} protocol 1 board raspberrypi,4-model-b",
            "Boot: CPU primary core active (Cortex-A72)",
            $"Boot: Entered at EL{_random.Next(1, 4)}, image at 0x80000, device tree at 0x{_random.Next(1 << 20, 1 << 30):x}",
            "Boot: CPU features: r0p3, 44-bit addresses; no PAN",
            "Boot: Device tree parsed successfully", .. Enumerable
                .Range(1, _random.Next(1, 4))
                .Select(bank => $"Boot: Memory region: 0x{bank}0000000 - 0x{bank}8000000 (128 MB)"),
            "Boot: Heap allocator initialized", "Initializing memory management...",
            $"FrameAllocator: {frames} frames total, {free} frames free",
            $"Memory: Physical frame allocator ready ({free} free / {frames} total frames)",
            "Memory Test: ✓ Heap allocation working correctly",
            "Memory Test: ✓ Frame allocation working correctly", "Memory: Memory management system initialized",
            "Interrupts: Initializing ARM64 interrupt handling...",
            "Interrupts: Exception vector table at 0xffffffff80002800", "Interrupts: Generic timer configured for 100Hz",
            "Interrupts: ARM64 interrupt handling initialized",
            "Interrupt Test: ✓ Interrupts disabled", "Interrupt Test: ✓ System call handling working",
            "Interrupt Test: ✓ Timer interrupts working (0→6)",
            "Interrupt Test: === Interrupt Statistics ===", "Interrupt Test: Timer ticks: 6",
            "Interrupt Test: Interrupts taken: 7 timer (INTID 27), 0 spurious, 0 unhandled", "SMP: 1 of 1 CPUs online",
        ];
        foreach (string line in lines)
        {
            BootLines.Add(_to.Add(line));
            _to.Add(_end);
        }

        BootLog = new Transcript.Span(start, _to.Length);
    }

    /// <summary>Writes one document: for each suite the outcomes of its tests, + ok, - not ok, ~ skipped.</summary>
    public void Document(params (string Suite, string Outcomes)[] suites)
    {
        _sequence = 0;
        Plain("KTAP version 1");
        Plain($"1..{suites.Length}");
        foreach (((string suite, string outcomes), int index) in suites.Select((suite, index) => (suite, index)))
        {
            Plain("  KTAP version 1");
            Plain($"  # Subtest: {suite}");
            Plain($"  1..{outcomes.Length}");
            for (int test = 1; test <= outcomes.Length; test++)
            {
                Test(suite, test, outcomes[test - 1]);
            }

            Checked(outcomes.Contains('-') ? $"not ok {index + 1} {suite}" : $"ok {index + 1} {suite}", isFault: outcomes.Contains('-'));
        }

        string all = string.Concat(suites.Select(suite => suite.Outcomes));
        int Count(char outcome) => all.Count(one => one == outcome);
        Checked(
            $"# done total={all.Length} ok={Count('+')} notok={Count('-')} skip={Count('~')} suites={suites.Length} "
                + $"instructions={_random.Next()}",
            isFault: Count('-') > 0);
    }

    /// <summary>Writes a panic.</summary>
    public void Panic(string reason)
    {
        // Another CPU's panic does not wait for the line's end.
        if (_random.Next(2) == 0)
        {
            _to.Add(_end);
        }

        _to.Prove(_to.Add("PANIC: "));
        _to.Add(reason
            + _end
            + "Build: 3bd602cc12f8"
            + _end
            + "CPU: 0, MPIDR_EL1 0x80000000, time 87532 us"
            + _end
            + "Exception: synchronous, from the kernel, data abort"
            + _end);
        foreach (string line in new[]
        {
            "ESR_EL1: 0x96000004 (EC 0x25, ISS 0x0000004)",
            "ELR_EL1: 0xffffffff800033a0",
            "SPSR_EL1: 0x60000205",
            "Registers:"
        })
        {
            ProvingLine(line);
        }

        for (int register = 0; register < 12; register += 4)
        {
            _to.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"  x{register}  0x{_random.NextInt64():x16}  x{register + 1}  0x{_random.NextInt64():x16}{_end}"));
        }

        foreach (string line in new[]
        {
            "Backtrace:",
            $"  #0 0xffffffff8000{_random.Next(0x1000, 0xffff):x4}",
            $"  #1 0xffffffff8000{_random.Next(0x1000, 0xffff):x4}",
            "# panic end"
        })
        {
            ProvingLine(line);
        }
    }

    /// <summary>Writes a line without a check.</summary>
    public void Plain(string line) => _to.Add(line + _end);

    private void ProvingLine(string line)
    {
        _to.Prove(_to.Add(line + _end));
    }

    private void Test(string suite, int number, char outcome)
    {
        string name = $"case_{number}";
        if (_random.Next(6) == 0)
        {
            Plain($"  # {suite}.{name}: seen {_random.Next(1000)}");
        }

        if (_random.Next(8) == 0)
        {
            Checked($"  # metric {suite}.{name}={_random.Next(100_000)} instructions", isFault: false);
        }

        string words = outcome switch
        {
            '-' =>
            $"  not ok {number} {name}",
            '~' => $"  ok {number} {name} # SKIP not on this machine",
            _ => $"  ok {number} {name}"
        };
        Checked(words, isFault: outcome == '-');
    }

    private void Checked(string line, bool isFault)
    {
        _time += _random.Next(1, 5_000);
        string covered = string.Create(CultureInfo.InvariantCulture, $"{line} # t={_time} s={++_sequence}");
        int start = _to.Length;
        _to.Add($"{covered} c={Crc16.Compute(Encoding.UTF8.GetBytes(covered)):x4}{_end}");
        // The previous byte ends the previous line: nothing may come in between.
        CheckedLines.Add(new Transcript.Span(start - 1, _to.Length));
        if (isFault)
        {
            _to.Prove(CheckedLines[^1]);
        }
    }
}
