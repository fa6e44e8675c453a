// The QEMU command line of a target.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Drivers.Qemu;

/// <summary>Builds QEMU's arguments. The machine starts paused, and its console and monitor connect to our sockets.</summary>
public static class QemuCommand
{
    /// <summary>The arguments for <paramref name="target"/>; relative paths of its definition are below <paramref name="root"/>.</summary>
    public static IReadOnlyList<string> Build(TargetDefinition target, string root, string consoleSocket, string monitorSocket)
        => Build(target, root, consoleSocket, monitorSocket, Environment.ProcessorCount);

    /// <summary>The same on a host with <paramref name="hostCpus"/> CPUs.</summary>
    public static IReadOnlyList<string> Build(
        TargetDefinition target,
        string root,
        string consoleSocket,
        string monitorSocket,
        int hostCpus)
        => Build(target, root, consoleSocket, monitorSocket, hostCpus, null);

    /// <summary>
    /// The arguments for a debugger: halted, the console in <paramref name="consoleFile"/>, gdb's
    /// protocol at <paramref name="gdbSocket"/>, no monitor.
    /// </summary>
    public static IReadOnlyList<string> BuildForDebugger(TargetDefinition target, string root, string consoleFile, string gdbSocket)
    {
        List<string> words = Halted(target, root, []);
        words.AddRange(["-chardev", $"file,id=console,path={consoleFile}", "-gdb", $"unix:path={gdbSocket},server=on,wait=off"]);
        AddConsole(words, target.Qemu);
        words.AddRange(target.Qemu.Arguments);
        return words;
    }

    /// <summary>The same, watched by <paramref name="check"/> unless that is null.</summary>
    internal static IReadOnlyList<string> Build(
        TargetDefinition target,
        string root,
        string consoleSocket,
        string monitorSocket,
        int hostCpus,
        ArchCheck? check)
    {
        QemuSettings settings = target.Qemu;
        List<string> words = Halted(target, root, check is null ? [] : ["memory-backend=ram"]);
        words.AddRange(["-chardev", $"socket,id=console,path={consoleSocket}", "-chardev", $"socket,id=monitor,path={monitorSocket}"]);
        words.AddRange(["-mon", "chardev=monitor,mode=control"]);
        AddConsole(words, settings);
        if (check is not null)
        {
            words.AddRange(check.Arguments(settings));
        }
        else if (settings.Smp > hostCpus && !ChoosesAccelerator(settings))
        {
            words.AddRange(["-accel", "tcg,thread=single"]);
        }

        words.AddRange(settings.Arguments);
        return words;
    }

    private static List<string> Halted(TargetDefinition target, string root, string[] backend)
    {
        QemuSettings settings = target.Qemu;
        List<string> words =
        [
            "-no-user-config", "-nodefaults", "-display", "none", "-S",
            "-machine", string.Join(',', [settings.Machine, .. settings.Options, .. backend]),
        ];
        AddPair(words, "-cpu", settings.Cpu);
        AddPair(words, "-m", settings.Memory);
        AddPair(words, "-smp", settings.Smp > 0 ? settings.Smp.ToString(CultureInfo.InvariantCulture) : "");
        AddPair(words, "-dtb", settings.Dtb.Length > 0 ? Path.Combine(root, settings.Dtb) : "");
        AddKernel(words, Path.Combine(root, settings.Kernel ?? target.Image), target);
        if (settings.Machine == "virt")
        {
            // Otherwise its virtio transports are legacy ones, for which there is no driver.
            words.AddRange(["-global", "virtio-mmio.force-legacy=false"]);
        }

        words.AddRange(QemuDisks.Arguments(settings));
        words.AddRange(QemuNetwork.Arguments(settings));
        return words;
    }

    private static void AddConsole(List<string> words, QemuSettings settings)
    {
        for (int other = 0; other < settings.SerialIndex; other++)
        {
            words.AddRange(["-serial", "null"]);
        }

        words.AddRange(["-serial", "chardev:console"]);
    }

    // A thread of the emulator that the host does not run may hold a lock of the machine, and the others spin for it. So if there are more
    // CPUs than the host has, they take turns in one thread, unless the command line says otherwise. Counted instructions (-icount) imply
    // turns.
    private static bool ChoosesAccelerator(QemuSettings settings)
        => settings.Arguments.Any(word => word is "-accel" or "-icount")
            || settings.Options.Any(option => option.StartsWith("accel=", StringComparison.Ordinal));

    // Without a kernel QEMU knows no command line: the loader that boots the image supplies it.
    private static void AddKernel(List<string> words, string file, TargetDefinition target)
    {
        if (target.Qemu.Kernel?.Length == 0)
        {
            return;
        }

        words.AddRange(["-kernel", file]);
        AddPair(words, "-append", target.CommandLine);
    }

    private static void AddPair(List<string> words, string option, string value)
    {
        if (value.Length > 0)
        {
            words.AddRange([option, value]);
        }
    }
}
