// A file or directory.

using RustKernel.Services.FileSystems;

namespace System.IO;

public abstract class FileSystemInfo
{
    protected string FullPath = "";
    protected string OriginalPath = "";
    private FileStatus? _status;

    public virtual string FullName => FullPath;

    public abstract string Name { get; }

    public abstract bool Exists { get; }

    public string Extension => Path.GetExtension(FullPath) ?? "";

    public FileAttributes Attributes
    {
        get
        {
            FileStatus status = Status;
            return status.Node == 0 ? (FileAttributes)(-1) : FileStatuses.Attributes(in status);
        }

        set => Change(flags: FileStatuses.Flags(value));
    }

    public DateTime CreationTime
    {
        get => CreationTimeUtc.ToLocalTime();
        set => CreationTimeUtc = value.ToUniversalTime();
    }

    public DateTime CreationTimeUtc
    {
        get => FileStatuses.Time(Status.Created);
        set => Change(created: value.Ticks);
    }

    public DateTime LastAccessTime
    {
        get => LastAccessTimeUtc.ToLocalTime();
        set => LastAccessTimeUtc = value.ToUniversalTime();
    }

    public DateTime LastAccessTimeUtc
    {
        get => FileStatuses.Time(Status.Accessed);
        set => Change(accessed: value.Ticks);
    }

    public DateTime LastWriteTime
    {
        get => LastWriteTimeUtc.ToLocalTime();
        set => LastWriteTimeUtc = value.ToUniversalTime();
    }

    public DateTime LastWriteTimeUtc
    {
        get => FileStatuses.Time(Status.Modified);
        set => Change(modified: value.Ticks);
    }

    // What was there when it was looked at; one that was not there is looked at again.
    internal FileStatus Status
    {
        get
        {
            if (_status is not FileStatus status)
            {
                // The path is whole already.
                _status = status = Path.Describe(FullPath, FullPath, out FileStatus found) ? found : default;
            }

            return status;
        }
    }

    public void Refresh() => _status = null;

    public abstract void Delete();

    public override string ToString() => OriginalPath;

    private void Change(long created = 0, long accessed = 0, long modified = 0, FileFlags? flags = null)
    {
        FileStatuses.Set(FullPath, created, accessed, modified, flags);
        Refresh();
    }
}
