// A boot archive that is larger than ours: one file of zeros in front of its programs.

using System.IO;
using RustKernel.Build.BootArchive;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Growth;

/// <summary>Writes archives to see what their size costs at boot.</summary>
internal static class ArchiveBallast
{
    private const string Name = "ballast";
    private const int Mebibyte = 1 << 20;

    // 110 characters of fields, the name and its NUL, padded to 4: what cpio's "newc" has before a file's bytes.
    private const int HeaderBytes = 120;

    /// <summary>
    /// Copies <paramref name="archive"/> to <paramref name="file"/> with <paramref name="mebibytes"/> MiB in front. What is in front
    /// fills whole pages, so that the programs still begin at pages.
    /// </summary>
    /// <exception cref="ConfigurationException">There is no archive.</exception>
    public static void Write(string file, string archive, int mebibytes)
    {
        if (!File.Exists(archive))
        {
            throw new ConfigurationException($"{Repository.Show(archive)} is missing: run make build");
        }

        using FileStream output = File.Create(file);
        if (mebibytes > 0)
        {
            new CpioWriter(output).Add(Name, new byte[(mebibytes * Mebibyte) - HeaderBytes]);
        }

        using FileStream input = File.OpenRead(archive);
        input.CopyTo(output);
    }
}
