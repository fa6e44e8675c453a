// A file as a stream, with a buffer.

using System.Threading;
using System.Threading.Tasks;
using RustKernel;
using RustKernel.Runtime;
using RustKernel.Services.FileSystems;

namespace System.IO;

public class FileStream : Stream
{
    private const int DefaultBytes = 4096;
    private const int MostBufferBytes = 64 * 1024;
    private readonly ProvidedFile _file;
    private readonly FileAccess _access;
    private readonly bool _isDeleted;
    private readonly int _bufferBytes;
    private byte[]? _buffer;
    private bool _isOpen = true;

    // The position of the next byte to read or write; never before the end that Append found.
    private long _position;
    private readonly long _appendAt;

    // The part of the file in the buffer; written bytes reach the file at a flush.
    private long _bufferAt;
    private int _buffered;
    private bool _isDirty;

    public FileStream(string path, FileMode mode)
        : this(path, mode, mode == FileMode.Append ? FileAccess.Write : FileAccess.ReadWrite)
    {
    }

    public FileStream(string path, FileMode mode, FileAccess access)
        : this(path, mode, access, FileShare.Read)
    {
    }

    public FileStream(string path, FileMode mode, FileAccess access, FileShare share)
        : this(path, mode, access, share, DefaultBytes)
    {
    }

    public FileStream(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize)
        : this(path, mode, access, share, bufferSize, FileOptions.None)
    {
    }

    public FileStream(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize, bool useAsync)
        : this(path, mode, access, share, bufferSize, useAsync ? FileOptions.Asynchronous : FileOptions.None)
    {
    }

    public FileStream(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize, FileOptions options)
    {
        Check(path, mode, access, share, bufferSize);
        Name = Path.GetFullPath(path);
        _access = access;
        _bufferBytes = Math.Min(Math.Max(bufferSize, 1), MostBufferBytes);
        _isDeleted = (options & FileOptions.DeleteOnClose) != 0;
        ProvidedFile? file = null;
        ErrorCode error = Name.EndsWith('/')
            ? ErrorCode.IsDirectory
            : FileProvider.Current.Open(Name, Opening(mode, access, share), out file);
        _file = file ?? throw FileErrors.Of(error, Name, IsMissingAbove(error, mode));
        if (mode == FileMode.Append)
        {
            _appendAt = Length;
            _position = _appendAt;
        }
    }

    public virtual string Name { get; }

    public virtual bool IsAsync => false;

    public override bool CanRead => _isOpen && (_access & FileAccess.Read) != 0;

    public override bool CanSeek => _isOpen;

    public override bool CanWrite => _isOpen && (_access & FileAccess.Write) != 0;

    public override long Length
    {
        get
        {
            CheckOpen();
            FileErrors.Check(_file.GetSize(out ulong size), Name);
            return _isDirty ? Math.Max((long)size, _bufferAt + _buffered) : (long)size;
        }
    }

    public override long Position
    {
        get
        {
            CheckOpen();
            return _position;
        }

        set
        {
            if (value < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(value), "Non-negative number required.");
            }

            _ = Seek(value, SeekOrigin.Begin);
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override int Read(Span<byte> buffer)
    {
        CheckReadable();
        Clean();
        if (buffer.Length == 0)
        {
            return 0;
        }

        int within = Buffered(_position);
        if (within == 0 && buffer.Length >= _bufferBytes)
        {
            FileErrors.Check(_file.Read((ulong)_position, buffer, out int direct), Name);
            _position += direct;
            return direct;
        }

        if (within == 0)
        {
            _buffer ??= new byte[_bufferBytes];
            _buffered = 0;
            FileErrors.Check(_file.Read((ulong)_position, _buffer, out _buffered), Name);
            _bufferAt = _position;
            within = _buffered;
        }

        int part = Math.Min(within, buffer.Length);
        _buffer.AsSpan((int)(_position - _bufferAt), part).CopyTo(buffer);
        _position += part;

        // Everything requested that exists is read in one call.
        if (part < buffer.Length && _buffered == _bufferBytes)
        {
            FileErrors.Check(_file.Read((ulong)_position, buffer[part..], out int more), Name);
            _position += more;
            part += more;
        }

        return part;
    }

    public override int ReadByte()
    {
        if (!_isOpen)
        {
            throw new ObjectDisposedException(null, "Cannot access a closed Stream.");
        }

        Span<byte> one = stackalloc byte[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        CheckWritable();
        if (!_isDirty || _position != _bufferAt + _buffered)
        {
            Clean();
            _bufferAt = _position;
            _buffered = 0;
        }

        if (_buffered == 0 && buffer.Length >= _bufferBytes)
        {
            FileErrors.Check(_file.Write((ulong)_position, buffer), Name);
            _position += buffer.Length;
            return;
        }

        while (buffer.Length > 0)
        {
            _buffer ??= new byte[_bufferBytes];
            int part = Math.Min(buffer.Length, _bufferBytes - _buffered);
            buffer[..part].CopyTo(_buffer.AsSpan(_buffered));
            buffer = buffer[part..];
            _isDirty = true;
            _buffered += part;
            _position += part;
            if (_buffered == _bufferBytes)
            {
                Clean();
                _bufferAt = _position;
                _buffered = 0;
            }
        }
    }

    public override void WriteByte(byte value) => Write([value]);

    public override long Seek(long offset, SeekOrigin origin)
    {
        if ((uint)origin > (uint)SeekOrigin.End)
        {
            throw new ArgumentException("Invalid seek origin.", nameof(origin));
        }

        CheckOpen();
        long to = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? _position : Length);
        if (to < 0)
        {
            throw new IOException($"Invalid argument : '{Name}'");
        }

        if (to < _appendAt)
        {
            throw new IOException("Unable seek backward to overwrite data that previously existed in a file opened in Append mode.");
        }

        return _position = to;
    }

    public override void SetLength(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        CheckWritable();
        if (value < _appendAt)
        {
            throw new IOException("Unable to truncate data that previously existed in a file opened in Append mode.");
        }

        Clean();
        _buffered = 0;
        FileErrors.Check(_file.SetSize((ulong)value), Name);
        _position = Math.Min(_position, value);
    }

    public override void Flush() => Flush(false);

    public virtual void Flush(bool flushToDisk)
    {
        CheckOpen();
        Clean();
        if (flushToDisk && CanWrite)
        {
            FileErrors.Check(_file.Sync(), Name);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        Flush();
        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        if (!_isOpen)
        {
            return;
        }

        try
        {
            Clean();
        }
        finally
        {
            _isOpen = false;
            _file.Close();
            if (_isDeleted)
            {
                _ = FileProvider.Current.Remove(Name, isDirectory: false);
            }
        }
    }

    private static void Check(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (mode is < FileMode.CreateNew or > FileMode.Append)
        {
            throw new ArgumentOutOfRangeException(nameof(mode), "Enum value was out of legal range.");
        }

        if (access is < FileAccess.Read or > FileAccess.ReadWrite)
        {
            throw new ArgumentOutOfRangeException(nameof(access), "Enum value was out of legal range.");
        }

        if (((int)share & ~((int)FileShare.ReadWrite | (int)FileShare.Delete | (int)FileShare.Inheritable)) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(share), "Enum value was out of legal range.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(bufferSize);
        if ((access & FileAccess.Write) == 0 && mode is FileMode.Truncate or FileMode.CreateNew or FileMode.Create or FileMode.Append
            && (access & FileAccess.Write) == 0)
        {
            throw new ArgumentException($"Combining FileMode: {NameOf(mode)} with FileAccess: Read is invalid.", nameof(access));
        }

        if (mode == FileMode.Append && (access & FileAccess.Read) != 0)
        {
            throw new ArgumentException("Append access can be requested only in write-only mode.", nameof(access));
        }
    }

    // Avoids the names of all enums.
    private static string NameOf(FileMode mode) => mode switch
    {
        FileMode.CreateNew => "CreateNew",
        FileMode.Create => "Create",
        FileMode.Truncate => "Truncate",
        _ => "Append",
    };

    private static FileOpening Opening(FileMode mode, FileAccess access, FileShare share)
    {
        FileOpening opening = mode switch
        {
            FileMode.CreateNew => FileOpening.Create | FileOpening.New,
            FileMode.Create => FileOpening.Create | FileOpening.Empty,
            FileMode.OpenOrCreate or FileMode.Append => FileOpening.Create,
            FileMode.Truncate => FileOpening.Empty,
            _ => FileOpening.None,
        };
        opening |= (access & FileAccess.Read) != 0 ? FileOpening.Read : FileOpening.None;
        opening |= (access & FileAccess.Write) != 0 ? FileOpening.Write : FileOpening.None;
        return (share & FileShare.ReadWrite) == 0 && (share & FileShare.Delete) == 0 ? opening | FileOpening.Alone : opening;
    }

    // A file to be made can only be missing if its directory is.
    private static bool IsMissingAbove(ErrorCode error, FileMode mode) =>
        error == ErrorCode.NotFound && mode is not (FileMode.Open or FileMode.Truncate);

    // Bytes of the buffer from a position; 0: the buffer does not contain it.
    private int Buffered(long position) =>
        position >= _bufferAt && position < _bufferAt + _buffered ? (int)(_bufferAt + _buffered - position) : 0;

    // Writes changed bytes to the file. Bytes that were read stay for the next read.
    private void Clean()
    {
        if (_isDirty)
        {
            // Only once: bytes that cannot be written are not tried again in every later call.
            _isDirty = false;
            int count = _buffered;
            _buffered = 0;
            FileErrors.Check(_file.Write((ulong)_bufferAt, _buffer.AsSpan(0, count)), Name);
        }
    }

    private void CheckOpen()
    {
        if (!_isOpen)
        {
            throw new ObjectDisposedException(null, "Cannot access a closed file.");
        }
    }

    private void CheckReadable()
    {
        CheckOpen();
        if (!CanRead)
        {
            throw new NotSupportedException("Stream does not support reading.");
        }
    }

    private void CheckWritable()
    {
        CheckOpen();
        if (!CanWrite)
        {
            throw new NotSupportedException("Stream does not support writing.");
        }
    }
}
