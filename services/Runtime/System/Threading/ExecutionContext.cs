// The values of AsyncLocals: they follow an async method through its awaits, and into what it starts.

using System.Runtime.CompilerServices;

namespace System.Threading;

public sealed class ExecutionContext : IDisposable
{
    private static readonly ExecutionContext s_empty = new(null, null, null);
    [ThreadStatic]
    private static ExecutionContext? t_current;
    private readonly object? _key;
    private readonly object? _value;
    private readonly ExecutionContext? _rest;

    private ExecutionContext(object? key, object? value, ExecutionContext? rest)
    {
        _key = key;
        _value = value;
        _rest = rest;
    }

    internal static ExecutionContext? Current
    {
        get => t_current;
        set => t_current = value;
    }

    public static ExecutionContext? Capture() => t_current ?? s_empty;

    public static void Run(ExecutionContext executionContext, ContextCallback callback, object? state)
    {
        ArgumentNullException.ThrowIfNull(executionContext);
        ExecutionContext? before = t_current;
        t_current = executionContext;
        try
        {
            callback(state);
        }
        finally
        {
            t_current = before;
        }
    }

    public void Dispose()
    {
    }

    /// <summary>Values set by a method before its first await stay local to it.</summary>
    internal static void Start<TStateMachine>(ref TStateMachine machine)
        where TStateMachine : IAsyncStateMachine
    {
        ExecutionContext? before = t_current;
        machine.MoveNext();
        if (t_current != before)
        {
            t_current = before;
        }
    }

    internal static object? Get(object key)
    {
        for (ExecutionContext? at = t_current; at is not null; at = at._rest)
        {
            if (at._key == key)
            {
                return at._value;
            }
        }

        return null;
    }

    internal static void Set(object key, object? value) => t_current = new ExecutionContext(key, value, Without(t_current, key));

    private static ExecutionContext? Without(ExecutionContext? list, object key) =>
        list is null ? null
        : list._key == key ? list._rest
        : Without(list._rest, key) is var rest && rest == list._rest ? list
        : new ExecutionContext(list._key, list._value, rest);
}
