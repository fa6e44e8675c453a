// A file or directory.

using RustKernel.Services.FileSystems;

namespace System.IO;

public abstract class FileSystemInfo
{
    protected string FullPath = "";
    protected string OriginalPath = "";
    private FileStatus _status;
    private bool _isKnown;

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

    // The status at the first look, or nothing.
    internal ref readonly FileStatus Status
    {
        get
        {
            if (!_isKnown)
            {
                // The path is absolute already.
                if (!Path.Describe(FullPath, FullPath, out _status))
                {
                    _status = default;
                }

                _isKnown = true;
            }

            return ref _status;
        }
    }

    public void Refresh() => _isKnown = false;

    public abstract void Delete();

    public override string ToString() => OriginalPath;

    private void Change(long created = 0, long accessed = 0, long modified = 0, FileFlags? flags = null)
    {
        FileStatuses.Set(FullPath, created, accessed, modified, flags);
        Refresh();
    }
}
