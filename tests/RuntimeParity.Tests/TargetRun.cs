// The kernel with Init and programs that are in no image: they come in an initrd, and power the machine off.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using RustKernel.Build.BootArchive;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.RuntimeParity.Tests;

internal static class TargetRun
{
    private const int MostShown = 2000;

    /// <summary>Returns the console's output. Each program comes with its manifest, a path in the repository.</summary>
    internal static string Boot(IEnumerable<(string Program, string Manifest)> services, params string[] options)
    {
        string programs = Path.Combine(Tool.Root, "artifacts", "services");
        string[] manifests = [.. services.Select(service => Path.Combine(Tool.Root, service.Manifest))];
        using TemporaryFolder folder = new();
        string archive = Path.Combine(folder.Path, "programs.cpio");
        using (FileStream file = File.Create(archive))
        {
            CpioWriter writer = new(file);
            List<(string Program, string Manifest)> all = [.. services];
            foreach (string program in all.Select(service => service.Program).Prepend("init").Distinct())
            {
                Add(writer, Path.Combine(programs, program));
            }

            foreach ((_, string manifest) in all)
            {
                Add(writer, Path.Combine(Tool.Root, manifest));
            }

            writer.Finish();
        }

        using Process process = Tool.Start(
            Tool.Path,
            ["run", "qemu-virt", "--log", folder.Path, "--qemu-arg=-initrd", "--qemu-arg=" + archive, .. options]);

        // The input stays open: otherwise a machine that is silent for long would look like one that waits for input.
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = Read(process, manifests.Where(file => File.ReadAllText(file).Contains("may=power", StringComparison.Ordinal)));
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result + output[Math.Max(0, output.Length - MostShown)..]);
        return output;
    }

    // If the program that switches the machine off has ended instead, nothing more will come.
    private static string Read(Process process, IEnumerable<string> switches)
    {
        string[] ends = [.. switches.Select(file => $"init: {Path.GetFileNameWithoutExtension(file)} ended with code ")];
        StringBuilder output = new();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            _ = output.Append(line).Append("\r\n");
            if (ends.Any(end => line.StartsWith(end, StringComparison.Ordinal)))
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return output.ToString();
    }

    private static void Add(CpioWriter archive, string file)
    {
        Assert.True(File.Exists(file), $"{file} is missing: make build");
        archive.Add(Path.GetFileName(file), File.ReadAllBytes(file));
    }
}
