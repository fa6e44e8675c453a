using System;
using System.Buffers.Binary;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using RustKernel.Hil.Drivers.Qemu;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;
using Xunit;

namespace RustKernel.Hil.Tests;

public class ArchCheckTests
{
    private static Story Violates(Story story, string rule) => story.Add(EventKind.ArchViolation, new JsonObject
    {
        ["rule"] = rule,
        ["count"] = 7,
        ["text"] = "no ISB before WFI",
        ["pc"] = "0x10",
        ["function"] = "write_CNTV_CVAL_EL0",
        ["file"] = "bsp/Arm64/Cpu.S",
        ["line"] = 67,
        ["caller"] = new JsonObject { ["pc"] = "0x20", ["function"] = "Rearm", ["file"] = "SystemTick.cs", ["line"] = 9 },
    });

    private static Story Good() => new Story("boot", "lang").Receives(Document.Good().Bytes());

    private static byte[] Report(uint flags, string error, params (string Rule, ulong Count, ulong Address)[] records)
    {
        byte[] bytes = new byte[(records.Length + 3) * 256];
        Span<byte> header = bytes;
        "RKARCHCK"u8.CopyTo(header);
        foreach ((int at, uint value) in new[]
        {
            (8, 1u),
            (12, 256u),
            (16, (uint)records.Length + 2),
            (20, (uint)records.Length),
            (24, flags)
        })
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header[at..], value);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], 99);
        Encoding.ASCII.GetBytes(error).CopyTo(header[48..]);
        for (int i = 0; i < records.Length; i++)
        {
            Span<byte> record = header[((i + 1) * 256)..];
            Encoding.ASCII.GetBytes(records[i].Rule).CopyTo(record);
            BinaryPrimitives.WriteUInt64LittleEndian(record[8..], records[i].Count);
            BinaryPrimitives.WriteUInt64LittleEndian(record[16..], records[i].Address);
            Encoding.ASCII.GetBytes("what is wrong").CopyTo(record[56..]);
        }

        return bytes;
    }

    [Fact]
    public void A_violation_fails_a_good_run_and_is_named_with_its_places()
    {
        Verdict verdict = Violates(Violates(Good(), "R4w"), "R9").PowersOff().Verdict();
        Assert.Equal(VerdictKind.Fail, verdict.Kind);
        Assert.Contains(
            "R4w, 7 times, at write_CNTV_CVAL_EL0 (bsp/Arm64/Cpu.S:67), called by Rearm (SystemTick.cs:9): no ISB before WFI (and 1 more)",
            verdict.Reason,
            StringComparison.Ordinal);
        Assert.Equal(2, verdict.Evidence.Count(line => line.StartsWith('R')));
    }

    [Fact]
    public void A_failing_test_and_a_panic_outrank_a_violation()
    {
        Assert.Contains(
            "lang.switch",
            Violates(new Story("boot", "lang").Receives(Document.Failing().Bytes()), "R1").PowersOff().Verdict().Reason,
            StringComparison.Ordinal);
        Story panic = new Story("boot").Receives("PANIC: no memory\r\n# panic end\r\n");
        Assert.Contains("panic: no memory", Violates(panic, "R1").PowersOff().Verdict().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_violation_outranks_what_the_rig_did()
        => Assert.Equal(
            VerdictKind.Fail,
            Violates(Good(), "R1").Add(EventKind.ProcessExit, new JsonObject { ["name"] = "qemu", ["signal"] = 9 }).Verdict().Kind);

    [Fact]
    public void A_checker_that_did_not_watch_is_infrastructure()
        => Assert.Equal(
            VerdictKind.Infrastructure,
            Good().Add(
                EventKind.Failure,
                new JsonObject { ["what"] = "arch-check", ["reason"] = "arch-check: no plugin" }).PowersOff().Verdict().Kind);

    [Fact]
    public void A_report_is_read_as_the_plugin_writes_it()
    {
        ArchCheckReport report = ArchCheckReport.Parse(Report(1, "", ("R3t", 8, 0xFFFF), ("R10", 1, 4)))!;
        Assert.True(report.IsReady);
        Assert.Equal(99ul, report.Events);
        Assert.Equal(["R3t", "R10"], report.Violations.Select(violation => violation.Rule));
        Assert.Equal(
            (8ul, 0xFFFFul, "what is wrong"),
            (report.Violations[0].Count, report.Violations[0].Address, report.Violations[0].Text));
        Assert.Equal("no memfd", ArchCheckReport.Parse(Report(0, "no memfd"))!.Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    public void What_is_no_report_is_none(int bytes) => Assert.Null(ArchCheckReport.Parse(new byte[bytes]));

    [Fact]
    public void A_count_that_the_file_has_no_room_for_reads_what_is_there()
    {
        byte[] bytes = Report(1, "", ("R1", 1, 0));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), uint.MaxValue);
        Assert.Equal(3, ArchCheckReport.Parse(bytes)!.Violations.Count);
    }

    private static TargetDefinition Target(string machine, string memory, params string[] arguments) => new()
    {
        Name = "toy",
        Board = "toy",
        Title = "",
        Driver = "qemu",
        Image = "artifacts/Image",
        Qemu = new QemuSettings { Machine = machine, Options = ["gic-version=2"], Memory = memory, Arguments = arguments },
    };

    [Theory]
    [InlineData("virt", "1G", "size=1G")]
    [InlineData("virt", "", "size=128M")]
    [InlineData("raspi4b", "", "size=2G")]
    public void QEMU_gets_the_plugin_one_thread_and_RAM_in_a_memfd(string machine, string memory, string size)
    {
        ArchCheck.Require(Target(machine, memory));
        string command = string.Join(' ', QemuCommand.Build(Target(machine, memory), "/", "c", "m", 8, new ArchCheck("/tmp/report")));
        Assert.Contains($"-machine {machine},gic-version=2,memory-backend=ram", command, StringComparison.Ordinal);
        Assert.Contains("-object memory-backend-memfd,id=ram," + size, command, StringComparison.Ordinal);
        Assert.Contains("-accel tcg,thread=single -plugin ", command, StringComparison.Ordinal);
        Assert.Contains("rk-archcheck.so,report=/tmp/report", command, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_watched_is_refused_with_the_way_out()
    {
        Assert.Contains(
            "--memory",
            Assert.Throws<ConfigurationException>(() => ArchCheck.Require(Target("xlnx-zcu102", ""))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "--qemu-arg",
            Assert.Throws<ConfigurationException>(() => ArchCheck.Require(Target("virt", "", "-accel", "tcg"))).Message,
            StringComparison.Ordinal);
    }
}
