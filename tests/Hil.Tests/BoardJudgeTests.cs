using System;
using System.Linq;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;
using RustKernel.Hil.Verdicts;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>Verdicts that only a real board's problems cause.</summary>
public class BoardJudgeTests
{
    private const string Firmware = "RPi: BOOTLOADER release VERSION:6efe41bd\r\nBoot mode: NETWORK (02) order f4\r\n";
    private const string Loaded = Firmware
        + "Read start4.elf bytes 2249280 hnd 0x0\r\nMESS:00:00:01.0:0: Loading 'kernel8.img' to 0x80000 size 0x3b000\r\n";
    private const string Kernel = "RustKernel v0.1.0 - ARM64 Microkernel\r\nBuild: 0edff970efea protocol 1 board raspberrypi,4-model-b\r\n";

    private static Story Board(string expects = "") =>
        new Story("boot", "lang").Add(
            EventKind.RunStart,
            new JsonObject { ["driver"] = "lab", ["suites"] = new JsonArray("boot", "lang"), ["expects"] = expects });

    private static Story Serves(Story story) => story.Add(EventKind.Media, new JsonObject { ["driver"] = "netboot", ["what"] = "serving" });

    private static Story Asks(Story story, string file, string verdict) =>
        story.Add(EventKind.Tftp, new JsonObject { ["file"] = file, ["verdict"] = verdict });

    private static Story Speaks(Story story, string what, string text = "") =>
        story.Add(EventKind.Dhcp, new JsonObject { ["what"] = what, ["address"] = "192.168.76.10", ["text"] = text });

    private static void Is(Story story, VerdictKind kind, params string[] parts)
    {
        Verdict verdict = story.Verdict();
        Assert.True(kind == verdict.Kind, $"{verdict.Word}: {verdict.Reason}");
        Assert.All(parts, part => Assert.Contains(part, verdict.Reason, StringComparison.Ordinal));
    }

    private static void IsRig(Story story, params string[] parts) => Is(story, VerdictKind.Infrastructure, parts);

    [Fact]
    public void Silence_is_told_apart_by_what_the_network_heard()
    {
        IsRig(
            Board().Passes("first-byte", "30 s"),
            "no bytes within 30 s of power-on: no power, nothing to boot from, or the serial line is not connected");
        IsRig(
            PowerTraceTests.Measures(Board(), 0.002, 5.1).Passes("first-byte", "30 s"),
            "no bytes within 30 s of power-on: no current (at most 2 mA): no supply");
        IsRig(
            PowerTraceTests.Measures(Board(), 0.4, 5).Passes("first-byte", "30 s"),
            "no bytes within 30 s of power-on: current flows (2.0 W on average) but no byte came");
        IsRig(Serves(Board()).Passes("first-byte", "30 s"), "nothing was heard of it on the network");
        IsRig(
            Asks(Speaks(Serves(Board()), "Leased"), "x/kernel8.img", "Served").Passes("first-byte", "30 s"),
            "the board has power, as the network shows",
            "took the address 192.168.76.10");
    }

    [Theory]
    [InlineData("Firmware not found: start4.elf", "finds no start4.elf")]
    [InlineData("SD: no card", "finds no SD card")]
    [InlineData("DHCP: no offer within 45 s", "no DHCP server gave it an offer")]
    [InlineData("LINK STATUS: speed: 0 (Ethernet cable disconnected)", "cable is not plugged in")]
    [InlineData("MESS:00:00:02.1:0: Failed to load ARM kernel 'kernel8.img'", "finds no kernel")]
    public void What_the_firmware_complains_about_is_said(string line, string meaning)
        => IsRig(Board().Receives(Firmware + line + "\r\n").Passes("silence", "30 s"), meaning, line);

    [Fact]
    public void A_firmware_without_a_kernel_behind_it_is_the_rig_s_and_the_stage_is_named()
    {
        IsRig(
            Board().Receives(Loaded).Passes("silence", "30 s"),
            "loaded a kernel, which printed nothing",
            "device tree is another board's");
        IsRig(
            Board().Receives(Firmware + "Read start4.elf bytes 2249280\r\n").Passes("silence", "30 s"),
            "came as far as: start4.elf read");
        IsRig(Board().Receives(Firmware + Firmware + Firmware).Passes("total", "120 s"), "the firmware began 3 times");
        IsRig(
            Asks(Asks(Speaks(Serves(Board().Receives(Firmware)), "Leased"), "a/start4.elf", "Served"), "kernel8.img", "NotFound").Passes(
                "silence",
                "30 s"),
            "its kernel not being there, last kernel8.img (notfound)");
    }

    [Fact]
    public void Another_dhcp_server_is_named()
        => IsRig(
            Speaks(Serves(Board().Receives(Firmware)), "ForeignServer", "another DHCP server, 192.168.99.1, is on this network").Passes(
                "silence",
                "30 s"),
            "another DHCP server, 192.168.99.1");

    [Fact]
    public void Another_kernel_says_nothing_about_this_one()
    {
        Story Other(string build) =>
            Board()
                .Add(EventKind.Environment, new JsonObject { ["name"] = "image.build", ["value"] = build })
                .Receives(Kernel + Document.Failing().Text());
        IsRig(Other("1234567890ab").PowersOff(), "it says build 0edff970efea, the image is of build 1234567890ab");
        Is(Other("0edff970efea").PowersOff(), VerdictKind.Fail, "lang.switch");
        Is(Other("").PowersOff(), VerdictKind.Fail, "lang.switch");
    }

    [Fact]
    public void Garbage_is_a_wrong_rate_or_noise()
    {
        byte[] noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        IsRig(Board().Receives(noise).Passes("output", "1 MB"), "noise on the serial line");
        byte[] slow = [.. Enumerable
            .Range(0, 400)
            .SelectMany(index => new byte[] { 0xf8, 0x00, 0x80, (byte)(index % 3 == 0 ? 0xfe : 0x78), 0xc0 })];
        IsRig(Board().Receives(slow).Passes("silence", "30 s"), "bytes but garbage", "is the baud rate wrong?");
        Is(new Story("boot").Receives(slow).Passes("silence", "30 s"), VerdictKind.Fail);
    }

    [Fact]
    public void A_cut_line_is_never_a_pass_and_a_restart_is_a_failure()
    {
        Story cut = Board().Receives(Document.Good().Bytes()).Add(EventKind.SerialGap, new JsonObject { ["from"] = 1, ["to"] = 2 });
        IsRig(cut, "the serial line was cut and came back");
        Is(
            Board().Receives(Kernel + "Boot: Device tree parsed successfully\r\n" + Firmware),
            VerdictKind.Fail,
            "started again by itself",
            "last stage: DeviceTree");
        // The second boot may have gone further than the first before the rig ended it: the first one did not stop there.
        Is(
            Board().Receives(Kernel + Firmware + Kernel + "Boot: Device tree parsed successfully\r\n" + Kernel),
            VerdictKind.Fail,
            "last stage: Build");
    }

    [Fact]
    public void A_panic_that_was_asked_for_passes_and_its_absence_fails()
    {
        const string Panic = "PANIC: asked for by panic=check\r\n# panic end\r\n";
        Is(Board("panic").Receives(Kernel + Panic), VerdictKind.Pass, "panicked as asked: asked for by panic=check");
        Is(Board().Receives(Kernel + Panic), VerdictKind.Fail, "panic: asked for");
        Is(Board("panic").Receives(Kernel + "PANIC: x\r\n"), VerdictKind.Fail, "did not come to its end");
        Is(Board("panic").Receives(Kernel).Passes("silence", "30 s"), VerdictKind.Fail, "no panic came");
    }
}
