namespace RustKernel.Services.Shell.Blocks;

/// <summary>
/// The kind of a frame. Each kind belongs to one end: so an end ignores its own frames that an echoing line returns. docs/PROTOCOL.md has
/// the numbers.
/// </summary>
public enum FrameKind : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Sender: an offer; the payload is a <see cref="BlockOffer"/>. Sequence 0.</summary>
    Offer = (byte)'O',

    /// <summary>Sender: a piece; its sequence is the number of bytes before it.</summary>
    Data = (byte)'D',

    /// <summary>Sender: it knows that all was accepted; the receiver may go on.</summary>
    Go = (byte)'G',

    /// <summary>Receiver: this many bytes have arrived; it wants the piece that follows them.</summary>
    Acknowledge = (byte)'A',

    /// <summary>Receiver: everything has arrived and matches the offer. The payload is the receiver's word.</summary>
    Accepted = (byte)'F',

    /// <summary>Receiver: the transfer failed; the payload says why, as text.</summary>
    Refused = (byte)'R',

    /// <summary>Receiver, afterwards: output of a program that was started. The sequence is the number of bytes before it.</summary>
    Output = (byte)'W',

    /// <summary>
    /// Receiver, afterwards: a program that was started has ended; eight bytes of its exit code. The sequence is the number of bytes that
    /// it has written.
    /// </summary>
    Ended = (byte)'X',

    /// <summary>Sender, while its program runs: input for it; empty: the end. The sequence is the number of bytes before it.</summary>
    Input = (byte)'I',

    /// <summary>Receiver: the program has taken this many bytes of the input; the end counts as one.</summary>
    Taken = (byte)'T',
}
