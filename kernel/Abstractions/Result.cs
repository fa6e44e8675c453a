// A value, or the reason why there is none. It returns in two registers, so it costs no memory traffic.

namespace RustKernel;

/// <summary>The outcome of an operation that yields a <typeparamref name="T"/> or fails.</summary>
/// <typeparam name="T">The value on success.</typeparam>
public readonly struct Result<T>
{
    private readonly T _value;

    /// <summary>Why it failed; <see cref="ErrorCode.None"/> on success.</summary>
    public readonly ErrorCode Error;

    private Result(T value, ErrorCode error)
    {
        _value = value;
        Error = error;
    }

    /// <summary>True when there is a value.</summary>
    public bool IsOk => Error == ErrorCode.None;

    /// <summary>The value; meaningful only when <see cref="IsOk"/> (otherwise the default of T).</summary>
    public T Value => _value;

    /// <summary>The value, or <paramref name="fallback"/> when there is none.</summary>
    public T Or(T fallback) => IsOk ? _value : fallback;

    /// <summary>Success with <paramref name="value"/>.</summary>
    public static Result<T> Ok(T value) => new(value, ErrorCode.None);

    /// <summary>Failure with <paramref name="error"/>, which is not <see cref="ErrorCode.None"/>.</summary>
    public static Result<T> Fail(ErrorCode error) => new(default!, error);

    /// <summary>Success with <paramref name="value"/> when <paramref name="error"/> is none, otherwise that failure.</summary>
    public static Result<T> Of(T value, ErrorCode error) => new(value, error);

    /// <summary>Success with <paramref name="value"/>.</summary>
    public static implicit operator Result<T>(T value) => new(value, ErrorCode.None);

    /// <summary>Failure with <paramref name="error"/>.</summary>
    public static implicit operator Result<T>(ErrorCode error) => new(default!, error);
}
