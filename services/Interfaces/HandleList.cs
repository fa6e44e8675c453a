// The handles that a message carries.

using System.Runtime.CompilerServices;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Up to four handles.</summary>
internal struct HandleList
{
    private Table _handles;

    /// <summary>How many.</summary>
    internal int Count { get; private set; }

    /// <summary>One of them.</summary>
    internal readonly ulong this[int index] => _handles[index];

    /// <summary>Adds one.</summary>
    internal void Add(ulong handle) => _handles[Count++] = handle;

    /// <summary>Takes the last one off.</summary>
    internal ulong RemoveLast() => _handles[--Count];

    /// <summary>Forgets them.</summary>
    internal void Clear() => Count = 0;

    /// <summary>Closes them.</summary>
    internal void Close()
    {
        while (Count > 0)
        {
            new Handle(RemoveLast()).Close();
        }
    }

    /// <summary>Takes those that came with a message.</summary>
    internal void Load(in Message message)
    {
        Clear();
        uint count = new MessageInfo(message.Info).Handles;
        for (int i = 0; i < (int)count; i++)
        {
            Add(((i < 2 ? message.Handles01 : message.Handles23) >> (32 * (i & 1))) & 0xFFFF_FFFF);
        }
    }

    /// <summary>Puts them into a message.</summary>
    internal readonly void Store(ref Message message)
    {
        message.Handles01 = 0;
        message.Handles23 = 0;
        for (int i = 0; i < Count; i++)
        {
            ref ulong place = ref (i < 2 ? ref message.Handles01 : ref message.Handles23);
            place |= _handles[i] << (32 * (i & 1));
        }
    }

    [InlineArray((int)MessageInfo.MaximumHandles)]
    private struct Table
    {
        private ulong _first;
    }
}
