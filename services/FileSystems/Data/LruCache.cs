using System;
using System.Collections.Generic;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>
/// A bounded cache by block number: keeps the last used values. If <paramref name="wasUsed"/> says that a value was used without asking
/// this cache, it is spared once.
/// </summary>
internal sealed class LruCache<T>(int capacity, Func<T, bool>? wasUsed = null)
    where T : class
{
    private readonly Dictionary<ulong, Entry> _entries = [];
    private Entry? _newest;
    private Entry? _oldest;

    public int Count => _entries.Count;

    /// <summary>Returns the value and counts it as used; null: it is not here.</summary>
    public T? Get(ulong key)
    {
        if (!_entries.TryGetValue(key, out Entry? entry))
        {
            return null;
        }

        if (entry != _newest)
        {
            Unlink(entry);
            Link(entry);
        }

        return entry.Value;
    }

    /// <summary>Adds a value. If there is no room, removes and returns the oldest; else null.</summary>
    public T? Put(ulong key, T value)
    {
        Remove(key);
        T? gone = null;
        if (_entries.Count >= capacity && _oldest is not null)
        {
            while (_oldest != _newest && wasUsed is not null && wasUsed(_oldest.Value))
            {
                Entry used = _oldest;
                Unlink(used);
                Link(used);
            }

            gone = _oldest.Value;
            Remove(_oldest.Key);
        }

        Entry entry = new(key, value);
        _entries[key] = entry;
        Link(entry);
        return gone;
    }

    /// <summary>Forgets a value, if it is here.</summary>
    public void Remove(ulong key)
    {
        if (_entries.TryGetValue(key, out Entry? entry))
        {
            _ = _entries.Remove(key);
            Unlink(entry);
        }
    }

    private void Link(Entry entry)
    {
        entry.Older = _newest;
        entry.Newer = null;
        if (_newest is not null)
        {
            _newest.Newer = entry;
        }

        _newest = entry;
        _oldest ??= entry;
    }

    private void Unlink(Entry entry)
    {
        if (entry.Older is null)
        {
            _oldest = entry.Newer;
        }
        else
        {
            entry.Older.Newer = entry.Newer;
        }

        if (entry.Newer is null)
        {
            _newest = entry.Older;
        }
        else
        {
            entry.Newer.Older = entry.Older;
        }
    }

    private sealed class Entry(ulong key, T value)
    {
        public ulong Key => key;

        public T Value => value;

        public Entry? Older { get; set; }

        public Entry? Newer { get; set; }
    }
}
