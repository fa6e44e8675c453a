// A file.

namespace System.IO;

public sealed class FileInfo : FileSystemInfo
{
    public FileInfo(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        OriginalPath = fileName;
        FullPath = Path.GetFullPath(fileName);
    }

    public override string Name => Path.GetFileName(FullPath)!;

    public override bool Exists => Status.Node != 0 && !Status.IsDirectory;

    public long Length => Exists
        ? (long)Status.SizeBytes
        : throw new FileNotFoundException($"Could not find file '{FullPath}'.", FullPath);

    public string? DirectoryName => Path.GetDirectoryName(FullPath);

    public DirectoryInfo? Directory => DirectoryName is string name ? new DirectoryInfo(name) : null;

    public bool IsReadOnly
    {
        get => (Attributes & FileAttributes.ReadOnly) != 0;
        set => Attributes = value ? Attributes | FileAttributes.ReadOnly : Attributes & ~FileAttributes.ReadOnly;
    }

    public override void Delete()
    {
        File.Delete(FullPath);
        Refresh();
    }

    public FileStream Create()
    {
        Refresh();
        return File.Create(FullPath);
    }

    public FileStream Open(FileMode mode) => File.Open(FullPath, mode);

    public FileStream Open(FileMode mode, FileAccess access) => File.Open(FullPath, mode, access);

    public FileStream Open(FileMode mode, FileAccess access, FileShare share) => File.Open(FullPath, mode, access, share);

    public FileStream OpenRead() => File.OpenRead(FullPath);

    public FileStream OpenWrite() => File.OpenWrite(FullPath);

    public StreamReader OpenText() => File.OpenText(FullPath);

    public StreamWriter CreateText() => File.CreateText(FullPath);

    public StreamWriter AppendText() => File.AppendText(FullPath);

    public FileInfo CopyTo(string destFileName) => CopyTo(destFileName, overwrite: false);

    public FileInfo CopyTo(string destFileName, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(destFileName);
        File.Copy(FullPath, destFileName, overwrite);
        return new FileInfo(destFileName);
    }

    public void MoveTo(string destFileName) => MoveTo(destFileName, overwrite: false);

    public void MoveTo(string destFileName, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(destFileName);
        File.Move(FullPath, destFileName, overwrite);
        OriginalPath = destFileName;
        FullPath = Path.GetFullPath(destFileName);
        Refresh();
    }
}
