// A view of a part of a set, which always shows the set's present elements.

namespace System.Collections.Generic;

public partial class SortedSet<T>
{
    private SortedSet<T>? _whole;
    private T? _lower;
    private T? _upper;
    private int _seen;

    // A part has the version of its whole: both change together.
    private int Version => _whole is null ? _version : _whole.Version;

    public virtual SortedSet<T> GetViewBetween(T? lowerValue, T? upperValue)
    {
        if (_comparer.Compare(lowerValue!, upperValue!) > 0)
        {
            throw new ArgumentException("Must be less than or equal to upperValue.", nameof(lowerValue));
        }

        if (_whole is not null && _comparer.Compare(_lower!, lowerValue!) > 0)
        {
            throw new ArgumentOutOfRangeException(nameof(lowerValue));
        }

        if (_whole is not null && _comparer.Compare(_upper!, upperValue!) < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(upperValue));
        }

        SortedSet<T> whole = _whole ?? this;
        return new SortedSet<T>(_comparer) { _whole = whole, _lower = lowerValue, _upper = upperValue, _seen = whole._version - 1 };
    }

    private bool IsBetween(T item) => _comparer.Compare(_lower!, item) <= 0 && _comparer.Compare(item, _upper!) <= 0;

    private bool AddToWhole(T item) => IsBetween(item) ? _whole!.Add(item) : throw new ArgumentOutOfRangeException(nameof(item));

    // Rebuilds a part after its whole has changed.
    private void Refresh()
    {
        if (_whole is null || _seen == _whole._version)
        {
            return;
        }

        _seen = _whole._version;
        _root = null;
        _count = 0;
        foreach (T item in _whole)
        {
            if (IsBetween(item))
            {
                _root = Insert(_root, item);
                _count++;
            }
        }
    }
}
