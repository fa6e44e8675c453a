// Refers to an object of one type without keeping it alive.

using RustKernel.Runtime;

namespace System;

public sealed class WeakReference<T>
    where T : class?
{
    private readonly WeakTarget _target;

    public WeakReference(T target)
        : this(target, false)
    {
    }

    public WeakReference(T target, bool trackResurrection) => _target = new WeakTarget(target, trackResurrection);

    public bool TryGetTarget([Diagnostics.CodeAnalysis.MaybeNullWhen(false)][Diagnostics.CodeAnalysis.NotNullWhen(true)] out T target)
    {
        object? found = _target.Target;
        target = Runtime.CompilerServices.Unsafe.As<object?, T>(ref found);
        return found is not null;
    }

    public void SetTarget(T target) => _target.Target = target;
}
