// The file protocol over a file system.

using System;
using System.Collections.Generic;
using RustKernel.Services.FileSystems;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Files;

/// <summary>
/// A service of one mount point. Sessions and open files belong to this process: after its end, clients open again. The service finds out
/// by a client's port that the client has ended. It looks when Init says that some process has ended (<c>may=ends</c>), when Init asks, and
/// when there is no room.
/// </summary>
public partial class FileSystemService : Service, IFileSystem
{
    private const int MostSessions = 32;
    private const int MostFiles = 64;
    private const uint LeastBufferBytes = 4096;
    private const uint MostBufferBytes = 64 * 1024;
    private const int NumberShift = 32;
    private readonly FileSystem _files;
    private readonly Dictionary<ulong, ClientSession> _sessions = new();
    private readonly Dictionary<ulong, OpenNode> _open = new();
    private ClientSession? _lastSession;
    private OpenNode? _lastFile;
    private ulong _next = ((ulong)Own.Starts + 1) << NumberShift;

    /// <summary>A service of <paramref name="files"/>.</summary>
    public FileSystemService(FileSystem files)
    {
        _files = files;
        Serve(new FileSystemDispatcher(this));
    }

    /// <inheritdoc/>
    public ErrorCode Attach(Handle<Port> life, uint bytes, out ulong session, out Handle<Memory> buffer, out uint bufferBytes)
    {
        session = 0;
        buffer = default;
        bufferBytes = Math.Clamp((bytes + LeastBufferBytes - 1) & ~(LeastBufferBytes - 1), LeastBufferBytes, MostBufferBytes);
        if (_sessions.Count >= MostSessions)
        {
            CloseDead();
        }

        MappedMemory? memory = null;
        ErrorCode error = _sessions.Count >= MostSessions ? ErrorCode.OutOfMemory : MappedMemory.Create(bufferBytes, out memory);
        for (ulong at = 0; at < bufferBytes && error == ErrorCode.None; at += LeastBufferBytes)
        {
            // Make every page now, to get an error here instead of a fault later.
            error = Kernel.MemoryWrite(memory!.Handle, at, default);
        }

        if (error == ErrorCode.None)
        {
            error = Kernel.HandleDuplicate(memory!.Handle, Rights.Read | Rights.Write | Rights.Transfer, out buffer);
        }

        if (error != ErrorCode.None)
        {
            memory?.Dispose();
            memory?.Handle.Close();
            life.Close();
            return ErrorCode.OutOfMemory;
        }

        session = _next++;
        _sessions[session] = new ClientSession(session, Badge, life, memory!);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Detach(ulong session)
    {
        ClientSession? found = Session(session);
        if (found is null)
        {
            return ErrorCode.NotOwned;
        }

        End(found);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode Open(ulong session, uint pathBytes, FileOpening opening, ulong node, out ulong file, out FileStatus status)
    {
        file = 0;
        status = default;
        ClientSession? client = Session(session);
        ErrorCode error = ReadPath(client, 0, pathBytes, ref _path, out ReadOnlySpan<char> path);
        if (error == ErrorCode.None && client!.Files.Count >= MostFiles)
        {
            error = ErrorCode.OutOfMemory;
        }

        bool isNew = false;
        if (error == ErrorCode.None)
        {
            error = node != 0 ? FindAgain(path, ref node) : FindOrCreate(path, opening, out node, out isNew);
        }

        error = error == ErrorCode.None ? Named(_files.Describe(node, out status)) : error;
        error = error == ErrorCode.None ? CheckOpening(node, in status, opening, isNew) : error;
        if (error == ErrorCode.None && (opening & FileOpening.Empty) != 0 && status.SizeBytes != 0)
        {
            error = Named(_files.SetSize(node, 0));
            status.SizeBytes = 0;
        }

        error = error == ErrorCode.None ? Named(_files.Hold(node)) : error;
        if (error == ErrorCode.None)
        {
            file = _next++;
            status.Node = _files.NextNumber(node);
            OpenNode opened = new(file, client!, node, opening);
            _open[file] = opened;
            client!.Files.Add(opened);
        }

        return error;
    }

    /// <inheritdoc/>
    public ErrorCode Close(ulong file)
    {
        OpenNode? open = File(file);
        if (open is null)
        {
            return ErrorCode.NotOwned;
        }

        _ = open.Session.Files.Remove(open);
        Forget(open);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public Result<uint> Read(ulong file, ulong position, uint at, uint bytes)
    {
        OpenNode? open = File(file);
        ErrorCode error = Part(open, at, bytes, FileOpening.Read, out Span<byte> part);
        int count = 0;
        error = error == ErrorCode.None ? _files.Read(open!.Node, position, part, out count) : error;
        return error == ErrorCode.None ? (uint)count : error;
    }

    /// <inheritdoc/>
    public Result<uint> Write(ulong file, ulong position, uint at, uint bytes)
    {
        OpenNode? open = File(file);
        ErrorCode error = Part(open, at, bytes, FileOpening.Write, out Span<byte> part);
        int count = 0;
        if (error == ErrorCode.None)
        {
            SetTime();
            error = _files.Write(open!.Node, position, part, out count);
        }

        return error == ErrorCode.None || count > 0 ? (uint)count : error;
    }

    /// <inheritdoc/>
    public ErrorCode SetSize(ulong file, ulong sizeBytes)
    {
        OpenNode? open = File(file);
        SetTime();
        return open is null ? ErrorCode.NotOwned
            : open.IsFor(FileOpening.Write) ? _files.SetSize(open.Node, sizeBytes) : ErrorCode.AccessDenied;
    }

    /// <inheritdoc/>
    public ErrorCode Sync(ulong number)
    {
        OpenNode? open = File(number);
        return open is not null ? _files.Sync(open.Node) : Session(number) is not null ? _files.Sync(0) : ErrorCode.NotOwned;
    }

    /// <inheritdoc/>
    public ErrorCode SetAlone(ulong file, bool isAlone)
    {
        OpenNode? open = File(file);
        if (open is null)
        {
            return ErrorCode.NotOwned;
        }

        if (isAlone && !IsOnly(open))
        {
            CloseDead();
        }

        if (isAlone && !IsOnly(open))
        {
            return ErrorCode.WouldBlock;
        }

        open.SetAlone(isAlone);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public ErrorCode DescribeFile(ulong file, out FileStatus status)
    {
        status = default;
        OpenNode? open = File(file);
        return open is null ? ErrorCode.NotOwned : _files.Describe(open.Node, out status);
    }

    /// <inheritdoc/>
    public ErrorCode Space(out FileSystemState state)
    {
        state = new FileSystemState
        {
            Kind = _files.Kind,
            Label = _files.Label,
            TotalBytes = _files.TotalBytes,
            FreeBytes = _files.FreeBytes,
            OpenFiles = (uint)_open.Count,
            Sessions = (uint)_sessions.Count,
            IsReadOnly = _files.IsReadOnly,
        };
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    protected override void OnBits(ulong bits)
    {
        if ((bits & Supervision.EndedBit) != 0)
        {
            CloseDead();
        }
    }

    /// <inheritdoc/>
    protected override void OnQuestion()
    {
        CloseDead();
        SetTime();
        _files.Rest();
        if (_files.HasStopped)
        {
            Environment.FailFast($"{_files.Kind}: a write failed; what was synced is mounted again");
        }
    }

    private static ErrorCode Part(OpenNode? open, uint at, uint bytes, FileOpening use, out Span<byte> part)
    {
        part = default;
        if (open is null)
        {
            return ErrorCode.NotOwned;
        }

        Span<byte> buffer = open.Session.Buffer.Bytes;
        if (!open.IsFor(use))
        {
            return ErrorCode.AccessDenied;
        }

        if (at > (uint)buffer.Length || bytes > (uint)buffer.Length - at)
        {
            return ErrorCode.InvalidArgument;
        }

        part = buffer.Slice((int)at, (int)bytes);
        return ErrorCode.None;
    }

    private void SetTime() => _files.Now = DateTime.UtcNow.Ticks;

    // The last session is kept: requests of one client mostly follow each other.
    private ClientSession? Session(ulong number)
    {
        if (_lastSession is null || _lastSession.Number != number)
        {
            _lastSession = _sessions.TryGetValue(number, out ClientSession? found) ? found : null;
        }

        return _lastSession is not null && _lastSession.Client.Value == Badge.Value ? _lastSession : null;
    }

    private OpenNode? File(ulong number)
    {
        if (_lastFile is null || _lastFile.Number != number)
        {
            _lastFile = _open.TryGetValue(number, out OpenNode? found) ? found : null;
        }

        return _lastFile is not null && _lastFile.Session.Client.Value == Badge.Value ? _lastFile : null;
    }

    // A file must not be opened in conflict with how it is open already. The holder may be a dead predecessor of the caller.
    private ErrorCode CheckOpening(ulong node, in FileStatus status, FileOpening opening, bool isNew)
    {
        if (status.IsDirectory)
        {
            return ErrorCode.IsDirectory;
        }

        bool changes = (opening & (FileOpening.Write | FileOpening.Empty)) != 0;
        if (changes && (_files.IsReadOnly || (!isNew && (status.Flags & FileFlags.ReadOnly) != 0)))
        {
            return ErrorCode.AccessDenied;
        }

        if (IsPossible(node, opening))
        {
            return ErrorCode.None;
        }

        CloseDead();
        return IsPossible(node, opening) ? ErrorCode.None : ErrorCode.WouldBlock;
    }

    private bool IsPossible(ulong node, FileOpening opening)
    {
        if (_open.Count == 0)
        {
            return true;
        }

        foreach (OpenNode open in _open.Values)
        {
            if (open.Node == node && !open.Allows(opening))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsOnly(OpenNode mine)
    {
        foreach (OpenNode open in _open.Values)
        {
            if (open != mine && open.Node == mine.Node)
            {
                return false;
            }
        }

        return true;
    }

    private void CloseDead()
    {
        List<ClientSession>? dead = null;
        foreach (ClientSession session in _sessions.Values)
        {
            if (!session.IsAlive)
            {
                (dead ??= new List<ClientSession>()).Add(session);
            }
        }

        foreach (ClientSession session in dead ?? [])
        {
            End(session);
        }
    }

    private void End(ClientSession session)
    {
        _lastSession = null;
        _ = _sessions.Remove(session.Number);
        foreach (OpenNode open in session.Files)
        {
            Forget(open);
        }

        session.End();
    }

    private void Forget(OpenNode open)
    {
        _lastFile = null;
        _ = _open.Remove(open.Number);
        SetTime();
        _files.Release(open.Node);
    }
}
