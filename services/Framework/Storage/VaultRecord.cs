using RustKernel.User;

namespace RustKernel.Services.Storage;

/// <summary>A record of the vault: a key that names it, up to 56 bytes, and a handle.</summary>
public readonly struct VaultRecord
{
    /// <summary>The data written after <see cref="Begin"/>, and <paramref name="handle"/>, which the writer owns, or none.</summary>
    public VaultRecord(Payload data, AnyHandle handle)
    {
        Message message = default;
        _ = data.Store(ref message);
        Words = message.Words;
        Handle = handle;
    }

    /// <summary>A record read from the vault.</summary>
    internal VaultRecord(in Message message, AnyHandle handle)
    {
        Words = message.Words;
        Handle = handle;
    }

    /// <summary>The handle, which the reader owns, or none.</summary>
    public AnyHandle Handle { get; }

    /// <summary>The record's key, unique in the vault.</summary>
    public ulong Key => Words[0];

    /// <summary>The whole record, as it lies in the queue.</summary>
    internal Message.WordTable Words { get; }

    /// <summary>Begins a record of <paramref name="key"/>; at most 56 bytes may follow.</summary>
    public static Payload Begin(ulong key)
    {
        Payload data = new();
        data.Clear();
        data.Write(key, 8);
        return data;
    }

    /// <summary>The data after the key.</summary>
    public Payload Read()
    {
        Message message = new() { Words = Words, Info = new MessageInfo(0, MessageInfo.MaximumWords, 0, MessageKind.Send) };
        Payload data = new();
        data.Load(ref message);
        _ = data.Read(8);
        return data;
    }
}
