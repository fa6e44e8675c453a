// A project of real .NET as a static program for Linux on AArch64.

using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Programs;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Services;

/// <summary>
/// Publishes a project as it is. Every setting is on the command line, and only dotnet publish's usual files are written into its folder.
/// </summary>
public static partial class LinuxPublisher
{
    /// <summary>The manifest's line that makes it a program for Linux.</summary>
    public const string Personality = "personality=linux\n";

    private static readonly string[] s_own = ["Program.targets", "Service.targets"];
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The static program that <paramref name="named"/> means: itself, or what its project publishes; null: a project of a program of
    /// our own kind, which imports services/Program.targets.
    /// </summary>
    /// <exception cref="ConfigurationException">There is no such project; else as <see cref="Publish"/>.</exception>
    /// <exception cref="InfrastructureException">A tool is missing.</exception>
    public static string? Find(string named)
    {
        if (File.Exists(named) && !named.EndsWith("proj", StringComparison.Ordinal))
        {
            return named;
        }

        string project = ProgramRecipe.FindProject(named);
        bool isOwn = ProgramRecipe.Load(project) is not null || Array.Exists(s_own, File.ReadAllText(project).Contains);
        return isOwn ? null : Publish(project);
    }

    /// <summary>The machine's name for a program: at most 11 letters, as its file in an archive has a word before it.</summary>
    public static string ShortName(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        return name.Length > 11 ? name[..11] : name;
    }

    /// <summary>
    /// The manifest of a program that is sent: NAME.service in <paramref name="folder"/> with the personality added, or the default one.
    /// </summary>
    public static string Manifest(string folder, string name)
    {
        string path = Path.Combine(folder, name + ".service");
        string manifest = File.Exists(path) ? File.ReadAllText(path) : Quotas("64M");
        return manifest.Contains("personality=", StringComparison.Ordinal) ? manifest : Personality + manifest;
    }

    /// <summary>NAME.service next to the project or file <paramref name="named"/>; empty: there is none.</summary>
    public static string Wishes(string named, string name)
    {
        string folder = Directory.Exists(named) ? named : Path.GetDirectoryName(Path.GetFullPath(named))!;
        string path = Path.Combine(folder, name + ".service");
        return File.Exists(path) ? File.ReadAllText(path).TrimEnd() + "\n" : "";
    }

    /// <summary>Lines of a manifest: the memory that the program may use, and room for threads.</summary>
    public static string Quotas(string memory) => $"memory={memory}\nobjects=1024\nhandles=1024\n";

    /// <summary>Lines of a manifest: the environment. Of two of one name the first counts.</summary>
    /// <exception cref="ConfigurationException">That is no NAME=VALUE of one line; a manifest has no "#" in it.</exception>
    public static string Settings(string[] settings)
    {
        foreach (string setting in settings)
        {
            bool isPair = setting.IndexOf('=', StringComparison.Ordinal) >= 1;
            if (!isPair || setting.AsSpan().IndexOfAny('#', '\n') >= 0 || setting.Trim() != setting)
            {
                throw new ConfigurationException(
                    $"--env \"{setting}\": NAME=VALUE is wanted, on one line, without # and without spaces at its ends");
            }
        }

        return string.Concat(Array.ConvertAll(settings, setting => $"env={setting}\n"));
    }

    /// <summary>Publishes <paramref name="project"/>; the program's file.</summary>
    /// <exception cref="ConfigurationException">It does not compile, or makes no program; the message has the compiler's words.</exception>
    /// <exception cref="InfrastructureException">A tool is missing.</exception>
    public static string Publish(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        string folder = Repository.Work("exec", name);
        InstallLinker();
        try
        {
            ProgramAnswer answer;
            string what = $"publishing {name} for Linux on AArch64; this takes a minute or more";
            using (TimedStep step = TimedStep.Begin(what, "publish-" + name))
            {
                answer = ProgramCall.Run("dotnet", Arguments(project, folder), s_limit, "");
                if (answer.ExitCode == 0)
                {
                    step.Done();
                }
            }

            if (answer.ExitCode != 0)
            {
                throw new ConfigurationException($"dotnet publish says:\n{(answer.Text + answer.Errors).Trim()}");
            }

            // What was trimmed away is missed only when the program runs.
            Array.ForEach(TrimWarnings(answer.Text), Console.Error.WriteLine);
        }
        catch (ProgramException e)
        {
            throw new InfrastructureException(e.Message);
        }

        string file = Path.Combine(folder, name);
        return File.Exists(file)
            ? file
            : throw new ConfigurationException($"dotnet publish made no {name} in {folder}: is AssemblyName another?");
    }

    /// <summary>The compiler's warnings about code that trimming or compiling ahead of time may break, each once.</summary>
    public static string[] TrimWarnings(string said)
        => [.. said.Split('\n').Where(line => TrimWarning().IsMatch(line)).Select(line => line.Trim()).Distinct()];

    // The analyzer writes ": warning IL2026:", the ahead-of-time compiler ": Trim analysis warning IL2026:" or ": AOT analysis …".
    [GeneratedRegex(@": (\w+ analysis )?warning IL\d{4}:")]
    private static partial Regex TrimWarning();

    // Downloaded at the first use: a user without such programs does not need it.
    private static void InstallLinker()
    {
        bool hasLinker = ProgramFinder.Find("aarch64-linux-gnu-gcc") is not null;
        if (hasLinker && ProgramFinder.Find("cmake") is not null)
        {
            return;
        }

        ProgramAnswer answer = ProgramCall.Run(
            Path.Combine(Repository.Root, "bsp", "Build", "scripts", "ensure-deps.sh"),
            ["cross"],
            s_limit,
            "");
        // Without cmake a program is still linked, and the user is told that it has no cryptography.
        if (answer.ExitCode != 0 && !hasLinker)
        {
            string said = (answer.Text + answer.Errors).Trim();
            throw new InfrastructureException($"the linker and C library for Linux on AArch64 cannot be installed:\n{said}");
        }
    }

    private static string[] Arguments(string project, string folder) =>
    [
        "publish", project, "-c", "Release", "-r", "linux-arm64", "-o", folder, "-nologo", "-v", "minimal",
        "-p:PublishAot=true", "-p:StaticExecutable=true", "-p:StripSymbols=true", "-p:InvariantGlobalization=true",
        "-p:ObjCopyName=aarch64-linux-gnu-objcopy", "-p:MSBuildTreatWarningsAsErrors=false", .. StaticOpenSsl.Properties(),
    ];
}
