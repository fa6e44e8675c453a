// A boot archive with files in front of the built one.

using System;
using System.IO;
using RustKernel.Build.BootArchive;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>Writes archives that a machine gets as its initrd.</summary>
internal static class ArchiveFront
{
    private const int PageBytes = 4096;
    private const string FillName = "ballast";

    /// <summary>Bytes before a file's own in cpio's "newc": 110 of fields, a name of seven letters and its NUL, padded to 4.</summary>
    public const int HeadBytes = 120;

    /// <summary>
    /// Writes what <paramref name="add"/> adds, then <paramref name="archive"/>, to <paramref name="file"/>. Zeros pad the front part to a
    /// full page, so that the archive's programs still start at pages.
    /// </summary>
    /// <exception cref="ConfigurationException">There is no archive.</exception>
    public static void Write(string file, string archive, Action<CpioWriter> add)
    {
        if (!File.Exists(archive))
        {
            throw new ConfigurationException($"{Repository.Show(archive)} is missing: run make build");
        }

        using FileStream output = File.Create(file);
        CpioWriter writer = new(output);
        add(writer);
        if (output.Position % PageBytes != 0)
        {
            writer.Add(FillName, new byte[(2 * PageBytes) - ((output.Position + HeadBytes) % PageBytes)]);
        }

        using FileStream input = File.OpenRead(archive);
        input.CopyTo(output);
    }
}
