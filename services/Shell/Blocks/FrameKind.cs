// The kinds of frames.

namespace RustKernel.Services.Shell.Blocks;

/// <summary>
/// What a frame is. A kind belongs to one end, so that an end which hears its own frames from a line that echoes passes them over.
/// docs/PROTOCOL.md has the numbers.
/// </summary>
public enum FrameKind : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Sender: something to send; the payload is a <see cref="BlockOffer"/>. Sequence 0.</summary>
    Offer = (byte)'O',

    /// <summary>Sender: a piece; its sequence is the number of bytes before it.</summary>
    Data = (byte)'D',

    /// <summary>Sender: it knows that all was accepted; the receiver may go on.</summary>
    Go = (byte)'G',

    /// <summary>Receiver: so many bytes have arrived; the piece that follows them is wanted.</summary>
    Acknowledge = (byte)'A',

    /// <summary>Receiver: everything has arrived and is what was offered. The payload is the receiver's word.</summary>
    Accepted = (byte)'F',

    /// <summary>Receiver: the transfer is over and nothing came of it; the payload says why, as text.</summary>
    Refused = (byte)'R',

    /// <summary>
    /// Receiver, afterwards: what a program that was started writes. The sequence is the number of bytes before it.
    /// </summary>
    Output = (byte)'W',

    /// <summary>
    /// Receiver, afterwards: a program that was started has ended; eight bytes of its exit code. The sequence is the number of bytes that
    /// it has written.
    /// </summary>
    Ended = (byte)'X',

    /// <summary>
    /// Sender, while its program runs: input for it; none: the end. The sequence is the number of bytes before it.
    /// </summary>
    Input = (byte)'I',

    /// <summary>Receiver: so many bytes of the input are the program's; its end counts as one.</summary>
    Taken = (byte)'T',
}
