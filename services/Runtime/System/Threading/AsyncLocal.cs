// A value that follows an async method.

namespace System.Threading;

public sealed class AsyncLocal<T>
{
    private readonly Action<AsyncLocalValueChangedArgs<T>>? _valueChangedHandler;

    public AsyncLocal()
    {
    }

    public AsyncLocal(Action<AsyncLocalValueChangedArgs<T>>? valueChangedHandler) => _valueChangedHandler = valueChangedHandler;

    public T Value
    {
        get => ExecutionContext.Get(this) is T value ? value : default!;
        set
        {
            T before = Value;
            ExecutionContext.Set(this, value);
            _valueChangedHandler?.Invoke(new AsyncLocalValueChangedArgs<T>(before, value));
        }
    }
}
