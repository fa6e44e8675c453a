using System;
using System.Linq;

namespace RustKernel.Minefield.Tests;

/// <summary>
/// Makes runs of all kinds: good, failing, panicking, restarting, hanging, empty, of another build; each at a random place.
/// </summary>
internal static class TrueRuns
{
    /// <summary>The commit of the image.</summary>
    public const string Commit = "3bd602cc12f8";

    private const string OtherCommit = "90a17f4e5db6";
    private static readonly string[] s_ends = ["\r\n", "\r\n", "\r\n", "\n"];

    private static readonly string[] s_loaders =
    [
        "", "", "\0", "\xff", "\r\n",
        "RPi: BOOTLOADER release VERSION:a5e3a4f3\r\nBoot mode: SD (01) order f4\r\nRead start4.elf bytes  2251392 hnd 0x6cc\r\nStarting "
            + "start4.elf @ 0xfec00200 partition 0\r\nMESS:00:00:06.2:0: Loading 'kernel8.img' to 0x80000 size 0x1bd000\r\n",
        "\r\nU-Boot SPL 2023.01 (Jan 01 2023 - 00:00:00 +0000)\r\n\r\nU-Boot 2023.01 (Jan 01 2023 - 00:00:00 +0000)\r\n\r\nDRAM:  1 "
            + "GiB\r\nStarting kernel ...\r\n\r\n",
        "UEFI firmware (version 2024.02 built at 12:00:00)\r\nBdsDxe: loading Boot0001 \"Linux\" from HD(1)\r\nBdsDxe: starting Boot0001 "
            + "\"Linux\"\r\n",
    ];

    private static readonly Func<Random, TrueRun>[] s_kinds = [
        Failing,
        Panicking,
        PanickingAfterDone,
        Restarting,
        Restarting,
        RestartingAfterDone,
        RestartingUnseen,
        BackInTheLoader,
        Hanging,
        Other,
        Nothing,
        Sound
    ];

    /// <summary>A run of any kind.</summary>
    public static TrueRun Any(Random random) => s_kinds[random.Next(s_kinds.Length)](random);

    /// <summary>A good run.</summary>
    public static TrueRun Sound(Random random)
    {
        (Transcript said, KernelVoice kernel) = Begin(random, Commit);
        kernel.Document(Suites(random));
        return new TrueRun("sound", Truth.Sound, said, random.Next(2) == 0, SwitchesOff: true);
    }

    private static (Transcript, KernelVoice) Begin(Random random, string commit)
    {
        Transcript said = new();
        string loader = s_loaders[random.Next(s_loaders.Length)];
        said.Add(loader.Replace('\xff', '\0'));
        KernelVoice kernel = new(said, random, s_ends[random.Next(s_ends.Length)]);
        kernel.Boot(commit);
        return (said, kernel);
    }

    private static (string, string)[] Suites(Random random)
        => [("boot", "+" + Outcomes(random, 4)), ("lang", Outcomes(random, 3) + "+")];

    private static string Outcomes(Random random, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => random.Next(5) == 0 ? '~' : '+'));

    private static TrueRun Failing(Random random)
    {
        (Transcript said, KernelVoice kernel) = Begin(random, Commit);
        kernel.Document(
            ("boot", Outcomes(random, 3) + (random.Next(2) == 0 ? "-" : "+")),
            ("lang", Outcomes(random, 3) + "-" + Outcomes(random, 3)));
        return new TrueRun("failing", Truth.Faulty, said, random.Next(2) == 0, SwitchesOff: true);
    }

    private static TrueRun Panicking(Random random)
    {
        (Transcript said, KernelVoice kernel) = Begin(random, Commit);
        kernel.Document(Suites(random));
        // Not in the last line's end: a cut there loses nothing.
        said.Cut(random.Next(1, said.Length - 2));
        kernel.Panic("frame 12 freed twice");
        return new TrueRun("panicking", Truth.Faulty, said, random.Next(2) == 0, SwitchesOff: false);
    }

    private static TrueRun PanickingAfterDone(Random random)
    {
        (Transcript said, KernelVoice kernel) = Begin(random, Commit);
        kernel.Document(Suites(random));
        kernel.Panic("late");
        return new TrueRun("panicking after # done", Truth.FaultyAside, said, random.Next(2) == 0, SwitchesOff: false);
    }

    private static TrueRun Restarting(Random random)
    {
        (Transcript said, KernelVoice kernel) = Begin(random, Commit);
        if (random.Next(2) == 0)
        {
            kernel.Document(Suites(random));
        }

        int first = kernel.BootLog.Start, cut = random.Next(first + 1, random.Next(2) == 0 ? kernel.BootLog.End : said.Length - 2);
        said.Cut(cut);
        KernelVoice second = Again(said, random);
        second.Document(Suites(random));
        ProveRestart(said, kernel, second, cut);
        return new TrueRun("restarting", Truth.FaultyAside, said, random.Next(2) == 0, SwitchesOff: true);
    }

    private static TrueRun RestartingAfterDone(Random random)
    {
        (Transcript said, KernelVoice kernel) = Begin(random, Commit);
        kernel.Document(Suites(random));
        int cut = said.Length;
        KernelVoice second = Again(said, random);
        ProveRestart(said, kernel, second, cut);
        return new TrueRun("restarting after # done", Truth.FaultyAside, said, random.Next(2) == 0, SwitchesOff: false);
    }

    /// <summary>The level jumps, a loader may write, the kernel begins.</summary>
    private static KernelVoice Again(Transcript said, Random random)
    {
        said.Add(s_loaders[random.Next(5)]);
        KernelVoice second = new(said, random, s_ends[random.Next(s_ends.Length)]);
        second.Boot(Commit);
        return second;
    }

    /// <summary>A second boot of which the line carried only the results: its times start again.</summary>
    private static TrueRun RestartingUnseen(Random random)
    {
        Transcript said = new();
        KernelVoice first = new(said, random, "\r\n", firstMicrosecond: 3_000_000);
        first.Boot(Commit);
        first.Document(Suites(random));
        int lines = random.Next(1, first.CheckedLines.Count);
        said.Cut(first.CheckedLines[lines - 1].End);
        KernelVoice second = new(said, random, "\r\n");
        second.Document(Suites(random));
        foreach (Transcript.Span line in second.CheckedLines)
        {
            said.Prove(first.CheckedLines[0], line);
        }

        return new TrueRun("restarting unseen", Truth.FaultyAside, said, random.Next(2) == 0, SwitchesOff: true);
    }

    private static TrueRun BackInTheLoader(Random random)
    {
        (Transcript said, KernelVoice kernel) = Begin(random, Commit);
        kernel.Document(Suites(random));
        string[] begins = [
            "RPi: BOOTLOADER release VERSION:a5e3a4f3",
            "U-Boot 2023.01 (Jan 01 2023)",
            "NOTICE:  BL31: v2.9(release)",
            "UEFI firmware (version 2024.02)"
        ];
        Transcript.Span loader = said.Add("\n" + begins[random.Next(begins.Length)] + "\r\n");
        foreach (Transcript.Span line in kernel.BootLines.Take(6))
        {
            said.Prove(line, loader);
        }

        return new TrueRun("back in the loader", Truth.FaultyAside, said, random.Next(2) == 0, SwitchesOff: false);
    }

    private static void ProveRestart(Transcript said, KernelVoice first, KernelVoice second, int cut)
    {
        Transcript.Span[] whole = [.. first.BootLines.Where(line => line.End <= cut)];
        // The lines after the features' follow the boot's order; banks of memory may only repeat if they differ.
        int[] ordered = [.. Enumerable.Range(0, Math.Min(whole.Length, 6))];
        foreach (int line in ordered)
        {
            said.Prove(whole[line], second.BootLines[line]);
            said.Prove(whole[^1], second.BootLines[Math.Min(line, whole.Length - 1)]);
        }

        // Cut within the banner: only the line that both boots share reveals it.
        if (whole.Length == 0)
        {
            said.Prove(new Transcript.Span(first.BootLog.Start == 0 ? 0 : first.BootLog.Start - 1, second.BootLines[0].End));
        }
    }

    private static TrueRun Hanging(Random random)
    {
        (Transcript said, KernelVoice kernel) = Begin(random, Commit);
        kernel.Document(Suites(random));
        said.Cut(random.Next(1, said.Length - 2));
        return new TrueRun("hanging", Truth.Faulty, said, random.Next(2) == 0, SwitchesOff: false);
    }

    private static TrueRun Other(Random random)
    {
        (Transcript said, KernelVoice kernel) = Begin(random, OtherCommit);
        kernel.Document(Suites(random));
        return new TrueRun("other build", Truth.Unknown, said, random.Next(2) == 0, SwitchesOff: true);
    }

    private static TrueRun Nothing(Random random)
    {
        (Transcript said, KernelVoice kernel) = Begin(random, Commit);
        kernel.Document(random.Next(2) == 0 ? [("boot", "~~"), ("lang", "~")] : [("boot", ""), ("lang", "+")]);
        return new TrueRun("nothing tested", Truth.Faulty, said, random.Next(2) == 0, SwitchesOff: true);
    }
}
