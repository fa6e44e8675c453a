// The sending end of the block protocol. Pure: bytes in, frames out, the caller supplies the time; also runs under .NET.

using System;
using System.Text;

namespace RustKernel.Services.Shell.Blocks;

/// <summary>
/// Sends pieces, some bytes ahead of the acknowledged ones. If the receiver asks twice for the same piece, or is silent for a while, it
/// goes back there, with pieces of half the length: on a bad line a short frame arrives sooner. Pieces grow again as they arrive.
/// </summary>
public sealed class BlockSender
{
    /// <summary>Bytes that may be in flight: what a receiver has room for.</summary>
    public const int WindowBytes = 4 * BlockFrame.MostPayload;

    private const int LeastPiece = 32;
    private const int GrowsAfter = 8;

    private const int MostSilences = 12;
    private readonly FrameReader _reader = new();
    private readonly byte[] _content;
    private readonly byte[] _offer;
    private readonly ushort _transfer;
    private readonly long _silenceMilliseconds;
    private int _arrived;
    private int _next;
    private int _piece = BlockFrame.MostPayload;
    private int _good;
    private long _quietSince;
    private int _silences;
    private bool _hasGoneBack;
    private bool _isGoDue;

    /// <summary>
    /// Sends <paramref name="content"/>. <paramref name="transfer"/> distinguishes this transfer from the one before, 0 is none; after
    /// <paramref name="silenceMilliseconds"/> without an answer it repeats.
    /// </summary>
    public BlockSender(byte[] content, BlockOffer offer, ushort transfer, long silenceMilliseconds)
    {
        _content = content;
        _offer = offer.Write();
        _transfer = transfer;
        _silenceMilliseconds = silenceMilliseconds;
        _quietSince = -1;
    }

    /// <summary>The state.</summary>
    public TransferState State { get; private set; }

    /// <summary>Why the receiver refused.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The transfer has ended, in whatever way, and no frame is left to send.</summary>
    public bool IsOver => State >= TransferState.Done && !_isGoDue;

    /// <summary>A receiver has answered, to this transfer or to none.</summary>
    public bool IsHeard { get; private set; }

    /// <summary>Frames sent again.</summary>
    public int Repeated { get; private set; }

    /// <summary>Bytes of the content that are known to have arrived.</summary>
    public int Arrived => _arrived;

    /// <summary>Takes a byte from the line at <paramref name="now"/>, in milliseconds.</summary>
    public void Feed(byte value, long now)
    {
        if (!_reader.Feed(value))
        {
            return;
        }

        FrameKind kind = _reader.Kind;
        bool isAnswer = kind is FrameKind.Acknowledge or FrameKind.Accepted or FrameKind.Refused;
        IsHeard |= isAnswer;
        if (!isAnswer || _reader.Transfer != _transfer)
        {
            return;
        }

        _silences = 0;
        switch (kind)
        {
            case FrameKind.Acknowledge when State < TransferState.Accepted:
                State = TransferState.Moving;
                TakeNumber(_reader.Sequence, now);
                break;
            case FrameKind.Accepted:
                // Every time: the receiver has missed the last one.
                State = TransferState.Done;
                _arrived = _content.Length;
                _isGoDue = true;
                break;
            case FrameKind.Refused when State < TransferState.Accepted:
                State = TransferState.Refused;
                Reason = Encoding.UTF8.GetString(_reader.Payload);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// Writes the frame to send at <paramref name="now"/> into <paramref name="line"/> (<see cref="BlockFrame.MostBytes"/>); returns its
    /// bytes, 0: none yet.
    /// </summary>
    public int Next(Span<byte> line, long now)
    {
        if (_isGoDue)
        {
            _isGoDue = false;
            return BlockFrame.Write(line, FrameKind.Go, _transfer, 0, default);
        }

        if (State >= TransferState.Done)
        {
            return 0;
        }

        if (_quietSince < 0 || now - _quietSince >= _silenceMilliseconds)
        {
            return Repeat(line, now);
        }

        return State == TransferState.Moving && _next < _content.Length && _next - _arrived < WindowBytes ? Piece(line) : 0;
    }

    private void TakeNumber(uint wanted, long now)
    {
        if (wanted > (uint)_arrived && wanted <= (uint)_content.Length)
        {
            _arrived = (int)wanted;
            _next = Math.Max(_next, _arrived);
            _quietSince = now;
            _hasGoneBack = false;
            _good++;
            if (_good >= GrowsAfter)
            {
                _good = 0;
                _piece = Math.Min(_piece * 2, BlockFrame.MostPayload);
            }
        }
        else if (wanted == (uint)_arrived && _next > _arrived && !_hasGoneBack)
        {
            // Later pieces have arrived, this one has not.
            GoBack();
            _hasGoneBack = true;
            _quietSince = now;
        }
    }

    private int Repeat(Span<byte> line, long now)
    {
        bool isFirst = _quietSince < 0;
        _quietSince = now;
        _hasGoneBack = false;
        if (!isFirst && ++_silences > MostSilences)
        {
            State = TransferState.TimedOut;
            return 0;
        }

        if (State == TransferState.Waiting || _content.Length == 0)
        {
            Repeated += isFirst ? 0 : 1;
            return BlockFrame.Write(line, FrameKind.Offer, _transfer, 0, _offer);
        }

        if (_arrived == _content.Length)
        {
            // All has arrived, but not the answer. Send the end again, to get another answer.
            Repeated++;
            _next = _content.Length - Math.Min(_piece, _content.Length);
        }
        else
        {
            GoBack();
        }

        return Piece(line);
    }

    private void GoBack()
    {
        Repeated++;
        _next = _arrived;
        _good = 0;
        _piece = Math.Max(_piece / 2, LeastPiece);
    }

    private int Piece(Span<byte> line)
    {
        ReadOnlySpan<byte> piece = new(_content, _next, Math.Min(_piece, _content.Length - _next));
        int count = BlockFrame.Write(line, FrameKind.Data, _transfer, (uint)_next, piece);
        _next += piece.Length;
        return count;
    }
}
