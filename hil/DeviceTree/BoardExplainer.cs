// The verb "rk boards --explain FILE.dtb": what this kernel would make of any board.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using RustKernel.DeviceTree;

namespace RustKernel.Hil.DeviceTree;

/// <summary>Reads a board's device tree as the kernel would and says what it would find, drive and miss.</summary>
public sealed class BoardExplainer
{
    private const int MostLines = 32;

    private readonly TextWriter _output;
    private readonly List<string> _missing = [];
    private readonly List<string> _limits = [];

    private BoardExplainer(TextWriter output) => _output = output;

    /// <summary>
    /// Explains <paramref name="file"/> on <paramref name="output"/>. Returns the exit status: 0,
    /// or 2 after one line on <paramref name="error"/>.
    /// </summary>
    public static int Run(string file, TextWriter output, TextWriter error)
    {
        byte[]? bytes = DeviceTreeFile.Load(file, out string problem);
        if (bytes is null)
        {
            error.WriteLine($"rk boards: {problem}");
            return 2;
        }
        DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
        new BoardExplainer(output).Explain(tree);
        return 0;
    }

    private void Explain(DeviceTreeBlob tree)
    {
        string model = Text(tree.Root.Property("model"u8).AsString);
        _output.WriteLine($"Board: {(model.Length > 0 ? model : "(no model)")} ({Strings(tree.Root.Property("compatible"u8))})");
        if (BootNeeds.IsOverlayTree(tree))
        {
            _output.WriteLine("Overlay: this file changes another device tree and boots nothing by itself");
            _output.WriteLine("Next: fdtoverlay -i BOARD.dtb -o WHOLE.dtb FILE.dtb, and rk boards --explain WHOLE.dtb");
            return;
        }

        ExplainMemory(tree);
        ExplainCpus(tree);
        List<(KernelDriver Driver, string Path)> driven = ExplainDevices(tree);
        ExplainConsole(tree, driven);
        ExplainLines(tree);
        new ClaimableDevices(_output).Write(tree);
        RequireRole(driven, DriverRole.InterruptController, "interrupt controller", Unsupported(tree, "interrupt-controller"));
        RequireRole(driven, DriverRole.Timer, "generic timer", string.Empty);
        if (driven.All(d => d.Driver.Role != DriverRole.Power))
        {
            _limits.Add("neither reboot nor power-off: no PSCI and no watchdog the kernel drives");
        }

        foreach (string limit in _limits)
        {
            _output.WriteLine($"Limit: {limit}");
        }

        foreach (string missing in _missing)
        {
            _output.WriteLine($"Missing to boot: {missing}");
        }

        if (_missing.Count == 0)
        {
            _output.WriteLine("Missing to boot: nothing");
        }
    }

    private void ExplainMemory(DeviceTreeBlob tree)
    {
        ulong total = 0;
        MemoryBanks banks = tree.MemoryBanks;
        while (banks.MoveNext())
        {
            AddressRange bank = banks.Current;
            total += bank.SizeBytes;
            _output.WriteLine(Invariant($"Memory: 0x{bank.Start:x} - 0x{bank.Last:x} ({bank.SizeBytes >> 20} MB)"));
        }
        if (banks.RejectedCount > 0)
        {
            _limits.Add(Invariant($"{banks.RejectedCount} memory bank(s) make no sense and are left out"));
        }

        if (total == 0)
        {
            _missing.Add("memory: the tree describes none (the board's firmware may fill it in)");
        }

        foreach (AddressRange range in tree.Reservations)
        {
            _output.WriteLine(Invariant($"Reserved: 0x{range.Start:x} - 0x{range.Last:x} (memory reservation block)"));
        }

        foreach (ReservedRegion region in tree.ReservedMemory)
        {
            string where = region.IsDynamic
                ? Invariant($"{region.Range.SizeBytes >> 10} KB, anywhere")
                : Invariant($"0x{region.Range.Start:x} - 0x{region.Range.Last:x}");
            _output.WriteLine($"Reserved: {where} ({Text(region.Node.Name)}{(region.IsNoMap ? ", no-map" : "")}"
                + $"{(region.IsReusable ? ", reusable" : "")})");
        }
    }

    private void ExplainCpus(DeviceTreeBlob tree)
    {
        int count = 0;
        int startable = 0;
        bool hasPsci = KernelDrivers.IsPresent(tree, "PSCI");
        foreach (DeviceTreeCpu cpu in tree.Cpus)
        {
            count++;
            Result<ulong> mpidr = cpu.Mpidr;
            string id = mpidr.IsOk ? Invariant($"0x{mpidr.Value:x}") : "without a usable reg";
            string method = cpu.EnableMethodText.Length > 0 ? Text(cpu.EnableMethodText) : "no enable-method";
            string release = cpu.ReleaseAddress.IsOk ? Invariant($" at 0x{cpu.ReleaseAddress.Value:x}") : string.Empty;
            string status = cpu.Status == DeviceTreeStatus.Okay ? string.Empty : $", status {cpu.Status}";
            _output.WriteLine($"CPU: {id} {Strings(cpu.Node.Property("compatible"u8))} ({method}{release}{status})");
            if ((cpu.EnableMethod == CpuEnableMethod.Psci && hasPsci)
                || (cpu.EnableMethod == CpuEnableMethod.SpinTable && cpu.ReleaseAddress.IsOk))
            {
                startable++;
            }
        }
        if (count == 0)
        {
            _missing.Add("CPUs: the tree describes none");
        }
        else if (count > 1 && startable < count)
        {
            _limits.Add(Invariant($"{count - startable} of {count} CPUs have no way to be started that the kernel knows"));
        }
    }

    private List<(KernelDriver Driver, string Path)> ExplainDevices(DeviceTreeBlob tree)
    {
        List<(KernelDriver, string)> driven = [];
        int others = 0;
        foreach (DeviceTreeNode node in tree.Nodes)
        {
            if (!node.Property("compatible"u8).Exists || node.Level == 1 || !node.IsEnabled)
            {
                continue;
            }

            if (KernelDrivers.For(node) is not { } driver)
            {
                others++;
                continue;
            }
            string problem = Describe(node, out string where);
            _output.WriteLine($"Device: {driver.Name}: {PathOf(node)}{where}{(problem.Length > 0 ? $" - unusable: {problem}" : "")}");
            if (problem.Length == 0)
            {
                driven.Add((driver, PathOf(node)));
            }
        }
        _output.WriteLine(Invariant($"Devices without a driver here: {others}"));
        return driven;
    }

    // A device's address, and the reason why the kernel cannot use it.
    private static string Describe(DeviceTreeNode node, out string where)
    {
        where = string.Empty;
        if (node.Property("reg"u8).Exists)
        {
            Result<AddressRange> register = node.Register(0);
            if (!register.IsOk)
            {
                return register.Error == ErrorCode.NotSupported ? "its address is outside its bus's ranges" : "its address makes no sense";
            }

            where = Invariant($" at 0x{register.Value.Start:x}");
        }
        if (node.InterruptCount > 0 && node.Interrupt(0, out DeviceTreeInterrupt interrupt) == ErrorCode.None
            && KernelDrivers.For(interrupt.Controller) is { } controller
            && (controller.Role == DriverRole.InterruptController || controller.Name == KernelDrivers.BankedInterrupts))
        {
            Result<GicInterrupt> gic = GicInterrupt.Decode(in interrupt);
            if (gic.IsOk)
            {
                where += Invariant($", INTID {gic.Value.Intid}");
            }
        }
        return string.Empty;
    }

    private void ExplainConsole(DeviceTreeBlob tree, List<(KernelDriver Driver, string Path)> driven)
    {
        DeviceTreeConsole console = tree.Chosen.Console;
        string chosen = PathOf(console.Node);
        string options = console.Options.Length > 0 ? $", {Text(console.Options)}" : string.Empty;
        (KernelDriver Driver, string Path) match = driven.Find(d => d.Driver.Role == DriverRole.Console && d.Path == chosen);
        if (console.Node.Exists && match.Driver is not null)
        {
            _output.WriteLine($"Console: {match.Driver.Name}, {chosen}{options}");
            return;
        }
        string namer = console.IsNamed ? "stdout-path" : "alias serial0";
        string reason = console.Node.Exists
            ? $"{namer} names {chosen} ({Strings(console.Node.Property("compatible"u8))}), which the kernel does not drive"
            : tree.Chosen.StdoutPath.Length > 0 ? "stdout-path leads nowhere" : "the tree has no stdout-path";
        match = driven.Find(d => d.Driver.Role == DriverRole.Console);
        if (match.Driver is null)
        {
            _output.WriteLine("Console: none");
            _missing.Add($"console: {reason}, and there is no other UART the kernel drives");
            return;
        }
        _output.WriteLine($"Console: {match.Driver.Name}, {match.Path} (first one found)");
        _limits.Add(reason);
    }

    // Every UART that the kernel drives, with the words that make it the console.
    private void ExplainLines(DeviceTreeBlob tree)
    {
        foreach (DeviceTreeNode node in tree.Nodes)
        {
            if (BootNeeds.ConsoleDriver(node) is { } driver)
            {
                _output.WriteLine($"Choose: console={LineOf(tree, node)} for {PathOf(node)} ({driver.Name})");
            }
        }
    }

    // The line's name, if it leads back to the same device; else the path, which always does.
    private static string LineOf(DeviceTreeBlob tree, DeviceTreeNode node)
    {
        string letters = Text(ConsoleOption.LettersOf(node));
        for (int number = 0; letters.Length > 0 && number < MostLines; number++)
        {
            string line = Invariant($"{letters}{number}");
            DeviceTreeNode found = ConsoleOption.Resolve(tree, Encoding.ASCII.GetBytes(line)).Node;
            if (found.Exists && found.IsSame(node))
            {
                return line;
            }
        }

        return PathOf(node);
    }

    private void RequireRole(List<(KernelDriver Driver, string Path)> driven, DriverRole role, string name, string instead)
    {
        if (driven.All(d => d.Driver.Role != role))
        {
            _missing.Add($"{name}: none that the kernel drives{(instead.Length > 0 ? $" (the tree has {instead})" : "")}");
        }
    }

    private static string Unsupported(DeviceTreeBlob tree, string marker)
    {
        foreach (DeviceTreeNode node in tree.Nodes)
        {
            if (node.Property(Encoding.ASCII.GetBytes(marker)).Exists)
            {
                return $"{PathOf(node)}, {Strings(node.Property("compatible"u8))}";
            }
        }

        return string.Empty;
    }

    internal static string PathOf(DeviceTreeNode node)
    {
        Span<byte> path = stackalloc byte[4096];
        Result<int> length = node.WritePath(path);
        return length.IsOk ? Text(path[..length.Value]) : Text(node.Name);
    }

    private static string Strings(DeviceTreeProperty property)
    {
        List<string> all = [];
        foreach (ReadOnlySpan<byte> text in property.Strings)
        {
            all.Add(Text(text));
        }

        return string.Join(", ", all);
    }

    // What comes from a tree goes to a terminal: printable characters only.
    internal static string Text(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new();
        foreach (byte character in bytes)
        {
            text.Append(character is >= 0x20 and <= 0x7e ? (char)character : '?');
        }

        return text.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
