// The verb "rk firmware fetch BOARD".

using System.Collections.Generic;
using System.IO;

namespace RustKernel.Hil.Firmware;

/// <summary>Gets a board's device tree and boot firmware into the cache and checks every file against the board's list.</summary>
public static class FirmwareFetcher
{
    /// <summary>
    /// Fetches for <paramref name="board"/> of the repository at <paramref name="repositoryRoot"/>; prints each file with its
    /// SHA-256. Files already there with an accepted hash need no network. Returns the exit status: 0; 2 for an unknown
    /// board or a file that is not the listed one; 3 when the archive cannot be reached. One line on <paramref name="error"/>.
    /// What is printed is added to <paramref name="files"/>, too.
    /// </summary>
    public static int Run(
        string repositoryRoot,
        string board,
        TextWriter output,
        TextWriter error,
        List<(string Sha256, string Path)>? files = null)
    {
        try
        {
            string file = Path.Combine(repositoryRoot, "boards", board, "firmware", "firmware.yaml");
            if (board != Path.GetFileName(board) || !File.Exists(file))
            {
                throw new FirmwareException(2, $"board {board} needs no firmware: there is no boards/{board}/firmware/firmware.yaml");
            }

            FirmwareList list = FirmwareList.Load(file);
            FirmwareCache cache = new(board);
            Directory.CreateDirectory(cache.Folder);
            DebianArchive archive = new(repositoryRoot);
            foreach (FirmwarePackage package in list.Packages)
            {
                if (!package.Files.TrueForAll(cache.Holds))
                {
                    Fetch(archive, package, cache);
                }
            }

            foreach (FirmwarePackage package in list.Packages)
            {
                foreach (FirmwareFile wanted in package.Files)
                {
                    (string hash, string path) = (FirmwareCache.HashOf(cache.PathOf(wanted)), cache.PathOf(wanted));
                    output.WriteLine($"{hash}  {path}");
                    files?.Add((hash, path));
                }
            }

            return 0;
        }
        catch (FirmwareException exception)
        {
            error.WriteLine($"rk firmware: {exception.Message}");
            return exception.ExitStatus;
        }
        catch (IOException exception)
        {
            error.WriteLine($"rk firmware: {exception.Message}");
            return 3;
        }
    }

    // A file gets its final name only after its hash was found in the list.
    private static void Fetch(DebianArchive archive, FirmwarePackage package, FirmwareCache cache)
    {
        string deb = archive.Download(package.Name);
        Dictionary<string, string> wanted = new()
        {
            [package.Copyright] = Path.Combine(cache.Folder, $"copyright.{package.Name}"),
        };
        foreach (FirmwareFile file in package.Files)
        {
            wanted[file.From] = cache.PathOf(file) + ".unchecked";
        }

        List<string> missing = DebianArchive.Extract(deb, wanted);
        if (missing.Count > 0)
        {
            throw new FirmwareException(2, $"{Path.GetFileName(deb)} has no {string.Join(", ", missing)}");
        }

        foreach (FirmwareFile file in package.Files)
        {
            string staged = cache.PathOf(file) + ".unchecked";
            string hash = FirmwareCache.HashOf(staged);
            if (!file.Sha256.ContainsKey(hash))
            {
                File.Delete(staged);
                throw new FirmwareException(
                    2,
                    $"{file.To} of {Path.GetFileName(deb)} has SHA-256 {hash}, which firmware.yaml does not list: try it, then add "
                        + $"it there");
            }
            File.Move(staged, cache.PathOf(file), overwrite: true);
        }
    }
}
