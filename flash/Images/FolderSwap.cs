// Replaces a folder by another one, with no moment in which there is none.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace RustKernel.Flash.Images;

/// <summary>
/// A folder that is filled next to another one and then takes its place: a program that opens a file by its path gets the old one or the
/// new one, whole. Files that were open stay what they were. Dispose removes what is left.
/// </summary>
public sealed class FolderSwap : IDisposable
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint ExchangeBoth = 2; // RENAME_EXCHANGE
    private const string Mark = ".new-";
    private readonly string _target;
    private readonly Func<string, string, bool> _exchange;

    /// <summary>Makes an empty folder next to <paramref name="target"/>, which need not exist.</summary>
    public FolderSwap(string target)
        : this(target, Exchange)
    {
    }

    /// <summary>With another way to exchange two folders, which returns false when it cannot.</summary>
    internal FolderSwap(string target, Func<string, string, bool> exchange)
    {
        _target = Path.GetFullPath(target).TrimEnd('/');
        _exchange = exchange;
        RemoveAbandoned();
        Draft = $"{_target}{Mark}{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid().ToString("N")[..8]}";
        Directory.CreateDirectory(Draft);
    }

    /// <summary>The folder to fill.</summary>
    public string Draft { get; }

    /// <summary>Puts the draft in the target's place; the target's old contents are deleted.</summary>
    /// <exception cref="IOException">A file cannot be moved.</exception>
    public void Commit()
    {
        if (!Directory.Exists(_target))
        {
            Directory.Move(Draft, _target);
            return;
        }

        // A file system that cannot exchange folders (some network ones) can still replace each file.
        if (!_exchange(Draft, _target))
        {
            MoveFiles();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Draft))
        {
            Directory.Delete(Draft, recursive: true);
        }
    }

    private void MoveFiles()
    {
        HashSet<string> names = [.. FilesOf(Draft)];
        foreach (string name in names)
        {
            string to = Path.Combine(_target, name);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Move(Path.Combine(Draft, name), to, overwrite: true);
        }

        foreach (string name in FilesOf(_target).Where(name => !names.Contains(name)).ToArray())
        {
            File.Delete(Path.Combine(_target, name));
        }
    }

    private static IEnumerable<string> FilesOf(string folder)
        => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file));

    // The remains of a process that was killed while it filled its draft.
    private void RemoveAbandoned()
    {
        string parent = Path.GetDirectoryName(_target)!;
        Directory.CreateDirectory(parent);
        foreach (string folder in Directory.EnumerateDirectories(parent, Path.GetFileName(_target) + Mark + "*"))
        {
            string owner = folder[(folder.LastIndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..].Split('-')[0];
            if (int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out _) && !Directory.Exists("/proc/" + owner))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static bool Exchange(string one, string other) =>
        Rename(CurrentFolder, Encoded(one), CurrentFolder, Encoded(other), ExchangeBoth) == 0;

    private static byte[] Encoded(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DllImport("libc", EntryPoint = "renameat2")]
    private static extern int Rename(int fromFolder, byte[] from, int toFolder, byte[] to, uint flags);
}
