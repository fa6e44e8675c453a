// Refers to an object without keeping it alive.

using RustKernel.Runtime;

namespace System;

public class WeakReference
{
    private readonly WeakTarget _target;

    public WeakReference(object? target)
        : this(target, false)
    {
    }

    public WeakReference(object? target, bool trackResurrection) => _target = new WeakTarget(target, trackResurrection);

    public virtual bool IsAlive => _target.Target is not null;

    public virtual bool TrackResurrection => _target.FollowsResurrection;

    public virtual object? Target
    {
        get => _target.Target;
        set => _target.Target = value;
    }
}
