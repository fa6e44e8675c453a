// Which kernel the build made here, and whether it is the one that ran.

using System.IO;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli;

/// <summary>artifacts/kernel.elf's name of its build: what ran may be another kernel, of which these sources say nothing.</summary>
internal static class KernelBuild
{
    /// <summary>The file.</summary>
    public static string Elf => Repository.Artifact("kernel.elf");

    /// <summary>The name of its build, as the kernel prints it; empty when there is no such file.</summary>
    public static string Here => File.Exists(Elf) ? BuildId.Find(File.ReadAllBytes(Elf)) : "";

    /// <summary>The name of the build that ran, as it printed it; empty when it did not.</summary>
    public static string Of(RunObserver run) => run.Serial.Build.Split(' ')[0];
}
