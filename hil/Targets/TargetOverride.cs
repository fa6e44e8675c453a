// Changes to a target for one run, each checked.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RustKernel.Hil.Targets;

/// <summary>One named setting that a run may change: "memory=8G".</summary>
public static class TargetOverride
{
    private static readonly Dictionary<string, Func<TargetDefinition, string, TargetDefinition>> s_settings = new()
    {
        ["machine"] = (target, value) => target with { Qemu = target.Qemu with { Machine = Word("machine", value) } },
        ["machine-option"] = (target, value) => WithOption(target, value),
        ["cpu"] = (target, value) => target with { Qemu = target.Qemu with { Cpu = Word("cpu", value) } },
        ["memory"] = (target, value) => target with { Qemu = target.Qemu with { Memory = Memory(value) } },
        ["smp"] = (target, value) => target with { Qemu = target.Qemu with { Smp = Cpus(value) } },
        ["gic"] = (target, value) => WithOption(target, "gic-version=" + Gic(value)),
        ["dtb"] = (target, value) => target with { Qemu = target.Qemu with { Dtb = NotEmpty("dtb", value), Overlays = [] } },
        ["image"] = (target, value) => target with { Image = NotEmpty("image", value) },
        ["cmdline"] = (target, value) => target with { CommandLine = Join(target.CommandLine, Line(value)) },
        ["qemu-arg"] = (target, value) => target with
        {
            Qemu = target.Qemu with { Arguments = [.. target.Qemu.Arguments, NotEmpty("qemu-arg", value)] }
        },
        ["disk"] = (target, value) => target with
        {
            Qemu = target.Qemu with { Disks = [.. target.Qemu.Disks, NotEmpty("disk", value)] }
        },
        ["net"] = NetworkReader.WithNetwork,
        ["forward"] = NetworkReader.WithForward,
        ["pcap"] = (target, value) => NetworkReader.WithCapture(target, NotEmpty("pcap", value)),
        ["fault"] = WithFault,
        ["timeout"] = (target, value) => target with { Deadlines = target.Deadlines.WithTotal(Seconds(value)) },
    };

    private static readonly string[] s_ofEmulators =
        ["machine", "machine-option", "cpu", "memory", "smp", "gic", "dtb", "disk", "net", "forward", "pcap", "qemu-arg"];

    /// <summary>The names that <see cref="Apply"/> takes.</summary>
    public static IReadOnlyCollection<string> Names => s_settings.Keys;

    /// <summary>The target with <paramref name="name"/> set to <paramref name="value"/>.</summary>
    /// <exception cref="ConfigurationException">There is no such setting, or the value is not one it can have.</exception>
    public static TargetDefinition Apply(TargetDefinition target, string name, string value)
        => target.Lab is not null && s_ofEmulators.Contains(name)
            ? throw new ConfigurationException($"target {target.Name} is no emulator: {name} cannot be set")
            : s_settings.TryGetValue(name, out Func<TargetDefinition, string, TargetDefinition>? apply)
            ? apply(target, value)
            : throw new ConfigurationException($"no setting {name}{Suggestion.For(name, s_settings.Keys)}");

    private static TargetDefinition WithOption(TargetDefinition target, string value)
    {
        int equals = value.IndexOf('=');
        if (equals < 1 || value.Any(letter => letter is ',' or ' '))
        {
            throw new ConfigurationException($"machine-option is KEY=VALUE, not \"{value}\"");
        }

        string key = value[..(equals + 1)];
        IEnumerable<string> others = target.Qemu.Options.Where(option => !option.StartsWith(key, StringComparison.Ordinal));
        return target with { Qemu = target.Qemu with { Options = [.. others, value] } };
    }

    private static TargetDefinition WithFault(TargetDefinition target, string value)
        => target.Lab is { Program.Count: > 0 } lab
            ? target with { Lab = lab with { Program = [.. lab.Program, "--fault", NotEmpty("fault", value)] } }
            : throw new ConfigurationException($"target {target.Name} is no virtual board: fault cannot be set");

    private static string Word(string name, string value)
        => value.Length > 0 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ',' or '=')
            ? value
            : throw new ConfigurationException($"{name} is one word such as cortex-a72 or virt, not \"{value}\"");

    private static string NotEmpty(string name, string value)
        => value.Length > 0 ? value : throw new ConfigurationException($"{name} is empty");

    private static string Line(string value)
        => value.Any(char.IsControl) ? throw new ConfigurationException("cmdline has a control character in it") : value;

    private static string Join(string first, string second) => first.Length == 0 ? second : $"{first} {second}";

    private static string Memory(string value)
    {
        bool fits = value.Length > 1
            && value[^1] is 'M' or 'G'
            && long.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out long amount)
            && amount is > 0 and < 1 << 20;
        return fits ? value : throw new ConfigurationException($"memory is a size such as 128M or 8G, not \"{value}\"");
    }

    private static int Cpus(string value)
        => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int cpus) && cpus is > 0 and <= 512
            ? cpus
            : throw new ConfigurationException($"smp is a number of CPUs from 1 to 512, not \"{value}\"");

    private static string Gic(string value)
        => value is "2" or "3" or "4" or "max" ? value : throw new ConfigurationException($"gic is 2, 3, 4 or max, not \"{value}\"");

    private static TimeSpan Seconds(string value)
        => double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            && seconds is > 0 and <= 86400
            ? TimeSpan.FromSeconds(seconds)
            : throw new ConfigurationException($"timeout is a number of seconds above 0, not \"{value}\"");
}
