using RustKernel.Services.FileSystems;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// Files and directories of one mount point. A client attaches once and gets a buffer for paths and data, so operations pack nothing: their
/// arguments are a few numbers. A path is UTF-8 at the start of the buffer, relative to the mount point: parts divided by '/', without "."
/// and ".."; empty: the topmost directory. Besides the errors of each operation: NotOwned (this process of the server never gave the client
/// such a session or file: the server was restarted; attach and open again), InvalidArgument (not within the buffer, or no path), NotFound,
/// NotDirectory (a part of the path is missing, or is a file), AccessDenied (a change to a read-only file system), DeviceError, Corrupt
/// (the medium).
/// </summary>
[Service(11)]
public interface IFileSystem
{
    /// <summary>
    /// Opens a session and returns the memory that it shares with the server: <paramref name="bytes"/> or less. The session lasts as long
    /// as <paramref name="life"/>, a port that the client made. When the client's process ends, its session ends and all its files are
    /// closed. The server makes the memory, so no client can make it fault. OutOfMemory: the most sessions are open.
    /// </summary>
    [Operation(1)]
    [Errors(ErrorCode.InvalidArgument, ErrorCode.OutOfMemory)]
    ErrorCode Attach(Handle<Port> life, uint bytes, out ulong session, out Handle<Memory> buffer, out uint bufferBytes);

    /// <summary>Ends a session and closes its files.</summary>
    [Operation(2)]
    ErrorCode Detach(ulong session);

    /// <summary>
    /// Opens a file. If <paramref name="node"/> is not 0, the file is opened again by that number: wherever it is by now if the file system
    /// keeps numbers, else only at its path. NotOwned: it is gone. AlreadyExists; IsDirectory. WouldBlock: another client has it open
    /// alone, or it is open and the caller wants it alone. OutOfMemory: the client has the most files open. NoSpace. AccessDenied: the file
    /// is read-only.
    /// </summary>
    [Operation(3)]
    ErrorCode Open(ulong session, uint pathBytes, FileOpening opening, ulong node, out ulong file, out FileStatus status);

    /// <summary>Closes a file.</summary>
    [Operation(4)]
    ErrorCode Close(ulong file);

    /// <summary>
    /// Reads from <paramref name="position"/> into the buffer at <paramref name="at"/>. Returns the number of bytes, fewer only at the end.
    /// AccessDenied: not opened for reading.
    /// </summary>
    [Operation(5)]
    Result<uint> Read(ulong file, ulong position, uint at, uint bytes);

    /// <summary>
    /// Writes the buffer's bytes at <paramref name="at"/>. Returns the number written; fewer than asked for: there is no room for the rest.
    /// NoSpace: no room for any. AccessDenied: not opened for writing.
    /// </summary>
    [Operation(6)]
    Result<uint> Write(ulong file, ulong position, uint at, uint bytes);

    /// <summary>Makes a file shorter, or longer with zeros. NoSpace; AccessDenied: not opened for writing.</summary>
    [Operation(7)]
    ErrorCode SetSize(ulong file, ulong sizeBytes);

    /// <summary>
    /// Makes everything written durable: to a file, or with a session's number to the file system. After None it survives a loss of power.
    /// </summary>
    [Operation(8)]
    ErrorCode Sync(ulong number);

    /// <summary>Describes what is at a path.</summary>
    [Operation(9)]
    ErrorCode Describe(ulong session, uint pathBytes, out FileStatus status);

    /// <summary>Describes an open file.</summary>
    [Operation(10)]
    ErrorCode DescribeFile(ulong file, out FileStatus status);

    /// <summary>
    /// Entries of a directory from <paramref name="place"/> (0: the first), as many as fit into the buffer (<see cref="EntryFormat"/>),
    /// from its start. <paramref name="bytes"/> 0: there are no more.
    /// </summary>
    [Operation(11)]
    ErrorCode List(ulong session, uint pathBytes, ulong place, out ulong next, out uint bytes);

    /// <summary>Makes a directory. AlreadyExists; NoSpace; InvalidArgument: the name is not possible.</summary>
    [Operation(12)]
    ErrorCode CreateDirectory(ulong session, uint pathBytes);

    /// <summary>
    /// Removes a file, or a directory without entries. NotEmpty; IsDirectory. Clients that have the file open can still use it.
    /// </summary>
    [Operation(13)]
    ErrorCode Remove(ulong session, uint pathBytes, bool isDirectory);

    /// <summary>
    /// Renames what is at the first path to the second, which follows the first in the buffer. AlreadyExists, unless it
    /// <paramref name="replaces"/>, which is then atomic; NotEmpty; IsDirectory; NoSpace.
    /// </summary>
    [Operation(14)]
    ErrorCode Rename(ulong session, uint pathBytes, uint newPathBytes, bool replaces);

    /// <summary>Sets times (0: unchanged) and attributes (if <paramref name="setsFlags"/>).</summary>
    [Operation(15)]
    ErrorCode SetStatus(ulong session, uint pathBytes, long created, long accessed, long modified, FileFlags flags, bool setsFlags);

    /// <summary>As <see cref="List"/>, but only names and kinds (<see cref="NameFormat"/>): the cheapest way to read many names.</summary>
    [Operation(17)]
    ErrorCode Names(ulong session, uint pathBytes, ulong place, out ulong next, out uint bytes);

    /// <summary>Makes the client the only one that has the open file, or ends that. WouldBlock: others have it open.</summary>
    [Operation(18)]
    ErrorCode SetAlone(ulong file, bool isAlone);

    /// <summary>Name, space and open files.</summary>
    [Operation(16)]
    ErrorCode Space(out FileSystemState state);
}
