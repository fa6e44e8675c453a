// Makes a value on first use.

namespace System.Threading;

public static class LazyInitializer
{
    public static T EnsureInitialized<T>(ref T? target, Func<T> valueFactory)
        where T : class
    {
        T? there = Volatile.Read(ref target);
        if (there is not null)
        {
            return there;
        }

        T made = valueFactory() ?? throw new InvalidOperationException("ValueFactory returned null.");
        return Interlocked.CompareExchange(ref target, made, null) ?? made;
    }
}
