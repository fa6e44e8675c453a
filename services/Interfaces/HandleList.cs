using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Up to four handles that a message carries.</summary>
internal struct HandleList
{
    // Unused places are 0.
    private MessageHandles _handles;

    /// <summary>How many.</summary>
    internal int Count { get; private set; }

    /// <summary>One of them.</summary>
    internal readonly AnyHandle this[int index] => _handles[index];

    /// <summary>Adds one.</summary>
    internal void Add(AnyHandle handle) => _handles[Count++] = handle;

    /// <summary>Removes the last one.</summary>
    internal AnyHandle RemoveLast()
    {
        AnyHandle handle = _handles[--Count];
        _handles[Count] = AnyHandle.None;
        return handle;
    }

    /// <summary>Forgets them.</summary>
    internal void Clear() => this = default;

    /// <summary>Closes them.</summary>
    internal void Close()
    {
        while (Count > 0)
        {
            RemoveLast().Close();
        }
    }

    /// <summary>Takes those that came with a message.</summary>
    internal void Load(in Message message)
    {
        Count = (int)message.Info.Handles;
        _handles = message.Handles;
    }

    /// <summary>Puts them into a message.</summary>
    internal readonly void Store(ref Message message) => message.Handles = _handles;
}
