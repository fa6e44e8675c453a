// The architecture checker of one run: the plugin's arguments before it, its report after it.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Drivers.Qemu;

/// <summary>
/// Makes QEMU load the plugin, and puts its findings into the event log. All CPUs run in turns in one
/// thread, so that every access is seen in the order in which it
/// happened; RAM is a memfd, in which the plugin reads the translation tables.
/// </summary>
internal sealed class ArchCheck(string reportPath)
{
    private const ulong InstructionBytes = 4;

    private static readonly Dictionary<string, string> s_ownMemory = new() { ["virt"] = "128M", ["raspi3b"] = "1G", ["raspi4b"] = "2G" };

    /// <summary>The plugin's file, next to the tool.</summary>
    public static string Plugin => Path.Combine(AppContext.BaseDirectory, "rk-archcheck.so");

    /// <summary>Refuses what the checker cannot watch, before anything is started.</summary>
    /// <exception cref="ConfigurationException">QEMU does not emulate the target, or its settings do not go with the checker.</exception>
    public static void Require(TargetDefinition target)
    {
        if (target.Lab is not null)
        {
            throw new ConfigurationException($"--arch-check watches the emulator: target {target.Name} is none");
        }

        if (target.Qemu.Arguments.Any(word => word is "-accel" or "-plugin")
            || target.Qemu.Options.Any(option => option.StartsWith("accel=", StringComparison.Ordinal)))
        {
            throw new ConfigurationException(
                "--arch-check chooses QEMU's accelerator and plugin itself: leave them out of --qemu-arg and --machine-option");
        }

        _ = MemoryOf(target.Qemu);
        if (!File.Exists(Plugin))
        {
            throw new ConfigurationException($"{Plugin} is missing: run make build");
        }
    }

    /// <summary>What QEMU's command line gets; the machine's options get <c>memory-backend=ram</c>.</summary>
    public IReadOnlyList<string> Arguments(QemuSettings settings) =>
    [
        "-object", $"memory-backend-memfd,id=ram,size={MemoryOf(settings)},share=on",
        "-accel", "tcg,thread=single",
        "-plugin", $"{Plugin.Replace(",", ",,", StringComparison.Ordinal)},report={reportPath}",
    ];

    /// <summary>
    /// Puts the report into <paramref name="log"/>, each violation with its places; if the checker did not watch, the rig has failed.
    /// </summary>
    public void Record(EventLogWriter log, Func<IReadOnlyCollection<ulong>, IReadOnlyDictionary<ulong, CodePlace>> locate)
    {
        if (ArchCheckReport.Read(reportPath) is not { } report)
        {
            Fail(log, "QEMU did not load the checker's plugin: it needs QEMU 9.2 or newer with plugins (rk doctor says what to install)");
            return;
        }

        HashSet<ulong> addresses = [.. report.Violations.SelectMany(AddressesOf)];
        IReadOnlyDictionary<ulong, CodePlace> places = locate(addresses);
        foreach (ArchViolation violation in report.Violations)
        {
            log.Append(EventKind.ArchViolation, Describe(violation, places));
        }

        log.Append(EventKind.Figure, new JsonObject { ["name"] = "arch.events", ["value"] = (long)report.Events, ["unit"] = "1" });
        if (report.Error.Length > 0)
        {
            Fail(log, report.Error);
        }
        else if (!report.IsReady)
        {
            Fail(log, "the checker never saw code in RAM");
        }

        if (report.Lost > 0)
        {
            Fail(log, $"{report.Lost} further violations had no room in the report");
        }
    }

    private static void Fail(EventLogWriter log, string reason) =>
        log.Append(EventKind.Failure, new JsonObject { ["what"] = "arch-check", ["reason"] = "arch-check: " + reason });

    private static string MemoryOf(QemuSettings settings)
        => settings.Memory.Length > 0 ? settings.Memory
            : s_ownMemory.TryGetValue(settings.Machine, out string? own) ? own
            : throw new ConfigurationException(
                $"--arch-check has to know how much RAM machine {settings.Machine} has: say it with --memory");

    private static IEnumerable<ulong> AddressesOf(ArchViolation violation)
        => new[] { violation.Address, violation.Other, CallOf(violation) }.Where(address => address != 0);

    // A return address names the instruction after the call.
    private static ulong CallOf(ArchViolation violation) => violation.Caller >= InstructionBytes ? violation.Caller - InstructionBytes : 0;

    private static JsonObject Describe(ArchViolation violation, IReadOnlyDictionary<ulong, CodePlace> places)
    {
        JsonObject fields = Place(violation.Address, places);
        fields["rule"] = violation.Rule;
        fields["count"] = (long)violation.Count;
        fields["text"] = violation.Text;
        fields["cpu"] = violation.Cpu;
        if (violation.Subject != 0)
        {
            fields["address"] = Hex(violation.Subject);
        }

        if (violation.Other != 0)
        {
            fields["other"] = Place(violation.Other, places);
        }

        bool isOwnFunction = places.TryGetValue(CallOf(violation), out CodePlace? caller)
            && places.TryGetValue(violation.Address, out CodePlace? place)
            && caller.Function == place.Function;
        if (caller is not null && !isOwnFunction)
        {
            fields["caller"] = Place(CallOf(violation), places);
        }

        return fields;
    }

    private static JsonObject Place(ulong address, IReadOnlyDictionary<ulong, CodePlace> places)
    {
        places.TryGetValue(address, out CodePlace? place);
        return new JsonObject
        {
            ["pc"] = Hex(address),
            ["function"] = place?.Function ?? "",
            ["file"] = place?.File ?? "",
            ["line"] = place?.Line ?? 0
        };
    }

    private static string Hex(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);
}
