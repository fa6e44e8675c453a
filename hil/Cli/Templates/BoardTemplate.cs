// A new board: the folder that docs/PORTING.md describes, ready to be filled in.

using System;
using System.IO;
using System.Text.RegularExpressions;
using RustKernel.DeviceTree;
using RustKernel.Hil.DeviceTree;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Templates;

/// <summary>The files of a board: board.yaml, README.md and, where it is known, the board's device tree.</summary>
/// <param name="folder">Where boards lie: boards/ of the repository, or a folder that RK_BOARDS names.</param>
/// <param name="name">The board's name: small letters, digits and hyphens.</param>
internal sealed partial class BoardTemplate(string folder, string name)
{
    private const int MostCpus = 8;

    /// <summary>The machine of QEMU that the board's emulated target runs on.</summary>
    public string Machine { get; init; } = "virt";

    /// <summary>The file of the board's device tree, which goes into the folder; null: QEMU makes one.</summary>
    public string? Tree { get; init; }

    private string Place => Path.Combine(folder, name);

    /// <summary>Checks everything, then writes the files.</summary>
    /// <returns>The board's folder.</returns>
    /// <exception cref="ConfigurationException">A name that cannot be one, or is taken; a file that is no device tree.</exception>
    public string Write()
    {
        Check();
        Directory.CreateDirectory(Place);
        if (Tree is not null)
        {
            File.Copy(Tree, Path.Combine(Place, name + ".dtb"));
        }

        File.WriteAllText(Path.Combine(Place, "board.yaml"), Definition());
        File.WriteAllText(Path.Combine(Place, "README.md"), Description());
        return Place;
    }

    private void Check()
    {
        if (!NamePattern().IsMatch(name))
        {
            throw new ConfigurationException($"{name} cannot be the name: take 2 to 32 small letters, digits and hyphens, as qemu-virt");
        }

        if (!MachinePattern().IsMatch(Machine))
        {
            throw new ConfigurationException(
                $"--machine {Machine}: no machine has such a name; qemu-system-aarch64 -machine help lists them");
        }

        if (Path.Exists(Place))
        {
            throw new ConfigurationException($"{Repository.Show(Place)} is there already: choose another name, or remove it");
        }

        if (Tree is not null)
        {
            CheckTree(Tree);
        }
    }

    private static void CheckTree(string tree)
    {
        if (DeviceTreeFile.Load(tree, out string problem) is null)
        {
            throw new ConfigurationException($"--dtb {tree}: {problem}; dtc -I dts -O dtb makes a device tree from source");
        }
    }

    // A machine with a fixed number of CPUs wants that number. The kernel starts at most MostCpus.
    private int CpuCount()
    {
        if (Tree is null || DeviceTreeFile.Load(Tree, out _) is not { } bytes)
        {
            return 1;
        }

        int count = 0;
        DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
        foreach (DeviceTreeCpu cpu in tree.Cpus)
        {
            count += cpu.Status == DeviceTreeStatus.Okay ? 1 : 0;
        }

        return Math.Clamp(count, 1, MostCpus);
    }

    private string Definition() =>
        $"""
        # What a device tree cannot say about this board. Addresses, interrupts and memory come from the device tree at run time.
        # docs/PORTING.md lists every key.
        board: {name}
        title: one line about it

        image:
          file: artifacts/Image # what the build makes, relative to the repository
          boot_name: Image # the name that the board's loader looks for

        # Seconds of the machine's own time.
        deadlines:
          first_byte: 10 # from power-on to the first byte
          silence: 30 # without any byte, after the first
          total: 120 # for the whole run

        # Emulated machines. A real one is an entry of rig.yaml: ./rk rig init.
        targets:
          - name: qemu-{name}
            title: emulated
            driver: qemu
            qemu:
              machine: {Machine}{(Tree is null ? "" : $"\n      dtb: board:{name}.dtb")}
              cpu: cortex-a72
              memory: 1G
              smp: {CpuCount()}
              powers_off: true # PSCI SYSTEM_OFF, or a watchdog that we drive, ends the emulator

        """;

    private string Description() =>
        $"""
        # {name}

        Its SoC, CPUs, interrupt controller and UART. Which board of it was tried, and which firmware.

        ## Use
            ./rk image {name}            # artifacts/{name}/boot/: what its boot medium holds
            ./rk test qemu-{name}        # emulated
            ./rk run qemu-{name}         # its console

        ## On a board
        Which connector the console is on, and its rate; how it is switched on; what its firmware loads and
        from where.

        ## Proven
        What was run, on what, and when.

        ## Needs silicon
        - Everything so far.

        """;

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,31}$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    private static partial Regex MachinePattern();
}
