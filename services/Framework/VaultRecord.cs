// What a service wants to find again.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Eight words, the first of which names the record, and a handle.</summary>
public struct VaultRecord
{
    /// <summary>The words; word 0 is the record's key, unique in the vault.</summary>
    public Message.WordTable Words;

    /// <summary>The handle, the reader's own; 0: none.</summary>
    public ulong Handle;

    /// <summary>The record's key.</summary>
    public readonly ulong Key => Words[0];
}
