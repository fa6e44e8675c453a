// An impossible size of a partition.

namespace RustKernel.Flash.Images;

/// <summary>An image cannot have partitions of the sizes that were asked for. The message says why.</summary>
public sealed class ImageSizeException : ImageException
{
    /// <summary>With a message.</summary>
    public ImageSizeException(string message) : base(message)
    {
    }
}
