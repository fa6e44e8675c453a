// Where in the sources the kernel broke a rule of the architecture.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Qemu;
using RustKernel.Hil.Reports.Symbols;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>Looks addresses up in artifacts/kernel.elf, if the image was made from it.</summary>
internal static class ArchCheckPlaces
{
    private const string CompiledRoot = "_/./";

    /// <summary>Refuses a run that the checker cannot watch.</summary>
    /// <exception cref="ConfigurationException">The target is not emulated, its settings do not go
    /// with the checker, or the run is to end in a panic.</exception>
    public static void Require(TargetDefinition target, bool expectsPanic)
    {
        if (expectsPanic)
        {
            throw new ConfigurationException("--arch-check and --panic do not go together: a panic stops CPUs wherever they are");
        }

        QemuMachine.RequireArchCheck(target);
    }

    /// <summary>
    /// The places of <paramref name="addresses"/> in the image of <paramref name="target"/>; none
    /// when its kernel.elf is not here.
    /// </summary>
    public static IReadOnlyDictionary<ulong, CodePlace> Locate(TargetDefinition target, IReadOnlyCollection<ulong> addresses)
    {
        string elf = Repository.Artifact("kernel.elf");
        if (!File.Exists(elf)
            || BuildId.Find(File.ReadAllBytes(elf)) != BuildId.Find(File.ReadAllBytes(Path.Combine(Repository.Root, target.Image))))
        {
            return new Dictionary<ulong, CodePlace>();
        }

        try
        {
            return Symbolizer.Locate(elf, Repository.Root, addresses)
                .Where(known => known.Value.Count > 0)
                .ToDictionary(
                    known => known.Key,
                    known => new CodePlace(known.Value[0].Function, FileOf(known.Value[0]), known.Value[0].Line));
        }
        catch (InfrastructureException)
        {
            // Without llvm-symbolizer the addresses stay numbers; the violations count all the same.
            return new Dictionary<ulong, CodePlace>();
        }
    }

    // The compiler calls the repository's root "/_/./", so that the same sources make the same image everywhere.
    private static string FileOf(SymbolLocation location) =>
        location.File.StartsWith(CompiledRoot, System.StringComparison.Ordinal) ? location.File[CompiledRoot.Length..] : location.File;
}
