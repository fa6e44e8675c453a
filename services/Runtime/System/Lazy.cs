// A value made on first use, once; an exception of its factory is thrown again.

namespace System;

public class Lazy<T>
{
    private readonly object _lock = new();
    private Func<T>? _factory;
    private Exception? _failure;
    private bool _isMade;
    private bool _retries;
    private T _value = default!;

    public Lazy(Func<T> valueFactory)
        : this(valueFactory, true)
    {
    }

    public Lazy(Func<T> valueFactory, bool isThreadSafe)
    {
        ArgumentNullException.ThrowIfNull(valueFactory);
        _factory = valueFactory;
    }

    public Lazy(Func<T> valueFactory, Threading.LazyThreadSafetyMode mode)
        : this(valueFactory, true) => _retries = mode == Threading.LazyThreadSafetyMode.PublicationOnly;

    public Lazy(T value)
    {
        _value = value;
        _isMade = true;
    }

    public bool IsValueCreated => Threading.Volatile.Read(ref _isMade);

    public T Value
    {
        get
        {
            if (Threading.Volatile.Read(ref _isMade))
            {
                return _value;
            }

            lock (_lock)
            {
                return _isMade ? _value : Make();
            }
        }
    }

    public override string? ToString() => IsValueCreated ? Value!.ToString() : "Value is not created.";

    private T Make()
    {
        if (_failure is not null)
        {
            Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        }

        Func<T> factory = _factory
            ?? throw new InvalidOperationException("ValueFactory attempted to access the Value property of this instance.");
        _factory = null;
        try
        {
            _value = factory();
        }
        catch (Exception error)
        {
            // One of the modes forgets the failure and tries again.
            _failure = _retries ? null : error;
            _factory = _retries ? factory : null;
            throw;
        }

        Threading.Volatile.Write(ref _isMade, true);
        return _value;
    }
}
