// A directory.

using System.Collections.Generic;

namespace System.IO;

public sealed class DirectoryInfo : FileSystemInfo
{
    public DirectoryInfo(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        OriginalPath = path;
        FullPath = Path.GetFullPath(path);
    }

    public override string Name => FullPath == "/" ? "/" : Path.GetFileName(Path.TrimEndingDirectorySeparator(FullPath))!;

    public override bool Exists => Status.Node != 0 && Status.IsDirectory;

    public DirectoryInfo? Parent =>
        Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(FullPath)) is string parent ? new DirectoryInfo(parent) : null;

    public DirectoryInfo Root => new("/");

    public void Create()
    {
        _ = Directory.CreateDirectory(FullPath);
        Refresh();
    }

    public DirectoryInfo CreateSubdirectory(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Directory.CreateDirectory(Path.Combine(FullPath, path));
    }

    public override void Delete() => Delete(recursive: false);

    public void Delete(bool recursive)
    {
        Directory.Delete(FullPath, recursive);
        Refresh();
    }

    public void MoveTo(string destDirName)
    {
        ArgumentException.ThrowIfNullOrEmpty(destDirName);
        Directory.Move(FullPath, destDirName);
        OriginalPath = destDirName;
        FullPath = Path.GetFullPath(destDirName);
        Refresh();
    }

    public FileInfo[] GetFiles() => GetFiles("*");

    public FileInfo[] GetFiles(string searchPattern) => GetFiles(searchPattern, SearchOption.TopDirectoryOnly);

    public FileInfo[] GetFiles(string searchPattern, SearchOption searchOption)
    {
        List<FileInfo> files = new();
        foreach (string path in Directory.EnumerateFiles(FullPath, searchPattern, searchOption))
        {
            files.Add(new FileInfo(path));
        }

        return files.ToArray();
    }

    public DirectoryInfo[] GetDirectories() => GetDirectories("*");

    public DirectoryInfo[] GetDirectories(string searchPattern) => GetDirectories(searchPattern, SearchOption.TopDirectoryOnly);

    public DirectoryInfo[] GetDirectories(string searchPattern, SearchOption searchOption)
    {
        List<DirectoryInfo> directories = new();
        foreach (string path in Directory.EnumerateDirectories(FullPath, searchPattern, searchOption))
        {
            directories.Add(new DirectoryInfo(path));
        }

        return directories.ToArray();
    }

    public IEnumerable<FileInfo> EnumerateFiles() => GetFiles();

    public IEnumerable<FileInfo> EnumerateFiles(string searchPattern) => GetFiles(searchPattern);

    public IEnumerable<DirectoryInfo> EnumerateDirectories() => GetDirectories();

    public IEnumerable<DirectoryInfo> EnumerateDirectories(string searchPattern) => GetDirectories(searchPattern);

    public FileSystemInfo[] GetFileSystemInfos()
    {
        List<FileSystemInfo> all = new();
        all.AddRange(GetDirectories());
        all.AddRange(GetFiles());
        return all.ToArray();
    }
}
