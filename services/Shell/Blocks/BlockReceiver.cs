// The receiving end of the block protocol. Pure: bytes in, frames out, the caller supplies the time; also runs under .NET.

using System;
using System.Text;

namespace RustKernel.Services.Shell.Blocks;

/// <summary>Takes pieces in order and says which it wants next. A damaged, lost or repeated frame costs only its repetition.</summary>
/// <param name="sink">Where the pieces go.</param>
public sealed class BlockReceiver(BlockSink sink)
{
    /// <summary>Ends the transfer if nothing good comes for this long.</summary>
    public const long SilenceMilliseconds = 5000;

    private const long RepeatMilliseconds = 1500;
    private readonly FrameReader _reader = new();
    private ushort _transfer;
    private int _received;
    private long _lastGood = -1;
    private long _lastAnswer;
    private bool _isAnswerDue;

    /// <summary>The state.</summary>
    public TransferState State { get; private set; }

    /// <summary>What is being received; null before the start.</summary>
    public BlockOffer? Offer { get; private set; }

    /// <summary>Why the transfer was refused.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The transfer has ended, in whatever way.</summary>
    public bool IsOver => State >= TransferState.Done;

    /// <summary>Bytes that have arrived.</summary>
    public int Received => _received;

    /// <summary>Takes a byte from the line at <paramref name="now"/>, in milliseconds.</summary>
    public void Feed(byte value, long now)
    {
        Touch(now);
        if (!_reader.Feed(value) || State >= TransferState.Done)
        {
            return;
        }

        switch (_reader.Kind)
        {
            case FrameKind.Offer when State == TransferState.Waiting || _reader.Transfer != _transfer:
                _lastGood = now;
                Begin();
                break;
            case FrameKind.Offer:
            case FrameKind.Data when _reader.Transfer == _transfer && State is TransferState.Moving or TransferState.Accepted:
                _lastGood = now;
                TakePiece();
                break;
            case FrameKind.Go when _reader.Transfer == _transfer && State == TransferState.Accepted:
                State = TransferState.Done;
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// Writes the frame due at <paramref name="now"/> into <paramref name="line"/> (<see cref="BlockFrame.MostBytes"/>); returns its bytes,
    /// 0: none. Call it regularly: it notices silence.
    /// </summary>
    public int Answer(Span<byte> line, long now)
    {
        Touch(now);
        if (!IsOver && now - _lastGood >= SilenceMilliseconds)
        {
            // If the sender of an accepted transfer falls silent, the transfer is complete all the same.
            State = State == TransferState.Accepted ? TransferState.Done : TransferState.TimedOut;
        }

        bool isRepeated = State is TransferState.Waiting or TransferState.Accepted && now - _lastAnswer >= RepeatMilliseconds;
        if (!_isAnswerDue && !isRepeated)
        {
            return 0;
        }

        _isAnswerDue = false;
        _lastAnswer = now;
        return State switch
        {
            TransferState.Refused => BlockFrame.Write(line, FrameKind.Refused, _transfer, 0, Encoding.UTF8.GetBytes(Reason)),
            TransferState.Accepted => BlockFrame.Write(line, FrameKind.Accepted, _transfer, (uint)_received, default),
            _ => BlockFrame.Write(line, FrameKind.Acknowledge, _transfer, (uint)_received, default),
        };
    }

    private void Touch(long now)
    {
        if (_lastGood < 0)
        {
            // Announces itself at once.
            _lastGood = now;
            _isAnswerDue = true;
        }
    }

    private void Begin()
    {
        _isAnswerDue = true;
        _transfer = _reader.Transfer;
        _received = 0;
        Offer = BlockOffer.Read(_reader.Payload);
        string? reason = Offer is null ? "the offer is of another version of the protocol" : sink.Begin(Offer);
        if (reason is not null)
        {
            Refuse(reason);
            return;
        }

        State = TransferState.Moving;
        EndIfComplete();
    }

    private void TakePiece()
    {
        _isAnswerDue = true;
        ReadOnlySpan<byte> piece = _reader.Payload;
        if (State != TransferState.Moving || _reader.Kind != FrameKind.Data || _reader.Sequence != (uint)_received)
        {
            return;
        }

        if (piece.Length > Offer!.Size - _received)
        {
            Refuse("more has come than was offered");
            return;
        }

        sink.Write(_received, piece);
        _received += piece.Length;
        EndIfComplete();
    }

    private void EndIfComplete()
    {
        if (_received == Offer!.Size)
        {
            string? reason = sink.End();
            if (reason is null)
            {
                State = TransferState.Accepted;
                return;
            }

            Refuse(reason);
        }
    }

    private void Refuse(string reason)
    {
        Reason = reason;
        State = TransferState.Refused;
    }
}
