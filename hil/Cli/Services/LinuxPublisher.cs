// A project of real .NET as a static program for Linux on AArch64.

using System;
using System.IO;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Programs;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Services;

/// <summary>
/// Publishes a project as it is: every setting is on the command line, and nothing is written into its folder but what dotnet publish
/// writes there always.
/// </summary>
internal static class LinuxPublisher
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    /// <summary>Publishes <paramref name="project"/>; the program's file.</summary>
    /// <exception cref="ConfigurationException">It does not compile, or makes no program; the message has the compiler's words.</exception>
    /// <exception cref="InfrastructureException">A tool is missing.</exception>
    public static string Publish(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        string folder = Repository.Artifact("exec", name);
        InstallLinker();
        Console.Error.WriteLine($"rk: {name} is published for Linux on AArch64");
        try
        {
            ProgramAnswer answer = ProgramCall.Run("dotnet", Arguments(project, folder), s_limit, "");
            if (answer.ExitCode != 0)
            {
                throw new ConfigurationException($"dotnet publish says:\n{(answer.Text + answer.Errors).Trim()}");
            }
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

    // By the first use: who runs no such program needs none of it.
    private static void InstallLinker()
    {
        if (ProgramFinder.Find("aarch64-linux-gnu-gcc") is not null)
        {
            return;
        }

        string scripts = Path.Combine(Repository.Root, "bsp", "Build");
        ProgramAnswer answer = ProgramCall.Run(
            "env",
            ["RK_TOOLS=" + Path.Combine(scripts, "tools.cross.tsv"), Path.Combine(scripts, "scripts", "ensure-deps.sh")],
            s_limit,
            "");
        if (answer.ExitCode != 0)
        {
            string said = (answer.Text + answer.Errors).Trim();
            throw new InfrastructureException($"the linker and C library for Linux on AArch64 cannot be installed:\n{said}");
        }
    }

    private static string[] Arguments(string project, string folder) =>
    [
        "publish", project, "-c", "Release", "-r", "linux-arm64", "-o", folder, "-nologo", "-v", "quiet",
        "-p:PublishAot=true", "-p:StaticExecutable=true", "-p:StripSymbols=true", "-p:InvariantGlobalization=true",
        "-p:ObjCopyName=aarch64-linux-gnu-objcopy", "-p:MSBuildTreatWarningsAsErrors=false",
    ];
}
