// As .NET's.

namespace System.Globalization;

public class CultureNotFoundException : ArgumentException
{
    private readonly string? _invalidCultureName;
    private readonly int? _invalidCultureId;

    public CultureNotFoundException()
    {
    }

    public CultureNotFoundException(string? message)
        : base(message)
    {
    }

    public CultureNotFoundException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public CultureNotFoundException(string? paramName, string? message)
        : base(message, paramName)
    {
    }

    public CultureNotFoundException(string? message, string? invalidCultureName, Exception? innerException)
        : base(message, innerException) => _invalidCultureName = invalidCultureName;

    public CultureNotFoundException(string? paramName, string? invalidCultureName, string? message)
        : base(message, paramName) => _invalidCultureName = invalidCultureName;

    public CultureNotFoundException(string? message, int invalidCultureId, Exception? innerException)
        : base(message, innerException) => _invalidCultureId = invalidCultureId;

    public CultureNotFoundException(string? paramName, int invalidCultureId, string? message)
        : base(message, paramName) => _invalidCultureId = invalidCultureId;

    public virtual int? InvalidCultureId => _invalidCultureId;

    public virtual string? InvalidCultureName => _invalidCultureName;

    public override string Message => _invalidCultureId is null && _invalidCultureName is null
        ? base.Message
        : base.Message + "\n" + (_invalidCultureId is int id ? $"{id} (0x{id:x4})" : _invalidCultureName)
            + " is an invalid culture identifier.";

    private protected override string DefaultMessage => "Culture is not supported.";
}
