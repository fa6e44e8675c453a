// A value for each thread.

using System.Collections.Generic;

namespace System.Threading;

public class ThreadLocal<T> : IDisposable
{
    private readonly Dictionary<int, T> _values = [];
    private readonly Func<T>? _valueFactory;
    private readonly bool _tracksAllValues;
    private bool _isDisposed;

    public ThreadLocal()
    {
    }

    public ThreadLocal(bool trackAllValues) => _tracksAllValues = trackAllValues;

    public ThreadLocal(Func<T> valueFactory)
        : this(valueFactory, false)
    {
    }

    public ThreadLocal(Func<T> valueFactory, bool trackAllValues)
    {
        ArgumentNullException.ThrowIfNull(valueFactory);
        _valueFactory = valueFactory;
        _tracksAllValues = trackAllValues;
    }

    public bool IsValueCreated
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            lock (_values)
            {
                return _values.ContainsKey(Id);
            }
        }
    }

    public T Value
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            lock (_values)
            {
                if (_values.TryGetValue(Id, out T? value))
                {
                    return value;
                }
            }

            return Value = _valueFactory is null ? default! : _valueFactory();
        }

        set
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            lock (_values)
            {
                _values[Id] = value;
            }
        }
    }

    public IList<T> Values
    {
        get
        {
            if (!_tracksAllValues)
            {
                throw new InvalidOperationException("The ThreadLocal object is not tracking values. To use the Values property, use a "
                    + "ThreadLocal constructor that accepts the trackAllValues parameter and set the parameter to true.");
            }

            lock (_values)
            {
                return new List<T>(_values.Values);
            }
        }
    }

    private static int Id => Thread.CurrentThread.ManagedThreadId;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    public override string? ToString() => Value!.ToString();

    protected virtual void Dispose(bool disposing) => _isDisposed = true;
}
