using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Verdicts;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>A second boot in one run, detected by whatever is left of it.</summary>
public class RestartEvidenceTests
{
    private static readonly byte[] s_good = [
        .. BootTranscript.Bytes(BootTranscript.Whole),
        .. BootTranscript.Bytes(Document.Good().Text())
    ];

    private static Story Board() =>
        new Story().Add(EventKind.RunStart, new JsonObject { ["driver"] = "lab", ["suites"] = new JsonArray("boot", "lang") });

    private static Verdict After(params byte[][] pieces) => pieces.Aggregate(Board(), (story, piece) => story.Receives(piece)).Verdict();

    private static byte[] First(int count, int letters = 0) => BootTranscript.Bytes(BootTranscript.First(count, letters));

    private static void IsRestart(Verdict verdict, string stage)
    {
        Assert.True(verdict.Kind == VerdictKind.Fail, $"{verdict.Word}: {verdict.Reason}");
        Assert.Contains("started again by itself", verdict.Reason, StringComparison.Ordinal);
        Assert.Contains($"last stage: {stage}", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_boot_passes() => Assert.Equal(VerdictKind.Pass, After(s_good).Kind);

    [Fact]
    public void A_reset_at_any_byte_of_the_boot_is_seen()
    {
        byte[] boot = BootTranscript.Bytes(BootTranscript.Whole);
        for (int cut = 1; cut < boot.Length; cut++)
        {
            Assert.True(After(boot[..cut], s_good).Kind == VerdictKind.Fail, $"cut behind byte {cut}");
        }
    }

    [Fact]
    public void A_loop_is_counted_and_its_first_end_is_named()
    {
        Verdict verdict = After(First(10, 9), First(11, 9), First(8, 3), First(10), s_good);
        IsRestart(verdict, "MemoryManagement");
        Assert.Contains("4 times in all", verdict.Reason, StringComparison.Ordinal);
        Assert.Contains(verdict.Evidence, line => line.StartsWith("shown by: FrameAlloRustKernel v", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\0", 0)]
    [InlineData("ÿ", 0)]
    [InlineData("þþ", 0)]
    [InlineData("\r", 0)]
    [InlineData("\u001b[0m", 0)]
    [InlineData("", 1)] // the first byte is lost
    [InlineData("", 30)] // most of the banner
    [InlineData("", 44)] // the banner and the next line's first word
    [InlineData("", 95)] // two lines and more
    public void A_second_boot_with_a_glitch_or_without_its_beginning_is_seen(string glitch, int lost)
        => IsRestart(After(First(12), [.. Encoding.Latin1.GetBytes(glitch), .. s_good.AsSpan(lost)]), "PhysicalFrames");

    [Theory]
    [InlineData("RPi: BOOTLOADER release VERSION:a5e3a4f3 DATE: Jan 11 2023\r\n")]
    [InlineData("U-Boot 2023.01+dfsg-2 (Mar 04 2023 - 14:35:41 +0000)\r\n")]
    [InlineData("U-Boot SPL 2023.01 (Mar 04 2023)\r\n")]
    [InlineData("NOTICE:  BL31: v2.9(release)\r\n")]
    [InlineData("UEFI firmware (version 2025.02 built at 11:00:00 on Feb 21 2025)\r\n")]
    [InlineData("Starting start4.elf @ 0xfec00200 partition 0\r\n")]
    [InlineData("-Boot 2023.01+dfsg-2 (Mar 04 2023 - 14:35:41 +0000)\r\n")]
    [InlineData("Pi: BOOTLOADER release VERSION:a5e3a4f3\r\n")]
    [InlineData("RPi: BOOTSYS release VERSION:30f0c5e4\r\n")]
    [InlineData("Raspberry Pi Bootcode\r\n")]
    [InlineData("NOTICE:  Booting Trusted Firmware\r\n")]
    [InlineData("INFO:    BL31: Initializing runtime services\r\n")]
    [InlineData("[0.012]Xilinx Versal Platform Loader and Manager\r\n")]
    [InlineData("Xilinx Zynq MP First Stage Boot Loader \r\n")]
    [InlineData("NPCM8XX BootBlock 0.4.3\r\n")]
    [InlineData("barebox 2023.10.0 #1 Thu Oct 12 2023\r\n")]
    [InlineData("coreboot-4.21 Mon Aug 28 2023 bootblock starting\r\n")]
    [InlineData("OpenSBI v1.2\r\n")]
    [InlineData("Welcome to GRUB!\r\n")]
    [InlineData("DRAM:  2 GiB\r\n")]
    [InlineData("Hit any key to stop autoboot:  2 \r\n")]
    [InlineData("Tianocore/EDK2 firmware version EDK2_2023\r\n")]
    [InlineData("[    0.000000] Booting Linux on physical CPU 0x0000000000 [0x410fd083]\r\n")]
    public void A_loader_that_speaks_after_the_kernel_is_a_restart_also_when_no_kernel_follows(string loader)
    {
        IsRestart(After(First(8, 4), BootTranscript.Bytes(loader)), "MemoryRegion");
        IsRestart(After(s_good, BootTranscript.Bytes(loader)), "# done");
        Assert.Equal(VerdictKind.Pass, After(BootTranscript.Bytes(loader), s_good).Kind);
    }

    [Theory]
    [InlineData("Rust", "started again")]
    [InlineData("rk> RustKer", "started again")]
    [InlineData("PAN", "panic")]
    [InlineData("# PANI", "panic")]
    public void What_the_line_ends_in_is_evidence_too(string end, string words)
    {
        Verdict verdict = After(s_good, BootTranscript.Bytes(end));
        Assert.True(verdict.Kind == VerdictKind.Fail, verdict.Reason);
        Assert.Contains(words, verdict.Reason, StringComparison.Ordinal);
        // A boot in progress, cut at any letter, is not a second one.
        Assert.DoesNotContain("started again", After(BootTranscript.Bytes("\0" + end)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Chatter_of_a_firmware_that_goes_on_is_none() =>
        Assert.Equal(
            VerdictKind.Pass,
            After(
                First(6),
                "MESS:00:00:09.1:0: hdmi: no cable\r\n"u8.ToArray(),
                BootTranscript.Bytes(
                    string.Concat(BootTranscript.Lines.Skip(6).Select(line => line + "\r\n")) + Document.Good().Text())).Kind);

    [Fact]
    public void Time_that_falls_shows_a_boot_of_which_nothing_else_is_left()
    {
        Document early = new Document()
            .Plain("KTAP version 1")
            .Plain("1..1")
            .Plain("  KTAP version 1")
            .Plain("  # Subtest: boot")
            .Plain("  1..1")
            .Checked("  ok 1 a")
            .Checked("  ok 2 b")
            .Checked("  ok 3 c");
        string again = string.Join("\r\n", new[] { "KTAP version 1", "1..1", Checked("ok 1 boot # t=9000 s=1") }) + "\r\n";
        IsRestart(After([.. BootTranscript.Bytes(BootTranscript.Whole), .. BootTranscript.Bytes(early.Text() + again)]), "test boot.c");

        static string Checked(string line) => $"{line} c={Crc16.Compute(Encoding.UTF8.GetBytes(line)):x4}";
    }

    [Fact]
    public void A_line_that_the_serial_line_repeats_or_moves_is_no_restart()
    {
        string[] lines = Document.Good().Text().TrimEnd().Split("\r\n");
        int first = Array.FindIndex(
            lines,
            line => line.Contains(" s=1 ", StringComparison.Ordinal)), second = Array.FindIndex(
                lines,
                line => line.Contains(" s=2 ", StringComparison.Ordinal));
        (lines[first], lines[second]) = (lines[second], lines[first]);
        Verdict moved = After(BootTranscript.Bytes(BootTranscript.Whole + string.Join("\r\n", lines) + "\r\n"));
        Assert.Equal(VerdictKind.Infrastructure, moved.Kind);
    }

    [Fact]
    public void The_shell_s_answer_to_dmesg_is_no_restart_but_a_boot_within_it_is()
    {
        string quoted = BootTranscript.Whole
            + "\r\nRustKernel shell; 'help' lists the commands\r\n\rrk> \e[K"
            + "dmesg\r\n"
            + BootTranscript.Whole;
        SerialRecord record = new();
        record.Feed(BootTranscript.Bytes(quoted + "\rrk> \e[K"), 1);
        Assert.Equal(0, record.Restarts);
        record.Feed(BootTranscript.Bytes("ps\r\nRustKernel v0.1.0 - ARM64 Microkernel\r\n"), 2);
        Assert.Equal(1, record.Restarts);
        record = new();
        record.Feed(BootTranscript.Bytes(quoted + BootTranscript.Whole), 1);
        Assert.Equal(1, record.Restarts);
    }

    [Theory]
    [InlineData("rk> pRustKernel v0.1.0 - ARM64 Microkernel\r\n")]
    [InlineData("RustKernel v0.1.0 - AR")] // the line has not ended
    public void A_boot_that_only_begins_after_a_good_run_is_seen(string begin) =>
        IsRestart(After(s_good, BootTranscript.Bytes(begin)), "# done");
}
