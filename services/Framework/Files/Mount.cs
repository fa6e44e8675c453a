using System;
using System.Collections.Generic;
using System.Text;
using RustKernel.Services.FileSystems;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Files;

/// <summary>
/// One file system, and this process's session with its service. Puts paths and data into the buffer and calls. After a restart of the
/// service it attaches again. A request during which the service ended is sent once more at most: a read or write does the same again, and
/// if a repeated removal, creation or renaming finds its work done, it has succeeded. One thread at a time is inside: each public member
/// locks.
/// </summary>
internal sealed class Mount
{
    private const int Attempts = 4;
    private const ulong TimeoutMilliseconds = 60_000;
    private const uint BufferBytes = 64 * 1024;

    // Of UTF-8, for one UTF-16 code unit.
    private const int MostBytesOfUnit = 3;
    private static readonly object s_lifeLock = new();
    private static Handle<Port> s_life;
    private readonly FileSystemClient _client;
    private MappedMemory? _buffer;
    private ulong _session;

    internal Mount(string name, Handle<Port> port)
    {
        Name = name;
        _client = new FileSystemClient(port) { TimeoutTicks = Own.Ticks(TimeoutMilliseconds) };
    }

    /// <summary>The mount point's name.</summary>
    internal string Name { get; }

    /// <summary>There is a file system: some services have none.</summary>
    internal bool IsThere => Space(out _) is not (ErrorCode.NotSupported or ErrorCode.NotRunning);

    /// <summary>The client for calls. Only while locked.</summary>
    internal FileSystemClient Client => _client;

    /// <summary>The buffer. Only while locked, after <see cref="Attach"/>.</summary>
    internal Span<byte> Buffer => _buffer is null ? default : _buffer.Bytes;

    /// <summary>How often this has attached.</summary>
    internal int Attached { get; private set; }

    /// <summary>The number by which the service knows this session.</summary>
    internal ulong Session => _session;

    /// <summary>The server is a new process: attach, open, and ask again.</summary>
    internal static bool IsLost(ErrorCode error) => error is ErrorCode.ServerEnded or ErrorCode.NotOwned;

    /// <summary>Attaches, unless there is a session.</summary>
    internal ErrorCode Attach()
    {
        if (_session != 0)
        {
            return ErrorCode.None;
        }

        ErrorCode error = ErrorCode.ServerEnded;
        for (int i = 0; i < Attempts && error == ErrorCode.ServerEnded; i++)
        {
            error = TryAttach();
        }

        return error;
    }

    /// <summary>The session does not belong to the present server.</summary>
    internal void Lose() => _session = 0;

    /// <summary>Puts a path into the buffer.</summary>
    internal ErrorCode Put(ReadOnlySpan<char> path, int at, out uint bytes)
    {
        bytes = 0;
        ErrorCode error = Attach();
        if (error != ErrorCode.None)
        {
            return error;
        }

        Span<byte> room = Buffer[at..];
        if (path.Length > room.Length / MostBytesOfUnit && Encoding.UTF8.GetByteCount(path) > room.Length)
        {
            return ErrorCode.InvalidArgument;
        }

        bytes = (uint)Encoding.UTF8.GetBytes(path, room);
        return ErrorCode.None;
    }

    internal ErrorCode Describe(ReadOnlySpan<char> path, out FileStatus status)
    {
        status = default;
        lock (_client)
        {
            ErrorCode error = ErrorCode.NotOwned;
            for (int i = 0; i < Attempts && IsLost(error); i++)
            {
                error = Put(path, 0, out uint bytes);
                error = error == ErrorCode.None ? See(_client.Describe(_session, bytes, out status)) : error;
            }

            return error;
        }
    }

    internal ErrorCode List(ReadOnlySpan<char> path, ref ulong place, out DirectoryEntry[] entries)
    {
        lock (_client)
        {
            ErrorCode error = ErrorCode.NotOwned;
            uint count = 0;
            ulong next = place;
            for (int i = 0; i < Attempts && IsLost(error); i++)
            {
                error = Put(path, 0, out uint bytes);
                error = error == ErrorCode.None ? See(_client.List(_session, bytes, place, out next, out count)) : error;
            }

            List<DirectoryEntry> found = new();
            ReadOnlySpan<byte> rest = Buffer[..(int)Math.Min(count, (uint)Buffer.Length)];
            while (error == ErrorCode.None && rest.Length > 0)
            {
                int read = EntryFormat.Read(rest, out DirectoryEntry entry);
                error = read == 0 ? ErrorCode.Corrupt : error;
                rest = rest[read..];
                found.Add(entry);
            }

            place = next;
            entries = error == ErrorCode.None ? found.ToArray() : [];
            return error;
        }
    }

    /// <summary>Names in the form of <see cref="NameFormat"/>, in an array that is made or reused.</summary>
    internal ErrorCode ListNames(ReadOnlySpan<char> path, ref ulong place, ref byte[] names, out int length)
    {
        length = 0;
        lock (_client)
        {
            ErrorCode error = ErrorCode.NotOwned;
            uint count = 0;
            ulong next = place;
            for (int i = 0; i < Attempts && IsLost(error); i++)
            {
                error = Put(path, 0, out uint bytes);
                error = error == ErrorCode.None ? See(_client.Names(_session, bytes, place, out next, out count)) : error;
            }

            if (error != ErrorCode.None)
            {
                return error;
            }

            ReadOnlySpan<byte> found = Buffer[..(int)Math.Min(count, (uint)Buffer.Length)];
            names = names.Length < found.Length ? new byte[Math.Min(2 * found.Length, Buffer.Length)] : names;
            found.CopyTo(names);
            length = found.Length;
            place = next;
            return ErrorCode.None;
        }
    }

    internal ErrorCode CreateDirectory(ReadOnlySpan<char> path)
    {
        lock (_client)
        {
            ErrorCode error = ErrorCode.NotOwned;
            bool isRepeated = false;
            for (int i = 0; i < Attempts && IsLost(error); i++)
            {
                isRepeated |= error == ErrorCode.ServerEnded;
                error = Put(path, 0, out uint bytes);
                error = error == ErrorCode.None ? See(_client.CreateDirectory(_session, bytes)) : error;
            }

            return isRepeated && error == ErrorCode.AlreadyExists ? ErrorCode.None : error;
        }
    }

    internal ErrorCode Remove(ReadOnlySpan<char> path, bool isDirectory)
    {
        lock (_client)
        {
            ErrorCode error = ErrorCode.NotOwned;
            bool isRepeated = false;
            for (int i = 0; i < Attempts && IsLost(error); i++)
            {
                isRepeated |= error == ErrorCode.ServerEnded;
                error = Put(path, 0, out uint bytes);
                error = error == ErrorCode.None ? See(_client.Remove(_session, bytes, isDirectory)) : error;
            }

            return isRepeated && error == ErrorCode.NotFound ? ErrorCode.None : error;
        }
    }

    internal ErrorCode Rename(ReadOnlySpan<char> path, ReadOnlySpan<char> newPath, bool replaces)
    {
        lock (_client)
        {
            ErrorCode error = ErrorCode.NotOwned;
            bool isRepeated = false;
            for (int i = 0; i < Attempts && IsLost(error); i++)
            {
                isRepeated |= error == ErrorCode.ServerEnded;
                error = Put(path, 0, out uint bytes);
                uint newBytes = 0;
                error = error == ErrorCode.None ? Put(newPath, (int)bytes, out newBytes) : error;
                error = error == ErrorCode.None ? See(_client.Rename(_session, bytes, newBytes, replaces)) : error;
            }

            return isRepeated && error == ErrorCode.NotFound ? Describe(newPath, out _) : error;
        }
    }

    internal ErrorCode SetStatus(ReadOnlySpan<char> path, long created, long accessed, long modified, FileFlags? flags)
    {
        lock (_client)
        {
            ErrorCode error = ErrorCode.NotOwned;
            for (int i = 0; i < Attempts && IsLost(error); i++)
            {
                error = Put(path, 0, out uint bytes);
                error = error == ErrorCode.None
                    ? See(_client.SetStatus(_session, bytes, created, accessed, modified, flags ?? FileFlags.None, flags.HasValue))
                    : error;
            }

            return error;
        }
    }

    internal ErrorCode Sync()
    {
        lock (_client)
        {
            ErrorCode error = ErrorCode.NotOwned;
            for (int i = 0; i < Attempts && IsLost(error); i++)
            {
                error = Attach();
                error = error == ErrorCode.None ? See(_client.Sync(_session)) : error;
            }

            return error;
        }
    }

    internal ErrorCode Space(out FileSystemState state)
    {
        lock (_client)
        {
            state = default;
            ErrorCode error = ErrorCode.ServerEnded;
            for (int i = 0; i < Attempts && error == ErrorCode.ServerEnded; i++)
            {
                error = _client.Space(out state);
            }

            return error;
        }
    }

    private ErrorCode See(ErrorCode error)
    {
        _session = IsLost(error) ? 0 : _session;
        return error;
    }

    // By this port the services see whether the process lives. All mounts share it, and each mount has its own lock: hence this one.
    private static ErrorCode DuplicateLife(out Handle<Port> life)
    {
        life = default;
        lock (s_lifeLock)
        {
            ErrorCode error = s_life.IsNone ? Kernel.PortCreate(1, out s_life) : ErrorCode.None;
            return error == ErrorCode.None ? Kernel.HandleDuplicate(s_life, Rights.Send | Rights.Transfer, out life) : error;
        }
    }

    private ErrorCode TryAttach()
    {
        ErrorCode error = DuplicateLife(out Handle<Port> life);
        if (error != ErrorCode.None)
        {
            return error;
        }

        error = _client.Attach(life, BufferBytes, out ulong session, out Handle<Memory> memory, out _);
        if (error != ErrorCode.None)
        {
            return error;
        }

        _buffer?.Dispose();
        error = MappedMemory.Open(memory, isWritable: true, out _buffer);

        // The mapping stays.
        memory.Close();
        if (error == ErrorCode.None)
        {
            _session = session;
            Attached++;
        }

        return error;
    }
}
