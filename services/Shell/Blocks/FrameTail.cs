namespace RustKernel.Services.Shell.Blocks;

/// <summary>
/// Separates leftover bytes of frames from typed ones: the sender of a program's input learns of the program's end a little late. A frame
/// never contains a control character, so a truncated frame ends at the next one.
/// </summary>
public sealed class FrameTail
{
    private const byte LineFeed = (byte)'\n';
    private bool _isWithin;
    private bool _isAfter;

    /// <summary>Takes a byte from the line; true: it belongs to a frame, or to the line end after one.</summary>
    public bool Feed(byte value)
    {
        bool isWithin = _isWithin && value >= BlockFrame.Mask;
        bool isFrame = isWithin || value == BlockFrame.Flag || (_isAfter && value == LineFeed);
        _isAfter = isWithin && value == BlockFrame.Flag;
        _isWithin = value == BlockFrame.Flag ? !isWithin : isWithin;
        return isFrame;
    }
}
