// What a file system is to the service around it: nodes by number, names in directories. Pure: no system call, no thread, no clock.

using System;

namespace RustKernel.Services.FileSystems;

/// <summary>
/// A mounted file system. Every file and directory is a node; a number names it as long as it exists, and, where it can, across mounts.
/// One thread at a time. Names are single parts of a path: never empty, never "." or "..", without '/' and NUL; they come unchecked
/// otherwise. Besides the errors of each operation: DeviceError (the medium failed), Corrupt (what is stored contradicts itself),
/// NotOwned (no node has that number: it never had, or the node is gone).
/// </summary>
public abstract class FileSystem
{
    /// <summary>What kind it is, for <c>mount</c>: "fat32", "data", "memory".</summary>
    public abstract string Kind { get; }

    /// <summary>Its name: the volume's label. Empty: it has none.</summary>
    public virtual string Label => "";

    /// <summary>Nothing of it may change: what would change it gets AccessDenied.</summary>
    public virtual bool IsReadOnly => false;

    /// <summary>
    /// True: a node has the same number at every mount, and no other node ever gets it; an open file is found again by its number. False:
    /// it is found by its path, if the node there has the number that <see cref="NextNumber"/> gave.
    /// </summary>
    public virtual bool KeepsNumbers => false;

    /// <summary>
    /// The number that <paramref name="node"/> has at the next mount if it keeps its name until then: what a client remembers of an open
    /// file. Its own number by default.
    /// </summary>
    public virtual ulong NextNumber(ulong node) => node;

    /// <summary>
    /// A write failed, and every change gets InvalidState until it is mounted again: the service ends, and its successor mounts the last
    /// state that is whole.
    /// </summary>
    public virtual bool HasStopped => false;

    /// <summary>Number of the topmost directory. Never 0: 0 names no node.</summary>
    public abstract ulong Root { get; }

    /// <summary>Bytes that it could hold in all.</summary>
    public abstract ulong TotalBytes { get; }

    /// <summary>Bytes that are free.</summary>
    public abstract ulong FreeBytes { get; }

    /// <summary>
    /// The time that changes are stamped with, in ticks of 100 ns since the year 1 (<see cref="DateTime.Ticks"/>, UTC). The service sets
    /// it before each operation.
    /// </summary>
    public long Now { get; set; }

    /// <summary>
    /// The node called <paramref name="name"/> in <paramref name="directory"/>. NotFound; NotDirectory: <paramref name="directory"/> is a
    /// file.
    /// </summary>
    public abstract ErrorCode Find(ulong directory, ReadOnlySpan<char> name, out ulong node);

    /// <summary>What there is to say of <paramref name="node"/>.</summary>
    public abstract ErrorCode Describe(ulong node, out FileStatus status);

    /// <summary>
    /// Makes an empty file or directory. AlreadyExists; InvalidArgument: no such name can be; NoSpace; AccessDenied: read-only;
    /// NotDirectory.
    /// </summary>
    public abstract ErrorCode Create(ulong directory, ReadOnlySpan<char> name, bool isDirectory, out ulong node);

    /// <summary>
    /// Takes a name away, and with it the node: a file, or a directory without entries (NotEmpty). A node that is held
    /// (<see cref="Hold"/>) stays readable and writable until it is released. NotFound; AccessDenied: read-only; NotDirectory.
    /// </summary>
    public abstract ErrorCode Remove(ulong directory, ReadOnlySpan<char> name);

    /// <summary>
    /// Gives a node another name, in the same directory or another one, at one stroke. What had that name is removed when
    /// <paramref name="replaces"/> says so and it is of the same kind (a directory: without entries), else AlreadyExists. NotFound;
    /// NotEmpty; InvalidArgument: no such name can be, or a directory would be within itself; IsDirectory, NotDirectory: not of the same
    /// kind; NoSpace; AccessDenied.
    /// </summary>
    public abstract ErrorCode Rename(
        ulong directory,
        ReadOnlySpan<char> name,
        ulong newDirectory,
        ReadOnlySpan<char> newName,
        bool replaces);

    /// <summary>
    /// The entry of a directory at <paramref name="place"/>, which begins at 0 and moves on to the next one. What is there from beginning
    /// to end of a walk comes once; what comes or goes meanwhile, once or not at all. NotFound: there are no more; NotDirectory.
    /// </summary>
    public abstract ErrorCode List(ulong directory, ref ulong place, out DirectoryEntry entry);

    /// <summary>
    /// Names of a directory from <paramref name="place"/> on, as <see cref="List"/> walks it, as many as there is room for
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
    /// Reads from <paramref name="position"/> on: as many bytes as there are up to the end, none at or beyond it. IsDirectory.
    /// </summary>
    public abstract ErrorCode Read(ulong node, ulong position, Span<byte> bytes, out int count);

    /// <summary>
    /// Writes from <paramref name="position"/> on; what lies between the end and there becomes zeros. The caller's memory may change
    /// meanwhile: each byte is read once. With an error <paramref name="count"/> bytes of the first were written. NoSpace; InvalidArgument:
    /// no file can be that long; IsDirectory; AccessDenied.
    /// </summary>
    public abstract ErrorCode Write(ulong node, ulong position, ReadOnlySpan<byte> bytes, out int count);

    /// <summary>Makes a file shorter, or longer by zeros. Errors as <see cref="Write"/>.</summary>
    public abstract ErrorCode SetSize(ulong node, ulong sizeBytes);

    /// <summary>
    /// Sets times (ticks as <see cref="Now"/>; 0: stays) and attributes (null: stay). What cannot be stored is rounded. AccessDenied.
    /// </summary>
    public abstract ErrorCode SetStatus(ulong node, long created, long accessed, long modified, FileFlags? flags);

    /// <summary>
    /// What was done to <paramref name="node"/> and its name before (0: to everything) is on the medium when this returns None.
    /// </summary>
    public abstract ErrorCode Sync(ulong node);

    /// <summary>It is open: it lasts, even without a name, until it is released as often. NotOwned.</summary>
    public abstract ErrorCode Hold(ulong node);

    /// <summary>One <see cref="Hold"/> less.</summary>
    public abstract void Release(ulong node);

    /// <summary>Called now and then while nothing else is done: time to write what was kept back. Nothing by default.</summary>
    public virtual void Rest()
    {
    }
}
