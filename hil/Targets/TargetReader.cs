// Reads one target, which has the same form in boards/NAME/board.yaml and in a user's rig.yaml.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Targets;

/// <summary>Reads targets.</summary>
public static class TargetReader
{
    // The old name of driver lab, from before bench meant only benchmarks: files with it still work.
    private const string FormerLab = "bench";

    private static readonly string[] s_drivers = ["qemu", "lab"];

    /// <summary>Reads <paramref name="section"/>. Missing keys are as in <paramref name="defaults"/>.</summary>
    /// <exception cref="ConfigurationException">Anything in it is wrong.</exception>
    public static TargetDefinition Read(YamlSection section, TargetDefaults defaults, IReadOnlyDictionary<string, HostDefinition> hosts)
    {
        string driver = section.RequiredText("driver"), remark = "";
        if (driver == FormerLab)
        {
            driver = "lab";
            remark = section.Error("driver", "is bench, which is called lab now: write driver: lab").Message;
        }

        if (!s_drivers.Contains(driver))
        {
            throw section.Error("driver", $"is {driver}, which no driver is called{Suggestion.For(driver, s_drivers)}");
        }

        TargetDefinition target = new()
        {
            Name = section.RequiredText("name"),
            Board = defaults.Board,
            BoardFolder = defaults.BoardFolder,
            BootName = defaults.BootName,
            Title = section.Text("title", ""),
            Driver = driver,
            Remark = remark,
            Qemu = driver == "qemu" ? ReadQemu(section.Section("qemu") ?? throw section.Error("qemu", "is missing")) : QemuSettings.None,
            Lab = driver == "lab" ? ReadLab(section, hosts) : null,
            Strategy = ReadStrategy(section.Section("strategy")),
            Image = section.Text("image", defaults.Image),
            CommandLine = section.Text("cmdline", ""),
            Deadlines = section.Section("deadlines") is { } own ? ReadDeadlines(own) : defaults.Deadlines,
        };
        if (!target.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            throw section.Error("name", $"is {target.Name}: letters, digits, - _ . only, since files are named after it");
        }

        section.RejectUnknown();
        return target;
    }

    /// <summary>Reads a section <c>deadlines</c>; null gives the defaults.</summary>
    /// <exception cref="ConfigurationException">Anything in it is wrong.</exception>
    public static Deadlines ReadDeadlines(YamlSection? section)
    {
        Deadlines fallback = Deadlines.Default;
        if (section is null)
        {
            return fallback;
        }

        Deadlines deadlines = new(
            section.Seconds("first_byte", fallback.FirstByte),
            section.Seconds("silence", fallback.Silence),
            section.Seconds("total", fallback.Total));
        TimeSpan kernel = section.Seconds("kernel", TimeSpan.Zero);
        deadlines = deadlines with { Kernel = kernel > TimeSpan.Zero ? kernel : null };
        section.RejectUnknown();
        return deadlines;
    }

    private static LabDefinition ReadLab(YamlSection section, IReadOnlyDictionary<string, HostDefinition> hosts)
        => new(
            ReadDriver(section, "console", DriverSchemas.Consoles, hosts),
            ReadDriver(section, "power", DriverSchemas.Powers, hosts),
            ReadDriver(section, "media", DriverSchemas.Media, hosts),
            hosts)
        {
            Program = section.Texts("program"),
            Meter = section.Section("meter") is { } meter ? DriverSettings.Read(meter, DriverSchemas.Meters) : null,
        };

    private static DriverSettings ReadDriver(
        YamlSection target,
        string key,
        IReadOnlyList<DriverSchema> known,
        IReadOnlyDictionary<string, HostDefinition> hosts)
    {
        YamlSection section = target.Section(key)
            ?? throw target.Error(key, $"is missing: driver: {string.Join(", ", known.Select(schema => schema.Name))}");
        DriverSettings settings = DriverSettings.Read(section, known);
        if (settings.Has("host") && settings.Text("host") is { Length: > 0 } host && !hosts.ContainsKey(host))
        {
            throw section.Error("host", $"is {host}, which hosts: has not{Suggestion.For(host, [.. hosts.Keys])}");
        }

        return settings;
    }

    private static StrategySettings ReadStrategy(YamlSection? section)
    {
        StrategySettings fallback = new();
        if (section is null)
        {
            return fallback;
        }

        StrategySettings strategy = new()
        {
            PrepareLimit = section.Seconds("prepare", fallback.PrepareLimit),
            OpenLimit = section.Seconds("open", fallback.OpenLimit),
            PowerLimit = section.Seconds("power", fallback.PowerLimit),
            Retries = section.Integer("retries", 0, 0, 10),
            AsksOverSerial = Choice(section, "suites", ["cmdline", "serial"]) == "serial",
            LeavesOn = Choice(section, "leave", ["off", "on"]) == "on",
        };
        section.RejectUnknown();
        return strategy;
    }

    private static string Choice(YamlSection section, string key, string[] choices)
    {
        string text = section.Text(key, choices[0]);
        return choices.Contains(text) ? text : throw section.Error(key, $"is {text}, which it cannot be{Suggestion.For(text, choices)}");
    }

    private static QemuSettings ReadQemu(YamlSection section)
    {
        QemuSettings settings = new()
        {
            Program = section.Text("program", "qemu-system-aarch64"),
            Machine = section.RequiredText("machine"),
            Options = section.Texts("options"),
            Cpu = section.Text("cpu", ""),
            Memory = section.Text("memory", ""),
            Smp = section.Integer("smp", 0, 1, 512),
            Dtb = section.Text("dtb", ""),
            Overlays = section.Texts("overlays"),
            SerialIndex = section.Integer("serial", 0, 0, 7),
            PowersOff = section.Boolean("powers_off", true),
            Arguments = section.Texts("arguments"),
        };
        section.RejectUnknown();
        return settings;
    }
}
