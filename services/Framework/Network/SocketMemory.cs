using System;
using System.Collections.Generic;
using RustKernel.Services.Internet;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Network;

/// <summary>
/// Divides the memory of a session into blocks of a few sizes, and uses a free block again for the same size. Each further piece is twice
/// as large as the last.
/// </summary>
internal sealed class SocketMemory : IDisposable
{
    private const uint FirstBytes = 16 * 1024;
    private const uint MostBytes = 4 * 1024 * 1024;
    private const uint PageBytes = 4096;
    private const Rights Given = Rights.Read | Rights.Write | Rights.Duplicate | Rights.Transfer;
    private readonly List<MappedMemory> _pieces = new();
    private readonly List<SocketSpace> _unused = new();
    private uint _next;

    private SocketMemory(MappedMemory first)
    {
        _pieces.Add(first);
        _next = (SocketBoard.Bytes + SocketBlock.Alignment - 1) & ~(uint)(SocketBlock.Alignment - 1);
        Board = new SocketBoard(first);
    }

    /// <summary>The board.</summary>
    internal SocketBoard Board { get; }

    /// <summary>Makes the first piece, and a handle of it for the service.</summary>
    internal static ErrorCode Create(out SocketMemory? memory, out Handle<Memory> handle)
    {
        handle = default;
        ErrorCode error = MappedMemory.Create(FirstBytes, out MappedMemory? piece);
        memory = piece is null ? null : new SocketMemory(piece);
        return error == ErrorCode.None ? Kernel.HandleDuplicate(piece!.Handle, Given, out handle) : error;
    }

    /// <summary>A block for these rings. It replaces <paramref name="before"/>, which the slot had and which becomes free.</summary>
    internal ErrorCode Take(
        NetworkClient client, ulong session, SocketSpace before, uint sendBytes, uint receiveBytes, out SocketSpace space)
    {
        if (before.Bytes != 0)
        {
            _unused.Add(before);
        }

        uint bytes = (uint)(SocketBlock.SizeOf(sendBytes, receiveBytes) + SocketBlock.Alignment - 1) & ~(uint)(SocketBlock.Alignment - 1);
        for (int i = 0; i < _unused.Count; i++)
        {
            if (_unused[i].Bytes == bytes)
            {
                space = _unused[i];
                _unused.RemoveAt(i);
                return ErrorCode.None;
            }
        }

        space = default;
        ErrorCode error = _next + bytes <= (uint)_pieces[^1].Bytes.Length ? ErrorCode.None : Add(client, session, bytes);
        if (error == ErrorCode.None)
        {
            space = new SocketSpace((uint)_pieces.Count - 1, _next, bytes);
            _next += bytes;
        }

        return error;
    }

    /// <summary>Gives the memory back: only this process knows it.</summary>
    public void Dispose()
    {
        foreach (MappedMemory piece in _pieces)
        {
            piece.Dispose();
            piece.Handle.Close();
        }
    }

    internal SocketBlock BlockOf(SocketSpace space, uint sendBytes, uint receiveBytes) =>
        new(_pieces[(int)space.Piece], (int)space.Offset, (int)sendBytes, (int)receiveBytes);

    // Each piece is larger than the last while the quota allows; then just as many pages as needed.
    private ErrorCode Add(NetworkClient client, ulong session, uint bytes)
    {
        uint least = (bytes + PageBytes - 1) & ~(PageBytes - 1);
        uint wanted = Math.Min(Math.Max(2 * (uint)_pieces[^1].Bytes.Length, least), MostBytes);
        ErrorCode error = TryAdd(client, session, wanted);
        return error == ErrorCode.OutOfMemory && least < wanted ? TryAdd(client, session, least) : error;
    }

    private ErrorCode TryAdd(NetworkClient client, ulong session, uint bytes)
    {
        ErrorCode error = MappedMemory.Create(bytes, out MappedMemory? piece);
        uint number = 0;
        error = error == ErrorCode.None
            ? RepeatedCall.Ask(() => (Give(client, session, piece!, out number), NetworkError.None)).Error
            : error;
        error = error == ErrorCode.None && !PieceNumbers.IsPossible(number, _pieces.Count) ? ErrorCode.Corrupt : error;
        if (error == ErrorCode.None)
        {
            PieceNumbers.Add(_pieces, piece!, number);
            _next = 0;
        }
        else if (piece is not null)
        {
            piece.Dispose();
            piece.Handle.Close();
        }

        return error;
    }

    private static ErrorCode Give(NetworkClient client, ulong session, MappedMemory piece, out uint number)
    {
        number = 0;
        ErrorCode error = Kernel.HandleDuplicate(piece.Handle, Given, out Handle<Memory> handle);
        error = error == ErrorCode.None ? client.AddMemory(session, handle, out number) : error;
        if (error != ErrorCode.None)
        {
            // Already gone if it went along with the call.
            handle.Close();
        }

        return error;
    }
}
