// rk doctor.

using System;
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
        ToolRequirement[] tools = [.. ToolRequirement.Load(Repository.Root)];
        string?[] versions = new string?[tools.Length];
        Parallel.For(0, tools.Length, index => versions[index] = tools[index].FindVersion());
        int missing = 0, absent = 0;
        if (WritesJson(parsed, json, tools, versions))
        {
            return tools.Zip(versions).All(pair => !pair.First.IsForRunning || IsFine(pair.First, pair.Second))
                ? ExitStatus.Pass
                : ExitStatus.Infrastructure;
        }

        Row("tool", "found", "needed", "");
        for (int index = 0; index < tools.Length; index++)
        {
            ToolRequirement tool = tools[index];
            bool isFine = IsFine(tool, versions[index]);
            missing += !isFine && tool.IsForRunning ? 1 : 0;
            absent += !isFine && !tool.IsForRunning ? 1 : 0;
            string found = versions[index] switch { null => "missing", "" => "unknown", { } text => text };
            Row(tool.Name, found, tool.Minimum, isFine ? "ok" : $"install {tool.Package}: {tool.Why}");
        }

        missing += CheckFolder(Repository.IsInstalled ? "state" : "artifacts", Repository.Work());
        missing += CheckFolder("temporary files", Path.GetTempPath());
        CheckSerialPorts();
        foreach (DriverLibrary library in DriverLibrary.All())
        {
            Row(library.Name, library.Version, "-", library.Drives);
        }

        string how = Repository.IsInstalled ? "apt install what the lines above name" : "make install-deps installs them";
        string rest = absent == 0 ? "" : $"; {absent} more have other uses: {how}";
        Console.WriteLine(missing == 0 ? $"everything needed is here{rest}" : $"{missing} missing: {how}");
        return missing == 0 ? ExitStatus.Pass : ExitStatus.Infrastructure;
    }

    private static bool IsFine(ToolRequirement tool, string? version) => version is not null && tool.Accepts(version);

    private static bool WritesJson(ParseResult parsed, JsonOption json, ToolRequirement[] tools, string?[] versions)
        => json.Write(parsed, [.. tools.Select((tool, index) => new
        {
            tool.Name,
            Found = versions[index],
            Needed = tool.Minimum,
            IsFine = IsFine(tool, versions[index]),
            tool.IsForRunning,
            tool.Package,
            tool.Why,
        })]);

    private static void Row(string name, string found, string needed, string remark)
        => Console.WriteLine($"{name,-22}{found,-12}{needed,-12}{remark}".TrimEnd());

    private static int CheckFolder(string name, string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            string probe = Path.Combine(path, $".rk-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            Row(name, "writable", "writable", "ok");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Row(name, "not", "writable", e.Message);
            return 1;
        }
    }

    /// <summary>Only real boards need serial ports. Having none is no mistake; one that rk may not open gets a line.</summary>
    private static void CheckSerialPorts()
    {
        string[] ports = [.. new[] { "ttyUSB*", "ttyACM*", "ttyAMA*" }.SelectMany(pattern => Directory.GetFiles("/dev", pattern)).Order()];
        if (ports.Length == 0)
        {
            Row("serial ports", "none", "-", "needed for real boards only");
        }

        foreach (string port in ports)
        {
            Row(
                port,
                SerialPortAccess.Describe(port),
                "-",
                SerialPortAccess.IsUsable(port) ? "ok" : "add yourself to its group: sudo usermod -aG dialout $USER");
        }
    }
}
