// A boot archive that is larger than ours: one file of zeros in front of its programs.

using System.Globalization;
using System.IO;
using System.Text;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Growth;

/// <summary>Writes archives to see what their size costs at boot. The format is cpio "newc".</summary>
internal static class ArchiveBallast
{
    private const int HeaderBytes = 112; // 110 characters of fields, then the name "ballast" with its NUL makes 118, padded to 120
    private const int Fields = 13;
    private const int RegularReadOnlyFile = 0x8124;
    private const int Mebibyte = 1 << 20;
    private const string Name = "ballast";
    private const int Padding = 4;

    /// <summary>
    /// Copies <paramref name="archive"/> to <paramref name="file"/> with <paramref name="mebibytes"/> MiB in front. The entry is as
    /// long as whole pages, so that the programs behind it still begin at pages.
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
            StringBuilder header = new("070701");
            int nameBytes = Name.Length + 1;
            int dataAt = (HeaderBytes + nameBytes) / Padding * Padding;
            int[] fields = [1, RegularReadOnlyFile, 0, 0, 1, 0, (mebibytes * Mebibyte) - dataAt, 0, 0, 0, 0, nameBytes, 0];
            foreach (int field in fields)
            {
                header.Append(CultureInfo.InvariantCulture, $"{field:X8}");
            }

            output.Write(Encoding.ASCII.GetBytes(header.Append(Name).ToString()));
            output.SetLength((long)mebibytes * Mebibyte);
            output.Position = output.Length;
        }

        using FileStream input = File.OpenRead(archive);
        input.CopyTo(output);
    }
}
