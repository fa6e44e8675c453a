// The keys of rig.yaml that belong to no driver.

using System.Collections.Generic;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Targets.Schema;

/// <summary>
/// The keys of a target, its strategy, its deadlines, its emulator and a host. The readers ask
/// for exactly these; a test compares.
/// </summary>
public static class RigKeys
{
    /// <summary>Keys of a target, apart from its drivers' sections.</summary>
    public static IReadOnlyList<DriverKey> Target { get; } =
    [
        new("name", KeyKind.Text, "what the command line calls it") { IsRequired = true },
        new("board", KeyKind.Text, "which board it is: rk boards lists them") { IsRequired = true },
        new("title", KeyKind.Text, "one line about it"),
        new("driver", KeyKind.Text, "lab for a real board, qemu for an emulated one") { IsRequired = true, Choices = ["lab", "qemu"] },
        new(
            "program",
            KeyKind.Texts,
            "a program that is the lab itself, started before each run and ready when it prints ready; {folder} is a folder of its own"),
        new("image", KeyKind.Text, "another image than the board's, relative to the repository"),
        new("cmdline", KeyKind.Text, "what the kernel's command line gets in every run"),
    ];

    /// <summary>Keys of <c>strategy</c>.</summary>
    public static IReadOnlyList<DriverKey> Strategy { get; } =
    [
        new("prepare", KeyKind.Seconds, "limit for making and placing what it boots from") { Default = "300" },
        new("open", KeyKind.Seconds, "limit for opening the serial line") { Default = "60" },
        new("power", KeyKind.Seconds, "limit for one act of the power switch") { Default = "60" },
        new("retries", KeyKind.Integer, "how often power-on is tried again when not one byte comes") { Default = "0", Maximum = 10 },
        new("suites", KeyKind.Text, "cmdline names suites on the kernel's command line; serial boots with test=wait and asks for them")
        {
            Default = "cmdline",
            Choices = ["cmdline", "serial"]
        },
        new("leave", KeyKind.Text, "how the board is left after a run") { Default = "off", Choices = ["off", "on"] },
    ];

    /// <summary>Keys of <c>deadlines</c>.</summary>
    public static IReadOnlyList<DriverKey> Deadlines { get; } =
    [
        new("first_byte", KeyKind.Seconds, "from power-on to the first byte") { Default = "10" },
        new(
            "kernel",
            KeyKind.Seconds,
            "from the first byte, which may be the firmware's, to the kernel's first line; no limit of its own without"),
        new("silence", KeyKind.Seconds, "without any byte, after the first") { Default = "30" },
        new("total", KeyKind.Seconds, "for the whole run") { Default = "120" },
    ];

    /// <summary>Keys of a host.</summary>
    public static IReadOnlyList<DriverKey> Host { get; } =
    [
        new("name", KeyKind.Text, "what drivers call it") { IsRequired = true },
        new("ssh", KeyKind.Text, "USER@HOST, or a name of your ssh configuration") { IsRequired = true },
        new("port", KeyKind.Integer, "the port") { Minimum = 1, Maximum = 65535 },
        new("identity", KeyKind.Text, "the key's file"),
        new("config", KeyKind.Text, "another ssh configuration than ~/.ssh/config"),
        new("via", KeyKind.Text, "ssh.net is the rig's own client, openssh the system's program, for what that cannot (docs/RIG.md)")
        {
            Default = "ssh.net",
            Choices = ["ssh.net", "openssh"]
        },
        new("options", KeyKind.Texts, "further options, as after ssh -o: via is openssh then"),
    ];

    /// <summary>Keys of <c>qemu</c>.</summary>
    public static IReadOnlyList<DriverKey> Qemu { get; } =
    [
        new("program", KeyKind.Text, "the emulator") { Default = "qemu-system-aarch64" },
        new("machine", KeyKind.Text, "the machine: virt, raspi4b") { IsRequired = true },
        new("options", KeyKind.Texts, "machine options, key=value"),
        new("cpu", KeyKind.Text, "the CPU model"),
        new("memory", KeyKind.Text, "RAM: 128M, 1G"),
        new("smp", KeyKind.Integer, "CPUs") { Minimum = 1, Maximum = 512 },
        new("dtb", KeyKind.Text, "a device tree to hand over"),
        new("overlays", KeyKind.Texts, "overlays on it"),
        new("serial", KeyKind.Integer, "which serial device is the console, from 0") { Default = "0", Maximum = 7 },
        new("powers_off", KeyKind.Boolean, "whether the machine can switch itself off") { Default = "true" },
        new("arguments", KeyKind.Texts, "further arguments, as they are"),
    ];
}
