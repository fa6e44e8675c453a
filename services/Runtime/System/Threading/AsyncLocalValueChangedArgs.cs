// What the handler of an AsyncLocal gets.

namespace System.Threading;

public readonly struct AsyncLocalValueChangedArgs<T>
{
    internal AsyncLocalValueChangedArgs(T? previousValue, T? currentValue)
    {
        PreviousValue = previousValue;
        CurrentValue = currentValue;
    }

    public T? PreviousValue { get; }

    public T? CurrentValue { get; }

    public bool ThreadContextChanged => false;
}
