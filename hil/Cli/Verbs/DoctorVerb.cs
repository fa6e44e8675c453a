// rk doctor.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Checks tools and permissions, and says how to mend each problem.</summary>
internal static class DoctorVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Command command = new("doctor", "Check tools, versions and permissions. Exit status 3 if something is missing that a run needs.");
        JsonOption json = new();
        json.AddTo(command);
        command.SetAction(parsed => Run(parsed, json));
        return command;
    }

    private static int Run(ParseResult parsed, JsonOption json)
    {
        List<Finding> findings = [.. Tools(), .. Places()];
        int missing = findings.Count(finding => !finding.IsFine && finding.IsForRunning);
        int absent = findings.Count(finding => !finding.IsFine) - missing;
        if (json.Write(parsed, findings))
        {
            return missing == 0 ? ExitStatus.Pass : ExitStatus.Infrastructure;
        }

        Row("tool", "found", "needed", "");
        findings.ForEach(finding => Row(finding.Name, finding.Found ?? "missing", finding.Needed, finding.Remark));
        string how = Repository.IsInstalled ? "apt install what the lines above name" : "make install-deps installs them";
        string rest = absent == 0 ? "" : $"; {absent} more have other uses: {how}";
        Console.WriteLine(missing == 0 ? $"everything needed is here{rest}" : $"{missing} missing: {how}");
        return missing == 0 ? ExitStatus.Pass : ExitStatus.Infrastructure;
    }

    private static IEnumerable<Finding> Tools()
    {
        ToolRequirement[] tools = [.. ToolRequirement.Load(Repository.Root)];
        string?[] versions = new string?[tools.Length];
        Parallel.For(0, tools.Length, index => versions[index] = tools[index].FindVersion());
        return tools.Zip(versions, static (tool, version) =>
        {
            bool isFine = version is not null && tool.Accepts(version);
            return new Finding(tool.Name, version is "" ? "unknown" : version, tool.Minimum, isFine)
            {
                IsForRunning = tool.IsForRunning,
                Package = tool.Package,
                Remark = isFine ? "ok" : $"install {tool.Package}: {tool.Why}",
            };
        });
    }

    private static IEnumerable<Finding> Places() =>
    [
        CheckFolder(Repository.IsInstalled ? "state" : "artifacts", Repository.Work()),
        CheckFolder("temporary files", Path.GetTempPath()),
        .. SerialPorts(),
        .. DriverLibrary.All().Select(library => new Finding(library.Name, library.Version, "-", IsFine: true) { Remark = library.Drives }),
    ];

    private static void Row(string name, string found, string needed, string remark)
        => Console.WriteLine($"{name,-22}{found,-12}{needed,-12}{remark}".TrimEnd());

    private static Finding CheckFolder(string name, string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            string probe = Path.Combine(path, $".rk-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new Finding(name, "writable", "writable", IsFine: true) { IsForRunning = true, Remark = "ok" };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding(name, "not", "writable", IsFine: false) { IsForRunning = true, Remark = e.Message };
        }
    }

    /// <summary>Only real boards need serial ports. Having none is no mistake; one that rk may not open gets a line.</summary>
    private static IEnumerable<Finding> SerialPorts()
    {
        string[] ports = [.. new[] { "ttyUSB*", "ttyACM*", "ttyAMA*" }.SelectMany(pattern => Directory.GetFiles("/dev", pattern)).Order()];
        return ports.Length == 0
            ? [new Finding("serial ports", "none", "-", IsFine: true) { Remark = "needed for real boards only" }]
            : ports.Select(port => new Finding(port, SerialPortAccess.Describe(port), "-", IsFine: true)
            {
                Remark = SerialPortAccess.IsUsable(port) ? "ok" : "add yourself to its group: sudo usermod -aG dialout $USER",
            });
    }

    /// <summary>A line of the table.</summary>
    /// <param name="Name">The tool, or what else was looked at.</param>
    /// <param name="Found">Its version or state; null: it is missing.</param>
    /// <param name="Needed">The version or state that is needed.</param>
    /// <param name="IsFine">True when it is as needed.</param>
    private sealed record Finding(string Name, string? Found, string Needed, bool IsFine)
    {
        /// <summary>True when nothing runs without it.</summary>
        public bool IsForRunning { get; init; }

        /// <summary>Debian's package of a tool.</summary>
        public string Package { get; init; } = "";

        /// <summary>"ok", or what to do.</summary>
        public string Remark { get; init; } = "";
    }
}
