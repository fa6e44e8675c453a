// The service peer: opens what the tester shares, or may not open it.

using System.IO;
using RustKernel.Services.Devices;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>The same program in another role.</summary>
internal sealed class Peer : Service, IPeer
{
    /// <summary>What the manifest says in <c>argument=</c>.</summary>
    internal const uint Argument = 65535;

    private FileStream? _file;

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
}
