// A file system as its clients see it.

using RustKernel.Services.FileSystems;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// Files and directories of one mount point. A client attaches once; paths and data go through the buffer that it gets then, so no
/// operation packs anything: its arguments are a few numbers. A path is UTF-8 at the start of the buffer, relative to the mount point,
/// parts divided by '/', without "." and ".."; empty: the topmost directory. Besides the errors of each operation: NotOwned (a session or
/// file that this process of the server never gave to this client: it was started again, attach and open again), InvalidArgument (not
/// within the buffer, or no path), NotFound, NotDirectory (a part of the path is missing, or is a file), AccessDenied (what would change
/// a file system that is read-only), DeviceError, Corrupt (the medium).
/// </summary>
[Service(11)]
public interface IFileSystem
{
    /// <summary>
    /// A session, and the memory that it shares with the server, of <paramref name="bytes"/> or less. It lasts as long as
    /// <paramref name="life"/>, a port that the client made: with the client's process that ends, too, and all its files are closed.
    /// The server makes the memory, so no client can make it fault. OutOfMemory: there are as many sessions as can be.
    /// </summary>
    [Operation(1)]
    [Errors(ErrorCode.InvalidArgument, ErrorCode.OutOfMemory)]
    ErrorCode Attach(Handle<Port> life, uint bytes, out ulong session, out Handle<Memory> buffer, out uint bufferBytes);

    /// <summary>Ends a session and closes its files.</summary>
    [Operation(2)]
    ErrorCode Detach(ulong session);

    /// <summary>
    /// Opens a file. With <paramref name="node"/> not 0 it is opened again: the file with that number, wherever it is by now if the file
    /// system keeps numbers, else only at its path; NotOwned: it is gone. AlreadyExists; IsDirectory; WouldBlock: someone has it alone, or
    /// it is open and wanted alone; OutOfMemory: the client has as many open files as it may; NoSpace; AccessDenied: the file is read-only.
    /// </summary>
    [Operation(3)]
    ErrorCode Open(ulong session, uint pathBytes, FileOpening opening, ulong node, out ulong file, out FileStatus status);

    /// <summary>Closes a file.</summary>
    [Operation(4)]
    ErrorCode Close(ulong file);

    /// <summary>
    /// Reads from <paramref name="position"/> on into the buffer at <paramref name="at"/>; how many bytes: fewer only at the end.
    /// AccessDenied: not opened for reading.
    /// </summary>
    [Operation(5)]
    Result<uint> Read(ulong file, ulong position, uint at, uint bytes);

    /// <summary>
    /// Writes what is in the buffer at <paramref name="at"/>; how many bytes. Fewer than asked for: the rest has no room; NoSpace: none
    /// has. AccessDenied: not opened for writing.
    /// </summary>
    [Operation(6)]
    Result<uint> Write(ulong file, ulong position, uint at, uint bytes);

    /// <summary>Makes a file shorter, or longer by zeros. NoSpace; AccessDenied: not opened for writing.</summary>
    [Operation(7)]
    ErrorCode SetSize(ulong file, ulong sizeBytes);

    /// <summary>
    /// Everything written to a file, or with a session's number to the file system, outlives a loss of power when this returns None.
    /// </summary>
    [Operation(8)]
    ErrorCode Sync(ulong number);

    /// <summary>What is at a path.</summary>
    [Operation(9)]
    ErrorCode Describe(ulong session, uint pathBytes, out FileStatus status);

    /// <summary>What an open file is.</summary>
    [Operation(10)]
    ErrorCode DescribeFile(ulong file, out FileStatus status);

    /// <summary>
    /// Entries of a directory from <paramref name="place"/> on (0: from the first), as many as the buffer holds
    /// (<see cref="EntryFormat"/>), from its start on. <paramref name="bytes"/> 0: there are no more.
    /// </summary>
    [Operation(11)]
    ErrorCode List(ulong session, uint pathBytes, ulong place, out ulong next, out uint bytes);

    /// <summary>Makes a directory. AlreadyExists; NoSpace; InvalidArgument: no such name can be.</summary>
    [Operation(12)]
    ErrorCode CreateDirectory(ulong session, uint pathBytes);

    /// <summary>Removes a file, or a directory without entries. NotEmpty; IsDirectory. Who has it open goes on.</summary>
    [Operation(13)]
    ErrorCode Remove(ulong session, uint pathBytes, bool isDirectory);

    /// <summary>
    /// Gives what is at the first path the second one, which follows it in the buffer. AlreadyExists, unless it
    /// <paramref name="replaces"/>: then at one stroke; NotEmpty; IsDirectory; NoSpace.
    /// </summary>
    [Operation(14)]
    ErrorCode Rename(ulong session, uint pathBytes, uint newPathBytes, bool replaces);

    /// <summary>Sets times (0: stay) and attributes (if <paramref name="setsFlags"/>).</summary>
    [Operation(15)]
    ErrorCode SetStatus(ulong session, uint pathBytes, long created, long accessed, long modified, FileFlags flags, bool setsFlags);

    /// <summary>As <see cref="List"/>, but only names and kinds (<see cref="NameFormat"/>): many names cost least this way.</summary>
    [Operation(17)]
    ErrorCode Names(ulong session, uint pathBytes, ulong place, out ulong next, out uint bytes);

    /// <summary>
    /// From now on the client has an open file alone, or no longer. WouldBlock: others have it open, too.
    /// </summary>
    [Operation(18)]
    ErrorCode SetAlone(ulong file, bool isAlone);

    /// <summary>Name, space and open files.</summary>
    [Operation(16)]
    ErrorCode Space(out FileSystemState state);
}
