// Test documents as a kernel of protocol 1 writes them.

using System.Collections.Generic;
using System.Globalization;
using System.Text;
using RustKernel.Hil.Protocols;

namespace RustKernel.Hil.Tests;

/// <summary>Writes plain and checked lines with right sequence numbers, times and CRCs.</summary>
internal sealed class Document
{
    private readonly List<string> _lines = [];
    private int _sequence;
    private long _time = 10000;

    /// <summary>The kernel's clock time from one checked line to the next.</summary>
    public long StepMicroseconds { get; init; } = 100;

    public static Document Good() => new Document()
        .Plain("KTAP version 1").Plain("1..2")
        .Plain("  KTAP version 1").Plain("  # Subtest: boot").Plain("  1..2")
        .Checked("  ok 1 banner").Checked("  # metric boot.instructions=2100345 instructions").Checked(
            "  ok 2 device_tree # SKIP no device tree")
        .Checked("ok 1 boot")
        .Plain("  KTAP version 1").Plain("  # Subtest: lang").Plain("  1..2")
        .Checked("  ok 1 arrays").Plain("  # lang.switch: all 12 cases").Checked("  ok 2 switch")
        .Checked("ok 2 lang")
        .Checked("# done total=4 ok=3 notok=0 skip=1 suites=2");

    public static Document Failing() => new Document()
        .Plain("KTAP version 1").Plain("1..2")
        .Plain("  KTAP version 1").Plain("  # Subtest: boot").Plain("  1..1")
        .Checked("  ok 1 banner")
        .Checked("ok 1 boot")
        .Plain("  KTAP version 1").Plain("  # Subtest: lang").Plain("  1..2")
        .Checked("  ok 1 arrays").Plain("  # lang.switch: expected 3, was 4").Checked("  not ok 2 switch")
        .Checked("not ok 2 lang")
        .Checked("# done total=3 ok=2 notok=1 skip=0 suites=2");

    public Document Plain(string line)
    {
        _lines.Add(line);
        return this;
    }

    public Document Checked(string line)
    {
        _sequence++;
        _time += StepMicroseconds;
        string covered = string.Create(CultureInfo.InvariantCulture, $"{line} # t={_time} s={_sequence}");
        _lines.Add($"{covered} c={Crc16.Compute(Encoding.UTF8.GetBytes(covered)):x4}");
        return this;
    }

    public string Text() => string.Join("\r\n", _lines) + "\r\n";

    public byte[] Bytes() =>
        Encoding.UTF8.GetBytes("RustKernel v0.1.0 - ARM64 Microkernel\r\nBuild: 0000000 protocol 1 board linux,dummy-virt\r\n" + Text());
}
