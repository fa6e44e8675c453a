// A file system as its service sees it: nodes by number, names in directories. Pure: no system call, no thread, no clock.

using System;

namespace RustKernel.Services.FileSystems;

/// <summary>
/// A mounted file system. Every file and directory is a node; a number names it as long as it exists, and, if possible, across mounts. One
/// thread at a time. Names are single parts of a path: never empty, never "." or "..", without '/' and NUL; otherwise unchecked. Besides
/// the errors of each operation: DeviceError (the medium failed), Corrupt (the stored data contradicts itself), NotOwned (no node has that
/// number: there was none, or it is gone).
/// </summary>
public abstract class FileSystem
{
    /// <summary>Its kind, for <c>mount</c>: "fat32", "data", "memory".</summary>
    public abstract string Kind { get; }

    /// <summary>Its name: the volume's label. Empty: it has none.</summary>
    public virtual string Label => "";

    /// <summary>It is read-only: changes get AccessDenied.</summary>
    public virtual bool IsReadOnly => false;

    /// <summary>
    /// True: a node has the same number at every mount, and no other node ever gets it; an open file is found again by its number. False:
    /// it is found by its path, provided that the node there has the number that <see cref="NextNumber"/> gave.
    /// </summary>
    public virtual bool KeepsNumbers => false;

    /// <summary>
    /// The number that <paramref name="node"/> has at the next mount if it keeps its name until then: a client remembers it for an open
    /// file. Its own number by default.
    /// </summary>
    public virtual ulong NextNumber(ulong node) => node;

    /// <summary>
    /// A write failed, and every change gets InvalidState until the next mount. The service ends, and its successor mounts the last
    /// consistent state.
    /// </summary>
    public virtual bool HasStopped => false;

    /// <summary>Number of the topmost directory. Never 0: 0 names no node.</summary>
    public abstract ulong Root { get; }

    /// <summary>Its capacity in bytes.</summary>
    public abstract ulong TotalBytes { get; }

    /// <summary>Bytes that are free.</summary>
    public abstract ulong FreeBytes { get; }

    /// <summary>
    /// The time stamp for changes, in ticks of 100 ns since the year 1 (<see cref="DateTime.Ticks"/>, UTC). The service sets it before each
    /// operation.
    /// </summary>
    public long Now { get; set; }

    /// <summary>
    /// The node called <paramref name="name"/> in <paramref name="directory"/>. NotFound; NotDirectory: <paramref name="directory"/> is a
    /// file.
    /// </summary>
    public abstract ErrorCode Find(ulong directory, ReadOnlySpan<char> name, out ulong node);

    /// <summary>Describes <paramref name="node"/>.</summary>
    public abstract ErrorCode Describe(ulong node, out FileStatus status);

    /// <summary>
    /// Makes an empty file or directory. AlreadyExists; InvalidArgument: the name is not possible; NoSpace; AccessDenied: read-only;
    /// NotDirectory.
    /// </summary>
    public abstract ErrorCode Create(ulong directory, ReadOnlySpan<char> name, bool isDirectory, out ulong node);

    /// <summary>
    /// Removes a name, and with it the node: a file, or a directory without entries (NotEmpty). A held node (<see cref="Hold"/>) stays
    /// readable and writable until it is released. NotFound; AccessDenied: read-only; NotDirectory.
    /// </summary>
    public abstract ErrorCode Remove(ulong directory, ReadOnlySpan<char> name);

    /// <summary>
    /// Renames a node, in the same directory or to another one, atomically. An existing node of that name is removed if
    /// <paramref name="replaces"/> is set and it is of the same kind (a directory: without entries), else AlreadyExists. NotFound;
    /// NotEmpty; InvalidArgument: the name is not possible, or a directory would be within itself; IsDirectory, NotDirectory: not of the
    /// same kind; NoSpace; AccessDenied.
    /// </summary>
    public abstract ErrorCode Rename(
        ulong directory,
        ReadOnlySpan<char> name,
        ulong newDirectory,
        ReadOnlySpan<char> newName,
        bool replaces);

    /// <summary>
    /// The entry of a directory at <paramref name="place"/>, which begins at 0 and moves on to the next. A walk returns an entry once if it
    /// exists from beginning to end; if it is made or removed during the walk, once or not at all. NotFound: there are no more;
    /// NotDirectory.
    /// </summary>
    public abstract ErrorCode List(ulong directory, ref ulong place, out DirectoryEntry entry);

    /// <summary>
    /// Names of a directory from <paramref name="place"/>, as <see cref="List"/> walks it, as many as there is room for
    /// (<see cref="NameFormat"/>). <paramref name="count"/>: their bytes; 0: there are no more. NotDirectory; InvalidArgument: there is no
    /// room for the next name. With an error <paramref name="count"/> is 0.
    /// </summary>
    public virtual ErrorCode Names(ulong directory, ref ulong place, Span<byte> bytes, out int count)
    {
        count = 0;
        ulong next = place;
        ErrorCode error;
        while ((error = List(directory, ref next, out DirectoryEntry entry)) == ErrorCode.None)
        {
            int written = NameFormat.Write(bytes.Slice(count), entry.Name, entry.Status.IsDirectory);
            if (written == 0)
            {
                return count != 0 ? ErrorCode.None : ErrorCode.InvalidArgument;
            }

            count += written;
            place = next;
        }

        count = error == ErrorCode.NotFound ? count : 0;
        return error == ErrorCode.NotFound ? ErrorCode.None : error;
    }

    /// <summary>
    /// Reads from <paramref name="position"/>: as many bytes as there are up to the end, none at or beyond it. IsDirectory.
    /// </summary>
    public abstract ErrorCode Read(ulong node, ulong position, Span<byte> bytes, out int count);

    /// <summary>
    /// Writes from <paramref name="position"/>; a gap between the end and there becomes zeros. The caller's memory may change during the
    /// call: each byte is read once. After an error, the first <paramref name="count"/> bytes were written. NoSpace; InvalidArgument: no
    /// file can be that long; IsDirectory; AccessDenied.
    /// </summary>
    public abstract ErrorCode Write(ulong node, ulong position, ReadOnlySpan<byte> bytes, out int count);

    /// <summary>Makes a file shorter, or longer with zeros. Errors as <see cref="Write"/>.</summary>
    public abstract ErrorCode SetSize(ulong node, ulong sizeBytes);

    /// <summary>
    /// Sets times (ticks as <see cref="Now"/>; 0: unchanged) and attributes (null: unchanged). Rounds what cannot be stored exactly.
    /// AccessDenied.
    /// </summary>
    public abstract ErrorCode SetStatus(ulong node, long created, long accessed, long modified, FileFlags? flags);

    /// <summary>
    /// Makes durable all earlier changes of <paramref name="node"/> and its name (0: of everything): they are on the medium when this
    /// returns None.
    /// </summary>
    public abstract ErrorCode Sync(ulong node);

    /// <summary>Opens the node: it exists, even without a name, until it is released as often. NotOwned.</summary>
    public abstract ErrorCode Hold(ulong node);

    /// <summary>Undoes one <see cref="Hold"/>.</summary>
    public abstract void Release(ulong node);

    /// <summary>Called from time to time when there is no other work: time to write cached data. Does nothing by default.</summary>
    public virtual void Rest()
    {
    }
}
