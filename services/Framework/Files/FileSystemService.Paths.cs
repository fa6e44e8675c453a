// Operations on paths.

using System;
using System.Text;
using RustKernel.Services.FileSystems;

namespace RustKernel.Services.Files;

public partial class FileSystemService
{
    private char[] _path = new char[256];
    private char[] _newPath = [];
    private byte[] _given = [];

    // The directory that the last path led to, valid until a removal or renaming.
    private char[] _knownPath = [];
    private int _knownLength;
    private ulong _knownDirectory;

    /// <inheritdoc/>
    public ErrorCode Describe(ulong session, uint pathBytes, out FileStatus status)
    {
        status = default;
        ErrorCode error = ReadPath(Session(session), 0, pathBytes, ref _path, out ReadOnlySpan<char> path);
        ulong node = 0;
        error = error == ErrorCode.None ? Find(path, out node) : error;
        return error == ErrorCode.None ? Named(_files.Describe(node, out status)) : error;
    }

    /// <inheritdoc/>
    public ErrorCode List(ulong session, uint pathBytes, ulong place, out ulong next, out uint bytes)
    {
        next = place;
        bytes = 0;
        ClientSession? client = Session(session);
        ErrorCode error = ReadPath(client, 0, pathBytes, ref _path, out ReadOnlySpan<char> path);
        ulong directory = 0;
        error = error == ErrorCode.None ? Find(path, out directory) : error;
        if (error != ErrorCode.None)
        {
            return error;
        }

        int count = 1;
        while (count > 0)
        {
            ulong after = next;
            error = _files.List(directory, ref after, out DirectoryEntry entry);
            count = error == ErrorCode.None ? EntryFormat.Write(client!.Buffer.Bytes[(int)bytes..], in entry) : 0;
            bytes += (uint)count;
            next = count > 0 ? after : next;
        }

        return error == ErrorCode.NotFound ? ErrorCode.None : Named(error);
    }

    /// <inheritdoc/>
    public ErrorCode Names(ulong session, uint pathBytes, ulong place, out ulong next, out uint bytes)
    {
        next = place;
        bytes = 0;
        ClientSession? client = Session(session);
        ErrorCode error = ReadPath(client, 0, pathBytes, ref _path, out ReadOnlySpan<char> path);
        ulong directory = 0;
        error = error == ErrorCode.None ? Find(path, out directory) : error;
        int count = 0;
        error = error == ErrorCode.None ? Named(_files.Names(directory, ref next, client!.Buffer.Bytes, out count)) : error;
        bytes = (uint)count;
        return error;
    }

    /// <inheritdoc/>
    public ErrorCode CreateDirectory(ulong session, uint pathBytes)
    {
        ErrorCode error = ReadPath(Session(session), 0, pathBytes, ref _path, out ReadOnlySpan<char> path);
        if (error != ErrorCode.None || path.Length == 0)
        {
            return error == ErrorCode.None ? ErrorCode.AlreadyExists : error;
        }

        error = FindParent(path, out ulong parent, out ReadOnlySpan<char> name);
        return error == ErrorCode.None ? Create(parent, name, isDirectory: true, out _) : error;
    }

    /// <inheritdoc/>
    public ErrorCode Remove(ulong session, uint pathBytes, bool isDirectory)
    {
        ErrorCode error = ReadPath(Session(session), 0, pathBytes, ref _path, out ReadOnlySpan<char> path);
        ulong parent = 0;
        ReadOnlySpan<char> name = default;
        error = error == ErrorCode.None ? FindParent(path, out parent, out name) : error;
        ulong node = 0;
        error = error == ErrorCode.None ? Named(_files.Find(parent, name, out node)) : error;
        FileStatus status = default;
        error = error == ErrorCode.None ? Named(_files.Describe(node, out status)) : error;
        if (error != ErrorCode.None)
        {
            return error;
        }

        SetTime();
        _knownLength = node == _knownDirectory ? 0 : _knownLength;
        return status.IsDirectory != isDirectory ? (isDirectory ? ErrorCode.NotDirectory : ErrorCode.IsDirectory)
            : _files.IsReadOnly ? ErrorCode.AccessDenied : Named(_files.Remove(parent, name));
    }

    /// <inheritdoc/>
    public ErrorCode Rename(ulong session, uint pathBytes, uint newPathBytes, bool replaces)
    {
        ClientSession? client = Session(session);
        ErrorCode error = ReadPath(client, 0, pathBytes, ref _path, out ReadOnlySpan<char> path);
        ReadOnlySpan<char> newPath = default;
        error = error == ErrorCode.None ? ReadPath(client, pathBytes, newPathBytes, ref _newPath, out newPath) : error;
        ulong parent = 0, newParent = 0;
        ReadOnlySpan<char> name = default, newName = default;
        error = error == ErrorCode.None ? FindParent(path, out parent, out name) : error;
        error = error == ErrorCode.None ? FindParent(newPath, out newParent, out newName) : error;
        SetTime();
        _knownLength = 0;
        error = error != ErrorCode.None ? error
            : _files.IsReadOnly ? ErrorCode.AccessDenied : Named(_files.Rename(parent, name, newParent, newName, replaces));

        // A parent that is a file is reported before anything missing.
        return error == ErrorCode.NotFound && (IsFile(parent) || IsFile(newParent)) ? ErrorCode.NotDirectory : error;
    }

    /// <inheritdoc/>
    public ErrorCode SetStatus(
        ulong session, uint pathBytes, long created, long accessed, long modified, FileFlags flags, bool setsFlags)
    {
        ErrorCode error = ReadPath(Session(session), 0, pathBytes, ref _path, out ReadOnlySpan<char> path);
        ulong node = 0;
        error = error == ErrorCode.None ? Find(path, out node) : error;
        return error != ErrorCode.None ? error
            : _files.IsReadOnly ? ErrorCode.AccessDenied
            : !IsTime(created) || !IsTime(accessed) || !IsTime(modified) ? ErrorCode.InvalidArgument
            : Named(_files.SetStatus(node, created, accessed, modified, setsFlags ? flags : null));
    }

    // A time that some client could not represent must not get onto a medium.
    private static bool IsTime(long ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;

    // Copied and checked, as the client may write to the buffer at any time. The result lies in the room, valid until the next path is read
    // there.
    private ErrorCode ReadPath(ClientSession? client, uint at, uint bytes, ref char[] room, out ReadOnlySpan<char> path)
    {
        path = default;
        if (client is null)
        {
            return ErrorCode.NotOwned;
        }

        Span<byte> buffer = client.Buffer.Bytes;
        if (at > (uint)buffer.Length || bytes > (uint)buffer.Length - at)
        {
            return ErrorCode.InvalidArgument;
        }

        if (room.Length < (int)bytes)
        {
            room = new char[(int)bytes];
        }

        // The characters are no more than the bytes.
        _given = _given.Length < (int)bytes ? new byte[(int)bytes] : _given;
        Span<byte> given = _given.AsSpan(0, (int)bytes);
        buffer.Slice((int)at, (int)bytes).CopyTo(given);
        path = room.AsSpan(0, Encoding.UTF8.GetChars(given, room));
        return IsPath(path) ? ErrorCode.None : ErrorCode.InvalidArgument;
    }

    // No part is empty, none of them "." or "..", no NUL.
    private static bool IsPath(ReadOnlySpan<char> path)
    {
        int start = 0;
        for (int i = 0; i < path.Length; i++)
        {
            char one = path[i];
            if (one is not ('/' or '\0'))
            {
                continue;
            }

            if (one == '\0' || IsNoName(path, start, i))
            {
                return false;
            }

            start = i + 1;
        }

        return path.Length == 0 || !IsNoName(path, start, path.Length);
    }

    private static bool IsNoName(ReadOnlySpan<char> path, int start, int end) =>
        end == start || (path[start] == '.' && (end == start + 1 || (end == start + 2 && path[start + 1] == '.')));

    private ErrorCode Find(ReadOnlySpan<char> path, out ulong node)
    {
        node = _files.Root;
        if (path.Length == 0)
        {
            return ErrorCode.None;
        }

        ErrorCode error = FindParent(path, out ulong parent, out ReadOnlySpan<char> name);
        return error == ErrorCode.None ? Named(_files.Find(parent, name, out node)) : error;
    }

    // AccessDenied: the topmost directory has no name.
    private ErrorCode FindParent(ReadOnlySpan<char> path, out ulong parent, out ReadOnlySpan<char> name)
    {
        int last = path.LastIndexOf('/');
        name = path.Slice(last + 1);
        parent = 0;
        return path.Length == 0 ? ErrorCode.AccessDenied : FindDirectory(path.Slice(0, Math.Max(last, 0)), out parent);
    }

    // Consecutive requests mostly name entries of one directory.
    private ErrorCode FindDirectory(ReadOnlySpan<char> path, out ulong node)
    {
        node = path.Length == 0 ? _files.Root : _knownDirectory;
        if (path.Length == 0 || path.SequenceEqual(_knownPath.AsSpan(0, _knownLength)))
        {
            return ErrorCode.None;
        }

        ErrorCode error = Walk(path, out node);
        if (error == ErrorCode.None)
        {
            _knownPath = _knownPath.Length < path.Length ? new char[2 * path.Length] : _knownPath;
            path.CopyTo(_knownPath);
            (_knownLength, _knownDirectory) = (path.Length, node);
        }

        return error;
    }

    private ErrorCode Walk(ReadOnlySpan<char> path, out ulong node)
    {
        node = _files.Root;
        ErrorCode error = ErrorCode.None;
        while (path.Length > 0 && error == ErrorCode.None)
        {
            int end = path.IndexOf('/');
            error = Named(_files.Find(node, end < 0 ? path : path[..end], out node));
            path = end < 0 ? default : path[(end + 1)..];
        }

        return error;
    }

    // Paths carry no numbers: if a name leads to a node that does not exist, the medium is damaged. NotOwned would say that the client's
    // session is gone, and make it begin another one.
    private static ErrorCode Named(ErrorCode error) => error == ErrorCode.NotOwned ? ErrorCode.Corrupt : error;

    private bool IsFile(ulong node) => node != 0 && _files.Describe(node, out FileStatus status) == ErrorCode.None && !status.IsDirectory;

    private ErrorCode Create(ulong parent, ReadOnlySpan<char> name, bool isDirectory, out ulong node)
    {
        node = 0;
        SetTime();
        ErrorCode error = Named(_files.Find(parent, name, out _));
        if (error != ErrorCode.NotFound)
        {
            return error == ErrorCode.None ? ErrorCode.AlreadyExists : error;
        }

        return _files.IsReadOnly ? ErrorCode.AccessDenied : Named(_files.Create(parent, name, isDirectory, out node));
    }

    private ErrorCode FindOrCreate(ReadOnlySpan<char> path, FileOpening opening, out ulong node, out bool isNew)
    {
        node = _files.Root;
        isNew = false;
        if (path.Length == 0)
        {
            return ErrorCode.None;
        }

        ErrorCode error = FindParent(path, out ulong parent, out ReadOnlySpan<char> name);
        if (error != ErrorCode.None)
        {
            return error;
        }

        error = Named(_files.Find(parent, name, out node));
        if (error == ErrorCode.NotFound && (opening & FileOpening.Create) != 0)
        {
            error = Create(parent, name, isDirectory: false, out node);
            isNew = error == ErrorCode.None;
            return error;
        }

        return error == ErrorCode.None && (opening & FileOpening.New) != 0 ? ErrorCode.AlreadyExists : error;
    }

    // Finds an open file after the service was restarted.
    private ErrorCode FindAgain(ReadOnlySpan<char> path, ref ulong node)
    {
        if (_files.KeepsNumbers)
        {
            ErrorCode error = _files.Describe(node, out _);
            return error == ErrorCode.NotOwned ? ErrorCode.NotFound : error;
        }

        // NotOwned would say that the client's session is gone, and make it begin another one.
        ulong number = node;
        return Find(path, out node) == ErrorCode.None && _files.NextNumber(node) == number ? ErrorCode.None : ErrorCode.NotFound;
    }
}
