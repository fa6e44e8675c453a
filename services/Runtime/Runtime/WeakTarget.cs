// A weak reference's target: an address that the collector does not follow, in a list of all targets that it walks.

using System.Threading;

namespace RustKernel.Runtime;

/// <summary>A target that may die.</summary>
internal sealed unsafe class WeakTarget
{
    // SAFETY (whole file): addresses of objects, which do not move; a target read into a register or onto the stack stays alive, because
    // the collector stops the thread and scans them. The list changes by one compare and exchange, or while all threads are stopped.
    private static nint s_first;
    private readonly bool _followsResurrection;
    private nint _next;
    private volatile nint _target;

    internal WeakTarget(object? target, bool followsResurrection)
    {
        _followsResurrection = followsResurrection;
        Target = target;
        AfterMarking.AddWeak(&Step);
        nint self = Exceptions.ToAddress(this);
        do
        {
            _next = s_first;
        }
        while (Interlocked.CompareExchange(ref s_first, self, _next) != _next);
    }

    internal bool FollowsResurrection => _followsResurrection;

    internal object? Target
    {
        get
        {
            nint target = _target;
            return target == 0 ? null : Exceptions.FromAddress(target);
        }

        set => _target = value is null ? 0 : Exceptions.ToAddress(value);
    }

    private static WeakTarget At(nint address) => System.Runtime.CompilerServices.Unsafe.As<WeakTarget>(Exceptions.FromAddress(address));

    private static void Step(bool isLast)
    {
        nint previous = 0;
        for (nint at = s_first; at != 0; at = At(at)._next)
        {
            WeakTarget weak = At(at);
            if (isLast && !Collector.IsMarked(at))
            {
                // The reference itself is dead: remove it from the list.
                if (previous == 0)
                {
                    s_first = weak._next;
                }
                else
                {
                    At(previous)._next = weak._next;
                }

                continue;
            }

            previous = at;
            if (weak._target != 0 && (isLast || !weak._followsResurrection) && !Collector.IsMarked(weak._target))
            {
                weak._target = 0;
            }
        }
    }
}
