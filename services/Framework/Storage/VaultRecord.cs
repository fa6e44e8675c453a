// What a service wants to find again.

using RustKernel.User;

namespace RustKernel.Services.Storage;

/// <summary>A key that names the record, up to 56 bytes, and a handle.</summary>
public readonly struct VaultRecord
{
    /// <summary>
    /// What was written behind <see cref="Begin"/>, and <paramref name="handle"/>, the writer's own, or none.
    /// </summary>
    public VaultRecord(Payload data, AnyHandle handle)
    {
        Message message = default;
        _ = data.Store(ref message);
        Words = message.Words;
        Handle = handle;
    }

    /// <summary>From the vault.</summary>
    internal VaultRecord(in Message message, AnyHandle handle)
    {
        Words = message.Words;
        Handle = handle;
    }

    /// <summary>The handle, the reader's own, or none.</summary>
    public AnyHandle Handle { get; }

    /// <summary>The record's key, unique in the vault.</summary>
    public ulong Key => Words[0];

    /// <summary>All of it as the queue has it.</summary>
    internal Message.WordTable Words { get; }

    /// <summary>Begins a record of <paramref name="key"/>; at most 56 bytes may follow.</summary>
    public static Payload Begin(ulong key)
    {
        Payload data = new();
        data.Clear();
        data.Write(key, 8);
        return data;
    }

    /// <summary>The data behind the key.</summary>
    public Payload Read()
    {
        Message message = new() { Words = Words, Info = new MessageInfo(0, MessageInfo.MaximumWords, 0, MessageKind.Send) };
        Payload data = new();
        data.Load(ref message);
        _ = data.Read(8);
        return data;
    }
}
