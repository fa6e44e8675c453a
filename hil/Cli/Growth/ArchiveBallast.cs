// A boot archive that is larger than ours: one file of zeros in front of its programs.

using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Growth;

/// <summary>Writes archives to see what their size costs at boot.</summary>
internal static class ArchiveBallast
{
    // As long as ArchiveFront.HeadBytes says.
    private const string Name = "ballast";
    private const int Mebibyte = 1 << 20;

    /// <summary>
    /// Copies <paramref name="archive"/> to <paramref name="file"/> with <paramref name="mebibytes"/> MiB in front.
    /// </summary>
    /// <exception cref="ConfigurationException">There is no archive.</exception>
    public static void Write(string file, string archive, int mebibytes) => ArchiveFront.Write(
        file,
        archive,
        writer =>
        {
            if (mebibytes > 0)
            {
                writer.Add(Name, new byte[(mebibytes * Mebibyte) - ArchiveFront.HeadBytes]);
            }
        });
}
