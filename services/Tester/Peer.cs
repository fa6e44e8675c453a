using System.IO;
using RustKernel.Services.Devices;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>The service peer, the same program in another role: opens what the tester shares, or may not open it.</summary>
internal sealed class Peer : Service, IPeer
{
    /// <summary><c>argument=</c> of its manifest.</summary>
    internal const uint Argument = 65535;

    /// <summary>What it writes.</summary>
    internal const byte DiskFill = 0xEE;

    private const uint DiskBytes = 128 * 1024;
    private FileStream? _file;
    private DiskClient? _disk;

    internal Peer() => Serve(new PeerDispatcher(this));

    /// <inheritdoc/>
    public Result<ulong> Exchange(ulong word)
    {
        ErrorCode error = SharedMemory.Open("tester", MemoryTests.Board, isWritable: true, out MappedMemory? board);
        if (board is null)
        {
            return error;
        }

        board.Write(8, word);
        ulong first = board.Read(0);
        board.Dispose();
        board.Handle.Close();
        return first;
    }

    /// <inheritdoc/>
    public ErrorCode TryOpen(bool isWritable)
    {
        ErrorCode error = SharedMemory.Manager.Open("tester", MemoryTests.Board, isWritable, out Handle<Memory> opened);
        opened.Close();
        return error;
    }

    /// <inheritdoc/>
    public ErrorCode TryCreate() => SharedMemory.Manager.Create("mine", 1, out _);

    /// <inheritdoc/>
    public ErrorCode TryClaim() => ClaimedDevice.Claim(0, out _);

    /// <inheritdoc/>
    public ErrorCode OpenFile(string path)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        return _file.CanWrite ? ErrorCode.None : ErrorCode.InvalidState;
    }

    /// <inheritdoc/>
    public ErrorCode UseDisk(DiskUse use, ulong sector, uint count)
    {
        if (_disk is null)
        {
            DiskClient disk = TestDisk.Connect();
            ErrorCode error = disk.Attach(0, DiskBytes, out Handle<Memory> handle);
            MappedMemory? memory = null;
            error = error == ErrorCode.None ? MappedMemory.Open(handle, isWritable: true, out memory) : error;
            if (error != ErrorCode.None)
            {
                return error;
            }

            memory?.Bytes.Fill(DiskFill);
            _disk = disk;
        }

        return use == DiskUse.Read ? _disk.Read(0, 0, sector, count)
            : use == DiskUse.Write ? _disk.Write(0, 0, sector, count)
            : _disk.Discard(sector, count);
    }

    /// <inheritdoc/>
    public ErrorCode OpenSockets(ushort port)
    {
        SocketSession session = new();
        session.Listen(0, (ushort)(port + 1), 1, 1);
        return Check.ExitCode == 0 && session.Connect(2, port) ? ErrorCode.None : ErrorCode.InvalidState;
    }
}
