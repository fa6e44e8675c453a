using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Network;

/// <summary>A client process's session: pieces of memory, and slots.</summary>
internal sealed class Session
{
    /// <summary>The most pieces of memory of a session.</summary>
    internal const int MostPieces = PieceNumbers.Most;

    /// <summary>Most unanswered questions of a session.</summary>
    internal const int MostQuestions = 8;

    private readonly MappedMemory?[] _pieces = new MappedMemory?[MostPieces];

    internal Session(ulong number, int index, uint slots, SocketAccount account, ISessionLife life)
    {
        Number = number;
        Index = index;
        Account = account;
        Life = life;
        Slots = new Slot?[slots];
        account.Sessions++;
    }

    /// <summary>Its number.</summary>
    internal ulong Number { get; }

    /// <summary>Its place among the sessions.</summary>
    internal int Index { get; }

    /// <summary>Its owner.</summary>
    internal SocketAccount Account { get; }

    /// <summary>The client's process.</summary>
    internal ISessionLife Life { get; }

    /// <summary>Its slots; null: never used.</summary>
    internal Slot?[] Slots { get; }

    /// <summary>Its board; null: it has no memory yet.</summary>
    internal SocketBoard? Board { get; private set; }

    /// <summary>Number of its pieces.</summary>
    internal int Pieces { get; private set; }

    /// <summary>It may have another piece.</summary>
    internal bool HasRoom => Pieces < MostPieces && Account.Pieces < SocketAccount.MostPieces;

    /// <summary>It has ended, and its memory is unmapped.</summary>
    internal bool IsEnded { get; private set; }

    /// <summary>The client needs a notice.</summary>
    internal bool HasNews { get; set; }

    /// <summary>Number of names and echoes that it waits for.</summary>
    internal int Questions { get; set; }

    /// <summary>Its piece <paramref name="number"/>; null: it has none.</summary>
    internal MappedMemory? Piece(uint number) => number < MostPieces ? _pieces[number] : null;

    /// <summary>Adds the next piece. The first must have room for the board.</summary>
    internal void Add(uint number, MappedMemory memory)
    {
        _pieces[number] = memory;
        Pieces++;
        Account.Pieces++;
        Board = number == 0 ? new SocketBoard(memory) : Board;
    }

    /// <summary>Unmaps the memory. No socket may use it any more.</summary>
    internal void End()
    {
        IsEnded = true;
        Account.Sessions--;
        Account.Pieces -= Pieces;
        foreach (MappedMemory? piece in _pieces)
        {
            piece?.Dispose();
            piece?.Handle.Close();
        }

        Life.End();
    }
}
