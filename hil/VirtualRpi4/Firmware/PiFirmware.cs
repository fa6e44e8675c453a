// The second stage and start4.elf: reads config.txt, loads the files that it names, starts the kernel.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using RustKernel.Hil.Firmware;
using RustKernel.Hil.Programs;
using RustKernel.Hil.VirtualRpi4.Faults;
using RustKernel.Hil.VirtualRpi4.Power;

namespace RustKernel.Hil.VirtualRpi4.Firmware;

/// <summary>The sequence of files is the one that boards ask for; the log is in the words of the real one.</summary>
public sealed class PiFirmware
{
    private const string DefaultTree = "bcm2711-rpi-4-b.dtb";
    private const string Pl011 = "/soc/serial@7e201000";
    private readonly IBootFiles _files;
    private readonly FaultList _faults;
    private readonly string _folder;
    private readonly Action<string> _print;
    private readonly bool _isTrial;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>
    /// Firmware that reads <paramref name="files"/>, puts what it loads into
    /// <paramref name="folder"/> and logs to <paramref name="print"/>. In a trial it takes tryboot.txt for config.txt.
    /// [RPI-DOC raspberry-pi/bootflow-eeprom.adoc]
    /// </summary>
    public PiFirmware(IBootFiles files, FaultList faults, string folder, Action<string> print, bool isTrial = false)
    {
        _isTrial = isTrial;
        _files = files;
        _faults = faults;
        _folder = folder;
        _print = print;
    }

    /// <summary>Loads everything.</summary>
    /// <exception cref="BootFailureException">A required file is missing.</exception>
    public Handover Load()
    {
        ConfigText config = SecondStage();
        bool logs = config.Flag("uart_2ndstage", false);
        foreach (string optional in new[] { "dt-blob.bin", "bootcfg.txt" })
        {
            _files.Read(optional);
        }

        string treeName = config.Text("device_tree", DefaultTree);
        byte[] tree = _files.Read(treeName) ?? throw new BootFailureException($"Failed to load Device Tree file '{treeName}'");
        Log(logs, $"brfs: File read: {tree.Length} bytes");
        string treeFile = Path.Combine(_folder, "board.dtb");
        File.WriteAllBytes(treeFile, tree);
        string[] overlays = [.. config.Overlays];
        _files.Read("overlays/overlay_map.dtb");
        treeFile = WithOverlays(treeFile, overlays, logs);
        string commandLine = Encoding.UTF8.GetString(_files.Read(config.Text("cmdline", "cmdline.txt")) ?? []).Split('\n')[0].Trim();
        _files.Read("armstub8-gic.bin");
        string kernelName = config.Text("kernel", config.Flag("arm_64bit", true) ? "kernel8.img" : "kernel7l.img");
        if (!config.Flag("arm_64bit", true))
        {
            throw new BootFailureException($"{kernelName} would be started in 32-bit mode (arm_64bit=0): this board does not get further");
        }

        byte[] kernel = _files.Read(kernelName) ?? throw new BootFailureException($"Failed to load ARM kernel '{kernelName}'");
        Log(logs, $"Loading '{kernelName}' to 0x80000 size 0x{kernel.Length:x}");
        string kernelFile = Path.Combine(_folder, "kernel8.img");
        File.WriteAllBytes(kernelFile, Damaged(kernel));
        string? initramfs = LoadInitramfs(config);
        bool isPl011 = overlays.Any(name => name is "disable-bt" or "miniuart-bt") || HasHeaderPins(treeFile);
        int uart = config.Flag("enable_uart", isPl011) ? (isPl011 ? 0 : 1) : -1;
        WriteBootloaderNode(treeFile);
        MovePowerBlock(treeFile);
        return new Handover(kernelFile, DamagedTree(treeFile), commandLine, initramfs, uart, Watchdog(config));
    }

    private static TimeSpan Watchdog(ConfigText config) =>
        double.TryParse(config.Text("kernel_watchdog_timeout", "0"), CultureInfo.InvariantCulture, out double seconds)
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;

    // What the bootloader says of this start. [RPI-DOC configuration/device-tree.adoc]
    private void WriteBootloaderNode(string tree)
    {
        const string node = "/chosen/bootloader";
        Tool("fdtput", "-p", "-c", tree, node);
        Tool("fdtput", "-t", "i", tree, node, "partition", "0");
        Tool("fdtput", "-t", "i", tree, node, "tryboot", _isTrial ? "1" : "0");
    }

    // To the address at which this program simulates it (PowerBlock).
    private static void MovePowerBlock(string tree)
    {
        const string old = "/soc/watchdog@7e100000";
        string moved = string.Create(CultureInfo.InvariantCulture, $"/watchdog@{PowerBlock.Address:x}");
        string phandle = Tool("fdtget", "-t", "x", tree, old, "phandle").Trim();
        if (phandle.Length == 0)
        {
            return;
        }

        string[] size = Tool("fdtget", "-t", "i", tree, "/", "#size-cells").Trim() == "2" ? ["0", "1000"] : ["1000"];
        Tool("fdtput", "-r", tree, old);
        Tool("fdtput", "-c", tree, moved);
        Tool("fdtput", "-t", "s", tree, moved, "compatible", "brcm,bcm2711-pm", "brcm,bcm2835-pm-wdt");
        Tool("fdtput", ["-t", "x", tree, moved, "reg", "0", PowerBlock.Address.ToString("x", CultureInfo.InvariantCulture), .. size]);
        Tool("fdtput", "-t", "x", tree, moved, "phandle", phandle);
    }

    private ConfigText SecondStage()
    {
        _print("RPi: BOOTLOADER release VERSION:6efe41bd DATE: 2024/09/23 TIME: 13:02:56");
        ConfigText config = new(Encoding.UTF8.GetString(_files.Read(_isTrial ? "tryboot.txt" : "config.txt") ?? []), _isTrial);
        foreach (string optional in new[] { "vl805.sig", "pieeprom.sig", "recover4.elf", "recovery.elf" })
        {
            _files.Read(optional);
        }

        byte[]? start = _faults.Has("no-firmware") ? null : _files.Read("start4.elf");
        if (start is null)
        {
            throw new BootFailureException("Firmware not found: start4.elf");
        }

        _print($"Read start4.elf bytes {start.Length,8} hnd 0x00000000");
        byte[] fixup = _files.Read("fixup4.dat") ?? throw new BootFailureException("Firmware not found: fixup4.dat");
        _print($"Read fixup4.dat bytes {fixup.Length,8} hnd 0x00000000");
        _print("MEM GPU: 76 ARM: 948 TOTAL: 1024");
        _print("Starting start4.elf @ 0xfec00200");
        return config;
    }

    private void Log(bool logs, string text)
    {
        if (logs)
        {
            _print($"MESS:00:00:{_clock.Elapsed.TotalSeconds:00.000000}:0: {text}");
        }
    }

    private string WithOverlays(string tree, string[] overlays, bool logs)
    {
        List<string> files = [];
        foreach (string name in overlays)
        {
            if (_files.Read($"overlays/{name}.dtbo") is not { } overlay)
            {
                Log(logs, $"Failed to load overlay '{name}'");
                continue;
            }

            files.Add(Path.Combine(_folder, name + ".dtbo"));
            File.WriteAllBytes(files[^1], overlay);
            Log(logs, $"Loaded overlay '{name}'");
        }

        if (files.Count == 0)
        {
            return tree;
        }

        string output = Path.Combine(_folder, "merged.dtb");
        try
        {
            DeviceTreeCompiler.Apply(tree, files, output);
            return output;
        }
        catch (FirmwareException e)
        {
            // The real firmware leaves out an overlay that does not fit, and continues.
            Log(logs, $"Failed to apply overlays: {e.Message}");
            return tree;
        }
    }

    private string? LoadInitramfs(ConfigText config)
    {
        string name = config.Text("initramfs", "");
        if (name.Length == 0 || _files.Read(name) is not { } content)
        {
            return null;
        }

        string file = Path.Combine(_folder, "initramfs");
        File.WriteAllBytes(file, content);
        return file;
    }

    /// <summary>True when the PL011's pins are GPIO14 and GPIO15, which are on the header.</summary>
    private static bool HasHeaderPins(string tree)
    {
        string handle = Tool("fdtget", "-t", "x", tree, Pl011, "pinctrl-0").Trim();
        foreach (string node in Tool("fdtget", "-l", tree, "/soc/gpio@7e200000").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string path = "/soc/gpio@7e200000/" + node;
            if (handle.Length > 0
                && handle.Split(' ').Contains(Tool("fdtget", "-t", "x", tree, path, "phandle").Trim())
                && Tool("fdtget", "-t", "u", tree, path, "brcm,pins").Split(' ', '\n').Contains("14"))
            {
                return true;
            }
        }

        return false;
    }

    private byte[] Damaged(byte[] kernel)
    {
        if (_faults.Has("other-kernel"))
        {
            kernel = File.ReadAllBytes(_faults.Text("other-kernel"));
        }

        if (_faults.Has("half-kernel"))
        {
            kernel = kernel[..(kernel.Length / 2)];
        }

        if (!_faults.Has("damaged-kernel"))
        {
            return kernel;
        }

        kernel = [.. kernel];
        // The header stays, so that the file is still started.
        for (int at = 0x1000; at < kernel.Length; at += 64)
        {
            kernel[at] ^= 0x10;
        }

        return kernel;
    }

    private string DamagedTree(string tree)
    {
        if (_faults.Has("wrong-dtb"))
        {
            // A tree of a machine that has its memory and UART elsewhere.
            string source = Path.Combine(_folder, "wrong.dts");
            File.WriteAllText(source, OtherTree);
            tree = Path.Combine(_folder, "wrong.dtb");
            DeviceTreeCompiler.Compile(source, tree);
        }

        if (_faults.Number("clock") is { } millionths)
        {
            long hertz = Emulator.CounterHz + (Emulator.CounterHz * millionths / 1_000_000);
            Tool("fdtput", "-t", "i", tree, "/timer", "clock-frequency", hertz.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return tree;
    }

    private const string OtherTree = """
        /dts-v1/;
        / {
            #address-cells = <2>; #size-cells = <1>;
            model = "Raspberry Pi 3 Model B"; compatible = "raspberrypi,3-model-b", "brcm,bcm2837";
            aliases { serial0 = "/soc/serial@7e201000"; };
            chosen { stdout-path = "serial0:115200n8"; };
            memory@0 { device_type = "memory"; reg = <0 0 0x3b400000>; };
            soc { compatible = "simple-bus"; #address-cells = <1>; #size-cells = <1>; ranges = <0x7e000000 0 0x3f000000 0x01000000>;
                serial@7e201000 { compatible = "arm,pl011", "arm,primecell"; reg = <0x7e201000 0x200>; };
            };
        };
        """;

    private static string Tool(string program, params string[] arguments)
    {
        ProgramAnswer answer = BootTools.Run(program, arguments);
        return answer.ExitCode == 0 ? answer.Text : "";
    }
}
