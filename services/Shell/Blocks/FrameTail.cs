// What comes of frames after the program that they were for has ended.

namespace RustKernel.Services.Shell.Blocks;

/// <summary>
/// Tells bytes of frames from what is typed: the sender of a program's input hears of its end a little later. A control character is never
/// within a frame, so a frame that was cut off ends at the next one.
/// </summary>
public sealed class FrameTail
{
    private const byte LineFeed = (byte)'\n';
    private bool _isWithin;
    private bool _isAfter;

    /// <summary>Takes a byte of the line; true: it is of a frame, or the line end after one.</summary>
    public bool Feed(byte value)
    {
        bool isWithin = _isWithin && value >= BlockFrame.Mask;
        bool isFrame = isWithin || value == BlockFrame.Flag || (_isAfter && value == LineFeed);
        _isAfter = isWithin && value == BlockFrame.Flag;
        _isWithin = value == BlockFrame.Flag ? !isWithin : isWithin;
        return isFrame;
    }
}
