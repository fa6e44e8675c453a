// No one knows what a card holds.

namespace RustKernel.Flash.Images;

/// <summary>Whether a card has files of a person cannot be seen, so it is not written; the message gives the way out.</summary>
public sealed class UnknownDataException : ImageException
{
    /// <summary>With a message.</summary>
    public UnknownDataException(string message) : base(message)
    {
    }
}
