// What goes wrong with images.

using System;

namespace RustKernel.Flash.Images;

/// <summary>An image cannot be made, written or verified; the message is for people.</summary>
public class ImageException : Exception
{
    /// <summary>With a message.</summary>
    public ImageException(string message) : base(message)
    {
    }
}
