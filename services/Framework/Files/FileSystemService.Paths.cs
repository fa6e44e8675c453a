// Operations on paths.

using System;
using System.Text;
using RustKernel.Services.FileSystems;

namespace RustKernel.Services.Files;

public partial class FileSystemService
{
    /// <inheritdoc/>
    public ErrorCode Describe(ulong session, uint pathBytes, out FileStatus status)
    {
        status = default;
        ErrorCode error = ReadPath(Session(session), 0, pathBytes, out string path);
        ulong node = 0;
        error = error == ErrorCode.None ? Find(path, out node) : error;
        return error == ErrorCode.None ? _files.Describe(node, out status) : error;
    }

    /// <inheritdoc/>
    public ErrorCode List(ulong session, uint pathBytes, ulong place, out ulong next, out uint bytes)
    {
        next = place;
        bytes = 0;
        ClientSession? client = Session(session);
        ErrorCode error = ReadPath(client, 0, pathBytes, out string path);
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

        error = error == ErrorCode.NotFound ? ErrorCode.None : error;

        return error;
    }

    /// <inheritdoc/>
    public ErrorCode CreateDirectory(ulong session, uint pathBytes)
    {
        ErrorCode error = ReadPath(Session(session), 0, pathBytes, out string path);
        if (error != ErrorCode.None || path.Length == 0)
        {
            return error == ErrorCode.None ? ErrorCode.AlreadyExists : error;
        }

        error = FindParent(path, out ulong parent, out string name);
        return error == ErrorCode.None ? Create(parent, name, isDirectory: true, out _) : error;
    }

    /// <inheritdoc/>
    public ErrorCode Remove(ulong session, uint pathBytes, bool isDirectory)
    {
        ErrorCode error = ReadPath(Session(session), 0, pathBytes, out string path);
        ulong parent = 0;
        string name = "";
        error = error == ErrorCode.None ? FindParent(path, out parent, out name) : error;
        ulong node = 0;
        error = error == ErrorCode.None ? _files.Find(parent, name, out node) : error;
        FileStatus status = default;
        error = error == ErrorCode.None ? _files.Describe(node, out status) : error;
        if (error != ErrorCode.None)
        {
            return error;
        }

        SetTime();
        return status.IsDirectory != isDirectory ? (isDirectory ? ErrorCode.NotDirectory : ErrorCode.IsDirectory)
            : _files.IsReadOnly ? ErrorCode.AccessDenied : _files.Remove(parent, name);
    }

    /// <inheritdoc/>
    public ErrorCode Rename(ulong session, uint pathBytes, uint newPathBytes, bool replaces)
    {
        ClientSession? client = Session(session);
        ErrorCode error = ReadPath(client, 0, pathBytes, out string path);
        string newPath = "";
        error = error == ErrorCode.None ? ReadPath(client, pathBytes, newPathBytes, out newPath) : error;
        ulong parent = 0, newParent = 0;
        string name = "", newName = "";
        error = error == ErrorCode.None ? FindParent(path, out parent, out name) : error;
        error = error == ErrorCode.None ? FindParent(newPath, out newParent, out newName) : error;
        SetTime();
        error = error != ErrorCode.None ? error
            : _files.IsReadOnly ? ErrorCode.AccessDenied : _files.Rename(parent, name, newParent, newName, replaces);

        // That a place cannot be is said before that something is missing.
        return error == ErrorCode.NotFound && (IsFile(parent) || IsFile(newParent)) ? ErrorCode.NotDirectory : error;
    }

    /// <inheritdoc/>
    public ErrorCode SetStatus(
        ulong session, uint pathBytes, long created, long accessed, long modified, FileFlags flags, bool setsFlags)
    {
        ErrorCode error = ReadPath(Session(session), 0, pathBytes, out string path);
        ulong node = 0;
        error = error == ErrorCode.None ? Find(path, out node) : error;
        return error != ErrorCode.None ? error
            : _files.IsReadOnly ? ErrorCode.AccessDenied
            : !IsTime(created) || !IsTime(accessed) || !IsTime(modified) ? ErrorCode.InvalidArgument
            : _files.SetStatus(node, created, accessed, modified, setsFlags ? flags : null);
    }

    // What every client could not show again must not get onto a medium.
    private static bool IsTime(long ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;

    // Copied and checked: the client may write to the buffer meanwhile.
    private static ErrorCode ReadPath(ClientSession? client, uint at, uint bytes, out string path)
    {
        path = "";
        if (client is null)
        {
            return ErrorCode.NotOwned;
        }

        Span<byte> buffer = client.Buffer.Bytes;
        if (at > (uint)buffer.Length || bytes > (uint)buffer.Length - at)
        {
            return ErrorCode.InvalidArgument;
        }

        path = Encoding.UTF8.GetString(buffer.Slice((int)at, (int)bytes).ToArray());
        return IsPath(path) ? ErrorCode.None : ErrorCode.InvalidArgument;
    }

    private static bool IsPath(string path)
    {
        int start = 0;
        for (int i = 0; i <= path.Length && path.Length > 0; i++)
        {
            if (i < path.Length && path[i] != '/')
            {
                if (path[i] == '\0')
                {
                    return false;
                }

                continue;
            }

            ReadOnlySpan<char> part = path.AsSpan(start, i - start);
            if (part.Length == 0 || part.SequenceEqual(".") || part.SequenceEqual(".."))
            {
                return false;
            }

            start = i + 1;
        }

        return true;
    }

    private ErrorCode Find(ReadOnlySpan<char> path, out ulong node)
    {
        node = _files.Root;
        ErrorCode error = ErrorCode.None;
        while (path.Length > 0 && error == ErrorCode.None)
        {
            int end = path.IndexOf('/');
            error = _files.Find(node, end < 0 ? path : path[..end], out node);
            path = end < 0 ? default : path[(end + 1)..];
        }

        return error;
    }

    // AccessDenied: the topmost directory has no name.
    private ErrorCode FindParent(string path, out ulong parent, out string name)
    {
        int last = path.LastIndexOf('/');
        name = path.Substring(last + 1);
        parent = 0;
        return path.Length == 0 ? ErrorCode.AccessDenied : Find(path.AsSpan(0, Math.Max(last, 0)), out parent);
    }

    private bool IsFile(ulong node) => _files.Describe(node, out FileStatus status) == ErrorCode.None && !status.IsDirectory;

    private ErrorCode Create(ulong parent, string name, bool isDirectory, out ulong node)
    {
        node = 0;
        SetTime();
        if (_files.Find(parent, name, out _) == ErrorCode.None)
        {
            return ErrorCode.AlreadyExists;
        }

        return _files.IsReadOnly ? ErrorCode.AccessDenied : _files.Create(parent, name, isDirectory, out node);
    }

    private ErrorCode FindOrCreate(string path, FileOpening opening, out ulong node, out bool isNew)
    {
        node = _files.Root;
        isNew = false;
        if (path.Length == 0)
        {
            return ErrorCode.None;
        }

        ErrorCode error = FindParent(path, out ulong parent, out string name);
        if (error != ErrorCode.None)
        {
            return error;
        }

        error = _files.Find(parent, name, out node);
        if (error == ErrorCode.NotFound && (opening & FileOpening.Create) != 0)
        {
            error = Create(parent, name, isDirectory: false, out node);
            isNew = error == ErrorCode.None;
            return error;
        }

        return error == ErrorCode.None && (opening & FileOpening.New) != 0 ? ErrorCode.AlreadyExists : error;
    }

    // After the service was started again.
    private ErrorCode FindAgain(string path, ref ulong node)
    {
        if (_files.KeepsNumbers)
        {
            ErrorCode error = _files.Describe(node, out _);
            return error == ErrorCode.NotOwned ? ErrorCode.NotFound : error;
        }

        // NotOwned would say that the client's session is gone, and have it begin another one.
        ulong number = node;
        return Find(path, out node) == ErrorCode.None && _files.NextNumber(node) == number ? ErrorCode.None : ErrorCode.NotFound;
    }
}
