// The known boards.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Tftp;

namespace RustKernel.Flash.Netboot;

/// <summary>Puts what DHCP and TFTP report together, board by board. Not thread-safe: one caller at a time.</summary>
public sealed class BoardTable
{
    private const int MaximumBoards = 1000;
    private readonly Dictionary<string, Board> _boards = [];

    /// <summary>The boards, in the order in which they were first heard of.</summary>
    public IReadOnlyCollection<Board> Boards => _boards.Values;

    /// <summary>The names of files that are kernels: fetching one is the end of the boot as the network sees it.</summary>
    public static bool IsKernel(string file) =>
        Path.GetFileName(file) is "Image" || Path.GetFileName(file).StartsWith("kernel", StringComparison.Ordinal);

    /// <summary>DHCP reports.</summary>
    public void Add(DhcpEvent report, TimeSpan now)
    {
        // A client that gets no answer may be any machine of the network: it counts as a board only if it was one before.
        bool isOurs = report.Kind != DhcpEventKind.Ignored || _boards.ContainsKey(report.Mac);
        if (report.Mac.Length == 0 || !isOurs || Find(report.Mac) is not { } board)
        {
            return;
        }

        board.LastSeen = now;
        board.Model = report.Board;
        if (report.Serial.Length > 0)
        {
            board.Serial = report.Serial;
        }

        switch (report.Kind)
        {
            case DhcpEventKind.Offered:
                StartOver(board);
                board.Stage = BoardStage.Discovering;
                board.Offers++;
                break;
            case DhcpEventKind.Leased:
                StartOver(board);
                board.Stage = BoardStage.Addressed;
                board.Address = report.Address;
                board.Offers = 0;
                break;
        }
    }

    /// <summary>TFTP reports a request with its verdict; <paramref name="mac"/> when the client's Ethernet address is known.</summary>
    public void Add(TftpRequestRecord request, string? mac, TimeSpan now)
    {
        string key = mac ?? _boards.Values.FirstOrDefault(
            known => request.Client.Address.Equals(known.Address))?.Key ?? $"{request.Client.Address}";
        if (Find(key) is not { } board)
        {
            return;
        }

        board.LastSeen = now;
        board.Address = request.Client.Address;
        board.Offers = 0;
        board.Bytes += request.Acknowledged;
        board.Add(request);
        string[]? parts = BootPath.Split(request.File, out _);
        if (board.Serial.Length == 0 && parts is { Length: > 1 } && BootPath.SerialOf(parts[0]) is { } serial)
        {
            board.Serial = serial;
        }

        bool whole = request.Verdict is TftpVerdict.Served or TftpVerdict.Unconfirmed;
        board.Stage = whole && IsKernel(request.File)
            ? BoardStage.KernelFetched
            : board.Stage == BoardStage.KernelFetched ? board.Stage : BoardStage.Fetching;
    }

    // DHCP after files means that the board was started again: its earlier requests say nothing about this start.
    private static void StartOver(Board board)
    {
        if (board.Stage is BoardStage.Fetching or BoardStage.KernelFetched)
        {
            board.StartOver();
        }
    }

    private Board? Find(string key)
    {
        if (!_boards.TryGetValue(key, out Board? board) && _boards.Count < MaximumBoards)
        {
            _boards[key] = board = new Board(key);
        }

        return board;
    }
}
