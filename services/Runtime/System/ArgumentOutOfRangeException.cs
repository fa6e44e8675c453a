// As .NET's.

using System.Runtime.CompilerServices;

namespace System;

public class ArgumentOutOfRangeException : ArgumentException
{
    private readonly string? _actualText;

    public ArgumentOutOfRangeException()
    {
    }

    public ArgumentOutOfRangeException(string? paramName)
        : base(null, paramName)
    {
    }

    public ArgumentOutOfRangeException(string? paramName, string? message)
        : base(message, paramName)
    {
    }

    public ArgumentOutOfRangeException(string? paramName, object? actualValue, string? message)
        : this(paramName, actualValue, actualValue?.ToString(), message)
    {
    }

    // The text is made here: a message that called ToString of any object would bring the text of all objects into each program.
    private ArgumentOutOfRangeException(string? paramName, object? actualValue, string? actualText, string? message)
        : base(message, paramName)
    {
        ActualValue = actualValue;
        _actualText = actualText;
    }

    public virtual object? ActualValue { get; }

    public override string Message => _actualText is null ? base.Message : base.Message + "\nActual value was " + _actualText + ".";

    public static void ThrowIfNegative<T>(T value, [CallerArgumentExpression(nameof(value))] string? paramName = null)
        where T : IComparable<T>
    {
        if (value.CompareTo(default!) < 0)
        {
            throw new ArgumentOutOfRangeException(paramName, value, value.ToString(), paramName + " ('" + value.ToString()
                + "') must be a non-negative value.");
        }
    }

    public static void ThrowIfNegativeOrZero<T>(T value, [CallerArgumentExpression(nameof(value))] string? paramName = null)
        where T : IComparable<T>
    {
        if (value.CompareTo(default!) <= 0)
        {
            throw new ArgumentOutOfRangeException(paramName, value, value.ToString(), paramName + " ('" + value.ToString()
                + "') must be a non-negative and non-zero value.");
        }
    }

    public static void ThrowIfZero<T>(T value, [CallerArgumentExpression(nameof(value))] string? paramName = null)
        where T : IComparable<T>
    {
        if (value.CompareTo(default!) == 0)
        {
            throw new ArgumentOutOfRangeException(paramName, value, value.ToString(), paramName + " ('" + value.ToString()
                + "') must be a non-zero value.");
        }
    }

    public static void ThrowIfEqual<T>(T value, T other, [CallerArgumentExpression(nameof(value))] string? paramName = null)
    {
        if (Collections.Generic.EqualityComparer<T>.Default.Equals(value, other))
        {
            throw new ArgumentOutOfRangeException(paramName, value, value?.ToString(), paramName + " ('" + (value?.ToString() ?? "null")
                + "') must not be equal to '" + (other?.ToString() ?? "null") + "'.");
        }
    }

    public static void ThrowIfNotEqual<T>(T value, T other, [CallerArgumentExpression(nameof(value))] string? paramName = null)
    {
        if (!Collections.Generic.EqualityComparer<T>.Default.Equals(value, other))
        {
            throw new ArgumentOutOfRangeException(paramName, value, value?.ToString(), paramName + " ('" + (value?.ToString() ?? "null")
                + "') must be equal to '" + (other?.ToString() ?? "null") + "'.");
        }
    }

    public static void ThrowIfGreaterThan<T>(T value, T other, [CallerArgumentExpression(nameof(value))] string? paramName = null)
        where T : IComparable<T>
    {
        if (value.CompareTo(other) > 0)
        {
            throw new ArgumentOutOfRangeException(paramName, value, value.ToString(), paramName + " ('" + value.ToString()
                + "') must be less than or equal to '" + other.ToString() + "'.");
        }
    }

    public static void ThrowIfGreaterThanOrEqual<T>(T value, T other, [CallerArgumentExpression(nameof(value))] string? paramName = null)
        where T : IComparable<T>
    {
        if (value.CompareTo(other) >= 0)
        {
            throw new ArgumentOutOfRangeException(paramName, value, value.ToString(), paramName + " ('" + value.ToString()
                + "') must be less than '" + other.ToString() + "'.");
        }
    }

    public static void ThrowIfLessThan<T>(T value, T other, [CallerArgumentExpression(nameof(value))] string? paramName = null)
        where T : IComparable<T>
    {
        if (value.CompareTo(other) < 0)
        {
            throw new ArgumentOutOfRangeException(paramName, value, value.ToString(), paramName + " ('" + value.ToString()
                + "') must be greater than or equal to '" + other.ToString() + "'.");
        }
    }

    public static void ThrowIfLessThanOrEqual<T>(T value, T other, [CallerArgumentExpression(nameof(value))] string? paramName = null)
        where T : IComparable<T>
    {
        if (value.CompareTo(other) <= 0)
        {
            throw new ArgumentOutOfRangeException(paramName, value, value.ToString(), paramName + " ('" + value.ToString()
                + "') must be greater than '" + other.ToString() + "'.");
        }
    }

    private protected override string DefaultMessage => "Specified argument was out of the range of valid values.";
}
