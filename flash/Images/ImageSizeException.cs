// A partition's size that is none.

namespace RustKernel.Flash.Images;

/// <summary>An image cannot have partitions of these sizes: whoever asked for them asks for others.</summary>
public sealed class ImageSizeException : ImageException
{
    /// <summary>With a message.</summary>
    public ImageSizeException(string message) : base(message)
    {
    }
}
