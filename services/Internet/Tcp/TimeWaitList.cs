namespace RustKernel.Services.Internet.Tcp;

/// <summary>Closed connections in TIME-WAIT, the first to end at the head: all last equally long. Any of them can be removed.</summary>
internal sealed class TimeWaitList
{
    private TimeWait? _last;

    /// <summary>The first to end; null: there is none.</summary>
    public TimeWait? First { get; private set; }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one that begins now.</summary>
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

    /// <summary>Removes one that is in the list.</summary>
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
