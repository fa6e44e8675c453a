using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;
using RustKernel.Hil.Verdicts;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>The kernel's faults count before the line's; garbage does not switch off checks; runs that tested nothing.</summary>
public class JudgingOrderTests
{
    private const string Loader = "RPi: BOOTLOADER release VERSION:a5e3a4f3\r\n";

    private static Story Board() =>
        new Story().Add(EventKind.RunStart, new JsonObject { ["driver"] = "lab", ["suites"] = new JsonArray("boot", "lang") });

    private static Story Built(string commit) =>
        Board().Add(EventKind.Environment, new JsonObject { ["name"] = "image.build", ["value"] = commit });

    private static void Is(VerdictKind kind, string words, Verdict verdict)
    {
        Assert.True(kind == verdict.Kind, $"{verdict.Word}: {verdict.Reason}");
        Assert.Contains(words, verdict.Reason, StringComparison.Ordinal);
    }

    private static Document Of(params (string Suite, string[] Results)[] suites)
    {
        Document document = new Document().Plain("KTAP version 1").Plain($"1..{suites.Length}");
        foreach (((string suite, string[] results), int index) in suites.Select((suite, index) => (suite, index)))
        {
            document.Plain("  KTAP version 1").Plain($"  # Subtest: {suite}").Plain($"  1..{results.Length}");
            foreach (string result in results)
            {
                document.Checked("  " + result);
            }

            document.Checked($"ok {index + 1} {suite}");
        }

        string[] all = [.. suites.SelectMany(suite => suite.Results)];
        int skipped = all.Count(result => result.Contains("# SKIP", StringComparison.Ordinal));
        return document.Checked($"# done total={all.Length} ok={all.Length - skipped} notok=0 skip={skipped} suites={suites.Length}");
    }

    [Fact]
    public void Gap_interrupt_garbage_and_a_lost_emulator_do_not_hide_what_the_kernel_did()
    {
        string panicked = BootTranscript.First(12)
            + "PANIC: x\r\n# panic end\r\n", restarted = BootTranscript.First(12)
                + BootTranscript.Whole, failed = BootTranscript.Whole + Document.Failing().Text();
        byte[] noise = new byte[4000];
        new Random(3).NextBytes(noise);
        foreach (string faulty in new[] { panicked, restarted, failed })
        {
            Is(VerdictKind.Fail, "", Board().Receives(faulty).Add(EventKind.SerialGap, []).Verdict());
            Is(
                VerdictKind.Fail,
                "",
                Board().Receives(faulty).Add(EventKind.Interrupt, new JsonObject { ["reason"] = "asked to stop" }).Verdict());
            Is(
                VerdictKind.Fail,
                "",
                Board().Receives(faulty).Add(EventKind.Failure, new JsonObject { ["reason"] = "the adapter did not come back" }).Verdict());
            Is(VerdictKind.Fail, "", Board().Receives(faulty).Receives(noise).Verdict());
            Is(VerdictKind.Fail, "", Board().Receives(noise).Receives("\r\n" + faulty).Verdict());
            Assert.NotNull(Judge.KernelFault(Board().Receives(noise).Receives("\r\n" + faulty).Observe()));
        }
    }

    [Fact]
    public void A_boot_that_is_met_when_a_cut_line_comes_back_is_not_the_kernel_s_doing()
    {
        Story cut = Board()
            .Receives(BootTranscript.First(12))
            .Add(EventKind.SerialGap, [])
            .Receives(BootTranscript.Whole + Document.Good().Text());
        Is(VerdictKind.Infrastructure, "the serial line was cut and came back", cut.Verdict());
        Is(VerdictKind.Fail, "started again", cut.Receives(BootTranscript.First(3)).Verdict());
        Is(
            VerdictKind.Infrastructure,
            "the serial line was cut and has not come back",
            Board().Receives(BootTranscript.First(12)).Add(EventKind.SerialClosed, new JsonObject { ["reason"] = "gone" }).Verdict());
    }

    [Theory]
    [InlineData("", "", "another kernel")]
    [InlineData("\0", "", "another kernel")]
    [InlineData("ÿ", "", "another kernel")]
    [InlineData("", "þ", "another kernel")]
    public void Junk_does_not_switch_the_build_check_off(string before, string after, string words)
    {
        byte[] bytes = [
            .. Encoding.Latin1.GetBytes(before),
            .. BootTranscript.Bytes(BootTranscript.Whole + Document.Good().Text()),
            .. Encoding.Latin1.GetBytes(after)
        ];
        Is(VerdictKind.Infrastructure, words, Built("0123456789ab").Receives(bytes).Verdict());
        Is(VerdictKind.Pass, "", Built(BootTranscript.Commit).Receives(bytes).Verdict());
    }

    [Theory]
    [InlineData("Build: 4c1d0a7be955", "", "no \"Build:\" line of the kernel could be read")]
    [InlineData("4c1d0a7be955", "4c1d0a", "no \"Build:\" line of the kernel could be read")]
    [InlineData("4c1d0a7be955", "4c1d0a7be9f5", "a tree in another state, or a damaged line")]
    [InlineData("4c1d0a7be955", "4c1d0a7be955-dirty", "a tree in another state, or a damaged line")]
    public void A_kernel_that_is_not_named_cannot_be_judged(string named, string instead, string words)
    {
        string text = (BootTranscript.Whole + Document.Good().Text()).Replace(named, instead, StringComparison.Ordinal);
        Is(VerdictKind.Infrastructure, words, Built(BootTranscript.Commit).Receives(text).Verdict());
        Is(
            VerdictKind.Fail,
            "lang.switch",
            Built(BootTranscript.Commit)
                .Receives((BootTranscript.Whole + Document.Failing().Text()).Replace(named, instead, StringComparison.Ordinal))
                .Verdict());
    }

    [Theory]
    // Letters lost from the middle, doubled, changed; another name of the same commit.
    [InlineData("3bd602cc12f8", "3bd62f8", false)]
    [InlineData("3bd602cc12f8", "3bd12f8", false)]
    [InlineData("3bd602cc12f8", "302cc1f8", false)]
    [InlineData("3bd602cc12f8", "b602c1f", false)]
    [InlineData("3bd602cc12f8", "3bd03bd02cc12f", false)]
    [InlineData("3bd602cc12f8", "3ad502ca12e8", false)]
    [InlineData("3bd602cc12f8", "3bd602c", false)]
    [InlineData("3bd602cc12f8", "90a17f4e5db6", true)]
    [InlineData("3bd602cc12f8", "90a17f4", true)]
    [InlineData("3bd602cc12f8", "3bd17f4e5db6", true)]
    // The tree's state is not part of the comparison.
    [InlineData("3bd602cc12f8-dirty", "90a17f4e5db6-dirty", true)]
    [InlineData("3bd602cc12f8-dirty", "3bd62f8-dirty", false)]
    public void A_damaged_commit_is_no_other_kernel_s(string image, string named, bool isOther)
    {
        string text = BootTranscript.Whole.Replace(BootTranscript.Commit, named, StringComparison.Ordinal);
        Assert.Contains($"Build: {named} ", text, StringComparison.Ordinal);
        Is(
            VerdictKind.Infrastructure,
            isOther ? "another kernel" : "a tree in another state, or a damaged line",
            Built(image).Receives(text + Document.Good().Text()).Verdict());
        Is(
            isOther ? VerdictKind.Infrastructure : VerdictKind.Fail,
            isOther ? "another kernel" : "lang.switch",
            Built(image).Receives(text + Document.Failing().Text()).Verdict());
    }

    [Fact]
    public void A_restart_that_is_expected_into_another_kernel_is_no_pass()
    {
        string other = BootTranscript.Whole.Replace(BootTranscript.Commit, "90a17f4e5db6", StringComparison.Ordinal);
        Verdict Ran(params string[] boots) => Judge.OfOutside(Built("3bd602cc12f8")
            .Add(
                EventKind.RunStart,
                new JsonObject { ["driver"] = "lab", ["verb"] = "outside", ["tolerates"] = new JsonArray("restart") })
            .Add(EventKind.Media, [])
            .Receives(string.Concat(boots))
            .Observe());
        string own = BootTranscript.Whole.Replace(BootTranscript.Commit, "3bd602cc12f8", StringComparison.Ordinal);
        Is(VerdictKind.Pass, "nothing wrong", Ran(own, own));
        Is(
            VerdictKind.Infrastructure,
            "ran two kernels: that of the image and, in another boot, one of build 90a17f4e5db6",
            Ran(own, other));
        Is(VerdictKind.Infrastructure, "ran two kernels", Ran(other, own));
    }

    [Fact]
    public void A_pass_names_the_suites_that_were_skipped_whole()
    {
        Document document = new Document()
            .Plain("KTAP version 1").Plain("1..2")
            .Plain("  KTAP version 1").Plain("  # Subtest: boot").Plain("  1..1").Checked("  ok 1 banner").Checked("ok 1 boot")
            .Plain("  KTAP version 1").Plain("  # Subtest: net").Plain("  1..2")
            .Checked("  ok 1 a # SKIP none").Checked("  ok 2 b # SKIP none").Checked("ok 2 net")
            .Checked("# done total=3 ok=1 notok=0 skip=2 suites=2");
        Verdict verdict = new Story("boot", "net").Receives(document.Bytes()).PowersOff().Verdict();
        Is(VerdictKind.Pass, "1 of 3 tests ok, 2 skipped", verdict);
        Assert.Contains("suite net tested nothing: all of its 2 tests were skipped", verdict.Evidence);
    }

    [Fact]
    public void A_run_that_tested_nothing_fails_unless_that_is_allowed()
    {
        Story Ran(bool isAllowed, params (string, string[])[] suites) => Board()
            .Add(
                EventKind.RunStart,
                new JsonObject
                {
                    ["driver"] = "lab",
                    ["suites"] = new JsonArray("boot", "lang"),
                    ["allow_empty"] = isAllowed ? "true" : "false"
                })
            .Receives(BootTranscript.Whole + Of(suites).Text());
        Is(VerdictKind.Fail, "no test ran in suite boot", Ran(false, ("boot", []), ("lang", ["ok 1 a"])).Verdict());
        Is(VerdictKind.Fail, "no test ran", Ran(false, ("boot", []), ("lang", [])).Verdict());
        Is(
            VerdictKind.Fail,
            "nothing was tested: all 2 tests were skipped",
            Ran(false, ("boot", ["ok 1 a # SKIP no"]), ("lang", ["ok 1 a # SKIP no"])).Verdict());
        Is(VerdictKind.Pass, "1 of 3", Ran(false, ("boot", ["ok 1 a # SKIP no", "ok 2 b"]), ("lang", ["ok 1 a # SKIP no"])).Verdict());
        Is(VerdictKind.Pass, "0 of 2", Ran(true, ("boot", ["ok 1 a # SKIP no"]), ("lang", ["ok 1 a # SKIP no"])).Verdict());
    }

    [Fact]
    public void Fewer_tests_than_this_image_had_before_fail()
    {
        Story Known(string tests) => Board().Add(EventKind.Environment, new JsonObject { ["name"] = "image.tests", ["value"] = tests })
            .Receives(BootTranscript.Whole + Of(("boot", ["ok 1 a", "ok 2 b"]), ("lang", ["ok 1 a"])).Text());
        Is(VerdictKind.Pass, "3 of 3", Known("boot=2 lang=1 memory=29").Verdict());
        Is(VerdictKind.Fail, "fewer tests than this image is known to have: boot has 2 of 3", Known("boot=3 lang=1").Verdict());
    }

    [Theory]
    [InlineData("boot=2 lang=1 hostile:9", "all", "", VerdictKind.Pass)]
    [InlineData("boot=2 lang=1 memory=29", "all", "suite memory did not run", VerdictKind.Fail)]
    [InlineData("boot=2 lang=2", "all", "lang has 1 of 2", VerdictKind.Fail)]
    [InlineData("memory=29 boot=3 lang=1", "all", "boot has 2 of 3, suite memory did not run", VerdictKind.Fail)]
    [InlineData("boot=2 lang=1 memory=29", "boot,lang", "", VerdictKind.Pass)]
    public void A_suite_that_the_image_declares_is_missed_in_a_run_of_all(string declared, string suites, string words, VerdictKind kind)
    {
        Story Ran(bool isAllowed) => new Story()
            .Add(EventKind.RunStart, new JsonObject
            {
                ["driver"] = "lab",
                ["suites"] = new JsonArray([.. suites.Split(',').Select(suite => (JsonNode)suite)]),
                ["allow_empty"] = isAllowed ? "true" : "false",
            })
            .Add(EventKind.Environment, new JsonObject { ["name"] = "image.suites", ["value"] = declared })
            .Receives(BootTranscript.Whole + Of(("boot", ["ok 1 a", "ok 2 b"]), ("lang", ["ok 1 a"])).Text());
        Is(kind, words.Length == 0 ? "3 of 3" : $"fewer tests than this image is known to have: {words}", Ran(false).Verdict());
        Is(VerdictKind.Pass, "3 of 3", Ran(true).Verdict());
    }

    [Fact]
    public void What_a_board_complained_about_is_forgotten_when_it_goes_on()
    {
        const string NoCard = Loader
            + "Boot mode: SD (01) order f42\r\nSD: card not detected\r\nFailed to open device: 'sdcard' (cmd 371a0010 status 1fff0001)\r\n";
        const string Network = "Boot mode: NETWORK (02) order f4\r\nLINK STATUS: speed: 1000 full duplex\r\nYI_ADDR 10.0.0.16\r\n";
        const string Started = "Read start4.elf bytes  2251392 hnd 0x0\r\nStarting start4.elf @ 0xfec00200 partition -1\r\n";
        Is(VerdictKind.Infrastructure, "it finds no SD card", Board().Receives(NoCard).Passes("silence", "30 s").Verdict());
        Is(
            VerdictKind.Infrastructure,
            "came as far as: address from DHCP",
            Board().Receives(NoCard + Network).Passes("silence", "30 s").Verdict());
        Is(
            VerdictKind.Infrastructure,
            "came as far as: start4.elf started",
            Board().Receives(NoCard + Network + Started).Passes("silence", "30 s").Verdict());
        Is(
            VerdictKind.Infrastructure,
            "loaded a kernel, which printed nothing",
            Board()
                .Receives(NoCard
                    + Network
                    + Started
                    + "MESS:00:00:09.2:0: Loading 'kernel8.img' to 0x80000 size 0x1bd000\r\nMESS:00:00:09.3:0: uart on\r\n")
                .Passes("silence", "30 s")
                .Verdict());
        Is(
            VerdictKind.Infrastructure,
            "it finds no SD card",
            Board().Receives(NoCard + Network + NoCard[Loader.Length..]).Passes("silence", "30 s").Verdict());
    }

    [Fact]
    public void The_network_s_story_is_of_the_last_attempt()
    {
        Story story = Board().Add(EventKind.Media, new JsonObject { ["driver"] = "netboot" });
        JsonObject Dhcp(string what) => new() { ["what"] = what, ["address"] = "10.0.0.16" };
        JsonObject File(string name, string verdict) => new() { ["file"] = name, ["verdict"] = verdict };
        story.Add(EventKind.Dhcp, Dhcp("Offered")).Add(EventKind.Dhcp, Dhcp("Leased")).Add(EventKind.Tftp, File("start4.elf", "NotFound"));
        Assert.Contains(
            "asked for 1 files, never for a kernel, last start4.elf (notfound)",
            story.Observe().Network.Story,
            StringComparison.Ordinal);
        story.Add(EventKind.Dhcp, Dhcp("Offered")).Add(EventKind.Dhcp, Dhcp("Leased")).Add(EventKind.Tftp, File("kernel8.img", "Served"));
        Assert.Equal(
            "took the address 10.0.0.16 (in its attempt 2), asked for 1 files, last kernel8.img (served)",
            story.Observe().Network.Story);
        story.Add(EventKind.Power, new JsonObject { ["state"] = "on" });
        Assert.False(story.Observe().Network.IsHeard);
    }

    [Fact]
    public void A_loader_that_begins_again_and_again_is_told_at_once()
    {
        RunObserver run = Board().Receives(string.Concat(Enumerable.Repeat(Loader, 3))).Observe();
        Assert.True(new Strategies.TestConditions(Targets.Deadlines.Default, 1 << 20).Decide(run, TimeSpan.FromSeconds(1)).IsEnd);
        Is(VerdictKind.Infrastructure, "the firmware began 3 times", Judge.OfTest(run));
    }
}
