// Combines the exceptions of several tasks.

using System.Collections.Generic;
using System.Collections.ObjectModel;

namespace System;

public class AggregateException : Exception
{
    private const string Default = "One or more errors occurred.";
    private readonly Exception[] _inner;

    public AggregateException()
        : this(Default)
    {
    }

    public AggregateException(string? message)
        : base(message) => _inner = [];

    public AggregateException(string? message, Exception innerException)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(innerException);
        _inner = [innerException];
    }

    public AggregateException(params Exception[] innerExceptions)
        : this(Default, innerExceptions)
    {
    }

    public AggregateException(IEnumerable<Exception> innerExceptions)
        : this(Default, innerExceptions)
    {
    }

    public AggregateException(string? message, IEnumerable<Exception> innerExceptions)
        : this(message, new List<Exception>(innerExceptions ?? throw new ArgumentNullException(nameof(innerExceptions))).ToArray())
    {
    }

    public AggregateException(string? message, params Exception[] innerExceptions)
        : base(message, innerExceptions is { Length: > 0 } ? innerExceptions[0] : null)
    {
        ArgumentNullException.ThrowIfNull(innerExceptions);
        foreach (Exception inner in innerExceptions)
        {
            if (inner is null)
            {
                throw new ArgumentException("An element of innerExceptions was null.");
            }
        }

        _inner = innerExceptions;
    }

    public ReadOnlyCollection<Exception> InnerExceptions => new(_inner);

    public override string Message
    {
        get
        {
            string text = base.Message;
            foreach (Exception inner in _inner)
            {
                text += " (" + inner.Message + ")";
            }

            return text;
        }
    }

    public AggregateException Flatten()
    {
        List<Exception> flat = [];
        Queue<AggregateException> left = new();
        left.Enqueue(this);
        while (left.Count > 0)
        {
            foreach (Exception inner in left.Dequeue()._inner)
            {
                if (inner is AggregateException aggregate)
                {
                    left.Enqueue(aggregate);
                }
                else
                {
                    flat.Add(inner);
                }
            }
        }

        return new AggregateException(base.Message, flat.ToArray());
    }

    public void Handle(Func<Exception, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        List<Exception> left = [];
        foreach (Exception inner in _inner)
        {
            if (!predicate(inner))
            {
                left.Add(inner);
            }
        }

        if (left.Count > 0)
        {
            throw new AggregateException(Message, left.ToArray());
        }
    }

    public override string ToString()
    {
        Text.StringBuilder text = new(base.ToString());
        for (int i = 0; i < _inner.Length; i++)
        {
            if (_inner[i] != InnerException)
            {
                text.Append("\n ---> (Inner Exception #").Append(i).Append(") ").Append(_inner[i].ToString()).Append("<---\n");
            }
        }

        return text.ToString();
    }

    public override Exception GetBaseException()
    {
        Exception at = this;
        while (at is AggregateException { _inner.Length: 1 } aggregate)
        {
            at = aggregate._inner[0];
        }

        return at;
    }
}
