// The rests of closed connections, the one that ends first at the head: each lasts as long as the others.

namespace RustKernel.Services.Internet.Tcp;

/// <summary>A list from which any rest can be taken out.</summary>
internal sealed class TimeWaitList
{
    private TimeWait? _last;

    /// <summary>The rest that ends first; null: there is none.</summary>
    public TimeWait? First { get; private set; }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a rest that begins now.</summary>
    public void Add(TimeWait wait)
    {
        wait.Before = _last;
        wait.After = null;
        if (_last is null)
        {
            First = wait;
        }
        else
        {
            _last.After = wait;
        }

        _last = wait;
        Count++;
    }

    /// <summary>Takes out a rest that is in the list.</summary>
    public void Remove(TimeWait wait)
    {
        if (wait.Before is { } before)
        {
            before.After = wait.After;
        }
        else
        {
            First = wait.After;
        }

        if (wait.After is { } after)
        {
            after.Before = wait.Before;
        }
        else
        {
            _last = wait.Before;
        }

        wait.Before = null;
        wait.After = null;
        Count--;
    }
}
