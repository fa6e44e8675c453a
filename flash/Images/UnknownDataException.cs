// A card whose contents are unknown.

namespace RustKernel.Flash.Images;

/// <summary>A card may have a user's files, but this cannot be determined, so it is not written; the message gives the way out.</summary>
public sealed class UnknownDataException : ImageException
{
    /// <summary>With a message.</summary>
    public UnknownDataException(string message) : base(message)
    {
    }
}
