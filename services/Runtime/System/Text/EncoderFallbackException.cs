// Text that an encoding cannot represent.

namespace System.Text;

public sealed class EncoderFallbackException : ArgumentException
{
    public EncoderFallbackException()
        : base("Value does not fall within the expected range.")
    {
    }

    public EncoderFallbackException(string? message)
        : base(message)
    {
    }

    public EncoderFallbackException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
