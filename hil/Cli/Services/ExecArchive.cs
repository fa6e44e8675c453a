// A boot archive with one more program.

using System.IO;
using RustKernel.Build.BootArchive;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Services;

/// <summary>The built archive behind a program that a machine is to run: it stands for the Image's own as an initrd.</summary>
internal static class ExecArchive
{
    private const int PageBytes = 4096;
    private const string FillName = "ballast";

    // 110 characters of fields, the name and its NUL, padded to 4.
    private const int FillHeadBytes = 120;

    /// <summary>
    /// Writes <paramref name="program"/> as <paramref name="name"/> and the archive of the last build to
    /// <paramref name="file"/>. What is in front fills whole pages, so that all programs still begin at pages.
    /// </summary>
    /// <exception cref="ConfigurationException">There is no archive.</exception>
    public static void Write(string file, string name, byte[] program)
    {
        string archive = Repository.Artifact("boot.cpio");
        if (!File.Exists(archive))
        {
            throw new ConfigurationException($"{Repository.Show(archive)} is missing: run make build");
        }

        using FileStream output = File.Create(file);
        CpioWriter writer = new(output);
        writer.Add(name, program);
        long behind = (output.Position + FillHeadBytes) % PageBytes;
        writer.Add(FillName, new byte[(2 * PageBytes) - behind]);
        using FileStream input = File.OpenRead(archive);
        input.CopyTo(output);
    }
}
