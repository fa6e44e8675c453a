// As .NET's.

namespace System;

public class ArgumentException : SystemException
{
    public ArgumentException()
    {
    }

    public ArgumentException(string? message)
        : base(message)
    {
    }

    public ArgumentException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public ArgumentException(string? message, string? paramName)
        : base(message) => ParamName = paramName;

    public ArgumentException(string? message, string? paramName, Exception? innerException)
        : base(message, innerException) => ParamName = paramName;

    public virtual string? ParamName { get; }

    public override string Message => string.IsNullOrEmpty(ParamName) ? base.Message : base.Message + " (Parameter '" + ParamName + "')";

    public static void ThrowIfNullOrEmpty(
        [Diagnostics.CodeAnalysis.NotNull] string? argument,
        [Runtime.CompilerServices.CallerArgumentExpression(nameof(argument))] string? paramName = null)
    {
        ArgumentNullException.ThrowIfNull(argument, paramName);
        if (argument.Length == 0)
        {
            throw new ArgumentException("The value cannot be an empty string.", paramName);
        }
    }

    public static void ThrowIfNullOrWhiteSpace(
        [Diagnostics.CodeAnalysis.NotNull] string? argument,
        [Runtime.CompilerServices.CallerArgumentExpression(nameof(argument))] string? paramName = null)
    {
        ArgumentNullException.ThrowIfNull(argument, paramName);
        if (string.IsNullOrWhiteSpace(argument))
        {
            throw new ArgumentException("The value cannot be an empty string or composed entirely of whitespace.", paramName);
        }
    }

    private protected override string DefaultMessage => "Value does not fall within the expected range.";
}
