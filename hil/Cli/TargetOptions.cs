// The options that change a target for one run; shared by the verbs that boot one.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using RustKernel.Hil.DeviceTree;
using RustKernel.Hil.Drivers.Qemu;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>TARGET, --cpu, --memory … as System.CommandLine symbols, and the target they make.</summary>
internal sealed class TargetOptions
{
    private static readonly string[] s_suitesWithPeer = ["network", "networksoak"];

    private static readonly (string Name, string Metavariable, string Help)[] s_settings =
    [
        ("image", "FILE", "boot this image instead of the built one"),
        ("cmdline", "TEXT", "add to the kernel's command line"),
        ("cpu", "MODEL", "CPU model, e.g. cortex-a53, cortex-a76, max"),
        ("memory", "SIZE", "RAM, e.g. 128M, 8G"),
        ("smp", "N", "number of CPUs"),
        ("gic", "VERSION", "interrupt controller: 2, 3, 4 or max"),
        ("machine", "NAME", "emulated machine"),
        ("machine-option", "KEY=VALUE", "machine option, e.g. virtualization=on; may be repeated"),
        ("dtb", "FILE", "device tree to hand over"),
        ("disk", "FILE", "a disk of the machine: a raw image; FILE,readonly is not written; may be repeated"),
        ("net", "KIND", "the network: none (as without it), user (QEMU's own host), dgram:PATH (frames over unix sockets), tap:INTERFACE, "
            + "peer (the rig's own, as suite network needs it)"),
        ("forward", "HOST:GUEST", "with --net user: a port of 127.0.0.1 that leads to one of the machine (udp:HOST:GUEST, HOST 0: a free "
            + "one); by default a free one leads to 80; may be repeated"),
        ("pcap", "FILE", "write every frame of the network to FILE"),
        ("fault", "NAME", "a fault of a virtual board, e.g. no-power, noise=5000; may be repeated"),
        ("qemu-arg", "ARG", "one further QEMU argument, as it is; may be repeated"),
    ];

    private readonly Argument<string> _target = new("TARGET") { Description = "what to boot; rk targets lists them" };
    private readonly List<(string Name, Option<string[]> Option)> _options = [];

    /// <summary>Adds TARGET and the options to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_target);
        foreach ((string name, string metavariable, string help) in s_settings)
        {
            Option<string[]> option = new("--" + name)
            {
                Description = help,
                HelpName = metavariable,
                Arity = ArgumentArity.OneOrMore,
                AllowMultipleArgumentsPerToken = false, // "--qemu-arg A --qemu-arg B", never "--qemu-arg A B"
            };
            _options.Add((name, option));
            command.Options.Add(option);
        }
    }

    /// <summary>The target that the command line names, changed as it says, its files found.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="prepare">The verb's own changes to the target; the options are applied after it.</param>
    /// <exception cref="ConfigurationException">No such target, a wrong value, or a file is missing.</exception>
    public TargetDefinition Resolve(ParseResult parsed, Func<TargetDefinition, TargetDefinition>? prepare = null)
    {
        TargetDefinition target = BoardCatalog.Load(Repository.Root).Target(parsed.GetValue(_target)!);
        target = prepare is null ? target : prepare(target);
        foreach ((string name, Option<string[]> option) in _options)
        {
            foreach (string value in parsed.GetValue(option) ?? [])
            {
                target = TargetOverride.Apply(target, name, IsFile(name) ? Path.GetFullPath(value) : value);
            }
        }

        return Prepare(target);
    }

    /// <summary><paramref name="target"/> with its files found.</summary>
    /// <exception cref="ConfigurationException">A file is missing.</exception>
    public static TargetDefinition Prepare(TargetDefinition target)
    {
        target = TargetDeviceTree.Prepare(target);
        RequireFile(target.Image, "image", "run make build");
        StaleImage.Warn(target.Image);
        if (target.Qemu.Dtb.Length > 0)
        {
            RequireFile(target.Qemu.Dtb, "device tree", "give one with --dtb");
            RequireSoundTree(Path.Combine(Repository.Root, target.Qemu.Dtb));
        }

        QemuDisks.Check(target.Qemu);
        target = target with { Qemu = QemuNetwork.Complete(target.Qemu) };
        QemuNetwork.Check(target.Qemu);
        return target;
    }

    /// <summary>
    /// <paramref name="target"/> with the rig's peer if a suite needs it, no other network was chosen, and the machine can have a card.
    /// </summary>
    public static TargetDefinition WithPeer(TargetDefinition target, IEnumerable<string> suites) =>
        target.Qemu.Network.Kind == NetworkKind.None
        && target.Qemu.Machine == "virt"
        && suites.Any(suite => s_suitesWithPeer.Contains(suite))
            ? TargetOverride.Apply(target, "net", "peer")
            : target;

    /// <summary>The kernel reads what it can of a damaged tree, so a run with one would test another board than was meant.</summary>
    private static void RequireSoundTree(string path)
    {
        if (DeviceTreeFile.Load(path, out string problem) is null)
        {
            throw new ConfigurationException($"{problem}; to hand it over as it is: --qemu-arg=-dtb --qemu-arg={path}");
        }
    }

    /// <summary>Says how the machine is reached.</summary>
    public static void ShowNetwork(string line) => Console.Error.WriteLine($"rk: network: {line}");

    private static bool IsFile(string setting) => setting is "image" or "dtb" or "disk" or "pcap";

    private static void RequireFile(string path, string what, string wayOut)
    {
        string full = Path.Combine(Repository.Root, path);
        if (!File.Exists(full))
        {
            throw new ConfigurationException($"{what} {Repository.Show(full)} does not exist: {wayOut}");
        }
    }
}
