// Directories by their paths.

using System.Collections.Generic;
using RustKernel;
using RustKernel.Runtime;
using RustKernel.Services.FileSystems;

namespace System.IO;

public static partial class Directory
{
    private static string s_current = "/";

    public static bool Exists(string? path) =>
        path is { Length: > 0 } && !path.Contains('\0') && Path.Describe(Path.GetFullPath(path), path, out FileStatus status)
        && status.IsDirectory;

    public static DirectoryInfo CreateDirectory(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        Create(Path.TrimEndingDirectorySeparator(full), full);
        return new DirectoryInfo(path);
    }

    public static void Delete(string path) => Delete(path, recursive: false);

    public static void Delete(string path, bool recursive)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string wanted = Path.GetFullPath(path);
        string full = Path.TrimEndingDirectorySeparator(wanted);
        if (recursive && FileErrors.IsDirectory(full))
        {
            DeleteAll(full);
        }
        else
        {
            FileErrors.Check(FileProvider.Current.Remove(full, isDirectory: true), wanted, isDirectory: true);
        }
    }

    public static void Move(string sourceDirName, string destDirName)
    {
        ArgumentException.ThrowIfNullOrEmpty(sourceDirName);
        ArgumentException.ThrowIfNullOrEmpty(destDirName);
        string fullFrom = Path.GetFullPath(sourceDirName);
        string fullTo = Path.GetFullPath(destDirName);
        string from = Path.TrimEndingDirectorySeparator(fullFrom);
        string to = Path.TrimEndingDirectorySeparator(fullTo);
        if (from == to)
        {
            throw new IOException("Source and destination path must be different.");
        }

        ErrorCode error = TryMove(from, to, isMeantDirectory: fullFrom.EndsWith('/'));
        switch (error)
        {
            case ErrorCode.AlreadyExists:
                throw new IOException($"Cannot create '{fullTo}' because a file or directory with the same name already exists.");
            case ErrorCode.NotSupported:
                throw new IOException(
                    "Source and destination path must have identical roots. Move will not work across volumes.");
            case ErrorCode.NotFound:
                throw FileErrors.Of(error, fullFrom, isDirectory: true);
            case ErrorCode.NotDirectory:
                throw new IOException($"Could not find a part of the path '{fullFrom}'.");
            default:
                FileErrors.Check(error, to, isDirectory: true);
                break;
        }
    }

    private static ErrorCode TryMove(string from, string to, bool isMeantDirectory)
    {
        // A slash at the end means a directory: an error for a file, if its parent exists.
        if (isMeantDirectory && File.Exists(from))
        {
            ErrorCode above = FileProvider.Current.Describe(Path.GetDirectoryName(to)!, out _);
            return above == ErrorCode.None ? ErrorCode.NotDirectory : above;
        }

        return !Path.Exists(to) ? FileProvider.Current.Rename(from, to, replaces: false)
            : Path.Exists(from) ? ErrorCode.AlreadyExists : ErrorCode.NotFound;
    }

    public static string GetCurrentDirectory() => s_current;

    public static void SetCurrentDirectory(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        s_current = FileErrors.IsDirectory(full) ? full : throw FileErrors.Of(ErrorCode.NotFound, full, isDirectory: true);
    }

    public static DirectoryInfo? GetParent(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Path.GetDirectoryName(Path.GetFullPath(path)) is string parent ? new DirectoryInfo(parent) : null;
    }

    public static string GetDirectoryRoot(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.GetPathRoot(Path.GetFullPath(path))!;
    }

    public static string[] GetFiles(string path) => GetFiles(path, "*");

    public static string[] GetFiles(string path, string searchPattern) => GetFiles(path, searchPattern, SearchOption.TopDirectoryOnly);

    public static string[] GetFiles(string path, string searchPattern, SearchOption searchOption) =>
        Find(path, searchPattern, searchOption, files: true, directories: false).ToArray();

    public static string[] GetDirectories(string path) => GetDirectories(path, "*");

    public static string[] GetDirectories(string path, string searchPattern) =>
        GetDirectories(path, searchPattern, SearchOption.TopDirectoryOnly);

    public static string[] GetDirectories(string path, string searchPattern, SearchOption searchOption) =>
        Find(path, searchPattern, searchOption, files: false, directories: true).ToArray();

    public static string[] GetFileSystemEntries(string path) => GetFileSystemEntries(path, "*");

    public static string[] GetFileSystemEntries(string path, string searchPattern) =>
        GetFileSystemEntries(path, searchPattern, SearchOption.TopDirectoryOnly);

    public static string[] GetFileSystemEntries(string path, string searchPattern, SearchOption searchOption) =>
        Find(path, searchPattern, searchOption, files: true, directories: true).ToArray();

    public static IEnumerable<string> EnumerateFiles(string path) => GetFiles(path);

    public static IEnumerable<string> EnumerateFiles(string path, string searchPattern) => GetFiles(path, searchPattern);

    public static IEnumerable<string> EnumerateFiles(string path, string searchPattern, SearchOption searchOption) =>
        GetFiles(path, searchPattern, searchOption);

    public static IEnumerable<string> EnumerateDirectories(string path) => GetDirectories(path);

    public static IEnumerable<string> EnumerateDirectories(string path, string searchPattern) => GetDirectories(path, searchPattern);

    public static IEnumerable<string> EnumerateDirectories(string path, string searchPattern, SearchOption searchOption) =>
        GetDirectories(path, searchPattern, searchOption);

    public static IEnumerable<string> EnumerateFileSystemEntries(string path) => GetFileSystemEntries(path);

    public static IEnumerable<string> EnumerateFileSystemEntries(string path, string searchPattern) =>
        GetFileSystemEntries(path, searchPattern);

    public static IEnumerable<string> EnumerateFileSystemEntries(string path, string searchPattern, SearchOption searchOption) =>
        GetFileSystemEntries(path, searchPattern, searchOption);

    // A directory's entries, in the file system's order.
    internal static IEnumerable<DirectoryEntry[]> Entries(string full)
    {
        ulong place = 0;
        DirectoryEntry[] some;
        do
        {
            FileErrors.Check(FileProvider.Current.List(full, ref place, out some), full, isDirectory: true);
            yield return some;
        }
        while (some.Length > 0);
    }

    private static void Create(string full, string wanted)
    {
        ErrorCode error = FileProvider.Current.CreateDirectory(full);
        if (error == ErrorCode.NotFound && Path.GetDirectoryName(full) is string above && above != "/")
        {
            Create(above, wanted);
            error = FileProvider.Current.CreateDirectory(full);
        }

        if (error is ErrorCode.AlreadyExists or ErrorCode.AccessDenied && FileErrors.IsDirectory(full))
        {
            return;
        }

        // A file is in the way, at the path itself or above it.
        bool isAbove = full.Length != Path.TrimEndingDirectorySeparator(wanted).Length;
        error = error == ErrorCode.AlreadyExists && isAbove ? ErrorCode.NotDirectory : error;
        FileErrors.Check(error, wanted, isDirectory: true);
    }

    private static void DeleteAll(string full)
    {
        foreach (DirectoryEntry[] some in Entries(full))
        {
            foreach (DirectoryEntry entry in some)
            {
                string path = Path.Join(full, entry.Name);
                if (entry.Status.IsDirectory)
                {
                    DeleteAll(path);
                }
                else
                {
                    FileErrors.Check(FileProvider.Current.Remove(path, isDirectory: false), path);
                }
            }
        }

        FileErrors.Check(FileProvider.Current.Remove(full, isDirectory: true), full, isDirectory: true);
    }

    private static List<string> Find(string path, string pattern, SearchOption option, bool files, bool directories)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(pattern, "searchPattern");
        if ((uint)option > (uint)SearchOption.AllDirectories)
        {
            throw new ArgumentOutOfRangeException("searchOption", "Enum value was out of legal range.");
        }

        if (Path.IsPathRooted(pattern) || pattern.Contains('\0'))
        {
            throw new ArgumentException("Second path fragment must not be a drive or UNC name.", "expression");
        }

        // A pattern may begin with directories.
        int slash = pattern.LastIndexOf('/');
        string start = slash < 0 ? path : Path.Join(path, pattern.Substring(0, slash));
        string name = slash < 0 ? pattern : pattern.Substring(slash + 1);
        name = name is "*.*" or "" ? "*" : name;
        List<string> found = new();
        Queue<string> left = new();
        left.Enqueue(start);
        while (left.Count > 0)
        {
            FoundNames names = new(left.Dequeue(), name, files, directories, found, option == SearchOption.AllDirectories ? left : null);
            names.Add();
        }

        return found;
    }

    // '*' matches any characters, '?' one.
    internal static bool Fits(ReadOnlySpan<char> name, ReadOnlySpan<char> pattern)
    {
        int at = 0, star = -1, back = 0, p = 0;
        while (at < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                back = at;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[at]))
            {
                p++;
                at++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                at = ++back;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }
}
