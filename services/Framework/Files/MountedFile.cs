using System;
using RustKernel.Runtime;
using RustKernel.Services.FileSystems;

namespace RustKernel.Services.Files;

/// <summary>
/// An open file of this process. The service knows it by a number, which ends with the service's process: then this opens the file again,
/// by its path and node, and repeats the request.
/// </summary>
internal sealed class MountedFile : ProvidedFile
{
    private const int Attempts = 4;
    private const FileOpening OnlyFirst = FileOpening.Create | FileOpening.New | FileOpening.Empty;
    private readonly Mount _mount;
    private readonly string _path;
    private readonly int _start;
    private readonly FileOpening _opening;
    private ulong _file;
    private ulong _node;
    private int _attached;

    private MountedFile(Mount mount, string path, int start, FileOpening opening)
    {
        _mount = mount;
        _path = path;
        _start = start;
        _opening = opening;
    }

    /// <inheritdoc/>
    public override ErrorCode Read(ulong position, Span<byte> bytes, out int count)
    {
        count = 0;
        lock (_mount.Client)
        {
            while (count < bytes.Length)
            {
                int part = Math.Min(bytes.Length - count, Math.Max(_mount.Buffer.Length, 1));
                Result<uint> read = ErrorCode.NotOwned;
                for (int i = 0; i < Attempts && Mount.IsLost(read.Error); i++)
                {
                    ErrorCode error = Ready();
                    read = error == ErrorCode.None ? _mount.Client.Read(_file, position + (ulong)count, 0, (uint)part) : error;
                    Look(read.Error);
                }

                if (!read.IsOk || read.Value > (uint)part)
                {
                    return read.IsOk ? ErrorCode.Corrupt : read.Error;
                }

                _mount.Buffer[..(int)read.Value].CopyTo(bytes[count..]);
                count += (int)read.Value;
                if (read.Value < (uint)part)
                {
                    break;
                }
            }

            return ErrorCode.None;
        }
    }

    /// <inheritdoc/>
    public override ErrorCode Write(ulong position, ReadOnlySpan<byte> bytes)
    {
        lock (_mount.Client)
        {
            int done = 0;
            while (done < bytes.Length)
            {
                Result<uint> written = ErrorCode.NotOwned;
                for (int i = 0; i < Attempts && Mount.IsLost(written.Error); i++)
                {
                    ErrorCode error = Ready();
                    int part = Math.Min(bytes.Length - done, _mount.Buffer.Length);
                    if (error == ErrorCode.None)
                    {
                        bytes.Slice(done, part).CopyTo(_mount.Buffer);
                        written = _mount.Client.Write(_file, position + (ulong)done, 0, (uint)part);
                    }
                    else
                    {
                        written = error;
                    }

                    Look(written.Error);
                }

                if (!written.IsOk || written.Value == 0 || written.Value > (uint)(bytes.Length - done))
                {
                    return written.IsOk ? ErrorCode.NoSpace : written.Error;
                }

                done += (int)written.Value;
            }

            return ErrorCode.None;
        }
    }

    /// <inheritdoc/>
    public override ErrorCode GetSize(out ulong sizeBytes)
    {
        lock (_mount.Client)
        {
            FileStatus status = default;
            ErrorCode error = ErrorCode.NotOwned;
            for (int i = 0; i < Attempts && Mount.IsLost(error); i++)
            {
                error = Ready();
                error = error == ErrorCode.None ? _mount.Client.DescribeFile(_file, out status) : error;
                Look(error);
            }

            sizeBytes = status.SizeBytes;
            return error;
        }
    }

    /// <inheritdoc/>
    public override ErrorCode SetSize(ulong sizeBytes)
    {
        lock (_mount.Client)
        {
            ErrorCode error = ErrorCode.NotOwned;
            for (int i = 0; i < Attempts && Mount.IsLost(error); i++)
            {
                error = Ready();
                error = error == ErrorCode.None ? _mount.Client.SetSize(_file, sizeBytes) : error;
                Look(error);
            }

            return error;
        }
    }

    /// <inheritdoc/>
    public override ErrorCode Sync()
    {
        lock (_mount.Client)
        {
            ErrorCode error = ErrorCode.NotOwned;
            for (int i = 0; i < Attempts && Mount.IsLost(error); i++)
            {
                error = Ready();
                error = error == ErrorCode.None ? _mount.Client.Sync(_file) : error;
                Look(error);
            }

            return error;
        }
    }

    /// <inheritdoc/>
    public override void Close()
    {
        lock (_mount.Client)
        {
            if (_file != 0 && _attached == _mount.Attached)
            {
                // NotOwned, ServerEnded: it is closed already.
                _ = _mount.Client.Close(_file);
            }

            _file = 0;
        }
    }

    // The part of the path after the mount point begins at start.
    internal static ErrorCode Open(Mount mount, string path, int start, FileOpening opening, out ProvidedFile? file)
    {
        MountedFile opened = new(mount, path, start, opening);
        lock (mount.Client)
        {
            ErrorCode error = ErrorCode.NotOwned;
            FileOpening now = opening;
            for (int i = 0; i < Attempts && Mount.IsLost(error); i++)
            {
                // The request during which the service ended may have made the file.
                now = error == ErrorCode.ServerEnded ? opening & ~FileOpening.New : now;
                error = opened.TryOpen(now);
            }

            file = error == ErrorCode.None ? opened : null;
            return error;
        }
    }

    private void Look(ErrorCode error)
    {
        if (Mount.IsLost(error))
        {
            _file = 0;
            if (_attached == _mount.Attached)
            {
                _mount.Lose();
            }
        }
    }

    // The number belongs to the present server, as far as this side knows.
    private ErrorCode Ready() => _file != 0 && _attached == _mount.Attached ? ErrorCode.None : TryOpen(_opening & ~OnlyFirst);

    private ErrorCode TryOpen(FileOpening opening)
    {
        ErrorCode error = _mount.Put(_path.AsSpan(_start), 0, out uint bytes);
        FileStatus status = default;
        if (error == ErrorCode.None)
        {
            error = _mount.Client.Open(_mount.Session, bytes, opening, _node, out _file, out status);
        }

        if (error == ErrorCode.None)
        {
            _node = status.Node;
            _attached = _mount.Attached;
        }
        else if (Mount.IsLost(error))
        {
            _mount.Lose();
        }

        return error;
    }
}
